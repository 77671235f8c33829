"""HTML in Markdown: tags and tables as Markdown, and images of Obsidian, Hexo and Hugo."""

import re
from collections.abc import Iterable, Iterator, Sequence
from urllib.parse import quote

from digest.markdown.block_scan import Block

_TAG = re.compile(
    r"`[^`\n]*`|\\<|<!--[^\x00]{0,5000}?-->|\{% *asset_img +(?P<asset>[^\s%]+) *(?P<words>[^%\n]*)%\}"
    r"|\{\{[<%] *figure +(?P<figure>[^{}]*?) *[>%]\}\}"
    r"|!\[\[(?P<embed>[^\[\]|#\n]+\.(?:png|svg|jpe?g|webp|gif|avif))(?:\|(?P<alt>[^\[\]\n]*))?\]\]"
    r"|<(?P<close>/?)(?P<name>[a-z][a-z0-9]{0,11})(?P<rest>(?:\s[^<>]{0,2000}?)?)/?>",
    re.IGNORECASE,
)
_ATTRIBUTE = re.compile(
    r"\b(?P<name>href|src|alt|data-src)\s*=\s*(?:\"(?P<double>[^\"]*)\"|'(?P<single>[^']*)'|(?P<bare>[^\s\"'>]+))",
    re.IGNORECASE,
)
_OPENED = dict.fromkeys(("b", "strong", "summary"), "**") | dict.fromkeys(("i", "em"), "*")
_OPENED |= {"code": "`", "sup": "$^{", "sub": "$_{", "li": "- "} | {f"h{n}": "#" * n + " " for n in range(1, 7)}
_CLOSED = _OPENED | {"sup": "}$", "sub": "}$", "li": ""} | {f"h{n}": "" for n in range(1, 7)}
_DROPPED = frozenset(
    (
        *("a", "article", "aside", "center", "details", "div", "figcaption", "figure", "font", "footer", "header"),
        *("kbd", "main", "nav", "ol", "p", "section", "small", "span", "table", "tbody", "td", "th", "thead", "tr"),
        *("u", "ul"),
    )
)


def strip_tags(text: str, fences: Sequence[Block]) -> str:
    """Markdown without HTML, and images of Obsidian, Hexo and Hugo, outside of code. Lines stay; `<br>` is U+001E."""
    targets: list[str] = []
    parts: list[str] = []
    at = 0
    tags = list(_tags(text, fences))
    real = _real(tags)
    for tag in tags:
        is_text = tag["name"] and tag.start() not in real
        parts += [text[at : tag.start()], tag[0] if is_text else _markdown(tag, targets)]
        at = tag.end()
    return "".join((*parts, text[at:]))


def _tags(text: str, fences: Sequence[Block]) -> Iterator[re.Match[str]]:
    """What looks like a tag, outside of code."""
    starts, ends = [0, *(fence.end for fence in fences)], [*(fence.start for fence in fences), len(text)]
    for start, end in zip(starts, ends, strict=True):
        yield from _TAG.finditer(text, start, end)


_VOID = frozenset(("br", "img"))
_UNCLOSED = frozenset(("p", "li", "td", "th", "tr", "tbody", "thead"))
"""Elements whose end tag may be left out."""


def _real(tags: Iterable[re.Match[str]]) -> set[int]:
    """Where the tags begin that are no text as in `a<b and c>d`: those in pairs, and those that need none."""
    real: set[int] = set()
    opened: dict[str, list[int]] = {}
    behind = 0
    for tag in (each for each in tags if each["name"]):
        name, start = tag["name"].lower(), tag.start()
        above = opened.setdefault(name, [])
        is_first = not tag.string[behind:start].strip() or tag.string[:start].rstrip(" \t").endswith("\n")
        is_inside = any(opened.get(each) for each in ("ul", "ol", "table"))
        if name in _VOID or (name in _UNCLOSED and (is_first or is_inside)):
            real.add(start)
        if not tag["close"]:
            above.append(start)
        elif above:
            real |= {start, above.pop()}
        elif name in _UNCLOSED:
            real.add(start)
        behind = tag.end()
    return real


