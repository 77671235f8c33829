"""Records of `digest.yaml`: each is the value of a key of `Config`."""

import re
from dataclasses import replace

from digest.model.blanks import is_blank
from digest.model.fields import Context, ValueKind, describe, key, record, report_wrong_type
from digest.model.languages import HANT, LANGUAGES, LOCALIZED, Localized
from digest.model.policy import ENDPOINT
from digest.model.text_values import read_items, read_text
from digest.model.value_kinds import BOOLEAN, LINK, TEXT, URL, choice, integer, is_web_address, matching
from digest.model.yaml.nodes import Mapping, Node, Scalar
from digest.text.nearest import did_you_mean
from digest.text.records import frozen
from digest.text.source import Excerpt


@frozen
class Comments:
    """Comments below papers, by giscus.app; the fields are those of its script tag."""

    provider: str = key(choice("giscus"), doc="whose service", required=True)
    repo: str = key(TEXT, doc="the repository, owner/name", required=True)
    repo_id: str = key(TEXT, doc="the repository's id", required=True)
    category: str = key(TEXT, doc="the category of its discussions", required=True)
    category_id: str = key(TEXT, doc="the category's id", required=True)
    host: str = key(ENDPOINT, doc="the service's address, if it is the editor's own", default="")


@frozen
class Analytics:
    """Visit counting by a third party."""

    provider: str = key(choice("goatcounter", "umami", "plausible"), doc="whose service", required=True)
    site: str = key(
        matching(
            "the site's name or id at the service",
            r"""(?P<id>[^\s;'"<>\\]+)""",
            example="my-site",
            code="bad-site",
        ),
        "id",
        doc="the site's name or id there",
        required=True,
    )
    host: str = key(ENDPOINT, doc="the service's address, if it is the editor's own", default="")


_GOATCOUNTER_SITE = re.compile(r"(?:https?://)?(?P<site>[A-Za-z0-9-]+)(?:\.goatcounter\.com/?)?")


def _read_analytics(node: Node, name: str, context: Context) -> Analytics | None:
    read: Analytics | None = record(Analytics, "{provider, site, host}").read(node, name, context)
    if read is None or read.provider != "goatcounter":
        return read
    site = _GOATCOUNTER_SITE.fullmatch(read.site)  # it becomes a part of a host
    if site is not None:
        return replace(read, site=site["site"])
    if read.host:
        return read
    context.reporter.error(
        "bad-site",
        context.spans[f"{name}.site"],
        f"'{context.label(f'{name}.site')}' must be the site's name at GoatCounter, not '{read.site}'",
        "write the first word of its address: my-site for https://my-site.goatcounter.com",
    )
    return None


ANALYTICS = ValueKind(name="{provider, site, host}", read=_read_analytics, inner=Analytics)


@frozen
class Editor:
    """The editor of the digest."""

    name: str = key(TEXT, doc="the editor's name", default="")
    url: str = key(URL, doc="the editor's home page", default="")
    email: str = key(
        matching(
            "an e-mail address",
            r"(?P<id>[^\s@<>]+@[^\s@<>]+\.[^\s@<>]+)",
            example="me@example.org",
            code="bad-email",
        ),
        doc="the editor's address",
        default="",
    )


_REPOSITORY = re.compile(r"https://[^/\s?#@]+(?:/[^/\s?#]+){2,}?/?")
_OTHER_REPOSITORY = re.compile(
    r"(?:(?:git@|ssh://git@|http://|git://)?(?P<host>[\w-]+(?:\.[\w-]+)+)[:/])?(?P<path>[\w.-]+/[\w.-]+?)(?:\.git)?/?"
)


def _read_repository(node: Node, name: str, context: Context) -> str | None:
    text = node.text.strip() if isinstance(node, Scalar) else ""
    if _REPOSITORY.fullmatch(text) and is_web_address(text):
        return text.rstrip("/").removesuffix(".git")
    meant = _OTHER_REPOSITORY.fullmatch(text)
    address = f"https://{meant['host'] or 'github.com'}/{meant['path']}" if meant else "https://github.com/owner/name"
    context.reporter.error(
        "bad-url",
        node.span,
        f"'{context.label(name)}' must be the https address of a repository, not {describe(node)}",
        f"write {context.label(name)}: {address}",
    )
    return None


