"""`digest init`: a new site that builds at once. `files/` has its files, under names without a leading dot."""
