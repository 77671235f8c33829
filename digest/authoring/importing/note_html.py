"""HTML in Markdown: tags and tables as Markdown, and images of Obsidian, Hexo and Hugo."""

import re
from collections import defaultdict
from collections.abc import Iterable
from operator import methodcaller
from urllib.parse import quote

from digest.content.key_points import find_fences
from digest.markdown.block_scan import is_within

_TAG = re.compile(
    r"`[^`\n]*`|\\<|(?P<comment><!--[^\x00]{0,5000}?-->)"
    r"|\{% *asset_img +(?P<asset>[^\s%]+) *(?P<words>[^%\n]*)%\}|\{\{[<%] *figure +(?P<figure>[^{}]*?) *[>%]\}\}"
    r"|!\[\[(?P<embed>[^\[\]|#\n]+\.(?:png|svg|jpe?g|webp|gif|avif))(?:\|(?P<alt>[^\[\]\n]*))?\]\]"
    r"|(?<!!)\[ *\]\((?P<bare>[^\s()]+)\)"
    r"|<(?P<close>/?)(?P<name>[a-z][a-z0-9]{0,11})(?P<rest>(?:\s+[a-z][\w:.-]*\s*=\s*"
    r"(?:\"[^\"<>]{0,2000}\"|'[^'<>]{0,2000}'|[^\s\"'<>]+)|\s+(?:allowfullscreen|controls|open))*)\s*/?>",
    re.IGNORECASE,
)
_TABLE = re.compile(r"<table\b[^<>]*>(?:(?!<table\b).){0,50000}?</table\s*>", re.IGNORECASE | re.DOTALL)
_HIGHLIGHT = re.compile(r"^\{% *(?:highlight +(?P<language>[\w+#-]+)[^%\n]*|endhighlight *)%\}[ \t]*$", re.MULTILINE)
"""Fences of Jekyll."""
_ATTRIBUTE = re.compile(r"(?<![\w:.-])([a-zA-Z][\w:.-]*)\s*=\s*(?:\"([^\"]*)\"|'([^']*)'|([^\s\"'>]+))")
_UNCLOSED = frozenset(("p", "li", "td", "th", "tr", "tbody", "thead"))
"""Elements whose end tag may be left out."""
_PLAYERS = frozenset(("iframe", "video", "audio", "source", "embed"))
_SIGNS = dict.fromkeys(_UNCLOSED, ("", ""))
_SIGNS |= dict.fromkeys(("article", "aside", "caption", "center", "details", "div", "figcaption", "figure"), ("", ""))
_SIGNS |= dict.fromkeys(("font", "footer", "header", "kbd", "main", "nav", "ol", "section", "small", "span"), ("", ""))
_SIGNS |= dict.fromkeys(("table", "tfoot", "u", "ul"), ("", "")) | {f"h{n}": ("#" * n + " ", "") for n in range(1, 7)}
_SIGNS |= dict.fromkeys(("b", "strong", "summary"), ("**", "**")) | dict.fromkeys(("i", "em"), ("*", "*"))
_SIGNS |= {"code": ("`", "`"), "sup": ("$^{", "}$"), "sub": ("$_{", "}$"), "li": ("- ", "")}
"""What stands for the start tag and the end tag of an element."""


def strip_tags(text: str) -> str:
    """Markdown without HTML, and images of Obsidian, Hexo and Hugo, outside of code. Lines stay; what is on a line of
    its own now has U+001E in front. Tables need the packages of the extra `import`.
    """
    text = _HIGHLIGHT.sub(lambda tag: f"```{tag['language'] or ''}", text)
    fences = find_fences(text)
    if "<t" in text.lower():
        text = _TABLE.sub(lambda table: table[0] if is_within(fences, table.start()) else _rows_of(table[0]), text)
        fences = find_fences(text)
    starts, ends = [0, *(fence.end for fence in fences)], [*(fence.start for fence in fences), len(text)]
    found = [tag for place in zip(starts, ends, strict=True) for tag in _TAG.finditer(text, *place)]
    links: list[tuple[int, str]] = []
    parts: list[str] = []
    at = 0
    for tag in _real(found):
        parts.append(text[at : tag.start()])
        at = tag.end()
        if (tag["name"] or "").lower() != "a":
            parts.append(_markdown(tag) + "\n" * tag[0].count("\n"))
        elif not tag["close"]:
            parts.append("\n" * tag[0].count("\n"))
            links.append((len(parts), "".join(_attributes(tag["rest"]).get("href", "").split())))
        else:
            start, address = links.pop()
            label = "".join(parts[start:])
            named = f"[{label}]({address})" if label.strip() else label + name_link(address)
            parts[start:] = [named if address else label]
    return "".join((*parts, text[at:]))


def _rows_of(table: str) -> str:
    """A table of HTML as Markdown, all on its first line."""
    from digest.authoring.importing.html import read_fragment

    return read_fragment(table).replace("\n", "\x1e") + "\n" * table.count("\n")


def _real(tags: Iterable[re.Match[str]]) -> list[re.Match[str]]:
    """Images, comments and tags in order, without code and what is text as in `List<i>`: tags that need an end and have
    none.
    """
    real: list[re.Match[str]] = []
    opened = defaultdict[str, list[re.Match[str]]](list)
    for tag in tags:
        name = (tag["name"] or "").lower()
        if name in _UNCLOSED | {"br", "img", "source", "embed"} or (not name and tag.lastgroup):
            real.append(tag)
        elif name in _SIGNS or name in _PLAYERS or name == "a":
            if not tag["close"]:
                opened[name].append(tag)
            elif opened[name]:
                real += (tag, opened[name].pop())
    return sorted(real, key=methodcaller("start"))


def _attributes(given: str) -> dict[str, str]:
    return {name.lower(): double or single or bare for name, double, single, bare in _ATTRIBUTE.findall(given)}


def _markdown(tag: re.Match[str]) -> str:
    """What stands for a tag, other than that of a link, for a comment or an image."""
    if file := tag["embed"] or tag["asset"]:
        words = re.sub(r"^(?:\d+(?:[x ]\d+)?)?\s*|[\"'\[\]]", "", tag["alt"] or tag["words"] or "")
        return f"![{words.strip()}]({quote(file.strip())})"
    if tag["bare"]:
        return name_link(tag["bare"])
    name = "img" if tag["figure"] else (tag["name"] or "").lower()
    if name == "br":
        is_in_row = tag.string.startswith("|", tag.string.rfind("\n", 0, tag.start()) + 1)
        return " " if is_in_row else "\x1e"
    if name == "img" or name in _PLAYERS:
        given = _attributes(tag["rest"] or tag["figure"] or "")
        source = given.get("data-src") or given.get("src", "")
        captions = dict.fromkeys(given[key] for key in ("alt", "caption", "title") if given.get(key))
        shown = f"![{' '.join(captions)}]({source})" if name == "img" else name_link(source)
        return shown if source else ""
    return _SIGNS[name][bool(tag["close"])] if name else ""


def name_link(address: str) -> str:
    """A link to an address that no text names."""
    is_whole = address.startswith(("http://", "https://"))
    return f"<{address}>" if is_whole else f"[{address.rpartition('/')[2]}]({address})"
