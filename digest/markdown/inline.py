"""Render inline tokens with a table of functions by token type."""

import re
from bisect import bisect_left
from collections.abc import Callable, Mapping, Sequence
from functools import partial
from itertools import chain, zip_longest
from typing import TYPE_CHECKING

from digest.markdown.breaks import item_breaks, join_lines, may_have_items, may_vanish, vanishes
from digest.markdown.cleaning import restore_controls
from digest.markdown.damage import repair_tex
from digest.markdown.fullwidth import widen_punctuation
from digest.markdown.links import classify_destination, split_target, suggest_heading
from digest.markdown.mathml import explain_failure, math_to_mathml
from digest.markdown.render_context import RenderContext, TokenRenderer, columns, constant
from digest.markdown.rendered import escape
from digest.text.dashes import find_dashes

if TYPE_CHECKING:
    from markdown_it.token import Token

_LONG_FORMULA = 40
"""A longer inline formula, in characters of TeX, may be wider than a phone's screen."""

_OBJECT = "\ufffc"
"""U+FFFC stands for what is visible but not text: a formula, an image, a footnote mark."""


def formula_html(tex: str, *, display: bool, context: RenderContext, find: Callable[[], tuple[int, int]]) -> str:
    """A formula as MathML with its source, which the theme shows where a browser has no MathML; or its source and a
    problem if it cannot be converted. `find` gives its span, slowly.
    """
    whole = restore_controls(tex)
    repaired = repair_tex(whole)
    if repaired != whole:
        context.repaired.append(find())
        context.report(
            "damaged-math",
            "the formula lost backslashes of its commands to control characters or line breaks",
            f"write {' '.join(repaired.split())}",
            *find(),
        )
    mathml = math_to_mathml(repaired, display=display)
    if mathml is None:
        reason = explain_failure(repaired)
        context.report(
            "math-not-converted",
            f"this formula cannot be converted and is shown as its source{': ' if reason else ''}{reason}",
            "check its braces and commands, or write it with commands of LaTeX and amsmath",
            *find(),
        )
        return f'<code class="math-source">{escape(repaired.strip())}</code>'
    return mathml.replace("<math", f'<math alttext="{escape(" ".join(repaired.split()))}"', 1)


def _formula(token: "Token", context: RenderContext) -> str:
    display = bool(token.meta["display"])
    html = formula_html(token.content, display=display, context=context, find=partial(context.span, token))
    if display:
        return (
            f'<span class="math-block"{context.scroller("公式", "Formula", 2 * columns(token.content))}>{html}</span>'
        )
    if len(token.content) > _LONG_FORMULA and html.startswith("<math"):
        return f'<span class="math-long"{context.scroller("公式", "Formula", 2 * columns(token.content))}>{html}</span>'
    return html


def _link_open(token: "Token", context: RenderContext) -> str:
    href = str(token.attrs.get("href", ""))
    destination = classify_destination(href)
    title = str(token.attrs.get("title", ""))
    attribute = f' title="{escape(title)}"' if title else ""
    context.link_end = "</a>"
    if destination.kind == "external":
        return f'<a href="{escape(destination.href)}"{attribute}>'
    span = context.span(token)
    if not href or destination.kind == "empty":
        context.report(
            "empty-link",
            "a link without an address leads nowhere; it is shown as text",
            "write the address between the round brackets",
            *span,
        )
        context.link_end = ""
        return ""
    if destination.kind == "file":
        return f"<a {context.refer('link', href, span)}{attribute}>"
    if destination.kind == "fragment":
        name = destination.href
        if name in context.slugs.values() or _is_note_id(name, context):
            return f'<a href="#{escape(context.anchor)}-{escape(name)}"{attribute}>'
        if name in context.outside:
            return f'<a href="#{escape(context.outside[name])}"{attribute}>'
        if name.lower() in ("", "top"):  # HTML's names of the top of the page
            return f'<a href="#top"{attribute}>'
        hint = suggest_heading(name, chain(context.slugs.values(), context.outside))
        context.report(
            "unknown-fragment",
            f"nothing in this text is called #{name}",
            hint or "link to the heading of a section of your own (要点, 方法 and so on have no names), or to a page",
            *span,
        )
    elif destination.kind == "broken":
        context.report(
            "unsafe-link",
            "this address has a host or a port that cannot be one; it is shown as its text",
            "a port is a number from 1 to 65535: copy the address from the browser",
            *span,
        )
    else:
        context.report(
            "unsafe-link",
            "only http, https, mailto and relative links can be followed; this one is shown as its text",
            "give the full https:// address, or a path inside the site",
            *span,
        )
    context.link_end = ""
    return ""


