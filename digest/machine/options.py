"""What a build is asked for, and why it may be refused."""

import datetime
from collections.abc import Callable
from pathlib import Path

from digest.text.diagnostics import Diagnostic
from digest.text.records import frozen

STATE = ".digest"
"""The folder of the cache and the manifests, in the site's root."""

Progress = Callable[[str, int, int], None]
"""Called with a stage, how many parts of it are done, and how many there are."""


@frozen
class Options:
    """What a build was asked for. `now` (with its time zone) decides which papers lie in the future."""

    root: Path
    output: Path
    url: str | None = None
    drafts: bool = False
    future: bool = False
    jobs: int = 0
    """Processes; 0 for as many as there are processors."""
    cache: bool = True
    strict: bool = False
    state: Path | None = None
    """Where builds of this kind keep what they know, apart from those of the published site; None: in `STATE`."""
    now: datetime.datetime

    @property
    def kept(self) -> Path:
        """The folder of all that is known from earlier builds."""
        return self.state if self.state is not None else self.root / STATE

    @property
    def request(self) -> str:
        """All that the plan depends on beside the inputs and the day."""
        return f"{self.url} {self.drafts} {self.future}"


class Refused(Exception):
    """The settings or the machine do not allow a build: what is wrong, what to do, and where in the settings."""

    def __init__(self, message: str, hint: str = "", diagnostics: tuple[Diagnostic, ...] = ()) -> None:
        super().__init__(message)
        self.message = message
        self.hint = hint
        self.diagnostics = diagnostics
