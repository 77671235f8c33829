"""The naming authority of a site's ids (RFC 4151)."""

import re

from digest.model.config import Config
from digest.model.settings import DEFAULT_AUTHORITY
from digest.text.diagnostics import Diagnostic, Reporter
from digest.text.source import Span

PLACEHOLDER_URL = "https://name.github.io/repo/"
"""The `url` of a new site whose address is not known."""


def authority_of(url: str, year: int) -> str:
    """The naming authority (RFC 4151) of a site that starts in a year: its host and the year, and its path, which tells
    it from the other sites of that host.
    """
    place, _, path = url.partition("://")[2].lower().partition("/")
    host = place.rpartition("@")[2].partition(":")[0]
    name = _UNNAMED.sub("-", path.strip("/"))
    return f"{host},{year}:{name}" if name else f"{host},{year}"


_UNNAMED = re.compile(r"[^a-z0-9._~%/-]+")


def check_authority(config: Config, path: str, year: int) -> tuple[Diagnostic, ...]:
    """Report settings, in the file `path`, without a `feed.authority` (`missing-authority`): all such sites have the
    same ids. A build does that only if the address is a host's (`is_from_host`), so nobody may have looked at them.
    """
    url, spans = config.written_url or config.url, dict(config.spans)
    if "feed.authority" in spans:
        return ()
    if url == PLACEHOLDER_URL:  # nothing is published yet, and the year may be another then
        return ()
    reporter = Reporter(path)
    reporter.warning(
        "missing-authority",
        spans.get("feed") or spans.get("url") or Span(start=0, end=0),
        "'feed' has no 'authority', so the ids in feeds are not this site's own: readers mix it up with others",
        f"a new site writes authority: \"{authority_of(url, year)}\" in 'feed';"
        f' one that has readers keeps its ids with authority: "{DEFAULT_AUTHORITY}"',
    )
    return reporter.diagnostics()


def is_from_host(config: Config) -> bool:
    """Whether the site's address is one that a host or a file `CNAME` says."""
    return config.url_from not in ("", "--url")
