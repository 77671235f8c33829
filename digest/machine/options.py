"""The options of a build, and the exception that refuses one."""

import datetime
from collections.abc import Callable
from pathlib import Path

from digest.model.site_address import SiteAddress
from digest.text.diagnostics import Diagnostic
from digest.text.records import frozen

STATE = ".digest"
"""Folder of cache and manifests in the site's root."""

Progress = Callable[[str, int, int], None]
"""Callback with `(stage, parts done, parts in all)`."""


@frozen
class Options:
    """The options of a build. `now` is aware of its time zone; it decides which papers are in the future."""

    root: Path
    output: Path
    url: str | None = None
    host: SiteAddress | None = None
    """The address that the site has on the host that builds it."""
    guess_url: Callable[[], str] = str
    """Guess the address that the site will have; empty if nothing says. Called if it is missing."""
    place: str = ""
    """The folder of `root` in its repository, with a final slash; empty at the top, or without one."""
    drafts: bool = False
    future: bool = False
    jobs: int = 0
    """Processes; 0: one for each processor."""
    cache: bool = True
    strict: bool = False
    plain_names: bool = False
    """Publish the theme's assets under their own names, without a content hash."""
    state: Path | None = None
    """The folder of cache and manifest, if it is not `STATE` in the root."""
    now: datetime.datetime

    @property
    def kept(self) -> Path:
        """The folder of cache and manifest."""
        return self.state or self.root / STATE

    @property
    def request(self) -> str:
        """What the plan depends on besides inputs and date, as a cache key."""
        return f"{self.url} {self.host} {self.place} {self.drafts} {self.future} {self.plain_names}"


class Refused(Exception):
    """A build or command cannot start, because of usage, settings or environment: exit status 2.

    `diagnostics` point at the settings, if these are at fault.
    """

    def __init__(self, message: str, hint: str = "", diagnostics: tuple[Diagnostic, ...] = ()) -> None:
        super().__init__(message)
        self.message = message
        self.hint = hint
        self.diagnostics = diagnostics
