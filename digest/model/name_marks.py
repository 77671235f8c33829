"""Marks behind names: `†` for a corresponding author, `*` for equal contribution, numbers, e-mail addresses."""

import re
from bisect import bisect
from typing import NamedTuple

from digest.text.names import tidy_name
from digest.text.person_names import is_person
from digest.text.tex import plain_tex


class MarkedName(NamedTuple):
    """A name, and what the marks behind it said."""

    name: str
    corresponding: bool = False
    equal: bool = False


class Doubt(NamedTuple):
    """A reading that may be wrong, or something that was left out: the characters in question and what to write."""

    typed: str
    message: str
    hint: str


SIGNS = r"\d*∗⋆✱†✝‡§¶#^✉⁰¹²³⁴-⁹ᵃ-ᵛ"
"""Marks, as the inside of a regular expression's character class."""

_HALF_WIDTH = str.maketrans("＊＃＾", "*#^")
_WITHOUT_MEANING = re.compile(r"[‡§¶#]+|^\^+$")
_CORRESPONDING = r"通讯(?:作者)?|通訊(?:作者)?|corresponding(?:\s+authors?)?"
_EQUAL = (
    r"(?:共同|同等|并列|並列)(?:第?一作者?|第一|贡献|貢獻)|共一|equal(?:ly)?\s+contribut\w+|contributed\s+equally"
    r"|(?:co-?|joint\s+)first(?:\s+authors?)?|equal"
)
_WORD = rf"[*†]?\s*(?:{_CORRESPONDING}|{_EQUAL})"
MEANT_NOTE = re.compile(
    rf"\s*[(（\[［]\s*(?P<words>{_WORD}(?:\s*[,，、;；/&和]\s*{_WORD})*)\s*[)）\]］]", re.IGNORECASE
)
"""`(equal contribution)`, `（通讯作者）`."""
_IS_CORRESPONDING = re.compile(_CORRESPONDING, re.IGNORECASE)
_IS_EQUAL = re.compile(_EQUAL, re.IGNORECASE)
_ADDRESS = r"(?:mailto:)?[\w.+-]+@[\w-]+(?:\.[\w-]+)+"
_EMAIL = re.compile(rf"\s*<{_ADDRESS}>|\s*[(（]{_ADDRESS}[)）]|(?:(?<=\s)|^){_ADDRESS}(?=\s*(?:[,，、;；\n]|$))")
_MARKS = re.compile(
    rf"""(?<=[^\W\d_]|[.)])\s*[(\[]?(?P<marks>[{SIGNS}]+(?:\s*[,，]\s*[{SIGNS}]+)*)[)\]]?
         (?=\s*(?:[,，、;；&＆\n]|and\b|和|与|$))""",
    re.VERBOSE,
)
_BEFORE_NAME = re.compile(r"[,，、;；\n]|\sand\s")
_TEX_LETTER = r"""\\(?:["'`^~=.]\s*(?:\{\\?[^\W\d_]\}|\\?[^\W\d_])|[uvHtcdbkr](?:\{\\?[^\W\d_]\}|\s+[^\W\d_])
    |(?:ss|ae|AE|oe|OE|o|O|l|L|aa|AA|i|j)(?![A-Za-z])(?:\{\}|\s)?)"""
_MARKUP = re.compile(rf"&(?:[A-Za-z]+\d*|\#\d+|\#[xX][0-9A-Fa-f]+);|\{{{_TEX_LETTER}\}}|{_TEX_LETTER}", re.VERBOSE)
_RAISED = re.compile(r"<sup>(.*?)</sup>|\$?\^\{([^{}]*)\}\$?|\$\^(\\\w+|.)\$|\\textsuperscript\{([^{}]*)\}")
_STARS = re.compile(r"[*∗⋆✱]|\\(?:ast|star)\b")
_DAGGERS = re.compile(r"[†✝✉]|\\dagger\b")
_FLAGS = re.compile(r"(?P<before>[*†]*)(?P<name>.*?)(?P<after>(?:\\?[*†]|\s)*)", re.DOTALL)


