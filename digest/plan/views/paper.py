"""Papers: cards without their bodies, and bodies."""

import datetime
from operator import attrgetter

from markupsafe import Markup

from digest.content.head import SHOWN, PaperFacts
from digest.text.records import frozen


@frozen
class CategoryView:
    """A category: its code as on the chip, its names, its page, its colour (empty: the theme's own)."""

    code: str
    zh: str
    en: str
    path: str
    colour: str


@frozen
class NameView:
    """An affiliation or a tag; without a page its path is empty."""

    name: str
    path: str


@frozen
class AuthorView:
    """An author as the paper names them; without a page the path is empty."""

    name: str
    path: str
    affiliation: str
    url: str
    orcid: str


@frozen
class PaperLink:
    """A way to the paper elsewhere. `kind`: the key of the front matter that leads there (arxiv, pdf, doi, ...)."""

    kind: str
    url: str
    label: str
    """What identifies it there (an arXiv id, a DOI), or empty."""


@frozen
class PaperCard:
    """A paper without its body.

    A key of the front matter that pages show is an attribute of the card, too: `card.venue` is `card.facts.venue`. Its
    own fields (`authors`, `tags`, ...) come first.
    """

    slug: str
    path: str
    anchor: str
    """The id of the paper's element on pages that show several."""
    issue_path: str
    title: str
    title_zh: str
    title_html: Markup
    title_zh_html: Markup
    authors: tuple[AuthorView, ...]
    authors_cut: bool
    affiliations: tuple[NameView, ...]
    category: CategoryView
    categories: tuple[CategoryView, ...]
    tags: tuple[NameView, ...]
    links: tuple[PaperLink, ...]
    facts: PaperFacts
    """The keys of `FrontMatter` that are `shown`, with their values; empty or 0 if absent."""
    date: datetime.date
    number: int
    """The place in its section, from 1."""
    future: bool
    languages: tuple[str, ...]
    """The languages that the entry has texts in."""
    fingerprint: str = ""


for _key in SHOWN:
    if _key not in PaperCard.__dataclass_fields__:
        setattr(PaperCard, _key, property(attrgetter(f"facts.{_key}")))


@frozen
class TextView:
    """A text as mark-up, in its language."""

    lang: str
    html: Markup


@frozen
class FigureView:
    """A picture; `path` is relative to the site's root, width and height are in pixels (0: unknown)."""

    path: str
    width: int
    height: int
    alt: str
    caption_html: Markup
    lang: str


@frozen
class NoteView:
    """A free section: its heading, how deep it is nested (0: at the top), its text."""

    heading_html: Markup
    depth: int
    text: TextView


@frozen
class BodyView:
    """The texts of an entry; an absent one is None or empty."""

    lead: tuple[TextView, ...]
    """What stands before the first section: paragraphs of one language stand together."""
    summary: TextView | None
    key_points: tuple[TextView, ...]
    abstract_zh: TextView | None
    abstract: TextView | None
    figures: tuple[FigureView, ...]
    notes: tuple[NoteView, ...]
    summary_text: str
    """The summary (or what comes nearest to it) as plain text, for descriptions."""


@frozen
class Paper:
    """A paper in full, as a template sees it."""

    card: PaperCard
    body: BodyView


@frozen
class BodyRef:
    """Which body belongs to a view: the body itself is loaded only to render a stale page.

    `links` are the attributes that stand in for the body's references, in their order; `figures` those of its figures.
    """

    path: str
    digest: str
    links: tuple["Attribute", ...]
    figures: tuple[FigureView, ...]


@frozen
class Attribute:
    """Where a reference in a body leads.

    `kind` is one of

    - page: a link to a page; `path` is relative to the root of the reader's language;
    - file: a link to a file; `path` is relative to the site's root;
    - image: an image; `path` is relative to the site's root, width and height are in pixels (0: unknown);
    - none: it leads nowhere, and a link stays text.

    `suffix` is a link's query and fragment as typed. What renders it percent-encodes the path.
    """

    kind: str
    path: str
    suffix: str = ""
    width: int = 0
    height: int = 0


@frozen
class PaperRef:
    """A paper in a view: its card, and which body it has."""

    card: PaperCard
    body: BodyRef
    fingerprint: str = ""
