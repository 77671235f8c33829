"""The front matter of entries, `issue.md` and standing pages: one field per key. And the syntax of paper ids."""

import datetime

from digest.model.aliases import ALIASES, Alias
from digest.model.allowances import ALLOWANCES, Allowance
from digest.model.authors import AUTHORS, Authors
from digest.model.fields import (
    Context,
    ValueKind,
    describe,
    fields_of,
    key,
    names_of,
    read_record,
    records,
    report_wrong_type,
)
from digest.model.open_values import OPEN_MAPPING, RATING, Rating
from digest.model.text_values import read_distinct, read_texts
from digest.model.value_kinds import (
    BOOLEAN,
    DATE,
    NAME_LIST,
    ORDER,
    PARTIAL_DATE,
    TERM,
    TEXT,
    TEXT_LIST,
    URL,
    WORD_LIST,
    choice,
    integer,
    kind_of,
    matching,
)
from digest.model.yaml.nodes import Mapping, Node, Scalar
from digest.model.yaml.tree import quote
from digest.text.diagnostics import Reporter
from digest.text.names import compose_name
from digest.text.open_mapping import OpenMapping
from digest.text.records import frozen
from digest.text.segments import LONGEST_NAME, is_portable


@frozen
class Figure:
    """A picture file next to the entry."""

    src: str = key(TEXT, doc="the picture's file name", required=True)
    alt: str = key(TEXT, doc="what the picture shows, for those who cannot see it", default="")
    caption: str = key(TEXT, "说明", doc="the line under the picture", default="")


_NEW = r"(?:(?:0[7-9]|1[0-4])(?:0[1-9]|1[0-2])\.\d{4}|(?:1[5-9]|[2-9]\d)(?:0[1-9]|1[0-2])\.\d{5})"
_OLD = r"[a-z][a-z-]+(?:\.[a-z]{2})?/\d{2}(?:0[1-9]|1[0-2])\d{3}"
ARXIV_ID = rf"(?:{_NEW}|{_OLD})"
"""An arXiv id without version: `YYMM.NNNN` (five digits since 2015), or `archive/YYMMNNN` before April 2007."""

DOI_START = r"10\.[0-9]{4,9}/"
OPENREVIEW_PAGE = r"https?://openreview\.net/(?:forum|pdf)\?(?:[^#\s]*&)?id=(?P<id>[\w-]{6,})"
ACL_ID = r"(?P<id>[A-Z]\d{2}-\d{4,5}|\d{4}\.[\w-]+\.\d+)"
ACL_PAGE = rf"https?://(?:www\.)?aclanthology\.org/{ACL_ID}"

_ID = rf"(?P<id>{ARXIV_ID}(?:v[1-9]\d*)?)"
_REST = r"(?:\.pdf)?/?(?:[?#].*)?"

ARXIV = matching(
    "an arXiv id",
    rf"(?:arxiv\s*[:：]\s*)?{_ID}(?:\s*\[[a-z-]+(?:\.[a-z-]+)?\])?",
    rf"(?:https?://)?(?:[a-z]+\.)?arxiv\.org/(?:abs|pdf|html|format|src|e-print|ps)/{_ID}{_REST}",
    rf"(?:https?://(?:dx\.)?doi\.org/|doi\s*:\s*)?10\.48550/arxiv\.{_ID}/?(?:[?#].*)?",
    rf"(?:https?://)?(?:www\.)?(?:alphaxiv\.org/(?:[a-z]+/)?|ar5iv\.(?:labs\.arxiv\.)?org/(?:abs|html|pdf)/){_ID}{_REST}",
    rf"(?:https?://)?(?:www\.)?(?:huggingface\.co|hf\.co)/papers/{_ID}{_REST}",
    example="2302.03084",
    code="bad-arxiv",
    hints={r"\d\d(?:0[1-9]|1[0-2])\d{3}": "write the archive before the number, such as hep-th/{}"},
)
DOI = matching(
    "a DOI",
    rf"(?:(?:https?://)?(?:dx\.)?doi\.org/|doi:\s*)?(?P<id>{DOI_START}\S+)",
    example="10.1145/3292500",
    code="bad-doi",
)
OPENREVIEW = matching(
    "an OpenReview id",
    r"(?P<id>[\w-]{6,})",
    rf"{OPENREVIEW_PAGE}(?:[&#].*)?",
    example="rJ4km2R5t7",
    code="bad-openreview",
)
ACL = matching(
    "an ACL Anthology id",
    ACL_ID,
    rf"{ACL_PAGE}(?:\.pdf)?/?",
    example="2023.acl-long.1",
    code="bad-acl",
)
_SLUG = matching(
    "letters, digits, '.', '-' and '_'", r"(?u:(?P<id>\w(?:[\w.-]*\w)?))", example="pic2word", code="bad-slug"
)
LONGEST_SLUG = LONGEST_NAME - len(".html")


