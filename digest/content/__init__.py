"""Documents of a site: entries, days' introductions and standing pages, read and rendered; and the site they make."""
