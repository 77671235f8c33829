"""From a site to a plan: every output, with the view that it is rendered from."""
