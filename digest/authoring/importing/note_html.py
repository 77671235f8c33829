"""HTML in Markdown: tags and tables as Markdown, and images of Obsidian, Hexo and Hugo."""

import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from urllib.parse import quote

from digest.content.key_points import find_fences
from digest.markdown.block_scan import Block

_TAG = re.compile(
    r"`[^`\n]*`|\\<|<!--[^\x00]{0,5000}?-->|\{% *asset_img +(?P<asset>[^\s%]+) *(?P<words>[^%\n]*)%\}"
    r"|\{\{[<%] *figure +(?P<figure>[^{}]*?) *[>%]\}\}"
    r"|!\[\[(?P<embed>[^\[\]|#\n]+\.(?:png|svg|jpe?g|webp|gif|avif))(?:\|(?P<alt>[^\[\]\n]*))?\]\]"
    r"|(?<!!)\[ *\]\((?P<bare>[^\s()]+)\)"
    r"|<(?P<close>/?)(?P<name>[a-z][a-z0-9]{0,11})(?P<rest>(?:\s+[a-z][\w:.-]*\s*=\s*"
    r"(?:\"[^\"<>]{0,2000}\"|'[^'<>]{0,2000}'|[^\s\"'<>]+)|\s+(?:allowfullscreen|controls|hidden|markdown|open))*)\s*/?>",
    re.IGNORECASE,
)
_ATTRIBUTE = re.compile(r"(?<![\w:.-])([a-zA-Z][\w:.-]*)\s*=\s*(?:\"([^\"]*)\"|'([^']*)'|([^\s\"'>]+))")
_OPENED = dict.fromkeys(("b", "strong", "summary"), "**") | dict.fromkeys(("i", "em"), "*")
_OPENED |= {"code": "`", "sup": "$^{", "sub": "$_{", "li": "- "} | {f"h{n}": "#" * n + " " for n in range(1, 7)}
_CLOSED = _OPENED | {"sup": "}$", "sub": "}$", "li": ""} | {f"h{n}": "" for n in range(1, 7)}
_UNCLOSED = frozenset(("p", "li", "td", "th", "tr", "tbody", "thead"))
"""Elements whose end tag may be left out."""
_VOID = frozenset(("br", "img", "source", "embed"))
_PLAYERS = frozenset(("iframe", "video", "audio", "source", "embed"))
_DROPPED = _UNCLOSED | {
    *("article", "aside", "caption", "center", "details", "div", "figcaption", "figure", "font", "footer", "header"),
    *("kbd", "main", "nav", "ol", "section", "small", "span", "table", "tfoot", "u", "ul"),
}


def strip_tags(text: str, fences: Sequence[Block]) -> str:
    """Markdown without HTML, and images of Obsidian, Hexo and Hugo, outside of code. Lines stay; what is on a line of
    its own now has U+001E in front.
    """
    if "<t" in text.lower():
        text = _TABLE_OF_HTML.sub(lambda table: _rows_of(table, fences), text)
        fences = find_fences(text)
    starts, ends = [0, *(fence.end for fence in fences)], [*(fence.start for fence in fences), len(text)]
    tags = [tag for place in zip(starts, ends, strict=True) for tag in _TAG.finditer(text, *place)]
    real = _real(tag for tag in tags if tag["name"])
    links: list[tuple[int, str]] = []
    parts: list[str] = []
    at = 0
    for tag in tags:
        parts.append(text[at : tag.start()])
        at = tag.end()
        if tag["name"] and tag.start() not in real:
            parts.append(tag[0])
        elif (tag["name"] or "").lower() != "a":
            parts.append(_markdown(tag))
        elif not tag["close"]:
            parts.append("\n" * tag[0].count("\n"))
            links.append((len(parts), "".join(_attributes(tag["rest"]).get("href", "").split())))
        else:
            start, address = links.pop()
            label = "".join(parts[start:])
            named = f"[{label}]({address})" if label.strip() else label + name_link(address)
            parts[start:] = [named if address else label]
    return "".join((*parts, text[at:]))


def _real(tags: Iterable[re.Match[str]]) -> set[int]:
    """Where the tags begin that are no text as in `List<i>`: those in pairs, and those that need no end."""
    real: set[int] = set()
    opened = defaultdict[str, list[int]](list)
    for tag in tags:
        name = tag["name"].lower()
        if name in _VOID | _UNCLOSED:
            real.add(tag.start())
        elif not tag["close"]:
            opened[name].append(tag.start())
        elif opened[name]:
            real |= {tag.start(), opened[name].pop()}
    return real


