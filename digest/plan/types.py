"""Types of the plan: all outputs of a site, each with its cache key and a callback that makes its view.

Terms: an `OutputKind` is a row of `OUTPUT_KINDS`; a `Page` is what a row yields, without a language; an `Output` is one
file in one language. A page becomes one output for each language of its kind.

`kind` means the row here (`Output.kind`, `Group.kind`), and the row's name in templates (`PageView.kind`). Links of the
navigation and references in bodies have a `kind` of their own (`LinkView`, `PaperLink`, `Attribute`).
"""

import enum
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import field
from typing import Literal, NamedTuple

from digest.content.head import Head
from digest.content.site import Site
from digest.plan.cards import Cards
from digest.plan.link_targets import Resolved
from digest.plan.related import Found
from digest.plan.taxonomies import Terms
from digest.plan.views import IconView, LinkView, PageView, PictureView, SiteView, View
from digest.text.diagnostics import Diagnostic
from digest.text.records import frozen
from digest.text.source import Span


@frozen
class ThemeFile:
    """A static file of the theme, one that settings name, or one in `static/`: `path` is where it is published, `name`
    its name in the theme or its path in the site, `digest` its content's hash.
    """

    path: str
    name: str
    digest: str
    origin: Literal["content", "theme", "static"] = "theme"
    """`content` for a file that settings name."""


@frozen
class LocalUse:
    """An address on the site's own host that the file at `path` loads from."""

    path: str
    span: Span
    url: str


@frozen
class Additions:
    """What the settings `head`, `logo`, `icon`, `image` and `follow` add to every page."""

    head: str = ""
    """HTML."""
    needs: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    """The sources that `head` loads from, by directive of the Content-Security-Policy."""
    logo: tuple[PictureView, ...] = ()
    icons: tuple[IconView, ...] = ()
    image: PictureView | None = None
    codes: Mapping[str, PictureView] = field(default_factory=dict)
    """Pictures of QR codes, by the setting `qr`."""
    files: tuple[ThemeFile, ...] = ()
    local: tuple[LocalUse, ...] = ()
    """What `head` loads from the site's own host."""


NO_ADDITIONS = Additions()


@frozen
class Contents:
    """What pages are planned and made from; independent of language."""

    site: Site
    cards: Cards
    taxonomies: Mapping[str, Terms]
    resolved: Mapping[str, Resolved]
    related: Sequence[Sequence[Found]]
    """Of the papers of each issue."""
    citation_keys: Mapping[str, str]
    """By the slugs of papers."""
    published: Collection[str]
    """The paths in `addresses.lock`."""
    theme_files: tuple[ThemeFile, ...]
    view: SiteView
    frame: str
    """Cache key of all that templates may use from the settings (`view`): a part of every key whose kind has a
    template.
    """


def static_paths(files: Iterable[ThemeFile]) -> Mapping[str, str]:
    """By the paths of the files of `static/`: their sources."""
    return {file.path: file.name for file in files if file.origin == "static"}


class Shown(NamedTuple):
    """The result of `Page.make`: a view for one language, and the page's title in it.

    The title is empty if the theme has a fixed one, such as "Archive".
    """

    view: View
    title: str = ""


class Page(NamedTuple):
    """An output of a kind before it is multiplied by languages. Despite its name, it need not be HTML.

    `key` must hold every value that `make` uses (`tests/plan/test_keys.py` checks that): keep the two in step. Views
    are large, and only stale pages need one, so `make` is called late.
    """

    path: str
    """Relative to the root of its language."""
    key: Sequence[str]
    make: Callable[[Contents, str], Shown]
    """Called with the contents and a language."""
    languages: tuple[str, ...] | None = None
    """Languages that the page has texts in (None: all of the site's), for `hreflang`. It is published in the others as
    well.
    """
    modified: str = ""
    """Day of the newest paper or correction on it (YYYY-MM-DD), for the sitemap."""
    feed: str = ""
    """Path without extension of the feed to announce on the page."""
    issue: int | None = None
    """Index of the issue that it belongs to. Outputs of an issue are rendered by the same worker."""
    group: str = ""
    """Names outputs of no issue that have one worker too, because much of them is the same."""
    only: str = ""
    """The only language that has the page; empty: all of its kind."""
    apart: Mapping[str, Sequence[str]] | None = None
    """By language, what the key has besides, if the languages show other texts."""


class Listed(NamedTuple):
    """What the sitemap needs of a `Page`; see there."""

    path: str
    modified: str


def _nothing(contents: Contents, issue: int) -> Sequence[str]:
    return [""] * len(contents.site.issues[issue].entries)


def _always(_site: Site) -> bool:
    return True


