"""The types of value that a key may hold."""

import datetime
import re
from collections.abc import Callable
from functools import partial
from typing import Any
from urllib.parse import urlsplit

from digest.model.fields import Context, Kind, read_record, shape, wrong
from digest.model.nodes import Mapping, Node, Scalar, Sequence
from digest.text.source import Excerpt, Span

_CURLY = re.compile(r"[“”](?P<inner>[^“”]*)[“”]|[‘’](?P<single>[^‘’]*)[‘’]")


def read_text(node: Node, name: str, context: Context) -> str | None:
    """A text, without the curly quotes that were typed for YAML's straight ones."""
    if not isinstance(node, Scalar):
        wrong(node, name, "text", f"write {name}: followed by the text", context)
        return None
    text, excerpt = _uncurled(node, context)
    context.texts[name] = (excerpt,)
    return text.strip()


def _uncurled(node: Scalar, context: Context) -> tuple[str, Excerpt]:
    curly = _CURLY.fullmatch(node.text) if node.style is None else None
    if curly is None:
        return node.text, node.excerpt
    context.reporter.warning(
        "curly-quotes",
        node.span,
        "these curly quotation marks are not YAML's; they are left out",
        'write straight ones: "..."; to show the curly ones, put straight ones around them',
    )
    inner = curly["inner"] if curly["inner"] is not None else curly["single"]
    start = node.span.start + 1
    return inner, Excerpt(text=inner, anchors=((0, start),), bounds=node.span)


def read_texts(node: Node, name: str, context: Context, *, separators: str | None = None) -> tuple[str, ...] | None:
    """Texts: a list, or one string split at `separators` (a regular expression; None: one string is one text)."""
    items = read_items(node, name, context, separators=separators)
    if items is None:
        return None
    context.texts[name] = tuple(items)
    return tuple(item.text for item in items)


def read_items(node: Node, name: str, context: Context, *, separators: str | None) -> list[Excerpt] | None:
    """The texts of a list with the way back to where each stands."""
    if isinstance(node, Scalar):
        return list(_split(node, separators, context))
    if isinstance(node, Mapping):
        wrong(node, name, "a list", f"write {name}: [one, two], or one item a line behind '- '", context)
        return None
    items: list[Excerpt] = []
    for item in node.items:
        if not isinstance(item, Scalar):
            wrong(item, name, "a list of texts", "write one text an item", context)
            return None
        if node.flow and "，" in item.text and item.style is None:
            at = item.span.start + item.text.index("，")
            context.reporter.warning(
                "fullwidth-comma",
                Span(start=at, end=at + 1),
                f"a full-width comma between the items of '{name}'",
                "write a half-width one: [one, two]",
            )
            items.extend(_split(item, "，", context))
        elif node.flow and len(node.items) == 1 and separators is not None:
            items.extend(_split(item, separators, context))
        else:
            items.extend(_split(item, None, context))
    return items


def _split(node: Scalar, separators: str | None, context: Context) -> list[Excerpt]:
    text, excerpt = _uncurled(node, context)
    pieces: list[Excerpt] = []
    start = 0
    cuts = [*re.finditer(separators, text)] if separators else []
    for cut_start, cut_end in (*((cut.start(), cut.end()) for cut in cuts), (len(text), len(text))):
        piece = text[start:cut_start]
        stripped = piece.strip()
        if stripped:
            lead = start + len(piece) - len(piece.lstrip())
            where = excerpt.span(lead, lead + len(stripped))
            anchors = excerpt.anchors if len(cuts) == 0 and lead == 0 else ((0, where.start),)
            pieces.append(Excerpt(text=stripped, anchors=anchors, bounds=excerpt.bounds))
        start = cut_end
    return pieces


def read_choice(node: Node, name: str, context: Context, *, choices: dict[str, str]) -> str | None:
    """One of a few words; `choices` maps what may be typed to what it means."""
    if isinstance(node, Scalar) and node.text.strip().lower() in choices:
        return choices[node.text.strip().lower()]
    distinct = list(dict.fromkeys(choices.values()))
    wrong(node, name, " or ".join(f"'{each}'" for each in distinct), f"write {name}: {distinct[0]}", context)
    return None


_TRUTH = {
    "true": True,
    "yes": True,
    "on": True,
    "是": True,
    "false": False,
    "no": False,
    "off": False,
    "否": False,
}


def read_truth(node: Node, name: str, context: Context) -> bool | None:
    """True or false."""
    value = _TRUTH.get(node.text.strip().lower()) if isinstance(node, Scalar) else None
    if value is None:
        wrong(node, name, "true or false", f"write {name}: true", context)
    return value


