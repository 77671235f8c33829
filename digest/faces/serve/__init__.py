"""`digest serve`: a preview of the site that follows every save."""
