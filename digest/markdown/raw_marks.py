"""Report links, images and footnote marks that are none, so that readers see their brackets."""

import re
from collections.abc import Callable
from functools import partial
from itertools import islice
from typing import TYPE_CHECKING

from digest.markdown.positions import locate
from digest.markdown.render_context import RenderContext

if TYPE_CHECKING:
    from markdown_it.token import Token

_TARGET = (
    r"(?:https?://|\.{0,2}/|\#)[^\s()（）]+"
    r"|[^\s()（）\[\]【】|]+\.(?:md|html?|pdf|png|jpe?g|gif|webp|svg|bib|zip)(?:\#[^\s()（）]*)?"
)
_RAW = re.compile(
    rf"""
    (?P<label>!?\[[^\[\]\n]*\])(?:
        \((?P<spaced>[^()<>\n"']+?\.[A-Za-z0-9]{{2,5}})[ ]*\)   # an address with spaces is none (CommonMark 6.3)
      | (?P<wide>\((?P<half>{_TARGET})）|（(?P<full>{_TARGET})[)）]))
    | 【(?P<name>[^【】\[\]\n]+)】[(（](?P<boxed>{_TARGET})[)）]
    | (?P<note>\[\^(?P<mark>[^\s\[\]]{{1,100}})\])
    | !?\[\[(?P<wiki>[^\[\]\n|\#]+)(?:\#[^\[\]\n|]*)?(?:\|(?P<shown>[^\[\]\n]*))?\]\](?!\()
    """,
    re.VERBOSE,
)
_SIGNS = ("](", "]（", "】(", "】（", "[^", "[[")
_RANGE = re.compile(r".-.|\W")
"""What a character class has, as in `[^a-z]`, and the name of no footnote."""

_MOST = 100
"""Marks of one block that are looked at, so that the time stays linear."""

_NO_PAGE = re.compile(r"(?!\d{4}\.\d{4,5}\Z)[\W\d_]*|[A-Z_\d\s,]+|.")
"""What doubled brackets hold that is no name of a page: numbers, a token such as `[[CLS]]`."""


def report_raw_marks(inline: "Token", context: RenderContext) -> None:
    """Report mark-up in the text of a block that the parser does not take for any."""
    content = inline.content
    if not any(sign in content for sign in _SIGNS):
        return
    children = inline.children or []
    _report_empty_links(children, inline, context)
    texts = [
        child.content for child in children if child.type == "text" and any(sign in "[【" for sign in child.content)
    ]
    for match in islice(_RAW.finditer(content), _MOST) if texts else ():
        opening = match[0][: match.end("label") - match.start() + 1] if match["label"] else match[0]
        if match["name"]:
            opening = f"【{match['name']}】"
        if any(opening in text for text in texts):  # else it is in code or a formula
            start = locate(context.cleaned.text, inline, match.start())
            _report(match, partial(context.report, start=start, end=start + len(match[0])))


def _report(match: re.Match[str], report: Callable[[str, str, str], None]) -> None:
    """Report a match, unless it is meant as text."""
    label = match["label"]
    kind = "image" if match[0].startswith("!") else "link"
    if match["spaced"] and " " in match["spaced"]:
        report(
            "space-in-address",
            f"an address with spaces makes no {kind}, so this is shown as text",
            f"write {label}(<{match['spaced']}>), or rename the file",
        )
    elif match["wide"] or match["name"]:
        target = match["half"] or match["full"] or match["boxed"]
        report(
            "fullwidth-link",
            f"full-width brackets make no {kind}, so this is shown as text",
            f"write {label or '[' + match['name'] + ']'}({target})",
        )
    elif match["note"] and not _RANGE.search(match["mark"]):
        report(
            "unknown-footnote",
            f"there is no footnote {match['note']}, so the mark is shown as text",
            f"write the note, on a line that begins with {match['note']}: ...",
        )
    elif match["wiki"] and not _NO_PAGE.fullmatch(match["wiki"]):
        name = match["wiki"].strip()
        target = name if "." in name[-5:] else f"{name}.md"
        target = f"<{target}>" if " " in target else target
        report(
            "wiki-link",
            f"doubled brackets make no {kind}, so this is shown as text",
            f"write {'!' if kind == 'image' else ''}[{match['shown'] or name}]({target})",
        )


def _report_empty_links(children: "list[Token]", inline: "Token", context: RenderContext) -> None:
    for number, child in enumerate(children):
        if child.type == "link_open" and child.attrs.get("href"):
            inside = next(place for place in range(number + 1, len(children)) if children[place].type == "link_close")
            between = children[number + 1 : inside]
            if all(each.type in ("text", "softbreak") and not each.content.strip() for each in between):
                start, end = child.meta["span"]
                text = context.cleaned.text
                context.report(
                    "empty-link",
                    "a link without text cannot be seen",
                    f"write [what it leads to]({child.attrs.get('href', '')})",
                    locate(text, inline, start),
                    locate(text, inline, end - 1) + 1,
                )
