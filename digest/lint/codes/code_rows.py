"""A row of the registry of codes."""

from typing import NamedTuple

from digest.text.diagnostics import Severity

ERROR, WARNING, NOTE = (Severity.ERROR,), (Severity.WARNING,), (Severity.NOTE,)
EITHER = (Severity.ERROR, Severity.WARNING)
WARNING_OR_NOTE = (Severity.WARNING, Severity.NOTE)


class Code(NamedTuple):
    """A code, the severities that it has, its page, and an example with what to write `instead`.

    `is_of_site`: said of settings, themes or names of files, which cannot allow it themselves. `is_of_import`: only
    `digest import` and `digest new` say it, once. `is_of_links`: only `digest check --links` says it.
    """

    code: str
    severities: tuple[Severity, ...]
    about: str
    example: str
    instead: str
    is_of_site: bool = False
    is_of_import: bool = False
    is_of_links: bool = False

    @property
    def severity(self) -> str:
        """As it is listed: `error`, `warning`, `error or warning`."""
        return " or ".join(self.severities)

    @property
    def allowable(self) -> bool:
        """Whether an `allow` may silence it: errors stop publishing, whatever is allowed."""
        return self.severities != ERROR and not self.is_of_import

    @property
    def fixes(self) -> bool:
        """Whether `check --fix` may mend it."""
        return False

    @property
    def page(self) -> str:
        """Its documentation."""
        return f"{self.about}\n\nInstead of {self.example}\nwrite      {self.instead}"