def _is_note_id(name: str, context: RenderContext) -> bool:
    number = name.removeprefix("fn")
    return number != name and number.isascii() and number.isdigit() and 1 <= int(number[:9]) <= len(context.notes)


def _link_close(_token: "Token", context: RenderContext) -> str:
    end, context.link_end = context.link_end, None
    return end or ""


def _image(token: "Token", context: RenderContext) -> str:
    href = str(token.attrs.get("src", ""))
    alt = alternative_of(token)
    title = str(token.attrs.get("title", ""))
    attribute = f' title="{escape(title)}"' if title else ""
    destination = classify_destination(href)
    span = context.span(token)
    if destination.kind == "file" and split_target(href)[0]:
        placeholder = context.refer("image", href, span)
        return f'<img {placeholder} alt="{escape(alt)}"{attribute} loading="lazy" decoding="async">'
    if destination.kind == "external" and not destination.href.lower().startswith("mailto:"):
        context.report(
            "external-image",
            "a picture on another site is not loaded; a link to it is shown",
            "put the picture beside the entry and write its file name",
            *span,
        )
        if context.link_end is None:
            return f'<a href="{escape(destination.href)}"{attribute}>{escape(alt or destination.href)}</a>'
        return escape(alt)
    context.report(
        "unsafe-link",
        "this is not the address of a picture; its text is shown",
        "put the picture beside the entry and write its file name",
        *span,
    )
    return escape(alt)


def alternative_of(image: "Token") -> str:
    """The alternative text of an image on one line, without the size that Obsidian has there: `![a cat|300](a.png)`."""
    return _SIZE.sub("", " ".join(plain_inline(image.children or []).split()))


_SIZE = re.compile(r" ?\| ?[0-9]{2,4}(?:x[0-9]{1,4})?\Z")


def plain_inline(tokens: "Sequence[Token]") -> str:
    """The text of inline tokens without mark-up, as for an image's `alt` (CommonMark 6.4)."""
    parts = []
    for token in tokens:
        if token.children:
            parts.append(plain_inline(token.children))
        elif token.type in ("softbreak", "hardbreak"):
            parts.append("\n")
        else:
            parts.append(token.content)
    return "".join(parts)


def _footnote_mark(token: "Token", context: RenderContext) -> str:
    note = context.notes[token.meta["name"]]
    if not note.number:
        context.used.append(note)
        note.number = len(context.used)
    note.uses += 1
    anchor = escape(context.anchor)
    again = f"-{note.uses}" if note.uses > 1 else ""
    if context.link_end is not None:
        return f'<sup class="footnote-ref" id="{anchor}-fnref{note.number}{again}">{note.number}</sup>'
    label = f"{context.word('脚注', 'Footnote')} {note.number}"
    return (
        f'<sup class="footnote-ref"><a href="#{anchor}-fn{note.number}" id="{anchor}-fnref{note.number}{again}"'
        f' aria-label="{label}">{note.number}</a></sup>'
    )


def _code_inline(token: "Token", _context: RenderContext) -> str:
    return f"<code>{escape(token.content)}</code>"


def _text(token: "Token", _context: RenderContext) -> str:
    return escape(token.content)


INLINE: dict[str, TokenRenderer] = {
    "text": _text,
    "text_special": _text,
    "softbreak": constant("\n"),
    "hardbreak": constant("<br>\n"),
    "em_open": constant("<em>"),
    "em_close": constant("</em>"),
    "strong_open": constant("<strong>"),
    "strong_close": constant("</strong>"),
    "s_open": constant("<s>"),
    "s_close": constant("</s>"),
    "code_inline": _code_inline,
    "formula": _formula,
    "link_open": _link_open,
    "link_close": _link_close,
    "image": _image,
    "footnote_mark": _footnote_mark,
}


def _line_formula(token: "Token", context: RenderContext) -> str:
    return formula_html(token.content, display=False, context=context, find=partial(context.span, token))


def _alternative(token: "Token", _context: RenderContext) -> str:
    return escape(alternative_of(token))


