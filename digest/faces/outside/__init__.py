"""Ask the addresses that a site links to, for `digest check --links`."""
