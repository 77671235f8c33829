"""Plan a site: every output file with its cache key and a callback that makes its view."""
