"""Rules for alternative texts of images (WCAG 2.2, 1.1.1)."""

import re
from collections.abc import Iterable, Iterator

from digest.lint.passages import Passage, hide_code
from digest.lint.values import Finding, LintContext
from digest.text.source import Span

_IMAGE = re.compile(r"!\[(?P<alt>[^\[\]\n]*)\]\([ \t]*<?(?P<src>[^\s()<>]+)")
_NUMBER = r"(?:[\s.:#_-]*(?:[0-9]{1,3}[a-z]?|[一二三四五六七八九十]))?"
_SAYS_NOTHING = re.compile(
    rf"(?:the )?(?:image|img|picture|pic|photo|figure|fig|screenshot|screen shot|graph|diagram|chart|table|logo|alt"
    rf"|alt text|untitled|图|图片|图像|图表|插图|配图|截图|截屏|照片|表|附图|如图){_NUMBER}[\s.:。：]*",
    re.IGNORECASE,
)


def missing_alt(context: LintContext) -> Iterable[Finding]:
    """A picture without a text for those who cannot see it.

    A screen reader says "image" and no more, and a feed reader that loads no pictures shows an empty frame (WCAG 2.2,
    1.1.1).

    Instead of `![](overview.png)`
    write      `![检索流程：图像变为一个词，与文本一起查询](overview.png)`
    """
    for alt, _, span in _pictures(context):
        if not alt.strip():
            yield Finding(
                span=span,
                message="nothing says what this picture shows",
                hint="write it between the brackets: ![what it shows](file), or behind 'alt:'",
            )


def boilerplate_alt(context: LintContext) -> Iterable[Finding]:
    """A text for a picture that says nothing of it: `image`, `图`, `Figure 1`, the name of its file.

    People who cannot see the picture already know that there is one; they need to know what it shows (WCAG 2.2, failure
    F30).

    Instead of `![图1](overview.png)`
    write      `![检索流程：图像变为一个词，与文本一起查询](overview.png)`
    """
    for alt, src, span in _pictures(context):
        text = alt.strip()
        if text and (_SAYS_NOTHING.fullmatch(text) or _is_name(text, src)):
            yield Finding(
                span=span,
                message=f"'{text}' does not say what this picture shows",
                hint="write what one sees, in a few words",
            )


def _is_name(text: str, src: str) -> bool:
    name = src.rpartition("/")[2]
    return text.casefold() in (src.casefold(), name.casefold(), name.rpartition(".")[0].casefold())


def _pictures(context: LintContext) -> Iterator[tuple[str, str, Span]]:
    """Yield `(alt, src, span)` of each figure and each Markdown image."""
    for number, figure in enumerate(getattr(context.matter, "figures", ())):
        at = context.spans.get(f"figures.{number}.alt") or context.spans.get(f"figures.{number}.src")
        if at is not None:
            yield figure.alt, figure.src, at
    for passage in context.passages:
        if "![" in passage.text:
            yield from _images(passage)


def _images(passage: Passage) -> Iterator[tuple[str, str, Span]]:
    for match in _IMAGE.finditer(hide_code(passage.text)):
        start, end = match.span("alt")
        place = (start, end) if end > start else (match.start(), end + 1)
        yield match["alt"], match["src"], passage.excerpt.span(*place)
