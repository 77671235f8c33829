"""The site's settings, `digest.yaml`: one field per key."""

import re
import zoneinfo
from collections.abc import Mapping
from dataclasses import replace

from digest.model.allowances import CheckSettings
from digest.model.fields import (
    Context,
    ValueKind,
    describe,
    key,
    read_keys,
    read_record,
    record,
    records,
    report_wrong_type,
)
from digest.model.policy import ENDPOINT, POLICY, PolicySources
from digest.model.text_values import read_items
from digest.model.value_kinds import BOOLEAN, LINK, ORDER, TEXT, URL, choice, integer, matching
from digest.model.yaml.nodes import Mapping as MappingNode
from digest.model.yaml.nodes import Node, Scalar
from digest.text.diagnostics import Diagnostic, Parsed, Reporter
from digest.text.nearest import did_you_mean
from digest.text.records import frozen
from digest.text.safety import make_safe
from digest.text.source import Excerpt, Source, Span
from digest.text.uri import as_uri


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
    read: Analytics | None = record(Analytics, "{provider, site}").read(node, name, context)
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


LANGUAGES = {"zh": "zh-CN", "en": "en"}
"""Supported languages and their BCP 47 tags. The tag of Chinese may be `HANT` instead (`Config.tags`)."""

HANT = "zh-Hant"
"""Chinese in traditional characters: the code in the setting `languages`, the tag, and the folder."""

_CODES = {
    **dict.fromkeys(("zh", "zh-hans", "zh-cn"), "zh"),
    **dict.fromkeys(("zh-hant", "zh-tw", "zh-hk"), HANT),
    "en": "en",
}
"""What may be typed in the setting `languages`, in lower case."""

_NAMES = {
    **dict.fromkeys(("cn", "zn", "hz", "chinese", "中文"), "zh"),
    **dict.fromkeys(("ne", "eng", "english", "英文"), "en"),
}
"""What is typed for them by mistake."""


@frozen
class Localized:
    """A text in both languages; if only one was given, both fields hold it."""

    zh: str
    en: str

    def get(self, language: str) -> str:
        """The text in `language`, `zh` or `en`."""
        return self.zh if language == "zh" else self.en


def _read_localized(node: Node, name: str, context: Context) -> Localized | None:
    if isinstance(node, Scalar):
        return Localized(zh=node.text.strip(), en=node.text.strip())
    if not isinstance(node, MappingNode):
        hint = f"write {context.label(name)}: {{zh: 中文, en: English}}"
        report_wrong_type(node, name, "text, or {zh: ..., en: ...}", hint, context)
        return None
    read = read_record(_Pair, node, context, prefix=f"{name}.")
    if read is None:
        return None
    return Localized(zh=read.zh or read.en, en=read.en or read.zh)


@frozen
class _Pair:
    zh: str = key(TEXT, HANT, "zh-Hans", doc="in Chinese", default="")
    en: str = key(TEXT, doc="in English", default="")


LOCALIZED = ValueKind(name="text, or {zh, en}", read=_read_localized, inner=_Pair)


def _read_languages(node: Node, name: str, context: Context) -> tuple[str, ...] | None:
    items = read_items(node, name, context, separators=r"[,，、\s]+")
    if items is None:
        return None
    codes = [_CODES.get(item.text.lower().replace("_", "-"), "") for item in items]
    kinds = [code[:2] for code in codes]
    odd = [item for place, item in enumerate(items) if not kinds[place] or kinds[place] in kinds[:place]]
    if codes and not odd:
        return tuple(codes)
    span = odd[0].span(0, len(odd[0].text)) if odd else node.span
    message = f"'{context.label(name)}' must hold 'zh', 'en' or both, each once"
    hint = f"write {context.label(name)}: [zh, en]"
    if "zh" in codes and HANT in codes:
        message, hint = f"'{context.label(name)}' holds Chinese twice", f"choose one of zh and {HANT}"
    elif odd and odd[0].text.lower().startswith("zh") and "" in codes:
        hint = f"write zh, or {HANT} for traditional characters"
    elif odd and not kinds[items.index(odd[0])] and (meant := _NAMES.get(odd[0].text.lower())):
        hint = f"did you mean '{meant}'?"
    elif "" in codes:
        hint += f", or {HANT} instead of zh for traditional characters"
    context.reporter.error("bad-language", span, message, hint)
    return None