def _attributes(given: str) -> dict[str, str]:
    return {name.lower(): double or single or bare for name, double, single, bare in _ATTRIBUTE.findall(given)}


def _markdown(tag: re.Match[str]) -> str:
    """What stands for a tag, other than that of a link, or for an image."""
    if file := tag["embed"] or tag["asset"]:
        words = re.sub(r"^(?:\d+(?:[x ]\d+)?)?\s*|[\"'\[\]]", "", tag["alt"] or tag["words"] or "")
        return f"![{words.strip()}]({quote(file.strip())})"
    if tag["bare"]:
        return name_link(tag["bare"])
    name = "img" if tag["figure"] else (tag["name"] or "").lower()
    breaks = "\n" * tag[0].count("\n")
    if not name:
        return breaks if tag[0].startswith("<!") else tag[0]
    if name == "br":
        return breaks + "\x1e"
    if name == "img" or name in _PLAYERS:
        given = _attributes(tag["rest"] or tag["figure"] or "")
        source = given.get("data-src") or given.get("src", "")
        shown = f"![{given.get('alt', '')}]({source})" if name == "img" else name_link(source)
        return breaks + (shown if source else "")
    table = _CLOSED if tag["close"] else _OPENED
    return breaks + table[name] if name in table else breaks if name in _DROPPED else tag[0]


def name_link(address: str) -> str:
    """A link to an address that no text names."""
    is_whole = address.startswith(("http://", "https://"))
    return f"<{address}>" if is_whole else f"[{address.rpartition('/')[2]}]({address})"


# Tables.

_TABLE_OF_HTML = re.compile(
    r"<table\b[^<>]*>(?P<inside>(?:(?!<table\b).){0,50000}?)</table\s*>", re.IGNORECASE | re.DOTALL
)
_ROW_OF_HTML = re.compile(r"<tr\b[^<>]*>", re.IGNORECASE)
_CELL = re.compile(
    r"<t[dh]\b(?P<rest>[^<>]*)>(?P<text>.*?)(?=</?(?:t[dhr]|table|thead|tbody)\b|\Z)", re.IGNORECASE | re.DOTALL
)
_MOST_COLUMNS = 50


def _rows_of(table: re.Match[str], fences: Sequence[Block]) -> str:
    """A table of HTML as rows of Markdown, all on its first line; with code in it, as it is."""
    if any(table.start() < fence.end and fence.start < table.end() for fence in fences):
        return table[0]
    head, *pieces = _ROW_OF_HTML.split(table["inside"])
    lines = write_rows([[_cell(cell) for cell in _CELL.finditer(row)] for row in pieces])
    above = [" ".join(head.split()), ""] if head.strip() else []
    return "\x1e".join((*above, *lines)) + "\n" * table[0].count("\n") if lines else table[0]


def _cell(cell: re.Match[str]) -> tuple[str, int, int]:
    given = _attributes(cell["rest"])
    return re.sub(r"(?i)<br\s*/?>", " ", cell["text"]), *read_spans(given.get)


def read_spans(given: Callable[[str], object]) -> tuple[int, int]:
    """How many columns and rows a cell spans, of a function that finds its attributes."""
    found = (re.match("[0-9]{1,4}", str(given(name) or "")) for name in ("colspan", "rowspan"))
    columns, rows = (int(each[0]) if each is not None else 1 for each in found)
    return columns, rows


def write_rows(rows: Iterable[Sequence[tuple[str, int, int]]]) -> list[str]:
    """The rows of a table, the first one as its head. Cells are `(text, columns, rows)`; a text is there again in all
    columns and rows that its cell spans.
    """
    below: dict[int, tuple[int, str]] = {}  # by column: rows that are left, and the text
    lines: list[str] = []
    for cells in filter(None, rows):
        row: list[str] = []
        waiting = [*cells]
        while waiting or len(row) in below:
            height, text = below.pop(len(row), (0, ""))
            columns = 1
            if not height:
                given, columns, height = waiting.pop(0)
                text = re.sub(r"(?<!\\)\|", r"\|", " ".join(given.split()))
            for _ in range(max(1, min(columns, _MOST_COLUMNS))):
                if height > 1:
                    below[len(row)] = (height - 1, text)
                row.append(text)
        lines.append(f"| {' | '.join(row)} |")
        lines += ["|" + " --- |" * len(row)] if len(lines) == 1 else []
    return lines