REPOSITORY = ValueKind(name="the address of a repository", read=_read_repository)

COLOUR = matching(
    "a colour such as #1b7f5c", r"(?P<id>#[0-9a-f]{6})", example="'#1b7f5c'", code="bad-colour", lower=True
)


@frozen
class CategorySettings:
    """Names of a category, and the colour of its chip."""

    zh: str = key(TEXT, HANT, "zh-Hans", doc="its name in Chinese", default="")
    en: str = key(TEXT, doc="its name in English", default="")
    colour: str = key(COLOUR, "color", doc="the colour of its chip", default="")


def _read_categories(node: Node, name: str, context: Context) -> tuple[tuple[str, CategorySettings], ...] | None:
    if not isinstance(node, Mapping):
        hint = f"write {context.label(name)}: {{CV: {{zh: 计算机视觉}}}}"
        report_wrong_type(node, name, "a mapping of categories", hint, context)
        return None
    found: dict[str, CategorySettings] = {}
    kind = record(CategorySettings, "{zh, en, colour}")
    for code, settings in node.entries:
        context.typed[f"{name}.{code.text}"] = code.text
        read = kind.read(settings, f"{name}.{code.text}", context)
        if code.text in found:
            context.reporter.error("duplicate-key", code.span, f"'{code.text}' is given twice", "keep one of the two")
        elif read is not None:
            found[code.text] = read
    return tuple(found.items())


CATEGORY_NAMES = ValueKind(name="categories", read=_read_categories)


@frozen
class AuthorSettings:
    """Settings of author pages."""

    min_papers: int = key(integer(1, 1_000_000), doc="papers from which on an author has a page", default=2)


@frozen
class LongDay:
    """Settings of issues with many papers, which are shown briefly."""

    papers: int = key(integer(1, 1_000_000), doc="an issue with more papers is long", default=12)
    open: int = key(integer(0, 1_000_000), doc="featured papers whose abstracts are not folded there", default=3)


DEFAULT_AUTHORITY = "paper-digest.invalid,2023"
"""Who names the entries of sites that do not say so: the same for all of them, so no site should keep it."""


@frozen
class FeedSettings:
    """Settings of the feeds."""

    items: int = key(integer(1, 1000), doc="entries in a feed", default=20)
    full_text: bool = key(BOOLEAN, doc="whole entries, not only their summaries", default=True)
    grain: str = key(choice("paper", "issue", "both"), doc="what an entry is: a paper or an issue", default="paper")
    authority: str = key(
        matching(
            "a domain and a year, as in RFC 4151",
            r"(?P<id>[a-z0-9][a-z0-9.-]*[a-z0-9],\d{4}(?:-\d{2}){0,2}(?::(?:[a-z0-9._~/-]|%[0-9a-f]{2})+)?)",
            example="digest.example.org,2023",
            code="bad-authority",
            lower=True,
        ),
        doc="who names the entries: the domain and date of their tag: ids",
        default=DEFAULT_AUTHORITY,
    )


MIB, GIB = 1024**2, 1024**3
"""Bytes of the units in which hosts count, who call them MB and GB."""


@frozen
class Host:
    """What a host takes: `bytes` of a site and of a `file`, and number of `files`. 0: as much as there is."""

    name: str
    site: int = 0
    file: int = 0
    files: int = 0


WEB_HOSTS = {
    "github": Host(name="GitHub Pages", site=GIB, file=100 * MIB),
    "cloudflare": Host(name="Cloudflare Pages", file=25 * MIB, files=20_000),
    "gitlab": Host(name="GitLab Pages", site=GIB, file=100 * MIB, files=200_000),
    "other": Host(name="another host"),
}
"""The values of the setting `host`, with the limits that the hosts document for free accounts."""

HOST = choice(*WEB_HOSTS)
"""Where the site is published."""


@frozen
class Typography:
    """Settings of Chinese typography."""

    punctuation: str = key(
        choice("keep", "fullwidth"), doc="half-width marks between Chinese characters", default="keep"
    )


