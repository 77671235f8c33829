"""The naming authority of a site's ids (RFC 4151)."""

import re

from digest.model.config import find_settings
from digest.model.settings import DEFAULT_AUTHORITY
from digest.text.diagnostics import Diagnostic, Reporter
from digest.text.source import Source, Span

PLACEHOLDER_URL = "https://name.github.io/repo/"
"""The `url` of a new site whose address is not known."""


def authority_of(url: str, year: int) -> str:
    """The naming authority (RFC 4151) of a site that starts in a year: its host below the names in its path, as two
    sites on a host need different ones, and the year.
    """
    place, *path = url.partition("://")[2].lower().split("/")
    host = place.rpartition("@")[2].partition(":")[0]
    labels = [re.sub("[^a-z0-9]+", "-", name).strip("-")[:63] for name in reversed(path)]
    return f"{'.'.join([*filter(None, labels), host])},{year}"


def check_authority(source: Source, url: str, year: int) -> tuple[Diagnostic, ...]:
    """Report settings without a `feed.authority` (`missing-authority`): all such sites have the same ids."""
    spans = find_settings(source)
    if "feed.authority" in spans:
        return ()
    if url == PLACEHOLDER_URL:  # nothing is published yet, and the year may be another then
        return ()
    reporter = Reporter(source.path)
    reporter.warning(
        "missing-authority",
        spans.get("feed") or spans.get("url") or Span(start=0, end=0),
        "'feed' has no 'authority', so the ids in feeds are not this site's own: readers mix it up with others",
        f"a new site writes authority: \"{authority_of(url, year)}\" in 'feed';"
        f' one that has readers keeps its ids with authority: "{DEFAULT_AUTHORITY}"',
    )
    return reporter.diagnostics()
