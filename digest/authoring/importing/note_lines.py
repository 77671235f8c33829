"""The lines of a foreign file, classified: headings, labels, text; and the keys of its front matter."""

import re
import tomllib
import unicodedata
from collections.abc import Collection, Iterator, Mapping
from contextlib import suppress

from digest.authoring.importing.note_html import strip_tags
from digest.authoring.importing.paper_urls import find_addresses
from digest.content.key_points import find_fences
from digest.content.sections import section_field
from digest.markdown.block_scan import Block, is_within
from digest.model.front_matter import IDENTITIES
from digest.model.yaml.nodes import Keys, Node, Scalar, read_mapping
from digest.model.yaml.nodes import Mapping as MappingNode
from digest.model.yaml.nodes import Sequence as SequenceNode
from digest.text.characters import replace_unsafe
from digest.text.diagnostics import Reporter
from digest.text.hanzi import TO_SIMPLIFIED
from digest.text.records import frozen
from digest.text.source import Source, Span

BLANK = " \t\u00a0\u3000\u200b\u200c\u200d\u200e\u200f\u2060\ufeff"
"""White space and invisible characters around lines copied from web pages."""

LONGEST_LABEL = 30
"""Maximum characters of a label; longer bold text is emphasis."""


@frozen
class NoteLine:
    """A line, or one of several labels on it.

    `raw` is the whole line as Markdown; `text` the line without the marks of headings, quotes, labels and bold.
    `kind`: blank, heading, label, callout, text or code. `name` is that of a label or call-out.
    """

    kind: str
    raw: str
    text: str
    span: Span
    name: str = ""
    level: int = 0
    is_quoted: bool = False


@frozen
class Foreign:
    """A file: the keys of its front matter, its lines, and whether they are Markdown."""

    source: Source
    keys: tuple[tuple[Scalar, Node], ...] = ()
    lines: tuple[NoteLine, ...] = ()
    is_markdown: bool = True


_NUMBER = re.compile(r"\A[\W_]*[一二三四五六七八九十]{1,3}[、.)]")
_SIMPLIFIED = str.maketrans(TO_SIMPLIFIED)
_NOT_WORD = re.compile(r"[\W_]+")


def fold_label(name: str) -> str:
    """What spellings of a label or heading have in common: without case, width, script, signs and numbers around."""
    folded = unicodedata.normalize("NFKC", name).casefold().translate(_SIMPLIFIED)
    bare = _NOT_WORD.sub("", _NUMBER.sub("", folded))
    return bare.strip("0123456789") or bare or "".join(_EMOJI.findall(folded))


def _match_end(pattern: re.Pattern[str], text: str) -> int:
    found = pattern.match(text)
    return found.end() if found is not None else 0


# Front matter.

_FRONT = re.compile(
    r"\s*^(?P<fence>---|\+\+\+)[ \t]*\n(?P<front>(?:(?!(?P=fence)).*\n)*?)(?P=fence)[ \t]*(?:\n|\Z)", re.MULTILINE
)
_HEXO = re.compile(r"(?P<front>(?=(?:.*\n){0,30}?date: )(?:(?:[a-z_]+:|[ ]+\S|- ).*\n){2,30})---[ \t]*(?:\n|\Z)")
"""Hexo's front matter may begin without a fence."""
_KEY = re.compile(r"^(?P<key>[^\s:：=#\-][^:：=\n]{0,39})[ \t]*[:：=](?:[ \t]+|$)(?P<value>.*)", re.MULTILINE)
_TITLES = frozenset(("title", "title_zh", "标题", "中文标题", "英文标题"))
"""Keys whose values may have what YAML takes for a comment."""


def split_front(text: str, start: int = 0) -> tuple[Span, str, int]:
    """The span of the front matter that begins at `start`, its fence (`---`, `+++`, or empty), and where it ends."""
    if not start and (opened := _HEXO.match(text)) is not None:
        return Span(start=0, end=opened.end("front")), "---", opened.end()
    found = _FRONT.match(text, start)
    if found is None or not _KEY.search(found["front"]):
        return Span(start=start, end=start), "", start
    return Span(start=found.start("front"), end=found.end("front")), found["fence"], found.end()


