"""`digest init`: a new site that builds at once. `files/` holds its files, under names without a leading dot."""
