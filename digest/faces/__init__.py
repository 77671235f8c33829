"""How people meet the program: the command, and what it shows."""
