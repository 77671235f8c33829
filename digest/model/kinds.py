"""The types of value that a key may hold."""

import datetime
import re
from collections.abc import Callable
from functools import partial
from typing import Any

from digest.model.fields import Context, Kind, shape, wrong, wrong_item
from digest.model.nodes import Mapping, Node, Scalar, Sequence
from digest.model.tree import quote
from digest.text.source import Excerpt

_OPEN_QUOTES = ("“", "‘")
_OPEN_SIGNS = ("“", "‘", "【", "［")
_CURLY = re.compile(r"[“”](?P<inner>[^“”]*)[“”]|[‘’](?P<single>[^‘’]*)[‘’]")


def read_text(node: Node, name: str, context: Context) -> str | None:
    """A text, without the curly quotes that were typed for YAML's straight ones."""
    if not isinstance(node, Scalar):
        wrong(node, name, "text", f"write the text behind '{context.label(name)}:'", context)
        return None
    excerpt = _uncurled(node.excerpt, context) if node.style is None else node.excerpt
    context.texts[name] = (excerpt,)
    return excerpt.text.strip()


def _uncurled(excerpt: Excerpt, context: Context) -> Excerpt:
    if excerpt.text[:1] not in _OPEN_QUOTES or (curly := _CURLY.fullmatch(excerpt.text)) is None:
        return excerpt
    inner = curly["inner"] if curly["inner"] is not None else curly["single"]
    context.reporter.warning(
        "curly-quotes",
        excerpt.span(0, len(excerpt.text)),
        "these curly quotation marks are not YAML's; they are left out",
        f"write {quote(inner)}; to show the curly ones, write {quote(excerpt.text)}",
    )
    return _part(excerpt, 1, len(excerpt.text) - 1)


def _part(excerpt: Excerpt, start: int, end: int) -> Excerpt:
    """The characters `start` to `end` of an excerpt, with their own way back."""
    inside = [(here - start, there) for here, there in excerpt.anchors if start < here < end]
    return Excerpt(
        text=excerpt.text[start:end],
        anchors=((0, excerpt.span(start, start).start), *inside),
        bounds=excerpt.bounds,
    )


def read_texts(
    node: Node, name: str, context: Context, *, separators: str | None = None, noted: bool = False
) -> tuple[str, ...] | None:
    """Texts: a list, or one string split at `separators` (a regular expression; None: one string is one text).

    If they are to be `noted`, later stages can ask the context where each stands.
    """
    whole = None if noted else _whole_texts(node, separators)
    if whole is not None:
        return whole
    items = read_items(node, name, context, separators=separators)
    if items is None:
        return None
    if noted:
        context.texts[name] = tuple(items)
    return tuple(item.text for item in items)


def _whole_texts(node: Node, separators: str | None) -> tuple[str, ...] | None:
    """The texts of a node where each scalar is one as it stands; None where there is more to see to.

    It saves nearly every list the way back to each of its items, which nobody asks for.
    """
    if isinstance(node, Scalar):
        cut = separators is not None and re.search(separators, node.text) is not None
        return None if cut or not _is_whole(node.text) else (node.text,)
    if not isinstance(node, Sequence) or (node.flow and len(node.items) == 1):
        return None
    texts = [item.text for item in node.items if isinstance(item, Scalar) and _is_whole(item.text)]
    if len(texts) < len(node.items) or (node.flow and any("，" in text for text in texts)):
        return None
    return tuple(texts)


def _is_whole(text: str) -> bool:
    return text != "" and text[0] not in _OPEN_SIGNS and not text[0].isspace() and not text[-1].isspace()


