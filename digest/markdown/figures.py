"""Figures: images that have a line to themselves. Their titles are captions, with mark-up."""

import re
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any, NamedTuple

from digest.markdown.cleaning import Cleaned, clean
from digest.markdown.inline import INLINE, alternative_of, inline_html
from digest.markdown.links import classify_destination, split_target
from digest.markdown.parser import parse_environment, parse_inline, parse_text
from digest.markdown.positions import locate

if TYPE_CHECKING:
    from markdown_it.token import Token

    from digest.markdown.render_context import RenderContext

_TITLE = re.compile(
    r"(?:[ \t\n]|(?<=>))(?:\"(?P<double>(?:[^\"\\]|\\.)*)\"|'(?P<single>(?:[^'\\]|\\.)*)'"
    r"|\((?P<round>(?:[^()\\]|\\.)*)\))[ \t\n]*\)?\Z",
    re.DOTALL,
)
"""The title at the end of an image or a link reference definition (CommonMark 4.7, 6.3)."""


class Picture(NamedTuple):
    """An image token, and that of the link around it."""

    image: "Token"
    link: "Token | None"


class FoundFigure(NamedTuple):
    """A figure in a text: decoded name of the file, alternative text, caption as typed, and offsets.

    `name`, `title` and `line` are the spans of the file's name, the caption (or the image), and the line. `below` is
    that of a caption that is not the image's title.
    """

    src: str
    alt: str
    caption: str
    name: tuple[int, int]
    title: tuple[int, int]
    line: tuple[int, int]
    below: tuple[int, int] | None = None


class _Piece(NamedTuple):
    """A part of a paragraph, between two offsets of the cleaned text: a line of figures, or text around one."""

    figures: list[FoundFigure]
    paragraph: int
    start: int
    end: int


_CAPTION = re.compile(
    r"[*_▲△▼▽↑⬆（(【 ]{0,4}(?:"
    r"(?:图|圖|表)[ \u3000]?(?:[0-9０-９]|[一二三四五六七八九十]{1,3}(?![\u4e00-\u9fff])|[:：])"
    r"|(?i:figures?|figs?|tables?|tabs?)(?:\.|\b)[ \xa0]?(?:[A-Z]?\.?[0-9]|[A-Z]{1,4}\b|[:：]))"
)
"""How a paragraph begins that is the caption of the figure above it."""


def figures_html(inline: "Token", context: "RenderContext") -> str:
    """The figures of a paragraph that has only images of the site, in links or not; empty for other paragraphs."""
    if "![" not in inline.content:
        return ""
    lines = _picture_lines(inline.children or [])
    pictures = [picture for line in lines for picture in line or ()]
    if not pictures or None in lines or not all(_is_file(picture.image) for picture in pictures):
        return ""
    parts = []
    for image, link in pictures:
        outer, context.inline = context.inline, inline
        raw, _, caption = _caption(image, context.span(image), context.cleaned.text, context.environment)
        image.attrs.pop("title", None)
        html = INLINE["image"](image, context)
        if link is not None:
            opening = INLINE["link_open"](link, context)
            html = f"{opening}{html}{INLINE['link_close'](link, context)}"
        context.inline = outer
        shown = f"<figcaption>{inline_html(caption, context)}</figcaption>" if raw.strip() else ""
        parts.append(f"<figure>{html}{shown}</figure>\n")
    return "".join(parts)


def find_figures(text: str) -> list[FoundFigure]:
    """The figures of a text that is a list of figures: a line of a paragraph, or of a list, is enough.

    Images inside links are left out, and images of other sites. The caption of a figure without a title is the text
    directly below it, or a paragraph below that begins with its number. If such a paragraph comes before all figures,
    captions are above.
    """
    cleaned = clean(text)
    pieces = list(_pieces(cleaned))
    source = cleaned.text
    first = next((piece for piece in pieces if piece.figures or _CAPTION.match(source, piece.start)), None)
    step = -1 if first is not None and not first.figures else 1
    found: list[FoundFigure] = []
    for number, piece in enumerate(pieces):
        near = pieces[number + step] if 0 <= number + step < len(pieces) else None
        if near is not None and not near.figures and piece.figures and _belongs(near, piece, source):
            at = -1 if step == 1 else 0
            figure = piece.figures[at]
            if not figure.caption:
                below = (cleaned.original(near.start), cleaned.original(near.end - 1) + 1)
                piece.figures[at] = figure._replace(caption=text[slice(*below)], title=below, below=below)
        found += piece.figures
    return found


def _belongs(caption: _Piece, figures: _Piece, source: str) -> bool:
    """Whether text is the caption of the figures beside it."""
    between = source[min(caption.end, figures.end) : max(caption.start, figures.start)]
    is_near = caption.paragraph == figures.paragraph or _CAPTION.match(source, caption.start) is not None
    return is_near and not between.strip()


