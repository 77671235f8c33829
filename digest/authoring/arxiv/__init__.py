"""arXiv: parse API responses, and make entries of them."""
