"""Views of papers: cards without bodies, and bodies."""

import datetime
from operator import attrgetter

from markupsafe import Markup

from digest.citing.publications import Publication
from digest.content.head import SHOWN, PaperFacts
from digest.text.records import frozen


@frozen
class CategoryView:
    """A category: code (such as cs.CV), names, path of its page, colour (empty: the theme's default)."""

    code: str
    zh: str
    en: str
    path: str
    colour: str


@frozen
class NameView:
    """An affiliation, an area or a tag. `path` is empty if it has no page."""

    name: str
    path: str


@frozen
class AuthorView:
    """An author of a paper, spelled as there. `path` is empty without a page; `url` and `orcid` may come from
    `authors.yaml`.
    """

    name: str
    path: str
    affiliation: str
    url: str
    orcid: str
    corresponding: bool
    equal: bool
    """Whether the contribution is equal to that of others with this mark."""


@frozen
class PaperLink:
    """A link to the paper elsewhere. `kind` is the front-matter key that it comes from (arxiv, pdf, doi, ...)."""

    kind: str
    url: str
    label: str
    """Identifier of the paper at the target (arXiv id, DOI), or empty."""


@frozen
class PaperCard:
    """A paper without its body.

    Each front-matter key that pages show is also an attribute: `card.venue` is `card.facts.venue`. A field of the card
    wins over a key of the same name (`authors`, `tags`, ...).
    """

    slug: str
    path: str
    """Of the paper's page."""
    anchor: str
    """Id of the paper's element on pages that show several papers."""
    issue_path: str
    title: str
    """In the original language. `title_zh` may be empty."""
    title_zh: str
    title_html: Markup
    title_zh_html: Markup
    authors: tuple[AuthorView, ...]
    authors_cut: bool
    """Whether the entry lists only some of the authors."""
    affiliations: tuple[NameView, ...]
    category: CategoryView
    """The main category, the first of `categories`. Its code is empty if the paper is a draft without categories."""
    categories: tuple[CategoryView, ...]
    areas: tuple[NameView, ...]
    tags: tuple[NameView, ...]
    venue_path: str
    """Of the venue's page."""
    links: tuple[PaperLink, ...]
    """In the order of the keys in `FrontMatter`."""
    facts: PaperFacts
    """Values of the keys that `FrontMatter` marks as shown; empty, 0 or None if absent.

    `published` is a text, `2023-02-08`, `2023-02` or `2023`, which the filter `day` formats; `updated` is a date.
    `rating` is a `Rating` (`model/open_values.py`), `written_by` a `Writing` (`model/front_matter.py`). `extra` is a
    mapping: `card.extra.name` is the value of `name` below `extra`, or an empty text.
    """
    publication: Publication
    """What citations say of it, without their key."""
    date: datetime.date
    number: int
    """Position in the issue, from 1. The notable papers go on from the featured ones."""
    future: bool
    """Whether `date` is in the future, which only previews show."""
    languages: tuple[str, ...]
    """Languages that the entry has texts in."""
    source: str = ""
    """Address of its file in the setting `repo`; empty without it."""
    fingerprint: str = ""


@frozen
class RowView:
    """A paper in a list: its card, and its summary as plain text, or the beginning of what is nearest to one.

    A summary is empty if no text is in its language.
    """

    card: PaperCard
    summary_zh: str
    summary_en: str
    fingerprint: str = ""


for _key in SHOWN:
    if _key not in PaperCard.__dataclass_fields__:
        setattr(PaperCard, _key, property(attrgetter(f"facts.{_key}")))


@frozen
class TextView:
    """A text as HTML, with its language."""

    lang: str
    html: Markup


