"""The site's settings, `digest.yaml`: one field per key."""

import re
import zoneinfo
from collections.abc import Mapping
from dataclasses import replace

from digest.model.allowances import CheckSettings
from digest.model.fields import (
    Context,
    ValueKind,
    is_absent,
    key,
    read_keys,
    read_record,
    record,
    records,
    report_wrong_type,
)
from digest.model.languages import HANT, LANGUAGE_LIST, LANGUAGES, LOCALIZED, Localized, folder_of_tree
from digest.model.policy import POLICY, PolicySources
from digest.model.settings import (
    ANALYTICS,
    CATEGORY_NAMES,
    HEAD,
    HOST,
    ICONS,
    LICENSE,
    LOGO,
    PICTURE,
    REPOSITORY,
    SIBLING_LIST,
    Analytics,
    AuthorSettings,
    CategorySettings,
    Comments,
    Editor,
    FeedSettings,
    Follow,
    Link,
    Logo,
    LongDay,
    Typography,
)
from digest.model.value_kinds import BOOLEAN, ORDER, URL, integer, matching
from digest.model.yaml.hidden import warn_invisible
from digest.model.yaml.nodes import Node, Scalar
from digest.text.diagnostics import Parsed, Reporter
from digest.text.nearest import did_you_mean
from digest.text.records import frozen
from digest.text.safety import make_safe
from digest.text.source import Excerpt, Source, Span
from digest.text.uri import as_uri

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
    fault = fault_of_site_url(url)
    if fault:
        hint = "copy it from the browser's address bar, up to a '?' or '#'"
        context.reporter.error("bad-url", node.span, f"'{context.label(name)}' has {fault}", hint)
        return None
    return as_site_url(url)


def fault_of_site_url(url: str) -> str:
    """What a web address has and that of a site cannot have; empty if nothing. Never repeats a password."""
    if "?" in url or "#" in url:
        return "a query or a fragment ('?' or '#')"
    if _STEP.search(url) is not None:
        return "the step '.' or '..'"
    return "" if as_site_url(url) is not None else "a name, a password or a host that cannot be one"


_STEP = re.compile(r"/(?:\.|%2e){1,2}(?:/|\Z)", re.IGNORECASE)