def read_marks(text: str) -> MarkedName:
    """Read a name with marks: `†` (corresponding author) and `*` (equal contribution), or words for these."""
    text = _with_signs(text)
    text = tidy_name(_DAGGERS.sub("†", _STARS.sub("*", text))) if not text.isascii() or "*" in text else tidy_name(text)
    if not text.strip("*†"):
        return MarkedName("", "†" in text, "*" in text)
    parts = _FLAGS.fullmatch(text)
    if parts is None:
        return MarkedName(text)
    marks = parts["before"] + parts["after"]
    return MarkedName(parts["name"], "†" in marks, "*" in marks)


def read_markup(text: str, doubts: list[Doubt]) -> str:
    r"""Replace entities of HTML (`J&ouml;rg`) and letters of TeX (`G{\"o}del`) by what they mean.

    The first of them is reported.
    """
    if "&" not in text and "\\" not in text:
        return text
    shown = _MARKUP.sub(lambda found: _letter_of(found[0]), text)
    if shown != text:
        typed = next(found[0] for found in _MARKUP.finditer(text) if _letter_of(found[0]) != found[0])
        letter = _letter_of(typed)
        doubts.append(Doubt(typed, f"'{typed}' is read as '{letter}'", f"write {letter}"))
    return shown


def _letter_of(typed: str) -> str:
    if typed.startswith("&"):
        from html import unescape  # slow to import: its table has all entities of HTML

        return unescape(typed)
    return plain_tex(typed)


def _flags(marks: str) -> str:
    return "*" * (_STARS.search(marks) is not None) + "†" * (_DAGGERS.search(marks) is not None)


def _with_signs(text: str) -> str:
    """Replace full-width marks by half-width ones, and words such as `(equal contribution)` by marks."""
    if not text.isascii():
        text = text.translate(_HALF_WIDTH)
    if not text.endswith((")", "）", "]", "］")) and "(" not in text and "（" not in text:
        return text
    return MEANT_NOTE.sub(
        lambda note: (
            "*" * (_IS_EQUAL.search(note["words"]) is not None)
            + "†" * (_IS_CORRESPONDING.search(note["words"]) is not None)
        ),
        text,
    )


def _without_email(text: str, doubts: list[Doubt]) -> str:
    """Leave out e-mail addresses, of which the first is reported."""
    if "@" not in text or (found := _EMAIL.search(text)) is None:
        return text
    typed = found[0].strip()
    doubts.append(Doubt(typed, f"the e-mail address '{typed}' is no part of a name; it is left out", "delete it"))
    return _EMAIL.sub("", text)


def plain_marks(text: str, doubts: list[Doubt]) -> str:
    """Leave of all marks behind names only `*` and `†`."""
    text = _with_signs(_without_email(text, doubts))
    text = _RAISED.sub(lambda raised: _flags(raised[0]), text)
    starts = [0, *[found.end() for found in _BEFORE_NAME.finditer(text)]]
    left_out: list[str] = []

    def plain(mark: re.Match[str]) -> str:
        marks = mark["marks"]
        if _has_digit(marks):
            name = text[starts[bisect(starts, mark.start()) - 1] : mark.start()].strip()
            typed = f"{name}{mark[0]}"
            is_glued = not mark[0][0].isspace() or not marks.isdigit()
            if not is_person(name) or not is_glued:
                if is_glued or is_person(name):
                    hint = f"delete the number; if the name has it, write - name: {typed}"
                    doubts.append(Doubt(typed, f"'{typed}' is read as a name with a number in it", hint))
                return mark[0]
            left_out.append(typed)
        if (other := _WITHOUT_MEANING.search(marks)) is not None:
            message = f"the mark '{other[0]}' behind a name has no meaning here; it is left out"
            hint = "delete it, or write † for a corresponding author and * for equal contribution"
            doubts.append(Doubt(other[0], message, hint))
        return _flags(marks)

    plain_text = _MARKS.sub(plain, text)
    if left_out:
        hint = "delete them; write 'affiliations' for where the authors work"
        doubts.append(Doubt(left_out[0], "numbers behind names are left out", hint))
    return plain_text


def _has_digit(marks: str) -> bool:
    return re.search(r"[0-9]", marks) is not None
