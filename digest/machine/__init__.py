"""The disk and the processes: reading a site, building it, publishing what changed."""