_SURE = 0.8
"""Least similarity of a time zone to one that is meant."""


def _read_timezone(node: Node, name: str, context: Context) -> str | None:
    text = node.text.strip() if isinstance(node, Scalar) else ""
    try:
        zoneinfo.ZoneInfo(text or "/")
    except (zoneinfo.ZoneInfoNotFoundError, ValueError, OSError):
        hint = did_you_mean(text, zoneinfo.available_timezones(), cutoff=_SURE)
        hint = hint or f"write {context.label(name)}: Asia/Shanghai"
        report_wrong_type(node, name, "the name of a time zone", hint, context)
        return None
    return text


def _read_site_url(node: Node, name: str, context: Context) -> str | None:
    url: str | None = URL.read(node, name, context)
    if url is None:
        return None
    if "?" in url or "#" in url:
        context.reporter.error(
            "bad-url",
            node.span,
            f"'{context.label(name)}' must not have a query or a fragment",
            "write it without '?' and '#'",
        )
        return None
    site = as_site_url(url)
    if site is None:
        message = f"'{context.label(name)}' has a host that cannot be one: {describe(node)}"
        context.reporter.error("bad-url", node.span, message, "copy it from the browser's address bar")
    return site


def as_site_url(url: str) -> str | None:
    """The base of all absolute URLs: ASCII (`as_uri`), with a final slash; None if the host cannot be one."""
    read = as_uri(url)
    return read.rstrip("/") + "/" if read is not None else None


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
    if not isinstance(node, MappingNode):
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


@frozen
class AuthorSettings:
    """Settings of author pages."""

    min_papers: int = key(integer(1, 1_000_000), doc="papers from which on an author has a page", default=2)


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
            r"(?P<id>[a-z0-9][a-z0-9.-]*[a-z0-9],\d{4}(?:-\d{2}){0,2})",
            example="digest.example.org,2023",
            code="bad-authority",
            lower=True,
        ),
        doc="who names the entries: the domain and date of their tag: ids",
        default=DEFAULT_AUTHORITY,
    )


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


def _read_icons(node: Node, name: str, context: Context) -> tuple[str, ...] | None:
    items = read_items(node, name, context, separators=r"[,，]\s*")
    for number, item in enumerate(items or ()):
        context.spans[f"{name}.{number}"] = item.span(0, len(item.text))
    return tuple([item.text for item in items]) if items is not None else None


def _read_head(node: Node, name: str, context: Context) -> tuple[Excerpt, ...] | None:
    if isinstance(node, Scalar) and not node.text.startswith(("[", "{")):  # which are literal
        return (node.excerpt,)
    items = None if isinstance(node, Scalar) else read_items(node, name, context, separators=None)
    if items is None:
        hint = f"write it below '{context.label(name)}: |', or each part below it behind '- '"
        report_wrong_type(node, name, "HTML or the name of a file", hint, context)
        return None
    return tuple(items)


DEFAULT_TITLE = Localized(zh="论文日报", en="Paper Digest")
_HANT_TITLE = "論文日報"
DEFAULT_ISSUE_TITLE = Localized(zh="论文日报 · 第 {number} 期", en="Paper Digest No. {number}")


