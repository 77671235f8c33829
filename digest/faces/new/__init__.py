"""`digest new`: entries for arXiv papers. The only part of digest that uses the network."""
