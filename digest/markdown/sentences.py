"""The first sentence of a rendered text."""

import re

from digest.text.later_characters import steady

_PARAGRAPH = re.compile(r"<p>(.*?)</p>\s*", re.DOTALL)
_PART = re.compile(r"<(/?)([a-z]+)[^>]*>|&(?:quot|#34|#39|#x27);|[^<&]+|[<&]", re.IGNORECASE)
_EMPTY_ELEMENTS = ("br", "img", "wbr")
_OBJECT = "\0"
"""Stands for each character of mark-up, and of what it encloses."""

_END = re.compile(r"[.!?…]+[\"'”’)\]\0]*\s+(?=\S)")
_WORD = re.compile(r"[^\s(\[“‘\"\0]*\Z")
_INITIALS = re.compile(r"(?:[A-Za-z]\.)*[A-Za-z]")
_ABBREVIATION = re.compile(
    r"al|alg|app|approx|arch|ca|cf|ch|cor|corp|def|dr|eds?|eg|eqn?|eqs|est|ex|figs?|ie|incl|jr|lem|mrs?|ms|nos?|para"
    r"|pp|prof|prop|refs?|resp|secs?|sect|sr|st|suppl|tab|thm|viz|vol|vs",
    re.IGNORECASE,
)
_OPENING = "\"'“‘([¿¡" + _OBJECT


@steady
def split_first_sentence(html: str) -> tuple[str, str]:
    """The first sentence of a text that begins with a paragraph, without its `<p>`, and the rest.

    If in doubt a sentence is too long rather than too short. A text that begins with anything else has none: the first
    part is empty then.
    """
    paragraph = _PARAGRAPH.match(html)
    if paragraph is None:
        return "", html
    inner, rest = paragraph[1], html[paragraph.end() :]
    text = _text_of(inner)
    for end in _END.finditer(text):
        if _is_end(text[: end.start()], text[end.end()]):
            cut = end.start() + len(end[0].rstrip())
            return inner[:cut], f"<p>{inner[end.end() :]}</p>\n{rest}"
    return inner, rest


def _text_of(inner: str) -> str:
    """The text outside of inline elements, each character at its place."""
    depth = 0
    parts = []
    for part in _PART.finditer(inner):
        whole, name = part[0], part[2]
        if name is None:
            kept = '"' * len(whole) if whole[0] == "&" and len(whole) > 1 else whole
            parts.append(_OBJECT * len(whole) if depth else kept)
            continue
        if name not in _EMPTY_ELEMENTS:
            depth += -1 if part[1] else 1
        parts.append((" " if name == "br" else _OBJECT) * len(whole))
    return "".join(parts)


def _is_end(before: str, following: str) -> bool:
    """Whether a sentence ends between a text, without the mark at its end, and the next character."""
    word = _WORD.search(before)
    last = word[0] if word else ""
    if _ABBREVIATION.fullmatch(last) or _INITIALS.fullmatch(last):
        return False
    if not any(each.isspace() for each in before.strip()):
        return False  # a heading such as "Background." or the number of an item
    return following in _OPENING or following.isdigit() or (following.isalpha() and not following.islower())