def read_front(source: Source, front: Span, fence: str, reporter: Reporter) -> tuple[tuple[Scalar, Node], ...]:
    """The keys of a front matter, whether it is valid YAML or not; of TOML, those of the first level."""
    node: Node | None = None
    if fence == "+++":
        # Errors of its own, and of numbers that are too long.
        with suppress(ValueError, RecursionError):
            node = _toml_node(tomllib.loads(source.text[front.start : front.end]), source.text, front.start)
    else:
        node = read_mapping(source.text, front, Keys(literal=_TITLES, terms=_TITLES), Reporter(""))
    if isinstance(node, MappingNode):
        return node.entries
    return tuple(_keys_alone(source.text, front, reporter))


def _keys_alone(text: str, front: Span, reporter: Reporter) -> Iterator[tuple[Scalar, Node]]:
    """Read each key of a front matter alone: as YAML, else its lines or items as texts, with a warning."""
    found = [*_KEY.finditer(text, front.start, front.end)]
    for match, end in zip(found, [*(each.start() for each in found[1:]), front.end], strict=True):
        name, start = match["key"].strip(), match.start()
        names = frozenset[str]({name} if match["value"][:1] not in "[{" else ())
        keys = Keys(literal=names, terms=names)
        node = read_mapping(text, Span(start=start, end=end), keys, Reporter(""))
        if node is not None:
            yield from node.entries
            continue
        values = [line.strip(" \t-[]\"'|>") for line in text[match.start("value") : end].split("\n")]
        items = tuple([Scalar(value, start, end, None) for value in values if value])
        problem = f"'{name}' is not valid; its value was taken line by line, as text"
        hint = "write it on one line, in quotes"
        reporter.warning("loose-front-matter", Span(start=start, end=match.end()), problem, hint)
        yield (
            Scalar(name, start, match.end("key"), None),
            items[0] if len(items) == 1 else SequenceNode(items, start, end, flow=False),
        )


def _toml_node(value: object, text: str, at: int) -> Node:
    if isinstance(value, Mapping):
        places = {name: max(text.find(name, at), at) for name in value}
        entries = [
            (Scalar(name, at, at + len(name), None), _toml_node(value[name], text, at)) for name, at in places.items()
        ]
        return MappingNode(tuple(entries), at, at)
    if isinstance(value, list):
        return SequenceNode(tuple([_toml_node(each, text, at) for each in value]), at, at, flow=False)
    return Scalar(str(value).lower() if isinstance(value, bool) else str(value), at, at, '"')


# Lines.

