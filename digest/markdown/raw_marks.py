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

_SURE_TARGET = (
    r"https?://[^\s()（）]+|mailto:[^\s()（）]+"
    r"|[^\s()（）\[\]【】|]+\.(?:md|html?|pdf|png|jpe?g|gif|webp|svg|bib|zip)(?:\#[^\s()（）]*)?"
)
_TARGET = rf"(?:\.{{0,2}}/|\#)[^\s()（）]+|{_SURE_TARGET}"
_TITLE = r"[^()（）\n]*(?:[(（][^()（）\n]*[)）][^()（）\n]*)*"
_RAW = re.compile(
    rf"""
    (?P<label>(?:!|(?<!\S)！)?\[[^\[\]\n]*\])(?:
        \((?P<linked>[^()\n]*)\)(?P<attributes>[ ]?\{{:?[ ]*(?:[#.][\w:-]|[\w-]+=)[^{{}}\n]*\}})
        # An address with spaces is none (CommonMark 6.3).
      | \((?P<spaced>[^()<>\n"'“”‘’ ]+[ ][^()<>\n"'“”‘’]*?\.[A-Za-z0-9]{{2,5}})[ ]*\)
      | (?P<wide>\((?P<half>{_TARGET})）|[ ]?（(?P<full>{_TARGET})[)）])
      | [ ]+\((?P<apart>{_SURE_TARGET})\)
      | \[(?P<reference>[^\[\]\n]+)\](?![\[(（])
      | \((?P<quoted>[^\s()<>"'“”‘’]+)[ \u3000]*[“”‘’"'](?P<title>{_TITLE}?)[“”‘’"'][ ]*[)）]
      | \((?P<sized>[^\s()]+)[ ]+=[0-9%]*x?[0-9%]*[ ]*\)
      | (?<=\])\((?P<inside>[^()\n]*)\)
    )
    | [【［](?P<name>[^【】［］\[\]\n]+)[】］][ ]?[(（](?P<boxed>{_TARGET})[)）]
    | (?P<note>\[\^(?P<mark>[^\s\[\]]{{1,100}})\])
    | !?\[\[(?P<wiki>[^\[\]\n|\#]+)(?:\#[^\[\]\n|]*)?(?:\|(?P<shown>[^\[\]\n]*))?\]\](?!\()
    | <img\s[^<>]*?\bsrc[ ]?=[ ]?["'“”]?(?P<html>[^\s"'“”<>]+)[^<>]*>
    """,
    re.VERBOSE,
)
_SIGNS = ("](", "]（", "] (", "] （", "】(", "】（", "】 ", "］(", "］（", "］ ", "[^", "[[", "][", "<img")
_ALT = re.compile(r"""\balt[ ]?=[ ]?["'“”](?P<alt>[^"'“”<>]+)""")
_SPLITTING = re.compile(r"[_*\[\]!`~&\\$]")
"""Characters at which the parser may begin another text."""
_PICTURE = re.compile(r"[^\n]+\.(?:png|jpe?g|gif|webp|svg|avif)\b", re.IGNORECASE)
_RANGE = re.compile(r".-.|\W")
"""What a character class has, as in `[^a-z]`, and the name of no footnote."""

_MOST = 100
"""Marks of one block that are looked at, so that the time stays linear."""

_ARXIV = r"\d{4}\.\d{4,5}(?:v\d+)?"
_NO_WORD = re.compile(rf"(?!{_ARXIV}\Z)[\W\d_]*")
_NO_PAGE = re.compile(rf"{_NO_WORD.pattern}|[A-Z_\d\s,]+|.")
"""What doubled brackets hold that is no name of a page: numbers, a token such as `[[CLS]]`."""
_CITED = re.compile(r"\d{2}")
"""A year, as citations have it."""


_TEX = re.compile(r"(?<![\w:\\/.])\\[A-Za-z]{2,}(?![\w/]|\\[\w\\])")
r"""A command, and no part of a path: `\METHOD`, `\sqrt{n}`."""


def report_unknown_tex(inline: "Token", context: RenderContext) -> None:
    """Report the first TeX command of a text that is shown as typed."""
    if "\\" not in inline.content or "unknown-tex" in context.codes:
        return
    shown = "".join(
        child.content if child.type in ("text", "text_special") else "\n" for child in inline.children or []
    )
    unknown = _TEX.search(shown) if "\\" in shown else None
    if unknown is None:
        return
    place = next((match.start() for match in _TEX.finditer(inline.content) if match[0] == unknown[0]), 0)
    start = locate(context.cleaned.text, inline, place)
    context.report(
        "unknown-tex",
        f"the TeX command {unknown[0]} is not known, so it is shown as typed",
        "write what it stands for, a formula between dollar signs, or code and paths between backquotes",
        start,
        start + len(unknown[0]),
    )