@frozen
class Config:
    """Settings of a site. Absent keys have their defaults."""

    title: Localized = key(LOCALIZED, doc="the site's name", default=DEFAULT_TITLE)
    description: Localized = key(LOCALIZED, doc="what the site is, in a sentence", default=Localized(zh="", en=""))
    url: str = key(ValueKind(name="a web address", read=_read_site_url), doc="where the site stands", required=True)
    languages: tuple[str, ...] = key(
        ValueKind(name="a list of languages", read=_read_languages),
        doc="the first stands at /",
        default=("zh", "en"),
    )
    editor: Editor = key(record(Editor, "{name, url, email}"), doc="who makes it", default=Editor())
    timezone: str = key(
        ValueKind(name="a time zone", read=_read_timezone), doc="whose days count", default="Asia/Shanghai"
    )
    theme: str = key(
        matching("the name of a theme", r"(?P<id>[a-z0-9][\w-]*)", example="default", code="bad-theme"),
        doc="the folder below themes/",
        default="default",
    )
    categories: tuple[tuple[str, CategorySettings], ...] = key(
        ValueKind(name="categories", read=_read_categories), doc="names and colours of categories", default=()
    )
    issue_title: Localized = key(
        LOCALIZED, doc="an issue's title, with {number} and {date}", default=DEFAULT_ISSUE_TITLE
    )
    per_page: int = key(integer(1, 1000), doc="papers on a page of a list", default=20)
    authors: AuthorSettings = key(record(AuthorSettings, "{min_papers}"), doc="author pages", default=AuthorSettings())
    feed: FeedSettings = key(record(FeedSettings, "{items, full_text}"), doc="the feeds", default=FeedSettings())
    order_by: str = key(ORDER, doc="what orders the papers of a section", default="rank")
    search: bool = key(BOOLEAN, doc="whether the site has a search page", default=True)
    typography: Typography = key(record(Typography, "{punctuation}"), doc="Chinese typography", default=Typography())
    check: CheckSettings = key(record(CheckSettings, "{allow}"), doc="what check lets pass", default=CheckSettings())
    navigation: tuple[Link, ...] = key(
        records(Link, "a list of {title, url}"), doc="instead of the usual one", default=()
    )
    links: tuple[Link, ...] = key(records(Link, "a list of {title, url}"), doc="links in the footer", default=())
    footer: Localized = key(LOCALIZED, doc="the last line of every page", default=Localized(zh="", en=""))
    comments: Comments | None = key(
        record(Comments, "{provider, repo, ...}"), doc="comments below papers; off unless set"
    )
    analytics: Analytics | None = key(
        ValueKind(name="{provider, site}", read=_read_analytics, inner=Analytics),
        doc="counting of visits; off unless set",
    )
    follow: tuple[Follow, ...] = key(
        records(Follow, "a list of {name, url, qr}"), doc="where else to follow", default=()
    )
    head: tuple[Excerpt, ...] = key(
        ValueKind(name="HTML, or a file of it", read=_read_head, literal=True),
        doc="HTML at the end of every page's <head>, or the file that holds it",
        default=(),
    )
    policy: PolicySources = key(POLICY, doc="what pages may load, besides their own files", default=())
    logo: Logo | None = key(
        ValueKind(name="a picture", read=_read_logo, inner=Logo), doc="the picture that stands for the site's name"
    )
    icon: tuple[str, ...] = key(
        ValueKind(name="a picture, or a list of them", read=_read_icons),
        doc="the site's icon: SVG, PNG or both",
        default=(),
    )

    spans: tuple[tuple[str, Span], ...] = ()
    """Where the settings that name files are, by path: `logo`, `logo.dark`, `icon.0`, `follow.1.qr`."""
    written_url: str = ""
    """`url` in the settings, if an option replaced it."""
    chinese: str = LANGUAGES["zh"]
    """The BCP 47 tag of its Chinese. `languages` holds `zh` for both scripts."""

    @property
    def language(self) -> str:
        """The first language, whose pages are at `/`."""
        return self.languages[0]

    @property
    def tags(self) -> Mapping[str, str]:
        """Language -> BCP 47 tag."""
        return LANGUAGES | {"zh": self.chinese}

    def folder(self, language: str) -> str:
        """The prefix of the paths of a language's pages: empty for the first one."""
        return folder_of_tree(language, self.languages, self.chinese)