def _read_slug(node: Node, name: str, context: Context) -> str | None:
    """Read a slug, in NFC, that file systems can have as a file's name (`bad-slug`, `too-long`)."""
    if isinstance(node, Scalar):
        node = node._replace(text=compose_name(node.text))
    read: str | None = _SLUG.read(node, name, context)
    if read is None:
        return None
    if not is_portable(read):
        context.reporter.error(
            "bad-slug",
            node.span,
            f"Windows keeps the name {describe(node)} for itself",
            f"write paper-{read}, for example",
        )
        return None
    size = len(read.encode())
    if size > LONGEST_SLUG:
        context.reporter.error(
            "too-long",
            node.span,
            f"'{context.label(name)}' has {size} bytes, and file systems take {LONGEST_SLUG} before .html",
            "write a shorter one (a Chinese character has 3 bytes)",
        )
        return None
    return read


SLUG = ValueKind(name=_SLUG.name, read=_read_slug, exact=True)
AFFILIATION_SEPARATORS = r"\s+&\s+(?!Co\b|Sons\b)|(?<![A-Za-z0-9\s])&\s*|\s*&(?![A-Za-z0-9\s])|[;；]"
AFFILIATIONS = kind_of("a list of texts", read_distinct, separators=AFFILIATION_SEPARATORS)
CATEGORY_LIST = kind_of(
    "a category, or a list of them", read_texts, exact=True, separators=r"[,，、;；\s]+", record_spans=False
)
SECTION = choice(
    "featured",
    "notable",
    头条="featured",
    另外几篇值得关注的论文="notable",
    值得关注="notable",
)


_RANK = integer(-1_000_000, 1_000_000)


_BY = choice(
    "human", "machine", "mixed", 人="human", 人工="human", 机器="machine", ai="machine", 混合="mixed", 人机="mixed"
)


@frozen
class Writing:
    """Who wrote an entry: `by` is human, machine or mixed, `model` the name of the machine's model, if known."""

    by: str = key(_BY, "撰写", doc="human, machine or mixed", required=True)
    model: str = key(TEXT, "模型", doc="the name of the model", default="")


def _read_writing(node: Node, name: str, context: Context) -> Writing | None:
    if not isinstance(node, Mapping):
        if isinstance(node, Scalar) and read_id(_BY, node.text) is None:
            hint = f"write {context.label(name)}: human, or {{by: machine, model: {quote(node.text.strip())}}}"
            report_wrong_type(node, name, "'human' or 'machine' or 'mixed'", hint, context)
            return None
        by = _BY.read(node, name, context)
        return Writing(by=by) if by is not None else None
    keys = names_of(Writing)
    given = {keys[key.text].name: value for key, value in node.entries if key.text in keys}
    if set(given) == {"model"} and isinstance(given["model"], Scalar):
        message = f"'{context.label(name)}' does not say whether a human or a machine wrote"
        hint = f"write {context.label(name)}: {{by: machine, model: {given['model'].text}}}"
        context.reporter.error("missing-field", node.span, message, hint)
        return None
    read = read_record(Writing, node, context, prefix=f"{name}.")
    if read is not None and read.by == "human" and read.model:
        message = "who wrote this is 'human', and yet a model is named"
        span = context.spans[f"{name}.model"]
        context.reporter.error("wrong-type", span, message, "write by: mixed, or leave the model out")
        return None
    return read