@frozen
class FigureView:
    """A figure. `path` is relative to the site's root; `width` and `height` are in pixels, 0 if unknown."""

    path: str
    width: int
    height: int
    alt: str
    caption_html: Markup
    lang: str
    shape: str = ""
    """wide, tall, small or tiny (of too few pixels to be shown alone, or at all, in a larger size), or empty."""
    link: Markup = Markup("")
    """The attributes of the editor's own link around it, if there is one: `href="..."`."""
    renditions: tuple[tuple[str, int], ...] = ()
    """Paths and widths of smaller copies for `srcset`, and of the picture itself as the last; empty without copies."""
    opens_file: bool = False
    """Whether the picture is to link to its file: an SVG, whose scripts would run, and a tiny picture are not."""


@frozen
class NoteView:
    """A section under a free heading. `depth` is the nesting of the heading, from 0, and `anchor` its id.

    `name` is the section's id on standing pages, the heading's words as GitHub has them; else empty.
    """

    heading_html: Markup
    depth: int
    text: TextView
    anchor: str = ""
    name: str = ""


@frozen
class AspectView:
    """An aspect of the paper. `name` is motivation, method, results, conclusion, limitations or why_read."""

    name: str
    text: TextView
    """In either language; the Chinese one if there are both."""
    text_en: TextView | None
    """The English one beside a Chinese `text`."""


@frozen
class BodyView:
    """The texts of an entry, introduction or standing page; absent ones are None or empty."""

    lead: tuple[TextView, ...]
    """The text before the first section, split where the language changes. Figures between texts in two languages have
    none.
    """
    summary: TextView | None
    """In either language; the Chinese one if there are both."""
    summary_en: TextView | None
    """The English one beside a Chinese `summary`."""
    key_points: tuple[TextView, ...]
    """In either language; the Chinese ones if there are both."""
    key_points_en: tuple[TextView, ...]
    """The English ones beside Chinese `key_points`."""
    abstract_zh: TextView | None
    abstract: TextView | None
    aspects: tuple[AspectView, ...]
    """In a fixed order, whatever that of the file."""
    figures: tuple[FigureView, ...]
    notes: tuple[NoteView, ...]
    summary_text: str
    """The summary as plain text, or the nearest substitute: for descriptions of Chinese pages. In Chinese if the entry
    has a summary, key points or an abstract in Chinese. Of a standing page its first paragraph."""
    summary_text_en: str
    """The same for English pages."""

    @property
    def has_texts(self) -> bool:
        """Whether there is anything but figures."""
        texts = self.lead, self.summary, self.key_points, self.abstract_zh, self.abstract, self.aspects, self.notes
        return any(texts)


@frozen
class Paper:
    """A paper in full, as templates see it."""

    card: PaperCard
    body: BodyView


@frozen
class BodyRef:
    """Reference to a body, which is loaded only to render a stale page. Templates see a `BodyView` instead.

    `path` is the source file, `digest` the checksum of the body. `links` are the targets of the references in the body,
    in their order; `figures` belong to its figures.
    """

    path: str
    digest: str
    links: tuple["Attribute", ...]
    figures: tuple[FigureView, ...]


@frozen
class Attribute:
    """The target of a reference in a body.

    `kind` is one of

    - page: link to a page; `path` is relative to the root of the reader's language;
    - file: link to a file; `path` is relative to the site's root;
    - download: link that saves a file, as browsers would run its scripts; `path` as of file;
    - image: image; `path` is relative to the site's root, `width` and `height` are in pixels, 0 if unknown;
    - plate: link round the image of a figure to its file; `shape` is as in `FigureView`;
    - none: no target; a link is shown as text.

    `path` is not percent-encoded yet. `suffix` is the query and fragment as typed.
    """

    kind: str
    path: str
    suffix: str = ""
    width: int = 0
    height: int = 0
    shape: str = ""
    renditions: tuple[tuple[str, int], ...] = ()
    """As in `FigureView`."""


@frozen
class PaperRef:
    """A paper in a view: its card and a reference to its body. Templates see a `Paper` instead."""

    card: PaperCard
    body: BodyRef
    fingerprint: str = ""