def read_items(node: Node, name: str, context: Context, *, separators: str | None) -> list[Excerpt] | None:
    """The texts of a list with the way back to where each stands."""
    if isinstance(node, Scalar):
        return list(_split(node, separators, context))
    if isinstance(node, Mapping):
        hint = f"write {context.label(name)}: [one, two], or one item a line behind '- '"
        wrong(node, name, "a list", hint, context)
        return None
    items: list[Excerpt] = []
    for item in node.items:
        if not isinstance(item, Scalar):
            wrong_item(item, name, "a text", _hint_for_item(item), context)
        elif node.flow and "，" in item.text and item.style is None:
            at = item.text.index("，")
            context.reporter.warning(
                "fullwidth-comma",
                item.excerpt.span(at, at + 1),
                f"a full-width comma between the items of '{context.label(name)}'",
                "write a half-width one: [one, two]",
            )
            items.extend(_split(item, "，", context))
        elif node.flow and len(node.items) == 1 and separators is not None:
            items.extend(_split(item, separators, context))
        else:
            items.extend(_split(item, None, context))
    return items if all(isinstance(item, Scalar) for item in node.items) else None


def _hint_for_item(item: Node) -> str:
    """What to write instead of an item that is no text: most often one with a `: ` in it."""
    if isinstance(item, Mapping) and len(item.entries) == 1:
        key, value = item.entries[0]
        if isinstance(value, Scalar):
            return f"put it in quotes: {quote(f'{key.text}: {value.text}'.rstrip())}"
    return "write one text an item"


def _split(node: Scalar, separators: str | None, context: Context) -> list[Excerpt]:
    plain = node.style is None
    excerpt = _uncurled(node.excerpt, context) if plain else node.excerpt
    if separators and plain:
        excerpt = _unbracketed(excerpt, context)
    text = excerpt.text
    pieces: list[Excerpt] = []
    start = 0
    cuts = [*re.finditer(separators, text)] if separators else []
    for cut_start, cut_end in (*((cut.start(), cut.end()) for cut in cuts), (len(text), len(text))):
        piece = text[start:cut_start]
        stripped = piece.strip()
        if stripped:
            lead = start + len(piece) - len(piece.lstrip())
            part = _part(excerpt, lead, lead + len(stripped))
            pieces.append(_uncurled(part, context) if plain and cuts else part)
        start = cut_end
    return pieces


_BRACKETED = re.compile(r"\s*[【［].*[】］]\s*", re.DOTALL)


def _unbracketed(excerpt: Excerpt, context: Context) -> Excerpt:
    """A list without the full-width brackets that were typed for YAML's half-width ones."""
    if not _BRACKETED.fullmatch(excerpt.text):
        return excerpt
    text = excerpt.text.strip()
    context.reporter.warning(
        "fullwidth-brackets",
        excerpt.bounds,
        "full-width brackets round a list",
        f"write half-width ones: [{text[1:-1]}]",
    )
    start = excerpt.text.index(text)
    return _part(excerpt, start + 1, start + len(text) - 1)


def read_choice(node: Node, name: str, context: Context, *, choices: dict[str, str]) -> str | None:
    """One of a few words; `choices` maps what may be typed to what it means."""
    if isinstance(node, Scalar) and node.text.strip().lower() in choices:
        return choices[node.text.strip().lower()]
    distinct = list(dict.fromkeys(choices.values()))
    hint = f"write {context.label(name)}: {distinct[0]}"
    wrong(node, name, " or ".join(f"'{each}'" for each in distinct), hint, context)
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
        wrong(node, name, "true or false", f"write {context.label(name)}: true", context)
    return value


def read_whole(node: Node, name: str, context: Context, *, least: int, most: int, usual: int) -> int | None:
    """A whole number from `least` to `most`; `usual` is one, for hints."""
    text = node.text.strip() if isinstance(node, Scalar) else ""
    if not re.fullmatch(r"[+-]?[0-9]{1,99}", text):
        wrong(node, name, "a whole number", f"write {context.label(name)}: {usual}", context)
        return None
    number = int(text)
    if not least <= number <= most:
        context.reporter.error(
            "out-of-range",
            node.span,
            f"'{context.label(name)}' must be from {least} to {most}, not {number}",
            f"write {context.label(name)}: {usual}",
        )
        return None
    return number