def as_site_url(url: str) -> str | None:
    """The base of all absolute URLs: ASCII (`as_uri`), with a final slash; None if the host cannot be one, or has
    a user in front of it: what is published names no password.
    """
    read = as_uri(url)
    return read.rstrip("/") + "/" if read is not None and "@" not in read.split("/")[2] else None


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
        LANGUAGE_LIST, doc="the languages of the site; the first is at /", default=("zh", "en")
    )
    editor: Editor = key(record(Editor, "{name, url, email}"), doc="who makes the site", default=Editor())
    repo: str = key(REPOSITORY, doc="the repository that holds the site's sources", default="")
    host: str = key(HOST, doc="where the site is published, for the limits of that host", default="github")
    timezone: str = key(
        ValueKind(name="a time zone", read=_read_timezone),
        doc="the time zone whose days count",
        default="Asia/Shanghai",
    )
    theme: str = key(
        matching("the name of a theme", r"(?P<id>[a-z0-9][\w-]*)", example="default", code="bad-theme"),
        doc="the look of the site: the name of a theme",
        default="default",
    )
    categories: tuple[tuple[str, CategorySettings], ...] = key(
        CATEGORY_NAMES, doc="names and colours of categories", default=()
    )
    issue_title: Localized = key(
        LOCALIZED, doc="an issue's title, with {number} and {date}", default=DEFAULT_ISSUE_TITLE
    )
    per_page: int = key(integer(1, 1000), doc="papers on a page of a list", default=20)
    authors: AuthorSettings = key(record(AuthorSettings, "{min_papers}"), doc="author pages", default=AuthorSettings())
    feed: FeedSettings = key(
        record(FeedSettings, "{items, full_text, grain, authority}"), doc="the feeds", default=FeedSettings()
    )
    long_day: LongDay = key(record(LongDay, "{papers, open}"), doc="issues with many papers", default=LongDay())
    order_by: str = key(ORDER, doc="what orders the papers of a section", default="rank")
    citation_tags: bool = key(BOOLEAN, doc="what reference managers read of pages", default=True)
    search: bool = key(BOOLEAN, doc="whether the site has a search page", default=True)
    siblings: tuple[str, ...] = key(
        SIBLING_LIST,
        doc="citations and data beside the pages of papers and issues",
        default=("bib", "ris", "json"),
        answer="none",
    )
    data: bool = key(BOOLEAN, doc="whether all papers are published as data, too", default=True)
    license: Localized = key(
        LICENSE, doc="the licence of the site's texts, or its address", default=Localized(zh="", en="")
    )
    typography: Typography = key(record(Typography, "{punctuation}"), doc="Chinese typography", default=Typography())
    check: CheckSettings = key(record(CheckSettings, "{allow}"), doc="what check lets pass", default=CheckSettings())
    navigation: tuple[Link, ...] = key(
        records(Link, "a list of {title, url}"), doc="the menu, instead of the usual one", default=()
    )
    links: tuple[Link, ...] = key(records(Link, "a list of {title, url}"), doc="links in the footer", default=())
    footer: Localized = key(LOCALIZED, doc="the last line of every page", default=Localized(zh="", en=""))
    comments: Comments | None = key(
        record(Comments, "{provider, repo, ...}"), doc="comments below papers; off unless set"
    )
    analytics: Analytics | None = key(ANALYTICS, doc="counting of visits; off unless set")
    follow: tuple[Follow, ...] = key(
        records(Follow, "a list of {name, url, qr}"), doc="where else readers can follow the site", default=()
    )
    head: tuple[Excerpt, ...] = key(
        HEAD,
        doc="HTML at the end of every page's <head>, or the file that holds it",
        default=(),
    )
    policy: PolicySources = key(POLICY, doc="what pages may load, besides their own files", default=())
    image: str = key(PICTURE, doc="the picture of links to pages without a figure", default="")
    logo: Logo | None = key(LOGO, doc="the picture that stands for the site's name")
    icon: tuple[str, ...] = key(ICONS, doc="the site's icon: SVG, PNG or both", default=())

    spans: tuple[tuple[str, Span], ...] = ()
    """Where the settings are that later stages report on: `image`, `logo.dark`, `icon.0`, `follow.1.qr`, `host`."""
    place: str = ""
    """The site's folder in its repository, with a final slash; empty at the top, or if unknown."""
    written_url: str = ""
    """`url` in the settings, if an option replaced it."""
    url_from: str = ""
    """What `url` was taken from, if not from the settings: the name of a file or a variable; `--url` if the settings
    have another.
    """
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


def read_config(source: Source, address: tuple[str, str] = ("", "")) -> Parsed[Config | None]:
    """Parse `digest.yaml`. The value is None if the file is unreadable or a required key is missing or wrong.

    `address` are the `url` and `url_from` of a site whose settings have no `url`.
    """
    reporter = Reporter(source.path)
    context = Context(reporter=reporter, texts={}, spans={})
    node = read_keys(Config, source.text, Span(start=0, end=len(source.text)), reporter)
    url, url_from = address
    if node is not None:
        warn_invisible(node, reporter)
        others = [entry for entry in node.entries if entry[0].text != "url" or not is_absent(entry[1], URL)]
        if url and all(name.text != "url" for name, _ in others):
            node = node._replace(entries=((Scalar("url", 0, 0, None), Scalar(url, 0, 0, None)), *others))
        else:
            url_from = ""
    config = read_record(Config, node, context) if node is not None else None
    if config is not None:
        config = replace(config, url_from=url_from)
        _check_issue_title(config, context)
        kept = [(name, span) for name, span in context.spans.items() if name.startswith(_REPORTED_LATER)]
        config = replace(config, spans=tuple(kept))
        if HANT in config.languages:
            config = _in_traditional(config)
    return Parsed(make_safe(config), reporter.diagnostics())


_REPORTED_LATER = ("logo", "icon", "image", "follow.", "host", "url", "feed")
"""Keys of the settings in `Config.spans`, or how they begin."""


def find_settings(source: Source) -> dict[str, Span]:
    """The spans of the settings' values by the path of their keys (`navigation.0.url`)."""
    context = Context(reporter=Reporter(source.path), texts={}, spans={})
    node = read_keys(Config, source.text, Span(start=0, end=len(source.text)), context.reporter)
    if node is not None:
        read_record(Config, node, context)
    return context.spans


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
