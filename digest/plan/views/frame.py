"""What every page gets besides its view: `page` and `site` in templates."""

from collections.abc import Iterable

from markupsafe import Markup

from digest.model.languages import LANGUAGES, folder_of_tree
from digest.text.content_security import write_policy
from digest.text.records import frozen


@frozen
class LinkView:
    """A link with its text in both languages. Exactly one of `path` (a page of the site) and `url` is set."""

    zh: str
    """Both texts are empty in the default navigation: its links are named by the theme's string `kind`."""
    en: str
    path: str = ""
    url: str = ""
    kind: str = ""
    """In the default navigation: home, issues, page, or a taxonomy such as categories. Else empty."""
    at_top: bool = False
    """Whether `path` is from `root` in all languages: a file of `static/`, of data, of one language."""
    minor: bool = False
    """Whether the link belongs on the lists of terms rather than into the menu."""


@frozen
class PictureView:
    """A picture of the site's. Width and height are in pixels; 0 if unknown."""

    path: str
    width: int
    height: int


@frozen
class IconView:
    """An icon of the site: its media type, and its size as in `sizes` (`180x180`, `any`)."""

    path: str
    type: str
    sizes: str
    for_phones: bool = False
    """Whether it is the largest PNG."""


@frozen
class PolicyView:
    """A Content-Security-Policy: directives and their sources, which obey its grammar."""

    directives: tuple[tuple[str, tuple[str, ...]], ...] = ()

    def text(self, hashes: Iterable[str] = ()) -> Markup:
        """The policy for a `<meta>` element, with the hashes of inline scripts (`sha256-...`)."""
        return Markup(write_policy(dict(self.directives), hashes))  # noqa: S704  # the grammar has no special characters


@frozen
class FollowView:
    """A way to follow the digest elsewhere (setting `follow`). The key `qr` is `account`, what the QR code holds, or
    `code`, its picture.
    """

    zh: str
    en: str
    url: str
    account: str
    code: PictureView | None = None


@frozen
class CommentsView:
    """The setting `comments`; the values are those that giscus.app generates."""

    provider: str
    repo: str
    repo_id: str
    category: str
    category_id: str
    host: str


@frozen
class AnalyticsView:
    """The setting `analytics`. `provider`: goatcounter, umami or plausible."""

    provider: str
    site: str
    host: str


@frozen
class SiteView:
    """What every page shows of the site; most fields are settings of the same name."""

    title_zh: str
    title_en: str
    description_zh: str
    description_en: str
    footer_zh: str
    footer_en: str
    url: str
    """Of the site's root, with a trailing slash."""
    language: str
    """The first of `languages`, whose pages are at the root."""
    languages: tuple[str, ...]
    """`zh` and `en`; `zh` for traditional characters too."""
    navigation: tuple[LinkView, ...]
    """The setting `navigation`, or the default."""
    links: tuple[LinkView, ...]
    """For the footer."""
    follow: tuple[FollowView, ...]
    editor_name: str
    editor_url: str
    editor_email: str
    comments: CommentsView | None
    analytics: AnalyticsView | None
    policy: PolicyView = PolicyView()
    """Of all pages but those of papers and the reading list."""
    paper_policy: PolicyView = PolicyView()
    """The same, and what comments need."""
    list_policy: PolicyView = PolicyView()
    """The same, and the site's own files to fetch, which the reading list joins."""
    head_html: Markup = Markup("")
    """The setting `head`."""
    logo: tuple[PictureView, ...] = ()
    """The picture in place of the name, and perhaps a second one for dark pages."""
    icons: tuple[IconView, ...] = ()
    """Empty if the theme's icon is used."""
    image: PictureView | None = None
    """The setting `image`."""
    search: bool = True
    """Whether there is a search page."""
    siblings: tuple[str, ...] = ()
    """The setting `siblings`: files beside the pages of papers and issues, in the first language's tree."""
    license_zh: str = ""
    """The licence of the site's texts, or its address; empty if the settings have none."""
    license_en: str = ""
    citation_tags: bool = True
    """The setting of the same name."""
    repo: str = ""
    """Address of the site's folder in the setting `repo`; empty without it."""
    chinese: str = LANGUAGES["zh"]
    """The BCP 47 tag of its Chinese: `zh-CN` or `zh-Hant`."""
    fingerprint: str = ""

    def folder(self, language: str) -> str:
        """The prefix of the paths of a language's pages: empty for the first one, else `en/`, `zh/` or `zh-Hant/`."""
        return folder_of_tree(language, self.languages, self.chinese)


@frozen
class Alternate:
    """A language version of a page, for `hreflang`: a BCP 47 tag or `x-default`. `url` is absolute."""

    hreflang: str
    url: str


@frozen
class FeedLink:
    """A feed to announce. `path` is relative to the language's root, `type` a media type."""

    title: str
    path: str
    type: str
    scope: str = "site"
    """What it is of: the papers of the site (`site`), its issues (`issues`), or the papers of a category, an area or a
    tag (`term`).
    """


@frozen
class PageView:
    """What a page of any kind shows about itself."""

    kind: str
    """Name of the output kind, such as home, issues, year, week, month, issue, paper, terms, term, page or search."""
    path: str
    """Relative to the root of its language."""
    lang: str
    title: str
    """For `<title>`; empty if the theme has a fixed title for the kind."""
    description: str
    """The site's description on pages without texts of their own; else empty."""
    canonical: str
    """Absolute URL of this page."""
    alternates: tuple[Alternate, ...]
    """All language versions of the page, itself included, with `x-default`; empty if there are no others."""
    twin: str
    """This page in the other language, relative to the site's root; empty on a monolingual site."""
    feeds: tuple[FeedLink, ...]
    """The site's feed, then that of the category, area or tag on its pages; each in its formats."""
    in_navigation: bool = False
    """Whether a link of the navigation has this page's path."""
    open_graph: tuple[tuple[str, str], ...] = ()
    """Properties of the Open Graph and their values, but for title, description and address."""
    citation: tuple[tuple[str, str], ...] = ()
    """On a paper's page: names and contents of the tags that reference managers read (setting `citation_tags`)."""
    structured_data: Markup = Markup("")
    """JSON-LD for a `<script>`, on the pages of papers and issues."""
