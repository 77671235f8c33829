"""The plan: every output of a build, with the fingerprint of all that it is rendered from, and the way to get that."""

from collections.abc import Callable, Iterator, Mapping
from typing import NamedTuple

from digest.content.site import Site
from digest.model.config import Localized
from digest.plan.cards import Cards
from digest.plan.references import Resolved
from digest.plan.taxonomies import Terms
from digest.plan.views import PageView, SiteView, View
from digest.text.diagnostics import Diagnostic
from digest.text.records import frozen

UNTITLED = Localized(zh="", en="")


@frozen
class Contents:
    """What the outputs of a site are made of: the same for every language."""

    site: Site
    cards: Cards
    taxonomies: Mapping[str, Terms]
    resolved: Mapping[str, Resolved]
    view: SiteView


class Shown(NamedTuple):
    """A page's view, and what it is called in each language; untitled where the theme has the words."""

    view: View
    title: Localized = UNTITLED


class Page(NamedTuple):
    """A page before it is in a language.

    `key` has the fingerprints of everything that `make` takes out of the contents: whoever changes the one changes the
    other, two lines further. Views are large and few of them are stale, so they are made when they are rendered.
    """

    path: str
    key: str
    make: Callable[[Contents], Shown]
    languages: tuple[str, ...] | None = None
    """The languages that the page has texts in, where not all of the site's."""
    modified: str = ""
    """The day of the newest paper that it shows, for the sitemap."""
    feed: str = ""
    """The feed of just what the page lists, without its ending."""
    listed: bool = True
    """Whether search engines should know it."""
    issue: int = -1
    """The place of the issue that it is a part of, if it is of one: what shows the same papers is made together."""


class Material(NamedTuple):
    """The whole value that an output is rendered from; without `page` the view is the file itself."""

    view: View
    page: PageView | None = None


class Output(NamedTuple):
    """One file to publish, at `path` in the output folder.

    `template` renders it (empty: the view is the file itself). `key` is the fingerprint of what `make` gives, and of
    nothing else: templates, strings and code are no part of it.
    """

    path: str
    template: str
    language: str
    key: str
    make: Callable[[Contents], Material]
    issue: int = -1
    """As in `Page`."""


class Papers(NamedTuple):
    """The pages of an issue's papers in one language, at `paths`.

    Nothing is in their keys that is not in the key of the issue's own page, `cover`: while that stays as it is, so do
    they, and `make` need not be asked for them one by one.
    """

    cover: Output
    paths: tuple[str, ...]
    make: Callable[[Contents], list[Output]]


@frozen
class Plan:
    """All outputs of a site, what they are made of, and what making the plan found out."""

    contents: Contents
    outputs: tuple[Output, ...]
    """All but the pages of papers."""
    papers: tuple[Papers, ...]
    diagnostics: tuple[Diagnostic, ...]
    pages: int

    def __iter__(self) -> Iterator[Output]:
        yield from self.outputs
        for papers in self.papers:
            yield from papers.make(self.contents)

    @property
    def paths(self) -> list[str]:
        """Where all outputs stand."""
        return [*[output.path for output in self.outputs], *[path for papers in self.papers for path in papers.paths]]
