"""arXiv: which paper is meant, what its API says of one, and the entry that becomes of it."""
