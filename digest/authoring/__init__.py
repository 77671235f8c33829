"""Compose entry files: by hand, from the arXiv API, and from imported files."""
