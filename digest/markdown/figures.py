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

    `name` and `title` are the spans of the file's name and the caption (or the image). `line` is what to take out of
    the text: the line, or the image alone if its list item has more. `below` is the span of a caption that is not the
    image's title. `link` is the address that the image leads to.
    """

    src: str
    alt: str
    caption: str
    name: tuple[int, int]
    title: tuple[int, int]
    line: tuple[int, int]
    below: tuple[int, int] | None = None
    link: str = ""


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

_NUMBERED = re.compile(rf"(?:{_CAPTION.pattern})(?:(?<=[:：])|[0-9a-zA-Z*_()（）]{{0,4}}[ ]?[:：.。|](?!\d))")
"""The same in a text that has more than figures: a sentence may begin with `图 1 显示`."""


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
        if link is not None:
            opening = INLINE["link_open"](link, context)
            html = f"{opening}{INLINE['image'](image, context)}{INLINE['link_close'](link, context)}"
        else:
            plate = context.refer("plate", str(image.attrs["src"]), context.span(image))
            html = f"<a {plate}>{INLINE['image'](image, context)}</a>"
        context.inline = outer
        shown = f"<figcaption>{inline_html(caption, context)}</figcaption>" if raw.strip() else ""
        parts.append(f"<figure>{html}{shown}</figure>\n")
    return "".join(parts)


def find_figures(text: str, *, among_text: bool = False) -> list[FoundFigure]:
    """The figures of a text: the images of lines that have nothing else. Images of other sites are left out.

    In a list of figures, the caption of one without a title is the text directly below it, or a paragraph below that
    begins with its number. If such a paragraph comes before all figures, captions are above. `among_text`: the text is
    no list of figures, and only text that begins with a figure's number and a colon is a caption.
    """
    cleaned = clean(text)
    pieces = list(_pieces(cleaned, among_text=among_text))
    source = cleaned.text
    first = next((piece for piece in pieces if piece.figures or _CAPTION.match(source, piece.start)), None)
    step = -1 if first is not None and not first.figures and not among_text else 1
    found: list[FoundFigure] = []
    for number, piece in enumerate(pieces):
        near = pieces[number + step] if 0 <= number + step < len(pieces) else None
        if near is None or near.figures or not piece.figures:
            found += piece.figures
            continue
        if _NUMBERED.match(source, near.start) is not None if among_text else _belongs(near, piece, source):
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


def _pieces(cleaned: Cleaned, *, among_text: bool) -> Iterator[_Piece]:
    """The paragraphs of a text, cut at lines of figures."""
    source = cleaned.text
    environment = parse_environment()
    tokens = parse_text(source, environment)
    for number, (inline, is_alone) in enumerate(_paragraphs(tokens, among_text=among_text)):
        content = inline.content
        at = 0  # offset in the content behind the last figure
        for line in _picture_lines(inline.children or []):
            if not line or not all(_is_file(image) for image, _ in line):
                continue
            begin, end = _whole(line[0])[0], _whole(line[-1])[1]
            if content[at:begin].strip():
                yield _text_piece(inline, at, begin, number, source)
            figures = [_found(picture, inline, cleaned, environment, is_alone=is_alone) for picture in line]
            yield _Piece(figures, number, locate(source, inline, begin), locate(source, inline, end - 1) + 1)
            at = end
        if content[at:].strip():
            yield _text_piece(inline, at, len(content), number, source)


def _text_piece(inline: "Token", start: int, end: int, number: int, source: str) -> _Piece:
    text = inline.content[start:end]
    start, end = start + len(text) - len(text.lstrip()), end - len(text) + len(text.rstrip())
    return _Piece([], number, locate(source, inline, start), locate(source, inline, end - 1) + 1)


def _whole(picture: Picture) -> tuple[int, int]:
    """The span of an image with its link, in its paragraph."""
    start, end = (picture.link or picture.image).meta["span"]
    return start, end


def _found(
    picture: Picture, inline: "Token", cleaned: Cleaned, environment: dict[str, Any], *, is_alone: bool
) -> FoundFigure:
    source, image = cleaned.text, picture.image
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
    first, last = _whole(picture)
    line = (source.rfind("\n", 0, start) + 1, below if below >= 0 else len(source))
    line = line if is_alone else (locate(source, inline, first), locate(source, inline, last - 1) + 1)
    return FoundFigure(
        src=target,
        alt=alternative_of(image),
        caption=caption,
        name=(cleaned.original(name[0]), cleaned.original(name[1])),
        title=(cleaned.original(title[0]), cleaned.original(title[1])),
        line=(cleaned.original(line[0]), cleaned.original(line[1])),
        link=str(picture.link.attrs.get("href", "")) if picture.link is not None else "",
    )


def _paragraphs(tokens: "Sequence[Token]", *, among_text: bool) -> "Iterator[tuple[Token, bool]]":
    """The inline tokens of all paragraphs outside of footnotes, and whether the lines of their images may be taken out
    as a whole: not those of a list item or quotation that has other text.
    """
    notes = 0
    for number, token in enumerate(tokens):
        notes += token.nesting if token.type.startswith("footnote_") else 0
        if token.type == "inline" and tokens[number - 1].type == "paragraph_open" and not notes:
            is_top = tokens[number - 1].level == 0
            is_whole = not is_top and tokens[number - 2].nesting == 1 and tokens[number + 2].nesting == -1
            lines = _picture_lines(token.children or [])
            yield token, is_top or (is_whole and None not in (lines if among_text else lines[:1]))


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