@frozen
class Link:
    """A link in the navigation or in the footer."""

    title: Localized = key(LOCALIZED, "name", "text", doc="what it says", required=True)
    url: str = key(LINK, "href", doc="where it leads: a page of the site, or a web address", required=True)


@frozen
class Follow:
    """Another channel of the digest, with an address or a QR code."""

    name: Localized = key(LOCALIZED, "title", doc="what it is called", required=True)
    url: str = key(URL, doc="its address", default="")
    qr: str = key(TEXT, doc="its QR code: a picture, or the text or account that it holds", default="")


@frozen
class Logo:
    """The picture in the header, and perhaps another one for dark pages."""

    light: str = key(TEXT, doc="the picture", required=True)
    dark: str = key(TEXT, doc="the picture on dark pages", default="")


def _read_logo(node: Node, name: str, context: Context) -> Logo | None:
    if isinstance(node, Scalar):
        return Logo(light=node.text.strip())
    logo: Logo | None = record(Logo, "a picture, or {light: ..., dark: ...}").read(node, name, context)
    return logo


LOGO = ValueKind(name="a picture", read=_read_logo, inner=Logo)


PICTURE = ValueKind(name="a picture", read=read_text)


def _read_icons(node: Node, name: str, context: Context) -> tuple[str, ...] | None:
    items = read_items(node, name, context, separators=r"[,，]\s*")
    for number, item in enumerate(items or ()):
        context.spans[f"{name}.{number}"] = item.span(0, len(item.text))
    return tuple([item.text for item in items]) if items is not None else None


ICONS = ValueKind(name="a picture, or a list of them", read=_read_icons)


def _read_head(node: Node, name: str, context: Context) -> tuple[Excerpt, ...] | None:
    if isinstance(node, Scalar) and not node.text.startswith(("[", "{")):  # which are literal
        return (node.excerpt,)
    items = None if isinstance(node, Scalar) else read_items(node, name, context, separators=None)
    if items is None:
        hint = f"write it below '{context.label(name)}: |', or each part below it behind '- '"
        report_wrong_type(node, name, "HTML or the name of a file", hint, context)
        return None
    return tuple(items)


HEAD = ValueKind(name="HTML, or a file of it", read=_read_head, literal=True)


SIBLINGS = ("bib", "ris", "csl", "json", "md")
"""Files that may stand beside a page: BibTeX, RIS, CSL-JSON, data, Markdown."""


def _read_siblings(node: Node, name: str, context: Context) -> tuple[str, ...] | None:
    if isinstance(node, Scalar) and is_blank(node.text):
        return ()
    items = read_items(node, name, context, separators=r"[,，、\s]+")
    odd = [item for item in items or () if item.text.lower() not in SIBLINGS]
    for item in odd:
        context.reporter.error(
            "wrong-type",
            item.span(0, len(item.text)),
            f"'{context.label(name)}' cannot hold '{item.text}'",
            did_you_mean(item.text, SIBLINGS)
            or f"name some of {', '.join(SIBLINGS)}; for no files, write {context.label(name)}: []",
        )
    if items is None or odd:
        return None
    return tuple([each for each in SIBLINGS if each in {item.text.lower() for item in items}])


SIBLING_LIST = ValueKind(name="a list of bib, ris, csl, json, md", read=_read_siblings)


_ADDRESS = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:\S+|https?://.*", re.IGNORECASE)


def _read_license(node: Node, name: str, context: Context) -> Localized | None:
    read: Localized | None = LOCALIZED.read(node, name, context)
    given = [read.get(language) for language in LANGUAGES] if read is not None else []
    for text in dict.fromkeys(given):
        if _ADDRESS.fullmatch(text) and not is_web_address(text):
            context.reporter.error(
                "bad-url",
                node.span,
                f"'{context.label(name)}' must be a licence's name or web address, not '{text}'",
                "write its name, as in CC BY 4.0, or its whole address with https:// at the start",
            )
            return None
    return read


LICENSE = ValueKind(name=LOCALIZED.name, read=_read_license, inner=LOCALIZED.inner)
