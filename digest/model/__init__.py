"""Typed records: what an entry, a day and a site's settings hold."""