WRITING = ValueKind(name="human, machine or mixed", read=_read_writing, inner=Writing)


@frozen
class FrontMatter:
    """Front matter of an entry. Absent keys have their defaults."""

    title: str = key(TEXT, "英文标题", doc="the English title", default="", required=True, shown=True, answer="quoted")
    title_zh: str = key(TEXT, "中文标题", "标题", doc="the Chinese title", default="", shown=True)
    authors: Authors = key(AUTHORS, "作者", doc="the authors", default=Authors(people=()), required=True, shown=True)
    affiliations: tuple[str, ...] = key(
        AFFILIATIONS, "机构", "单位", doc="where the authors work", default=(), shown=True
    )
    category: tuple[str, ...] = key(
        CATEGORY_LIST, "分类", doc="arXiv categories, the main one first", default=(), required=True, shown=True
    )
    arxiv: str = key(
        ARXIV, doc="the arXiv id or address", default="", identity=True, address="https://arxiv.org/abs/{}"
    )
    doi: str = key(DOI, doc="the DOI", default="", identity=True, address="https://doi.org/{}")
    url: str = key(URL, doc="the paper's page elsewhere", default="", locates=True, address="{}")
    openreview: str = key(
        OPENREVIEW, doc="the OpenReview id", default="", identity=True, address="https://openreview.net/forum?id={}"
    )
    acl: str = key(ACL, doc="the ACL Anthology id", default="", identity=True, address="https://aclanthology.org/{}/")
    pdf: str = key(URL, doc="the PDF", default="", address="{}")
    code: str = key(URL, "代码", doc="the code", default="", address="{}")
    project: str = key(URL, doc="the project's page", default="", address="{}")
    video: str = key(URL, doc="a video", default="", address="{}")
    dataset: str = key(URL, doc="the data", default="", address="{}")
    venue: str = key(TERM, "发表", doc="where it was published, such as ICLR 2023", default="", shown=True)
    year: int = key(integer(1900, 2200, usual=2023), doc="the year of publication", default=0, shown=True)
    published: str = key(
        PARTIAL_DATE, "发表日期", doc="the day, month or year in which the paper appeared", default="", shown=True
    )
    award: str = key(TERM, "荣誉", doc="an award or distinction, such as Oral", default="", shown=True)
    area: tuple[str, ...] = key(
        NAME_LIST, "领域", "方向", doc="the site's own areas, besides arXiv's categories", default=(), shown=True
    )
    tags: tuple[str, ...] = key(NAME_LIST, "标签", doc="the editor's own keywords", default=(), shown=True)
    section: str = key(SECTION, "栏目", doc="featured or notable", default="featured", shown=True)
    rank: int | None = key(_RANK, doc="the order inside its section")
    rating: Rating | None = key(RATING, "评分", doc="the editor's rating, such as 8.5/10", shown=True)
    code_status: str = key(
        TERM, "代码状态", doc="what there is of the code, such as weights only", default="", shown=True, answer="none"
    )
    license: str = key(TERM, doc="the licence of the paper's text", default="", shown=True, answer="none")
    key_points: tuple[str, ...] = key(TEXT_LIST, "要点", doc="the key points", default=())
    key_points_en: tuple[str, ...] = key(TEXT_LIST, doc="the key points in English", default=())
    summary: str = key(TEXT, "一句话总结", "tldr", doc="the summary in one sentence", default="")
    summary_en: str = key(TEXT, doc="the summary in one sentence, in English", default="")
    abstract_zh: str = key(TEXT, "摘要", doc="the Chinese abstract", default="")
    abstract: str = key(TEXT, "abstract_en", doc="the English abstract", default="")
    figures: tuple[Figure, ...] = key(records(Figure, "a list of {src, alt, caption}"), doc="pictures", default=())
    slug: str = key(SLUG, doc="the last part of the page's address", default="")
    aliases: tuple[Alias, ...] = key(ALIASES, doc="earlier addresses of the page", default=())
    date: datetime.date | None = key(DATE, "日期", doc="the day it belongs to")
    updated: datetime.date | None = key(DATE, "更新", doc="the day on which the entry was corrected", shown=True)
    written_by: Writing | None = key(WRITING, "撰写", doc="who wrote the entry: human, machine or mixed", shown=True)
    draft: bool = key(BOOLEAN, doc="not to be published yet", default=False, shown=True)
    extra: OpenMapping = key(
        OPEN_MAPPING, doc="values of the site's own, for its templates", default=OpenMapping(), shown=True
    )
    allow: tuple[Allowance, ...] = key(ALLOWANCES, "允许", doc="rules of check that may be broken, and why", default=())


