"""Render text that may have mark-up. Importing this loads the rules, formulas and highlighting."""

import re
from bisect import bisect_left
from collections.abc import Mapping
from itertools import chain
from types import MappingProxyType
from typing import TYPE_CHECKING, Literal

from digest.markdown.blocks import blocks_html, footnotes_html, name_headings
from digest.markdown.cleaning import clean, replace_unshowable
from digest.markdown.inline import IN_HEADING, IN_TITLE, inline_html, plain_inline
from digest.markdown.parser import parse_environment, parse_inline, parse_text, shared_parser, title_parser
from digest.markdown.positions import locate
from digest.markdown.raw_marks import report_raw_marks, report_unknown_tex
from digest.markdown.render_context import Footnote, RenderContext, TokenRenderer
from digest.markdown.rendered import Problem, Rendered

if TYPE_CHECKING:
    from markdown_it import MarkdownIt
    from markdown_it.token import Token

_SPACES = re.compile(r"[ \t\n]+")


def render_parsed(
    text: str,
    *,
    anchor: str,
    punctuation: Literal["keep", "fullwidth"],
    heading_level: int,
    lang: str = "",
    outside: Mapping[str, str] = MappingProxyType({}),
    scrollers: dict[str, int] | None = None,
) -> Rendered:
    """Render blocks with the parser; arguments as for `render_markdown`."""
    cleaned = clean(text)
    environment = parse_environment()
    context = RenderContext(
        cleaned=cleaned,
        anchor=anchor,
        punctuation=punctuation,
        lang=lang,
        outside=outside,
        environment=environment,
        scrollers={} if scrollers is None else scrollers,
    )
    tokens = parse_text(cleaned.text, environment)
    if environment["footnotes"]:
        tokens = _take_notes(tokens, context)
        everything = [token for note in context.notes.values() for token in note.blocks]
        name_headings([*tokens, *everything], context, heading_level)
    else:
        name_headings(tokens, context, heading_level)
    html = blocks_html(tokens, context) + footnotes_html(context)
    for token in chain(tokens, *[note.blocks for note in context.notes.values()]):
        if token.type == "inline":
            report_raw_marks(token, context)
            report_unknown_tex(token, context)
    for inline, start, width in environment["unpaired"]:
        _report_unpaired(context, locate(cleaned.text, inline, start), width)
    for trouble in environment["troubles"]:
        context.report(*trouble)
    return _finish(html, context)


def render_marked_title(text: str, *, punctuation: Literal["keep", "fullwidth"]) -> Rendered:
    """Render one line that may contain formulas and TeX."""
    rendered, _ = _render_line(text, punctuation, title_parser(), IN_TITLE)
    html = _SPACES.sub(" ", rendered.html).strip()
    return Rendered(html=html, problems=rendered.problems, references=rendered.references)


def render_marked_heading(text: str, *, punctuation: Literal["keep", "fullwidth"]) -> tuple[Rendered, str]:
    """Render a heading that may have mark-up. The second value is its plain text."""
    return _render_line(text, punctuation, shared_parser(), IN_HEADING)


def _render_line(
    text: str,
    punctuation: Literal["keep", "fullwidth"],
    parser: "MarkdownIt",
    rules: Mapping[str, TokenRenderer],
) -> tuple[Rendered, str]:
    cleaned = clean(text)
    context = RenderContext(cleaned=cleaned, anchor="", punctuation=punctuation)
    environment = parse_environment()
    inline = parse_inline(cleaned.text, environment, 0, len(cleaned.text), parser)
    plain = plain_inline(inline.children or [])
    html = inline_html(inline, context, rules)
    report_unknown_tex(inline, context)
    for token, start, width in environment["unpaired"]:
        _report_unpaired(context, locate(cleaned.text, token, start), width)
    return _finish(html, context), plain


def _take_notes(tokens: "list[Token]", context: RenderContext) -> "list[Token]":
    """Move the footnotes from `tokens` to `context`. A note inside a note becomes separate."""
    kept: list[Token] = []
    open_notes: list[list[Token]] = []
    for token in tokens:
        if token.type == "footnote_open":
            blocks: list[Token] = []
            name = token.meta["name"]
            repeated = name in context.notes
            if repeated:
                context.report(
                    "duplicate-footnote",
                    f"the footnote [^{name}] is defined twice; the first is used, this one is shown at the end",
                    "give it a name of its own",
                    *token.meta["at"],
                )
                # A mark's name has no space, so no mark refers to this note.
                name = f"{name} {len(context.notes)}"
            context.notes[name] = Footnote(blocks=blocks, at=token.meta["at"], is_repeated=repeated)
            open_notes.append(blocks)
        elif token.type == "footnote_close":
            open_notes.pop()
        else:
            (open_notes[-1] if open_notes else kept).append(token)
    return kept


def _report_unpaired(context: RenderContext, start: int, width: int) -> None:
    sign = "$" * width
    context.report(
        "unbalanced-math",
        f"this {sign} has no partner, so it is shown as text",
        f"close the formula with another {sign}, or write \\$ for a dollar sign",
        start,
        start + width,
    )


def _finish(html: str, context: RenderContext) -> Rendered:
    cleaned = context.cleaned
    repaired = sorted(context.repaired)
    for start, end in cleaned.unsafe:
        formula = bisect_left(repaired, (start + 1,)) - 1
        if formula < 0 or end > repaired[formula][1]:
            context.report(
                "control-character",
                "a control character or noncharacter cannot be shown",
                "delete it; it may have come from a broken copy",
                start,
                end,
            )
    if cleaned.unsafe or "&" in cleaned.text:
        html = replace_unshowable(html)
    problems = sorted(context.problems, key=_position)
    return Rendered(html=html, problems=tuple(problems), references=tuple(context.references))


def _position(problem: Problem) -> tuple[int, int, str]:
    return problem.start, problem.end, problem.code