def report_raw_marks(inline: "Token", context: RenderContext) -> None:
    """Report mark-up in the text of a block that the parser does not take for any."""
    content = inline.content
    if not any(sign in content for sign in _SIGNS):
        return
    children = inline.children or []
    _report_empty_links(children, inline, context)
    texts = [
        child.content
        for child in children
        if child.type == "text" and any(sign in "[【［{！<" for sign in child.content)
    ]
    for match in islice(_RAW.finditer(content), _MOST) if texts else ():
        if match["reference"] and not _is_reference(match, content):
            continue
        if any(_opening(match) in text for text in texts):  # else it is in code or a formula
            start = locate(context.cleaned.text, inline, match.start())
            _report(match, partial(context.report, start=start, end=start + len(match[0])))


def _opening(match: re.Match[str]) -> str:
    """The part of a match that is in one text if the match is no link, code or formula."""
    if match["attributes"]:
        return match["attributes"]
    if match["inside"] is not None:
        return match[0][0]
    if match["html"]:
        return _SPLITTING.split(match[0], maxsplit=1)[0]
    if match["name"]:
        return match[0][: len(match["name"]) + 2]
    return match[0][: match.end("label") - match.start() + 1] if match["label"] else match[0]


def _is_reference(match: re.Match[str], content: str) -> bool:
    """Whether `[text][name]` is meant as a link: no numbers, citations, tokens or indexes as in `A[i][j]`."""
    halves = (match["label"].strip("!！[]"), match["reference"])
    before = content[match.start() - 1 : match.start()]
    return (
        not (before.isascii() and (before.isalnum() or before in ("]", "_")))
        and not _NO_PAGE.fullmatch(match["reference"])
        and not any(_NO_WORD.fullmatch(each) or _CITED.search(each) or each.startswith("^") for each in halves)
    )


def _report(match: re.Match[str], report: Callable[[str, str, str], None]) -> None:
    """Report a match, unless it is meant as text."""
    label = (match["label"] or "").replace("！", "!", 1) if match[0].startswith("！") else match["label"]
    kind = "picture" if match[0][0] in "!！" else "link"
    if match["spaced"]:
        report(
            "space-in-address",
            f"an address with spaces makes no {kind}, so this is shown as text",
            f"write {label}(<{match['spaced']}>), or rename the file",
        )
    elif match["apart"] and not _NO_WORD.fullmatch(label):
        report(
            "no-link",
            f"a space between the brackets makes no {kind}, so this is shown as text",
            f"write {label}({match['apart']})",
        )
    elif match["reference"]:
        report(
            "no-link",
            f"nothing says where [{match['reference']}] leads, so this is shown as text",
            f"write {label}(address), or a line [{match['reference']}]: address",
        )
    elif match["wide"] or match["name"]:
        target = match["half"] or match["full"] or match["boxed"]
        report(
            "fullwidth-link",
            f"full-width brackets make no {kind}, so this is shown as text",
            f"write {label or '[' + match['name'] + ']'}({target})",
        )
    elif match["quoted"]:
        report(
            "fullwidth-link",
            f"curly quotes around a title make no {kind}, so this is shown as text",
            f'write {label}({match["quoted"]} "{match["title"]}")',
        )
    elif match["sized"]:
        report(
            "link-attributes",
            f"a size makes no {kind}, so this is shown as text; pages choose the size of pictures",
            f"write {label}({match['sized']})",
        )
    elif match["attributes"]:
        report(
            "link-attributes",
            f"the attributes behind this {kind} are not read, so they are shown as text",
            f"write {label}({match['linked']}), without {match['attributes'].strip()}",
        )
    elif match["inside"] and match[0].startswith("！") and _PICTURE.match(match["inside"]):
        report(
            "fullwidth-link",
            "a full-width exclamation mark makes no picture, so this is a link",
            f"write {label}({match['inside']})",
        )
    elif match["html"]:
        alt = _ALT.search(match[0])
        report(
            "html-image",
            "HTML is shown as text, so this picture is not there",
            f"write ![{alt['alt'] if alt else 'what it shows'}]({match['html'].rstrip('/')})",
        )
    elif match["note"] and not _RANGE.search(match["mark"]):
        report(
            "unknown-footnote",
            f"there is no footnote {match['note']}, so the mark is shown as text",
            f"write the note, on a line that begins with {match['note']}: ...",
        )
    elif match["wiki"] and not (_NO_WORD if match["shown"] else _NO_PAGE).fullmatch(match["wiki"]):
        name = match["wiki"].strip()
        target = name if "." in name[-5:] else f"{name}.md"
        target = f"<{target}>" if " " in target else target
        if re.fullmatch(_ARXIV, name):
            target = f"https://arxiv.org/abs/{name}"
        report(
            "wiki-link",
            f"doubled brackets make no {kind}, so this is shown as text",
            f"write {'!' if kind == 'picture' else ''}[{match['shown'] or name}]({target})",
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
