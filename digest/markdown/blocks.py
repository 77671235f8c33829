"""Render block tokens with a table of functions by token type; number headings and footnotes."""

import re
from collections.abc import Iterator, Sequence
from functools import partial
from typing import TYPE_CHECKING

from digest.markdown.code import render_code
from digest.markdown.figures import figures_html
from digest.markdown.inline import formula_html, inline_html, plain_inline
from digest.markdown.render_context import Footnote, RenderContext, TokenRenderer, columns, constant
from digest.markdown.rendered import escape

if TYPE_CHECKING:
    from markdown_it.token import Token

_UNSLUGGED = re.compile(r"[^\w\-]+")
_RESERVED = re.compile(r"fn(ref)?\d")


def _formula_block(token: "Token", context: RenderContext) -> str:
    html = formula_html(token.content, display=True, context=context, find=partial(context.span, token))
    return f'<div class="math-block"{context.scroller("公式", "Formula", 2 * columns(token.content))}>{html}</div>\n'


def _fence(token: "Token", context: RenderContext) -> str:
    from markdown_it.common.utils import unescapeAll

    return render_code(
        token.content, unescapeAll(token.info).strip() if token.info else "", _code_scroller(token, context)
    )


def _code_block(token: "Token", context: RenderContext) -> str:
    return render_code(token.content, "", _code_scroller(token, context))


def _code_scroller(token: "Token", context: RenderContext) -> str:
    widest = max(map(columns, token.content.expandtabs(4).split("\n")))
    return context.scroller("代码", "Code", widest)


def _table_open(token: "Token", context: RenderContext) -> str:
    return f'<div class="table-scroll"{context.scroller("表格", "Table", token.meta["width"])}><table>\n'


def _heading_open(token: "Token", context: RenderContext) -> str:
    slug = context.slugs.get(id(token), "")
    attribute = f' id="{escape(context.anchor)}-{escape(slug)}"' if slug else ""
    return f"<h{context.levels[id(token)]}{attribute}>"


def _heading_close(token: "Token", context: RenderContext) -> str:
    return f"</h{context.levels[id(token)]}>\n"


def _paragraph_open(token: "Token", _context: RenderContext) -> str:
    return "" if token.hidden else "<p>"


def _paragraph_close(token: "Token", _context: RenderContext) -> str:
    return "\n" if token.hidden else "</p>\n"


def _ordered_list_open(token: "Token", _context: RenderContext) -> str:
    start = token.attrs.get("start")
    return "<ol>\n" if start is None else f'<ol start="{escape(str(start))}">\n'


def _cell_open(token: "Token", _context: RenderContext) -> str:
    side = str(token.attrs.get("style", "")).removeprefix("text-align:")
    scope = ' scope="col"' if token.tag == "th" else ""
    if token.meta.get("long"):
        named = f' class="align-{escape(side)} long-cell"' if side else ' class="long-cell"'
    else:
        named = f' class="align-{escape(side)}"' if side else ""
    return f"<{token.tag}{scope}{named}>"


BLOCK: dict[str, TokenRenderer] = {
    "paragraph_open": _paragraph_open,
    "paragraph_close": _paragraph_close,
    "heading_open": _heading_open,
    "heading_close": _heading_close,
    "blockquote_open": constant("<blockquote>\n"),
    "blockquote_close": constant("</blockquote>\n"),
    "bullet_list_open": constant("<ul>\n"),
    "bullet_list_close": constant("</ul>\n"),
    "ordered_list_open": _ordered_list_open,
    "ordered_list_close": constant("</ol>\n"),
    "list_item_open": constant("<li>"),
    "list_item_close": constant("</li>\n"),
    "hr": constant("<hr>\n"),
    "fence": _fence,
    "code_block": _code_block,
    "formula_block": _formula_block,
    "table_open": _table_open,
    "table_close": constant("</table></div>\n"),
    "thead_open": constant("<thead>\n"),
    "thead_close": constant("</thead>\n"),
    "tbody_open": constant("<tbody>\n"),
    "tbody_close": constant("</tbody>\n"),
    "tr_open": constant("<tr>\n"),
    "tr_close": constant("</tr>\n"),
    "th_open": _cell_open,
    "th_close": constant("</th>\n"),
    "td_open": _cell_open,
    "td_close": constant("</td>\n"),
}