_DATE = re.compile(
    r"(\d{4})\s*[-/.年]\s*(\d{1,2})\s*[-/.月]\s*(\d{1,2})\s*日?(?:[T\s].*)?|(\d{4})(\d{2})(\d{2})", re.DOTALL
)
"""Days as people write them, in full-width digits too: read for hints only."""


def read_date(node: Node, name: str, context: Context) -> datetime.date | None:
    """A day, written YYYY-MM-DD."""
    text = node.text.strip() if isinstance(node, Scalar) else ""
    parts = _DATE.fullmatch(text)
    message = f"'{context.label(name)}' must be a date, not {shape(node)}"
    hint = f"write {context.label(name)}: YYYY-MM-DD"
    if parts is not None:
        try:
            meant = datetime.date(*(int(part) for part in parts.groups() if part is not None))
        except ValueError:
            message, hint = f"{shape(node)} is no day of the calendar", "write a day that there is, as YYYY-MM-DD"
        else:
            if re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", text):
                return meant
            hint = f"write {context.label(name)}: {meant.isoformat()}"
    context.reporter.error("bad-date", node.span, message, hint)
    return None


def read_url(node: Node, name: str, context: Context) -> str | None:
    """An absolute http or https address."""
    text = node.text.strip() if isinstance(node, Scalar) else ""
    if not is_web_address(text):
        context.reporter.error(
            "bad-url",
            node.span,
            f"'{context.label(name)}' must be a web address, not {shape(node)}",
            _hint_for_url(text),
        )
        return None
    return text


def _hint_for_url(text: str) -> str:
    spaceless = re.sub(r"\s", "%20", text)
    if is_web_address(spaceless):
        return f"write %20 for a space: {spaceless}"
    return "write it whole, with https:// at the start"


def is_web_address(text: str) -> bool:
    """Whether `text` is an absolute http or https address without white space."""
    from urllib.parse import urlsplit  # slow to load, and few entries have an address

    try:
        parts = urlsplit(text)
        host = parts.hostname and parts.port != 0
    except ValueError:
        return False
    return parts.scheme in ("http", "https") and bool(host) and not re.search(r'[\s<>"\\]', text)


def matching(what: str, *patterns: str, example: str, code: str, lower: bool = False) -> Kind:
    """A kind of identifier: the first pattern that the whole value matches gives it as its group `id`.

    Digits and letters are ASCII's, unless a pattern says otherwise: `(?u:...)`.
    """
    compiled = [re.compile(pattern, re.IGNORECASE | re.ASCII) for pattern in patterns]

    def read(node: Node, name: str, context: Context) -> str | None:
        text = node.text.strip() if isinstance(node, Scalar) else ""
        for pattern in compiled:
            found = pattern.fullmatch(text)
            if found:
                return found["id"].lower() if lower else found["id"]
        context.reporter.error(
            code,
            node.span,
            f"'{context.label(name)}' must be {what}, not {shape(node)}",
            f"write {context.label(name)}: {example}",
        )
        return None

    return Kind(name=what, read=read)


def kind_of(name: str, read: Callable[..., Any], *, literal: bool = False, **settings: Any) -> Kind:
    """A kind that reads with `read` under `settings`."""
    return Kind(name=name, read=partial(read, **settings) if settings else read, literal=literal)


TEXT = kind_of("text", read_text, literal=True)
TEXTS = kind_of("a list of texts", read_texts, noted=True)
WORDS = kind_of("a list of words", read_texts, separators=r"[,，、;；]")
NOTED_WORDS = kind_of("a list of words", read_texts, separators=r"[,，、;；]", noted=True)
TRUTH = kind_of("true or false", read_truth)
DATE = kind_of("a date", read_date)
URL = kind_of("a web address", read_url)


def whole(least: int, most: int, *, usual: int = 1) -> Kind:
    """A whole number in a range."""
    return kind_of("a whole number", read_whole, least=least, most=most, usual=usual)


def choice(*words: str, **others: str) -> Kind:
    """One of a few words, or of their other spellings."""
    choices = {word: word for word in words} | others
    return kind_of(" or ".join(words), read_choice, choices=choices)
