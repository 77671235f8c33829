"""The plan: every output of a build, each with the whole value that it is rendered from."""

from collections.abc import Iterator
from dataclasses import dataclass

from digest.plan.views import PageView, SiteView, View
from digest.text.diagnostics import Diagnostic
from digest.text.fingerprint import fingerprint


@dataclass(frozen=True, slots=True, kw_only=True)
class Output:
    """One file to publish, at `path` in the output folder.

    `template` renders it (empty: the view is the file itself); `page` and `site` are what it shows beside its view.
    """

    path: str
    template: str
    language: str
    view: View
    page: PageView | None = None
    site: SiteView | None = None

    def view_key(self) -> str:
        """The fingerprint of all that the output is rendered from, but templates, strings and code."""
        return fingerprint((self.path, self.template, self.language, self.view, self.page, self.site))


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """All outputs of a site, and what making the plan found out."""

    outputs: tuple[Output, ...]
    diagnostics: tuple[Diagnostic, ...]
    pages: int

    def __iter__(self) -> Iterator[Output]:
        return iter(self.outputs)