IN_HEADING = INLINE | {
    "formula": _line_formula,
    "link_open": constant(""),
    "link_close": constant(""),
    "image": _alternative,
}
"""Headings are themselves links in lists of contents, so they contain no links and nothing that takes the focus."""


IN_TITLE = IN_HEADING | {"code_inline": _text}


def inline_html(inline: "Token", context: RenderContext, rules: Mapping[str, TokenRenderer] = INLINE) -> str:
    """Render the inline tokens of one block, with line breaks and punctuation as Chinese needs them."""
    children = inline.children or []
    _keep_breaks(children)
    _join_lines(children)
    _make_dashes(children)
    if context.punctuation == "fullwidth":
        _widen(children)
    outer, context.inline = context.inline, inline
    html = "".join([rules[token.type](token, context) for token in children])
    context.inline = outer
    return html


def _visible(token: "Token") -> str:
    if token.type in ("text", "text_special", "code_inline"):
        return token.content
    if token.type in ("softbreak", "hardbreak"):
        return "\n"
    return _OBJECT if token.nesting == 0 else ""


def _seen_around_links(children: "list[Token]") -> list[str]:
    """What is visible of each token: text, and U+FFFC for each character of code and of bare addresses."""
    linked = False
    texts = []
    for token in children:
        linked = (token.type == "link_open" and token.info == "auto") or (linked and token.type != "link_close")
        keep = linked or token.type not in ("text", "text_special")
        texts.append(_OBJECT * len(_visible(token)) if keep and token.type != "softbreak" else _visible(token))
    return texts


def _keep_breaks(children: "list[Token]") -> None:
    """Make hard breaks of the line breaks before items that Markdown does not know."""
    texts = [_visible(token) for token in children]
    if not may_have_items("".join(texts)):
        return
    from markdown_it.token import Token

    breaks = sorted(item_breaks("".join(texts)))
    offset = 0
    kept = []
    for token, shown in zip(children, texts, strict=True):
        first, last = bisect_left(breaks, offset), bisect_left(breaks, offset + len(shown))
        cuts = [at - offset for at in breaks[first:last]]
        offset += len(shown)
        if token.type == "softbreak" and cuts:
            token.type = "hardbreak"
        elif token.type == "text" and cuts:
            for start, end in zip([0, *(cut + 1 for cut in cuts)], [*cuts, len(shown)], strict=True):
                kept += [Token("text", "", 0, content=shown[start:end]), Token("hardbreak", "br", 0)]
            kept.pop()
            continue
        kept.append(token)
    children[:] = kept


def _join_lines(children: "list[Token]") -> None:
    texts = [_visible(token) for token in children]
    text = "".join(texts)
    if not may_vanish(text):
        return
    offset = 0
    for token, shown in zip(children, texts, strict=True):
        if token.type == "softbreak" and vanishes(text, offset):
            token.type, token.content = "text", ""
        elif token.type == "text" and "\n" in shown:
            token.content = join_lines(text, offset, offset + len(shown))
        offset += len(shown)


def _make_dashes(children: "list[Token]") -> None:
    """Make dashes of `--` in text tokens, taking into account their neighbours across mark-up."""
    if not any("--" in token.content for token in children if token.type == "text"):
        return
    texts = _seen_around_links(children)
    dashes = list(find_dashes("".join(texts)))
    offset = 0
    for token, shown in zip(children, texts, strict=True):
        end = offset + len(shown)
        if token.type == "text":
            inside = dashes[bisect_left(dashes, (offset,)) : bisect_left(dashes, (end,))]
            if inside and inside[-1][1] <= end and not shown.startswith(_OBJECT):
                cuts = [0, *(at - offset for start, stop, _ in inside for at in (start, stop)), len(shown)]
                kept = [shown[start:stop] for start, stop in zip(cuts[::2], cuts[1::2], strict=True)]
                token.content = "".join(chain(*zip_longest(kept, [dash for *_, dash in inside], fillvalue="")))
        offset = end


def _widen(children: "list[Token]") -> None:
    """Widen punctuation in text tokens, taking into account their neighbours across mark-up."""
    texts = _seen_around_links(children)
    text = "".join(texts)
    wide = widen_punctuation(text)
    if wide == text:
        return
    offset = 0
    for token, shown in zip(children, texts, strict=True):
        end = offset + len(shown)
        if token.type in ("text", "text_special") and not shown.startswith(_OBJECT):
            token.content = wide[offset:end]
        offset = end
