"""`digest new`: entries of papers of arXiv. Nothing else of digest asks the network for anything."""
