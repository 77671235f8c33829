"""YAML with source positions: a fast path for common front matter, repair of common mistakes, helpful errors."""