_HEADING = re.compile(r"(?P<hashes>#{1,6})(?:[ \t]+|(?<=##)(?=[^#\s]))(?P<title>.*?)(?:[ \t]+#+)?$")
_FORMULA = re.compile(r"^[ \t]*\$\$[ \t]*\n(?:(?![ \t]*\$\$).*\S.*\n)*[ \t]*\$\$[ \t]*$", re.MULTILINE)
"""A formula of several lines."""
_UNDERLINED = re.compile(
    r"(?P<above>(?:\A|\n[ \t]*\n)[ ]{0,3})(?P<title>[^\s>#|*+-][^\n]{0,198})\n[ ]{0,3}(?P<line>={3,}|-{3,})[ \t]*$",
    re.MULTILINE,
)
"""A heading that is underlined: a paragraph of one line."""
_QUOTE = re.compile(r"[ ]{0,3}(?:>[ \t]?)+")
_CALLOUT = re.compile(r"\[!(?P<name>[\w -]{1,30})\][+-]?[ \t]*(?P<rest>.*)")
_BULLET = re.compile(r"[ \t]*(?:[-*+][ \t]+|(?:[•·]|\d{1,2}[.)、])[ \t]*)(?=\S)")
_SIGNS = r"[^\w*_【\[(<$#`\\>!|-]{0,6}"
_INSIDE = r"_(?=\w)"
_NAME = rf"(?:[^*_:：\n|]|{_INSIDE}){{1,{LONGEST_LABEL}}}?"
_PLAIN = r"[^*_`\[\]<>|!$\\:：,，。;；\n]"
_COLONS = r"[:：]{1,2}"
_BOLD_LABEL = (
    rf"(?P<mark>\*\*?|__?){_SIGNS}(?P<bold>{_NAME})[ \t]*(?:{_COLONS}[ \t]*(?P=mark)|(?P=mark)[ \t]*(?:{_COLONS}|$))"
)
_LABEL = re.compile(
    rf"{_SIGNS}(?:{_BOLD_LABEL}|[【［](?P<boxed>[^】］\n]{{1,{LONGEST_LABEL}}})[】］][ \t]*[:：]?"
    rf"|(?P<plain>TL;DR|(?![\s()#])(?:{_PLAIN}|{_INSIDE}){{1,{LONGEST_LABEL}}}?)[ \t]*(?:[:：]{{1,2}}(?!//)|$))[ \t]*"
)
_INLINE = re.compile(r"[\[(]([^\[\]()\s:][^\[\]():]{0,29}::[ \t][^\[\]()]+)[\])]")
"""A label with its value in brackets, as in `[year:: 2024]`."""
_EMOJI = re.compile(r"(?P<sign>[\u2600-\u27bf\U0001f300-\U0001faff])\ufe0f?[ \t]*[:：]?[ \t]*")
_PARTS = re.compile(r"[ \t]+[|｜·•][ \t]+|\t+")
_ROW = re.compile(r"\|[ \t]*(?P<name>[^|]{1,40}?)[ \t]*\|[ \t]*(?P<value>[^|]*?)[ \t]*\|?")
"""A row of a table with two cells."""
_TABLE = re.compile(r"(?:^[ \t]*\|.*(?:\n|\Z))+", re.MULTILINE)
_RULE_OF_TABLE = re.compile(r"[ \t]*\|[-:| \t]+\s*")
_WHOLLY_BOLD = re.compile(r"(?P<mark>\*\*|__|\*|_)(?=\S)(?P<text>(?:(?!(?P=mark)).)+)(?P=mark)$")


def read_foreign(
    source: Source, labels: Collection[str], reporter: Reporter, *, is_markdown: bool, start: int = 0, end: int = -1
) -> Foreign:
    """Read a file, or a part of it. `labels`: folded names that are labels without being bold."""
    end = len(source.text) if end < 0 else end
    front, fence, at = split_front(source.text[:end], start)
    keys = read_front(source, front, fence, reporter) if fence else ()
    lines = _read_lines(source.text[:end], at, labels, is_markdown=is_markdown)
    return Foreign(source=source, keys=keys, lines=tuple(lines), is_markdown=is_markdown)


def _read_lines(whole: str, start: int, labels: Collection[str], *, is_markdown: bool) -> list[NoteLine]:
    text = replace_unsafe(whole[start:]).replace("\u00a0", " ")
    text = strip_tags(text) if is_markdown else text
    fences = find_fences(text)
    if is_markdown:
        text = _UNDERLINED.sub(
            lambda title: title[0] if is_within(fences, title.end()) else _with_hashes(title, labels), text
        )
    formulas = [Block("formula", at.start(), at.end()) for at in _FORMULA.finditer(text)] if is_markdown else []
    tables = [Block("table", *each.span()) for each in _TABLE.finditer(text) if _is_data(each[0], labels)]
    found: list[NoteLine] = []
    offset, place = 0, start
    for raw in text.split("\n"):
        end = whole.find("\n", place)
        span = Span(start=place, end=len(whole) if end < 0 else end)
        for row in raw.split("\x1e"):  # `<br>`
            is_code = is_within(fences, offset) or is_within(formulas, offset)
            if is_code or is_within(tables, offset):
                found.append(NoteLine(kind="code" if is_code else "text", raw=row, text=row, span=span))
            else:
                found += _read_line(row.removeprefix(":   "), span, labels)  # of a definition
        offset += len(raw) + 1
        place = span.end + 1 if end >= 0 else len(whole)
    return found


def _is_data(table: str, labels: Collection[str]) -> bool:
    """Whether a table lists no labels and values: most rows do not begin with a label that is no section's name."""
    rows = [row.strip() for row in re.split("[\n\x1e]", table.strip("\n")) if not _RULE_OF_TABLE.fullmatch(row)]
    names = [cells["name"] for row in rows if (cells := _ROW.fullmatch(row)) is not None]
    return 2 * sum(fold_label(name) in labels and not section_field(name) for name in names) <= len(rows)


