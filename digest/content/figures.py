"""An entry's figures: those of its front matter, and the images of its section 图."""

import re

from digest.content.body import FigureSource
from digest.content.documents import Document
from digest.text.source import Excerpt

_IMAGE_LINE = re.compile(
    r"^[ ]{0,3}!\[(?P<alt>[^\]\n]*)\]\([ \t]*<?(?P<src>[^\s()<>]+)>?"
    r"(?:[ \t]+(?:\"(?P<double>[^\"\n]*)\"|'(?P<single>[^'\n]*)'))?[ \t]*\)[ \t]*$",
    re.MULTILINE,
)


def read_figures(document: Document, section: Excerpt | None) -> tuple[tuple[FigureSource, ...], Excerpt | None]:
    """The figures of the front matter, then those of the section 图; what else stands in that section is left over."""
    found: list[FigureSource] = []
    for number, figure in enumerate(document.matter.figures if document.matter is not None else ()):
        place = document.spans.get(f"figures.{number}.src") or document.spans["figures"]
        caption = document.texts.get(f"figures.{number}.caption", (None,))[0]
        found.append(FigureSource(src=figure.src, alt=figure.alt, caption=caption, span=place))
    if section is None:
        return tuple(found), None
    rest = section.text
    for match in _IMAGE_LINE.finditer(section.text):
        if re.match(r"[a-z][a-z0-9+.-]*:|//", match["src"], re.IGNORECASE):
            continue  # not a file of the site: Markdown's own rules deal with it
        group = "double" if match["double"] else "single"
        where = section.span(*match.span(group)) if match[group] else None
        caption = Excerpt(text=match[group], anchors=((0, where.start),), bounds=where) if where else None
        span = section.span(*match.span("src"))
        found.append(FigureSource(src=match["src"], alt=match["alt"], caption=caption, span=span))
        blank = re.sub(r"[^\n]", " ", match.group())
        rest = rest[: match.start()] + blank + rest[match.end() :]
    left = Excerpt(text=rest, anchors=section.anchors, bounds=section.bounds) if rest.strip() else None
    return tuple(found), left
