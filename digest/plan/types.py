"""The plan: every output of a build, with its key and the way to make its view."""

import enum
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import NamedTuple

from digest.content.head import Head
from digest.content.site import Site
from digest.plan.cards import Cards
from digest.plan.link_targets import Resolved
from digest.plan.taxonomies import Terms
from digest.plan.views import LinkView, PageView, SiteView, View
from digest.text.diagnostics import Diagnostic
from digest.text.records import frozen


@frozen
class ThemeFile:
    """A file of the theme that is published: its path on the site, its name, its content's fingerprint."""

    path: str
    name: str
    digest: str


@frozen
class Contents:
    """What the outputs of a site are made of: the same for every language."""

    site: Site
    cards: Cards
    taxonomies: Mapping[str, Terms]
    resolved: Mapping[str, Resolved]
    theme_files: tuple[ThemeFile, ...]
    view: SiteView
    frame: str
    """The key of what every template may take from the settings, whatever else it shows."""


class Shown(NamedTuple):
    """A view, and its title in the language it was made for; empty where the theme has the words."""

    view: View
    title: str = ""


class Page(NamedTuple):
    """An output before it is in a language.

    `key` names everything that `make` takes out of the contents; keep the two in step (tests/plan/test_keys.py checks).
    Views are large and few of them are stale, so `make` is called only where an output is rendered.
    """

    path: str
    key: Sequence[str]
    make: Callable[[Contents, str], Shown]
    """Called with the contents and a language."""
    languages: tuple[str, ...] | None = None
    """The languages that the page has texts in; None for all of the site's."""
    modified: str = ""
    """The day of the newest paper on it (YYYY-MM-DD), for the sitemap."""
    feed: str = ""
    """The path, without its ending, of the feed that carries what the page lists."""
    issue: int | None = None
    """The place in the site of the issue that it belongs to: outputs of one issue are rendered together."""


class Listed(NamedTuple):
    """A page as the sitemap has it: see `Page`."""

    path: str
    modified: str
    languages: tuple[str, ...] | None


class Members(NamedTuple):
    """Outputs of which each paper has one, in a group with the page of their issue, the group's cover.

    Nothing may be in their keys that is not in the cover's: while that stays, they are not asked one by one.
    """

    cover: str
    """The kind of the cover, in a row above."""
    path: Callable[[Head], str]
    pages: Callable[[Contents, int], Iterator[Page]]
    """Called with the contents and the issue's place: of each of its papers, in their order, the page at its path."""


class Index(NamedTuple):
    """Outputs that are made of what the rows above them have planned."""

    pages: Callable[[Contents, "Planned"], Iterator[Page]]


class Fact(enum.Flag):
    """What is true of all outputs of a kind."""

    LISTED = enum.auto()
    """The sitemap has them."""
    LINKABLE = enum.auto()
    """Links in texts may lead to them."""
    DESCRIBED = enum.auto()
    """The site's description is theirs."""
    GROWS = enum.auto()
    """They grow with the site, so rendering begins with them."""
    ONE_LANGUAGE = enum.auto()
    """They are in the site's first language only; other kinds stand in the tree of every language."""


class OutputKind(NamedTuple):
    """A family of outputs: a row of `OUTPUT_KINDS`."""

    name: str
    """Templates see it as `page.kind`."""
    outputs: Callable[[Contents], Iterator[Page]] | Members | Index
    template: str = ""
    """The theme's template that the writer uses; without one, an output is made of its view alone."""
    writer: str = "template"
    """A name in `WRITERS` (digest/outputs/writers.py)."""
    facts: Fact = Fact(0)
    menu: Callable[[Site, Mapping[str, Terms]], Iterator[LinkView]] | None = None
    """Its links in the site's navigation."""


class Frame(NamedTuple):
    """What templates see beside the view."""

    page: PageView
    site: SiteView


class Material(NamedTuple):
    """All that an output is written from. Without a template it has no frame: its key does not hold the settings."""

    view: View
    frame: Frame | None


class Output(NamedTuple):
    """One file to publish, at `path` in the output folder.

    `key` is the fingerprint of all that `make` gives; the writer's share of the key is kept beside it.
    """

    path: str
    kind: OutputKind
    language: str
    key: str
    make: Callable[[Contents], Material]
    issue: int | None
    """As in `Page`."""


class Group(NamedTuple):
    """Outputs of one kind and language, at `paths`, that share a cover: see `Members`."""

    cover: Output
    kind: OutputKind
    paths: tuple[str, ...]
    make: Callable[[Contents], list[Output]]


class Planned(NamedTuple):
    """What is planned so far; `listed` are the pages for search engines."""

    outputs: list[Output]
    groups: list[Group]
    listed: list[Listed]

    @property
    def paths(self) -> list[str]:
        """The paths of all outputs."""
        return [*[output.path for output in self.outputs], *[path for group in self.groups for path in group.paths]]


@frozen
class Plan:
    """All outputs of a site, what they are made of, and the diagnostics of planning."""

    contents: Contents
    outputs: tuple[Output, ...]
    """All but the members of groups."""
    groups: tuple[Group, ...]
    paths: frozenset[str]
    """The paths of all outputs."""
    diagnostics: tuple[Diagnostic, ...]

    def __iter__(self) -> Iterator[Output]:
        yield from self.outputs
        for group in self.groups:
            yield from group.make(self.contents)
