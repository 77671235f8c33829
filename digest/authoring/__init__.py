"""Writing entries: by hand, from arXiv's answers, and from what others published."""