def folder_of_tree(language: str, languages: tuple[str, ...], chinese: str) -> str:
    """The prefix of the paths of a language's pages on a site with these languages and this tag of Chinese."""
    if language == languages[0]:
        return ""
    return f"{HANT if language == 'zh' and chinese == HANT else language}/"


def read_config(source: Source) -> Parsed[Config | None]:
    """Parse `digest.yaml`. The value is None if the file is unreadable or a required key is missing or wrong."""
    reporter = Reporter(source.path)
    context = Context(reporter=reporter, texts={}, spans={})
    node = read_keys(Config, source.text, Span(start=0, end=len(source.text)), reporter)
    config = read_record(Config, node, context) if node is not None else None
    if config is not None:
        _check_issue_title(config, context)
        named = [(name, span) for name, span in context.spans.items() if name.startswith(_NAMING_FILES)]
        config = replace(config, spans=tuple(named))
        if HANT in config.languages:
            config = _in_traditional(config)
    return Parsed(make_safe(config), reporter.diagnostics())


_NAMING_FILES = ("logo", "icon", "follow.")
"""Keys of settings that may name files, or how they begin."""

PLACEHOLDER_URL = "https://name.github.io/repo/"
"""The `url` of a new site whose address is not known."""


def authority_of(url: str, year: int) -> str:
    """The naming authority (RFC 4151) of a site that starts in a year: its host, and the year."""
    host = url.partition("://")[2].partition("/")[0].rpartition("@")[2].partition(":")[0].lower()
    return f"{host},{year}"


def find_settings(source: Source) -> dict[str, Span]:
    """The spans of the settings' values by the path of their keys (`navigation.0.url`)."""
    context = Context(reporter=Reporter(source.path), texts={}, spans={})
    node = read_keys(Config, source.text, Span(start=0, end=len(source.text)), context.reporter)
    if node is not None:
        read_record(Config, node, context)
    return context.spans


def check_authority(source: Source, url: str, year: int) -> tuple[Diagnostic, ...]:
    """Report settings without a `feed.authority` (`missing-authority`): all such sites have the same ids."""
    spans = find_settings(source)
    if "url" not in spans or "feed.authority" in spans:
        return ()
    if url == PLACEHOLDER_URL:  # nothing is published yet, and the year may be another then
        return ()
    reporter = Reporter(source.path)
    reporter.warning(
        "missing-authority",
        spans.get("feed") or spans["url"],
        "'feed' has no 'authority', so the ids in feeds are not this site's own: readers mix it up with others",
        f"a new site writes authority: \"{authority_of(url, year)}\" in 'feed';"
        f' one that has readers keeps its ids with authority: "{DEFAULT_AUTHORITY}"',
    )
    return reporter.diagnostics()


def _in_traditional(config: Config) -> Config:
    title, issue_title = config.title, config.issue_title
    if title is DEFAULT_TITLE:
        title = replace(title, zh=_HANT_TITLE)
    if issue_title is DEFAULT_ISSUE_TITLE:
        issue_title = replace(issue_title, zh=issue_title.zh.replace(DEFAULT_TITLE.zh, _HANT_TITLE))
    return replace(
        config,
        languages=tuple([code[:2] for code in config.languages]),
        chinese=HANT,
        title=title,
        issue_title=issue_title,
    )


def _check_issue_title(config: Config, context: Context) -> None:
    given = [f"issue_title.{language}" for language in LANGUAGES if f"issue_title.{language}" in context.spans]
    for name in given or ["issue_title"]:
        for field in re.findall(r"\{([^{}]*)\}", config.issue_title.get(name.rpartition(".")[2])):
            if field not in ("number", "date"):
                context.reporter.error(
                    "bad-issue-title",
                    context.spans[name],
                    f"'issue_title' has an unknown place-holder {{{field}}}",
                    "use {number} or {date}",
                )
