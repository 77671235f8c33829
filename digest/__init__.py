"""A static site generator for bilingual digests of research papers."""

__version__ = "0.1.0"