def _pieces(cleaned: Cleaned) -> Iterator[_Piece]:
    """The paragraphs of a text, cut at lines of figures."""
    source = cleaned.text
    environment = parse_environment()
    for number, inline in enumerate(_lone_paragraphs(parse_text(source, environment))):
        content = inline.content
        at = 0  # offset in the content behind the last figure
        for line in _picture_lines(inline.children or []):
            if not line or not all(_is_file(image) and link is None for image, link in line):
                continue
            begin, end = line[0].image.meta["span"][0], line[-1].image.meta["span"][1]
            if content[at:begin].strip():
                yield _text_piece(inline, at, begin, number, source)
            figures = [_found(image, inline, cleaned, environment) for image, _ in line]
            yield _Piece(figures, number, locate(source, inline, begin), locate(source, inline, end - 1) + 1)
            at = end
        if content[at:].strip():
            yield _text_piece(inline, at, len(content), number, source)


def _text_piece(inline: "Token", start: int, end: int, number: int, source: str) -> _Piece:
    text = inline.content[start:end]
    start, end = start + len(text) - len(text.lstrip()), end - len(text) + len(text.rstrip())
    return _Piece([], number, locate(source, inline, start), locate(source, inline, end - 1) + 1)


def _found(image: "Token", inline: "Token", cleaned: Cleaned, environment: dict[str, Any]) -> FoundFigure:
    source = cleaned.text
    first, last = image.meta["span"]
    start, end = locate(source, inline, first), locate(source, inline, last - 1) + 1
    caption, title, _ = _caption(image, (start, end), source, environment)
    href = str(image.attrs["src"])
    target = split_target(href)[0]
    name = next(
        ((at, at + len(typed)) for typed in (target, href) if (at := source.find(typed, start, end)) >= 0),
        (start, end),
    )
    below = source.find("\n", end)
    return FoundFigure(
        src=target,
        alt=alternative_of(image),
        caption=caption,
        name=(cleaned.original(name[0]), cleaned.original(name[1])),
        title=(cleaned.original(title[0]), cleaned.original(title[1])),
        line=(
            cleaned.original(source.rfind("\n", 0, start) + 1),
            cleaned.original(below if below >= 0 else len(source)),
        ),
    )


def _lone_paragraphs(tokens: "Sequence[Token]") -> "Iterator[Token]":
    """The inline tokens of paragraphs at the top, and of those that are a whole list item and begin with images."""
    for number, token in enumerate(tokens):
        if token.type != "inline" or tokens[number - 1].type != "paragraph_open":
            continue
        is_item = number > 1 and tokens[number - 2].type == "list_item_open"
        is_whole = is_item and tokens[number + 2].type == "list_item_close" and token.level <= _ITEM_LEVEL
        if tokens[number - 1].level == 0 or (is_whole and _picture_lines(token.children or [])[0]):
            yield token


_ITEM_LEVEL = 3
"""The level of a paragraph's text in a list that is in no other block."""


def _picture_lines(children: "Sequence[Token]") -> list[list[Picture] | None]:
    """The images of each line; None for a line with anything else."""
    lines: list[list[Picture] | None] = [[]]
    link = None
    for token in children:
        if token.type == "image":
            line = lines[-1]
            if line is not None:
                line.append(Picture(token, link))
        elif token.type in ("link_open", "link_close"):
            link = token if token.nesting == 1 else None
        elif token.type in ("softbreak", "hardbreak"):
            lines.append([])
        elif token.type == "text":
            first, *others = token.content.split("\n")
            if first.strip():
                lines[-1] = None
            lines += [None if other.strip() else [] for other in others]
        else:
            lines[-1] = None
    return lines


def _is_file(image: "Token") -> bool:
    href = str(image.attrs.get("src", ""))
    return classify_destination(href).kind == "file" and split_target(href)[0] != ""


def _caption(
    image: "Token", span: tuple[int, int], source: str, environment: dict[str, Any]
) -> tuple[str, tuple[int, int], "Token"]:
    """The title of an image as typed, with its backslashes; its span, or that of the image; the same parsed."""
    title = str(image.attrs.get("title", ""))
    if not title:
        return "", span, parse_inline("", environment, 0, 0)
    if (match := _TITLE.search(source[span[0] : span[1]])) is not None:
        start, end = (span[0] + at for at in match.span(match.lastgroup or 0))
        caption = source[start:end]
        if match["double"] is None or '\\"' not in caption:
            return caption, (start, end), parse_inline(source, environment, start, end)
        return _parsed(caption.replace('\\"', '"'), (start, end), environment)
    for definition in environment.get("references", {}).values():
        if (definition["title"], definition["href"]) == (title, image.attrs["src"]):
            first, last = definition["map"]
            lines = "\n".join(source.split("\n")[first:last])
            if (match := _TITLE.search(lines)) is not None:
                title = match[match.lastgroup or 0]
            break
    return _parsed(title, span, environment)


def _parsed(caption: str, place: tuple[int, int], environment: dict[str, Any]) -> tuple[str, tuple[int, int], "Token"]:
    """A caption that is not in the source as it is; its problems are placed in `place`."""
    token = parse_inline(caption, environment, 0, len(caption))
    token.meta["lines"] = place
    return caption, place, token
