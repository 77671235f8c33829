"""Citations of papers: the facts (`publications`), and the formats that are made of them."""