def blocks_html(tokens: "Sequence[Token]", context: RenderContext) -> str:
    """Render block tokens. Empty paragraphs are left out."""
    parts: list[str] = []
    is_figure = False
    for number, token in enumerate(tokens):
        if token.type == "inline":
            figures = figures_html(token, context) if tokens[number - 1].type == "paragraph_open" else ""
            if figures:
                parts.pop()
            parts.append(figures or inline_html(token, context))
            is_figure = figures != ""
        elif is_figure:
            is_figure = False
        else:
            html = BLOCK[token.type](token, context)
            if html == "</p>\n" and parts[-1] == "" and parts[-2] == "<p>":
                del parts[-2:]
                continue
            if html == "</li>\n" and parts[-1] == "\n":
                parts.pop()
            parts.append(html)
    return "".join(parts)


def headings(tokens: "Sequence[Token]") -> "Iterator[tuple[Token, Token]]":
    """The opening token and the inline token of each heading."""
    for index, token in enumerate(tokens):
        if token.type == "heading_open":
            yield token, tokens[index + 1]


def name_headings(tokens: "Sequence[Token]", context: RenderContext, highest: int) -> None:
    """Give each heading a slug, unique in the text, and a level: `highest` for the outermost, without gaps below."""
    taken: set[str] = set()
    counts: dict[str, int] = {}
    outer: list[int] = []
    closing = [token for token in tokens if token.type == "heading_close"]
    for (opening, inline), close in zip(headings(tokens), closing, strict=True):
        level = int(opening.tag[1])
        while outer and outer[-1] >= level:
            outer.pop()
        outer.append(level)
        shown = min(6, highest + len(outer) - 1)
        context.levels[id(opening)] = context.levels[id(close)] = shown
        base = _UNSLUGGED.sub("-", plain_inline(inline.children or []).lower()).strip("-") or "section"
        if _RESERVED.match(base):
            base = f"h-{base}"
        slug, number = base, counts.get(base, 1)
        while slug in taken:
            number += 1
            slug = f"{base}-{number}"
        counts[base] = number
        taken.add(slug)
        context.slugs[id(opening)] = slug


def _backlinks(note: Footnote, context: RenderContext) -> str:
    anchor = escape(context.anchor)
    word = context.word("返回正文", "Back to the text")
    links = []
    for use in range(1, note.uses + 1):
        again = f"-{use}" if use > 1 else ""
        label = f"{word} {note.number}{again}"
        links.append(f' <a href="#{anchor}-fnref{note.number}{again}" class="footnote-back" aria-label="{label}">↩</a>')
    return "".join(links)


def footnotes_html(context: RenderContext) -> str:
    """Render footnotes in order of first use. Unused ones come last (`unused-footnote`), so that no text is lost."""
    if not context.notes:
        return ""
    items: list[str] = []
    notes = iter(context.notes.values())
    while True:
        if len(items) == len(context.used):
            unused = next((note for note in notes if not note.number), None)
            if unused is None:
                break
            if not unused.is_repeated:
                context.report(
                    "unused-footnote",
                    "nothing in the text refers to this footnote; it is shown at the end",
                    "put its mark where it belongs, or delete it",
                    *unused.at,
                )
            context.used.append(unused)
            unused.number = len(context.used)
        note = context.used[len(items)]
        # A later note may refer to this one again, so backlinks are added when all notes are rendered.
        items.append(blocks_html(note.blocks, context))
    shown = []
    for note, body in zip(context.used, items, strict=True):
        back = _backlinks(note, context)
        if body.endswith("</p>\n"):
            item = f"{body[:-5]}{back}</p>\n"
        else:
            item = f"{body}<p>{back.strip()}</p>\n" if back else body
        shown.append(f'<li id="{escape(context.anchor)}-fn{note.number}">\n{item}</li>\n')
    return f'<div class="footnotes">\n<ol>\n{"".join(shown)}</ol>\n</div>\n'
