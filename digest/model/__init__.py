"""Typed records of front matter and settings, and how they are read."""
