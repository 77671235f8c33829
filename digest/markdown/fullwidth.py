"""Replace half-width punctuation in Chinese text by full-width, one character for one.

clreq 3.1.1: Chinese uses full-width commas, colons and parentheses. English, code, formulas and URLs stay as typed.
"""

import re

from digest.text.characters import is_cjk, is_han

_FULL = {",": "，", ":": "：", ";": "；", "?": "？", "!": "！", "(": "（", ")": "）"}
_HALF = re.compile("[,:;?!()]")
_OPENING, _CLOSING = "(（", ")）"
_SKIPPED = frozenset(",:;?!()，：；？！（）")


def _is_letter(character: str) -> bool:
    return is_cjk(character) and (is_han(character) or character.isalpha())


def _partners(text: str) -> dict[int, int]:
    """Index of each parenthesis -> index of its partner; half-width and full-width ones match."""
    partners: dict[int, int] = {}
    waiting: list[int] = []
    for index, character in enumerate(text):
        if character in _OPENING:
            waiting.append(index)
        elif character in _CLOSING and waiting:
            opening = waiting.pop()
            partners[opening], partners[index] = index, opening
    return partners


def _neighbours(text: str) -> tuple[list[str], list[str]]:
    """For each character, the nearest one before and after it that is not convertible punctuation.

    Looking past convertible punctuation makes the conversion idempotent.
    """
    before, after = [""] * len(text), [""] * len(text)
    last = ""
    for index, character in enumerate(text):
        before[index] = last
        if character not in _SKIPPED:
            last = character
    last = ""
    for index in range(len(text) - 1, -1, -1):
        after[index] = last
        if text[index] not in _SKIPPED:
            last = text[index]
    return before, after


def widen_punctuation(text: str) -> str:
    """Make `, : ; ? ! ( )` next to Chinese characters full-width. Keeps the length; idempotent.

    A mark changes if a Chinese character is on one side and a space on neither. Parentheses change in pairs, if there
    is Chinese before or inside them, or after them at the start of the text.
    """
    if text.isascii() or _HALF.search(text) is None:
        return text
    partners = _partners(text)
    before, after = _neighbours(text)
    shown = list(text)
    for match in _HALF.finditer(text):
        index = match.start()
        partner = partners.get(index)
        if partner is None:
            sides = before[index], after[index]
            if text[index] == "(" and not _is_letter(before[index]):
                continue
            if text[index] not in "()" and index and text[index - 1] in _CLOSING and index - 1 in partners:
                # After a closing parenthesis, what precedes the opening one decides.
                sides = before[partners[index - 1]], after[index]
            chinese = any(map(_is_letter, sides)) and not any(side.isspace() for side in sides)
            chinese = chinese and not (sides[0].isdigit() and sides[1].isdigit())
        else:
            opening, closing = min(index, partner), max(index, partner)
            inside = text[opening + 1 : closing]
            outside = before[opening], after[closing]
            chinese = (
                text[partner] in "（）"
                or _is_letter(outside[0])
                or (any(map(_is_letter, inside)) and not outside[0].isspace())
                or (not outside[0] and _is_letter(outside[1]))
            )
        if chinese:
            shown[index] = _FULL[text[index]]
    return "".join(shown)