def read_whole(node: Node, name: str, context: Context, *, least: int, most: int) -> int | None:
    """A whole number from `least` to `most`."""
    text = node.text.strip() if isinstance(node, Scalar) else ""
    if not re.fullmatch(r"[+-]?[0-9]{1,9}", text):
        wrong(node, name, "a whole number", f"write {name}: {max(least, 1)}", context)
        return None
    number = int(text)
    if not least <= number <= most:
        context.reporter.error(
            "out-of-range",
            node.span,
            f"'{name}' must be from {least} to {most}, not {number}",
            f"write a number from {least} to {most}",
        )
        return None
    return number


def read_date(node: Node, name: str, context: Context) -> datetime.date | None:
    """A day, written YYYY-MM-DD."""
    text = node.text.strip() if isinstance(node, Scalar) else ""
    parts = re.fullmatch(r"([0-9]{4})([-/.])([0-9]{1,2})\2([0-9]{1,2})", text)
    try:
        if re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", text):
            return datetime.date.fromisoformat(text)
        meant = datetime.date(int(parts[1]), int(parts[3]), int(parts[4])).isoformat() if parts else "2023-02-08"
    except ValueError:
        context.reporter.error(
            "bad-date", node.span, f"'{name}' is no day of the calendar: {shape(node)}", "write YYYY-MM-DD"
        )
        return None
    context.reporter.error(
        "bad-date", node.span, f"'{name}' must be a date, not {shape(node)}", f"write {name}: {meant}"
    )
    return None


def read_url(node: Node, name: str, context: Context) -> str | None:
    """An absolute http or https address."""
    text = node.text.strip() if isinstance(node, Scalar) else ""
    if not is_web_address(text):
        context.reporter.error(
            "bad-url",
            node.span,
            f"'{name}' must be a web address, not {shape(node)}",
            "write it whole, with https:// at the start",
        )
        return None
    return text


def is_web_address(text: str) -> bool:
    """Whether `text` is an absolute http or https address without white space."""
    try:
        parts = urlsplit(text)
        host = parts.hostname
    except ValueError:
        return False
    return parts.scheme in ("http", "https") and bool(host) and not re.search(r'[\s<>"\\]', text)


def matching(what: str, *patterns: str, example: str, code: str, lower: bool = False) -> Kind:
    """A kind of identifier: the first pattern that the whole value matches gives it as its group `id`."""
    compiled = [re.compile(pattern, re.IGNORECASE) for pattern in patterns]

    def read(node: Node, name: str, context: Context) -> str | None:
        text = node.text.strip() if isinstance(node, Scalar) else ""
        for pattern in compiled:
            found = pattern.fullmatch(text)
            if found:
                return found["id"].lower() if lower else found["id"]
        context.reporter.error(
            code, node.span, f"'{name}' must be {what}, not {shape(node)}", f"write {name}: {example}"
        )
        return None

    return Kind(name=what, read=read)


def record(kind: type, what: str) -> Kind:
    """A mapping with keys of its own."""

    def read(node: Node, name: str, context: Context) -> Any:
        if not isinstance(node, Mapping):
            wrong(node, name, what, f"write the keys of '{name}' indented below it", context)
            return None
        return read_record(kind, node, context, prefix=f"{name}.")

    return Kind(name=what, read=read)


def records(kind: type, what: str) -> Kind:
    """A list of mappings with keys of their own."""

    def read(node: Node, name: str, context: Context) -> Any:
        if not isinstance(node, Sequence) or not all(isinstance(item, Mapping) for item in node.items):
            wrong(node, name, what, f"write the items of '{name}' below it, each behind '- '", context)
            return None
        read_items = (
            read_record(kind, item, context, prefix=f"{name}.{number}.")
            for number, item in enumerate(node.items)
            if isinstance(item, Mapping)
        )
        return tuple(item for item in read_items if item is not None)

    return Kind(name=what, read=read)


def kind_of(name: str, read: Callable[..., Any], *, literal: bool = False, **settings: Any) -> Kind:
    """A kind that reads with `read` under `settings`."""
    return Kind(name=name, read=partial(read, **settings) if settings else read, literal=literal)


TEXT = kind_of("text", read_text, literal=True)
TEXTS = kind_of("a list of texts", read_texts)
WORDS = kind_of("a list of words", read_texts, separators=r"[,，、;；]")
TRUTH = kind_of("true or false", read_truth)
DATE = kind_of("a date", read_date)
URL = kind_of("a web address", read_url)


def whole(least: int, most: int) -> Kind:
    """A whole number in a range."""
    return kind_of("a whole number", read_whole, least=least, most=most)


def choice(*words: str, **others: str) -> Kind:
    """One of a few words, or of their other spellings."""
    choices = {word: word for word in words} | others
    return kind_of(" or ".join(words), read_choice, choices=choices)