def _markdown(tag: re.Match[str], targets: list[str]) -> str:
    """What stands for a tag; `targets` are those of the links that are open."""
    if file := tag["embed"] or tag["asset"]:
        words = re.sub(r"^(?:\d+(?:[x ]\d+)?)?\s*|[\"'\[\]]", "", tag["alt"] or tag["words"] or "")
        return f"![{words.strip()}]({quote(file.strip())})"
    name = "img" if tag["figure"] else (tag["name"] or "").lower()
    breaks = "\n" * tag[0].count("\n")
    if not name:
        return breaks if tag[0].startswith("<!") else tag[0]
    given = {
        found["name"].lower(): found["double"] or found["single"] or found["bare"] or ""
        for found in _ATTRIBUTE.finditer(tag["rest"] or tag["figure"] or "")
    }
    if name == "a" and not tag["close"]:
        targets.append("".join(given.get("href", "").split()))
        return breaks + ("[" if targets[-1] else "")
    if name == "a":
        target = targets.pop() if targets else ""
        return f"]({target})" if target else ""
    if name == "br":
        return breaks + "\x1e"
    if name == "img":
        source = given.get("data-src") or given.get("src", "")
        return breaks + (f"![{given.get('alt', '')}]({source})" if source else "")
    table = _CLOSED if tag["close"] else _OPENED
    return breaks + table[name] if name in table else breaks if name in _DROPPED else tag[0]


# Tables.

_TABLE_OF_HTML = re.compile(r"<table\b[^<>]*>(?:(?!<table\b).){0,50000}?</table\s*>", re.IGNORECASE | re.DOTALL)
_ROW_OF_HTML = re.compile(r"<tr\b[^<>]*>", re.IGNORECASE)
_CELL = re.compile(
    r"<t[dh]\b(?P<rest>[^<>]*)>(?P<text>.*?)(?=</?(?:t[dhr]|table|thead|tbody)\b|\Z)", re.IGNORECASE | re.DOTALL
)
_MOST_COLUMNS = 50


def write_tables(text: str, fences: Sequence[Block]) -> str:
    """The text with its tables of HTML as rows of Markdown, separated by U+001E. Lines stay."""
    return _TABLE_OF_HTML.sub(lambda table: _rows_of(table, fences), text)


def _rows_of(table: re.Match[str], fences: Sequence[Block]) -> str:
    """A table of HTML as rows of Markdown, all on its first line; with code in it, as it is."""
    if any(table.start() < fence.end and fence.start < table.end() for fence in fences):
        return table[0]
    rows = [
        [(_cell(cell), _span(cell, "colspan"), _span(cell, "rowspan")) for cell in _CELL.finditer(row)]
        for row in _ROW_OF_HTML.split(table[0])
    ]
    lines = write_rows([row for row in rows if row])
    return "\x1e".join(lines) + "\n" * table[0].count("\n") if lines else table[0]


def _cell(cell: re.Match[str]) -> str:
    return re.sub(r"(?<!\\)\|", r"\|", " ".join(re.sub(r"<br\s*/?>", " ", cell["text"]).split()))


def _span(cell: re.Match[str], name: str) -> int:
    found = re.search(rf"\b{name}\s*=\s*[\"']?([0-9]{{1,4}})\b", cell["rest"], re.IGNORECASE)
    return int(found[1]) if found is not None else 1


def write_rows(rows: Iterable[Iterable[tuple[str, int, int]]]) -> list[str]:
    """The rows of a table, the first one as its head. Cells are `(text, columns, rows)`; a text is there again in all
    columns and rows that its cell spans.
    """
    below: dict[int, tuple[int, str]] = {}  # by column: rows that are left, and the text
    filled: list[list[str]] = []
    for cells in rows:
        row: list[str] = []

        def take_from_above(row: list[str] = row) -> None:
            while (above := below.pop(len(row), None)) is not None:
                if above[0] > 1:
                    below[len(row)] = (above[0] - 1, above[1])
                row.append(above[1])

        for text, columns, height in cells:
            take_from_above()
            for _ in range(max(1, min(columns, _MOST_COLUMNS))):
                if height > 1:
                    below[len(row)] = (height - 1, text)
                row.append(text)
        take_from_above()
        filled.append(row)
    lines = [f"| {' | '.join(row)} |" for row in filled]
    lines[1:1] = ["|" + " --- |" * len(filled[0])] if filled else []
    return lines
