"""Read texts and lists of texts, with the quotes, brackets and separators that authors type."""

import re

from digest.model.blanks import is_blank
from digest.model.fields import Context, report_left_out, report_wrong_item, report_wrong_type
from digest.model.yaml.nodes import Mapping, Node, Scalar, Sequence
from digest.model.yaml.tree import quote
from digest.text.names import distinct_names
from digest.text.source import Excerpt

_OPEN_QUOTES = ("“", "‘")
_OPEN_SIGNS = ("“", "‘", "【", "［")
_CURLY = re.compile(r"[“”](?P<inner>[^“”]*)[“”]|[‘’](?P<single>[^‘’]*)[‘’]")


def read_text(node: Node, name: str, context: Context) -> str | None:
    """Read a text. Curly quotes around it are taken for YAML's (`curly-quotes`)."""
    if not isinstance(node, Scalar):
        items = node.items if isinstance(node, Sequence) else ()
        text = ", ".join([item.text for item in items if isinstance(item, Scalar)])
        hint = f"write {context.label(name)}: {text}" if text else f"write the text behind '{context.label(name)}:'"
        report_wrong_type(node, name, "text", hint, context)
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
    """The characters `start` to `end` of an excerpt."""
    inside = [(here - start, there) for here, there in excerpt.anchors if start < here < end]
    return Excerpt(
        text=excerpt.text[start:end],
        anchors=((0, excerpt.span(start, start).start), *inside),
        bounds=excerpt.bounds,
    )


def read_texts(
    node: Node, name: str, context: Context, *, separators: str | None = None, record_spans: bool = True
) -> tuple[str, ...] | None:
    """Read a list of texts, or a string split at `separators` (a regular expression; None: do not split).

    `record_spans` adds the excerpts to `context.texts`. Lists that no later stage locates do without: it is
    slow.
    """
    whole = None if record_spans else _whole_texts(node, separators)
    if whole is not None:
        return whole
    items = read_items(node, name, context, separators=separators)
    if items is None:
        return None
    if record_spans:
        context.texts[name] = tuple(items)
    return tuple(item.text for item in items)


def read_distinct(node: Node, name: str, context: Context, *, separators: str) -> tuple[str, ...] | None:
    """Read a list of texts as `read_texts` does, keeping the first of those that are one name (`fold_name`)."""
    texts = read_texts(node, name, context, separators=separators)
    return texts if texts is None else distinct_names(texts)


def _whole_texts(node: Node, separators: str | None) -> tuple[str, ...] | None:
    """Fast path: the texts if each scalar is exactly one; None if any needs splitting, stripping or a warning."""
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
    """Read a list of texts as excerpts; None if it is no list of texts."""
    if isinstance(node, Scalar):
        return _split(node, separators, name, context)
    if isinstance(node, Mapping):
        hint = f"write {context.label(name)}: [one, two], or one item a line behind '- '"
        report_wrong_type(node, name, "a list", hint, context)
        return None
    items: list[Excerpt] = []
    for item in node.items:
        if not isinstance(item, Scalar):
            report_wrong_item(item, name, "a text", _hint_for_item(item), context)
        elif node.flow and "，" in item.text and item.style is None:
            if separators is None or re.fullmatch(separators, "，") is None:  # it may be a part of a text
                at = item.text.index("，")
                context.reporter.warning(
                    "fullwidth-comma",
                    item.excerpt.span(at, at + 1),
                    f"a full-width comma between the items of '{context.label(name)}'",
                    "write a half-width one: [one, two]; if it is a part of a text, put that in quotes",
                )
            items.extend(_split(item, "，", name, context))
        elif node.flow and len(node.items) == 1 and separators is not None:
            items.extend(_split(item, separators, name, context))
        else:
            items.extend(_split(item, None, name, context))
    return items if all(isinstance(item, Scalar) for item in node.items) else None


def _hint_for_item(item: Node) -> str:
    """The hint for an item that is no text: usually it has a `: `, which makes it a mapping."""
    if isinstance(item, Mapping) and len(item.entries) == 1:
        key, value = item.entries[0]
        if isinstance(value, Scalar):
            return f"put it in quotes: {quote(f'{key.text}: {value.text}'.rstrip())}"
    return "write one text an item"


def _split(node: Scalar, separators: str | None, name: str, context: Context) -> list[Excerpt]:
    """The pieces between separators. Words for nothing among them are left out (`no-value`)."""
    plain = node.style is None
    excerpt = _uncurled(node.excerpt, context) if plain else node.excerpt
    if separators and plain:
        excerpt = _unbracketed(excerpt)
    text = excerpt.text
    pieces: list[Excerpt] = []
    start = 0
    cuts = [*re.finditer(separators, text)] if separators else []
    for cut_start, cut_end in (*((cut.start(), cut.end()) for cut in cuts), (len(text), len(text))):
        piece = text[start:cut_start]
        stripped = piece.strip()
        lead = start + len(piece) - len(piece.lstrip())
        if cuts and is_blank(stripped):
            report_left_out(stripped, excerpt.span(lead, lead + len(stripped)), context.label(name), context)
        elif stripped:
            part = _part(excerpt, lead, lead + len(stripped))
            pieces.append(_uncurled(part, context) if plain and cuts else part)
        start = cut_end
    return pieces


_BRACKETED = re.compile(r"\s*[【［].*[】］]\s*", re.DOTALL)


def _unbracketed(excerpt: Excerpt) -> Excerpt:
    """Strip full-width brackets around a list."""
    if not _BRACKETED.fullmatch(excerpt.text):
        return excerpt
    text = excerpt.text.strip()
    start = excerpt.text.index(text)
    return _part(excerpt, start + 1, start + len(text) - 1)