class Members(NamedTuple):
    """The outputs of a kind with one page for each paper, tied to the page of the paper's issue, the *cover*.

    Their keys may not contain anything that is not in the cover's key, but for `apart`: while the cover and that are
    unchanged, the members are taken as unchanged without computing their keys.
    """

    cover: str
    """Name of the cover's kind, in a row above."""
    path: Callable[[Head], str]
    """The path of a paper's page, without making the page."""
    pages: Callable[[Contents, int], Iterator[Page]]
    """Called with the contents and the issue's index: the pages of its papers in their order."""
    apart: Callable[[Contents, int], Sequence[str]] = _nothing
    """The same, but what the key of each page has that the cover's has not: words, or nothing."""
    wanted: Callable[[Site], bool] = _always
    """Whether the settings want these outputs."""


class Batch(NamedTuple):
    """Pages that the next plan in this process reuses if `arguments` are equal: all that they are made from, apart from
    settings and navigation (`Contents.frame`).
    """

    name: str
    """Unique among the batches of the kind."""
    arguments: object
    pages: Callable[[], Iterator["Page | Batch"]]


class Index(NamedTuple):
    """The outputs of a kind that are made from the outputs planned by the rows above, such as the sitemap."""

    pages: Callable[[Contents, "Planned"], Iterator[Page | Batch]]


class Fact(enum.Flag):
    """Properties that all outputs of a kind share."""

    LISTED = enum.auto()
    """In the sitemap, and with `hreflang` links."""
    LINKABLE = enum.auto()
    """Valid targets of links in texts."""
    DESCRIBED = enum.auto()
    """Pages whose meta description is the site's."""
    GROWS = enum.auto()
    """Their size grows with the site, so rendering starts with them."""
    LASTING = enum.auto()
    """Addresses that readers keep: `addresses.lock` lists them."""
    ONE_LANGUAGE = enum.auto()
    """In the site's first language only. Other kinds have an output in each language."""


class OutputKind(NamedTuple):
    """A row of `OUTPUT_KINDS`: a family of outputs that share a template and a writer."""

    name: str
    """`page.kind` in templates."""
    outputs: Callable[[Contents], Iterator[Page | Batch]] | Members | Index
    template: str = ""
    """The template that the writer uses. Without one, the settings are neither in the key nor given to the writer."""
    writer: str = "template"
    """A key of `WRITERS` (`digest/outputs/writers.py`)."""
    facts: Fact = Fact(0)
    menu: Callable[[Site, Mapping[str, Terms]], Iterator[LinkView]] | None = None
    """Makes the kind's links for the default navigation."""


class Frame(NamedTuple):
    """What templates get besides the view, as `page` and `site`."""

    page: PageView
    site: SiteView


class Material(NamedTuple):
    """What a writer gets. `frame` is None for kinds without a template, whose keys do not cover the settings."""

    view: View
    frame: Frame | None


class Output(NamedTuple):
    """A file to publish at `path` in the output folder.

    `key` is the cache key of what `make` returns; the writer's part of the key (`digest.outputs.writers.Share`) is
    added later.
    """

    path: str
    kind: OutputKind
    language: str
    key: str
    make: Callable[[Contents], Material]
    issue: int | None
    group: str
    """See `Page`, for both."""


class Group(NamedTuple):
    """The outputs of one issue, kind and language, planned only as paths until the cover is stale: see `Members`."""

    cover: Output
    kind: OutputKind
    paths: tuple[str, ...]
    apart: tuple[str, ...]
    """What the members' keys end with, behind a space (`Members.apart`)."""
    make: Callable[[Contents], list[Output]]


class Planned(NamedTuple):
    """The plan so far, for `Index` rows. `listed`: pages for the sitemap."""

    outputs: list[Output]
    groups: list[Group]
    listed: list[Listed]

    @property
    def paths(self) -> list[str]:
        """The paths of all outputs."""
        return [*[output.path for output in self.outputs], *[path for group in self.groups for path in group.paths]]


class Addresses(NamedTuple):
    """The paths of all outputs, members of groups included; the number of HTML pages; diagnostics about paths that
    clash.
    """

    paths: frozenset[str]
    pages: int
    clashes: tuple[Diagnostic, ...]


@frozen
class Plan:
    """All outputs of a site. Iterating yields the members of groups as well, computing their keys."""

    contents: Contents
    outputs: tuple[Output, ...]
    """Without the members of groups."""
    groups: tuple[Group, ...]
    addresses: Addresses
    diagnostics: tuple[Diagnostic, ...]

    @property
    def paths(self) -> frozenset[str]:
        """The paths of all outputs."""
        return self.addresses.paths

    def __iter__(self) -> Iterator[Output]:
        yield from self.outputs
        for group in self.groups:
            yield from group.make(self.contents)
