"""`digest serve`: the site as it would be, while its editor writes it."""