@frozen
class IssueMatter:
    """Front matter of a day's `issue.md`."""

    title: str = key(TEXT, "英文标题", doc="the issue's title in English", default="")
    title_zh: str = key(TEXT, "中文标题", "标题", doc="the issue's title in Chinese", default="")
    order: tuple[str, ...] = key(WORD_LIST, "顺序", "papers", doc="the papers' file names or ids, in order", default=())
    order_by: str = key(ORDER, doc="what orders the other papers: rank or rating", default="")
    date: datetime.date | None = key(DATE, doc="the day, where the folder does not say it")
    number: int = key(integer(1, 1_000_000), "期号", doc="the issue's number", default=0)
    aliases: tuple[Alias, ...] = key(ALIASES, doc="earlier addresses of the issue's page", default=())
    draft: bool = key(BOOLEAN, doc="not to be published yet", default=False)
    allow: tuple[Allowance, ...] = key(ALLOWANCES, "允许", doc="rules of check that may be broken, and why", default=())


@frozen
class RoundupMatter:
    """Front matter of the introduction of a week or a month."""

    title: str = key(TEXT, "英文标题", doc="the page's title in English", default="")
    title_zh: str = key(TEXT, "中文标题", "标题", doc="the page's title in Chinese", default="")
    aliases: tuple[Alias, ...] = key(ALIASES, doc="earlier addresses of the page", default=())
    draft: bool = key(BOOLEAN, doc="not to be published yet", default=False)
    allow: tuple[Allowance, ...] = key(ALLOWANCES, "允许", doc="rules of check that may be broken, and why", default=())


@frozen
class PageMatter:
    """Front matter of a standing page."""

    page: bool = key(BOOLEAN, doc="marks a standing page", required=True)
    title: str = key(TEXT, "英文标题", doc="the page's title in English", default="")
    title_zh: str = key(TEXT, "中文标题", "标题", doc="the page's title in Chinese", default="")
    slug: str = key(SLUG, doc="the page's address", default="")
    aliases: tuple[Alias, ...] = key(ALIASES, doc="earlier addresses of the page", default=())
    navigation: bool = key(BOOLEAN, "菜单", "选单", doc="whether the menu lists it", default=True)
    rank: int | None = key(_RANK, doc="its place among the pages of its folder")
    draft: bool = key(BOOLEAN, doc="not to be published yet", default=False)
    allow: tuple[Allowance, ...] = key(ALLOWANCES, "允许", doc="rules of check that may be broken, and why", default=())


_KEYS = fields_of(FrontMatter)

IDENTITIES = tuple([each.name for each in _KEYS if each.identity])
"""Keys that identify a paper, the most trusted first."""

IDENTIFIERS = tuple([each.name for each in _KEYS if each.is_locating])
"""Keys of which an entry needs at least one, so that readers can find the paper."""

ADDRESSES = {each.name: each.address for each in _KEYS if each.address}
"""Keys that link to the paper elsewhere and the templates of their URLs, in the order in which pages show them."""

OWN_PAGES = ("url", "pdf")
"""Keys whose URL is the paper's own page, so that it may contain one of the paper's ids."""


def read_id(kind: ValueKind, text: str) -> str | None:
    """Parse a text as an id of this kind, without reporting; None if it is none."""
    silent = Context(reporter=Reporter(""), texts={}, spans={})
    read: str | None = kind.read(Scalar(text, 0, len(text), None), "", silent)
    return read


def split_version(arxiv: str) -> tuple[str, str]:
    """Split an arXiv id into the id proper and the version (`v2`, or empty)."""
    paper, v, number = arxiv.rpartition("v")
    return (paper, v + number) if v and number.isdecimal() else (arxiv, "")