def _with_hashes(title: re.Match[str], labels: Collection[str]) -> str:
    """An underlined heading with `#`, as long as it was; the text itself if it is a label with its value."""
    name, value = label_of(title["title"], labels)
    level = "#" if "=" in title["line"] else "##"
    return title[0] if name and value else f"{title['above']}{level} {title['title']}\n".ljust(len(title[0]))


def _read_line(raw: str, span: Span, labels: Collection[str]) -> Iterator[NoteLine]:
    quote = _match_end(_QUOTE, raw)
    bare = raw[quote:].strip(BLANK)
    if not bare:
        yield NoteLine(kind="blank", raw=raw.rstrip(BLANK), text="", span=span, is_quoted=quote > 0)
        return
    if heading := _HEADING.fullmatch(bare) or _HEADING.fullmatch(bare, _match_end(_BULLET, bare)):
        title, level = _without_bold(heading["title"]).strip(BLANK), len(heading["hashes"])
        yield NoteLine(kind="heading", raw=raw if heading.start() else bare, text=title, span=span, level=level)
        return
    if quote and (callout := _CALLOUT.match(bare)):
        name, text = callout["name"], callout["rest"].strip(BLANK)
        if fold_label(text) in labels or (len(text) <= LONGEST_LABEL and text and fold_label(name) not in labels):
            name, text = text, ""
        yield NoteLine(kind="callout", raw=raw, text=text, name=name, span=span, is_quoted=True)
        return
    rows = [row for part in _unglued(bare) for row in (_fields(part, labels) if len(part) < 2000 else [part])]
    for row in rows:
        name, value = label_of(row, labels)
        kind, text = ("label", value) if name else ("text", _without_bold(row))
        raw = raw if len(rows) == 1 else row
        yield NoteLine(kind=kind, raw=raw, text=text, name=name, span=span, is_quoted=quote > 0)


def _without_bold(text: str) -> str:
    """A text without bold or italics around all of it."""
    bold = _WHOLLY_BOLD.fullmatch(text)
    return bold["text"] if bold is not None else text


def _unglued(bare: str) -> list[str]:
    """The line without the address of a paper at its start or end, where a sentence or headline is glued to it."""
    papers = [each for each in find_addresses(bare) if each.field in IDENTITIES and not each.label]
    cut = len(bare)
    if papers and papers[0].start == 0 and bare[papers[0].end :][:1] not in " \t,，;；、|.。)）":
        cut = papers[0].end
    elif papers and papers[-1].end == cut and bare[: papers[-1].start].rstrip(BLANK).endswith(tuple(".。!！?？”")):
        cut = papers[-1].start
    return [part for part in (bare[:cut].rstrip(BLANK), bare[cut:]) if part]


def _fields(bare: str, labels: Collection[str]) -> list[str]:
    """The parts of a line with several labels; else the line."""
    if (inline := _INLINE.findall(bare)) and not re.search(r"\w", _INLINE.sub("", bare)):
        return inline
    parts = _PARTS.split(bare.strip("| "))
    return parts if len(parts) > 1 and all(label_of(part, labels)[0] for part in parts) else [bare]


def label_of(text: str, labels: Collection[str]) -> tuple[str, str]:
    """The label at the start of a line, and its value; empty without one.

    A bold label, or one with two colons, may be any word; a plain one, or one without a colon, must be one of `labels`.
    """
    cells = _ROW.fullmatch(text)
    if cells is not None and fold_label(cells["name"]) in labels:
        return cells["name"].strip("* "), cells["value"]
    bare = text[_match_end(_BULLET, text) :]
    sign = _EMOJI.match(bare)
    if sign is not None and sign["sign"] in labels:
        return sign["sign"], bare[sign.end() :]
    found = _LABEL.match(bare)
    if found is None:
        return "", text
    name = found["bold"] or found["boxed"] or found["plain"]
    is_sure = re.search("[:：]" if found["bold"] else r"::(?:[ \t]|$)", found[0])
    if not is_sure and fold_label(name) not in labels:
        return "", text
    return name.strip(BLANK), bare[found.end() :].strip(BLANK)
