"""Rules for full-width letters and doubled spaces."""

import re
from collections.abc import Iterable, Iterator

from digest.lint.passages import MASK, Passage, lines_of
from digest.lint.values import Finding, LintContext, Replacement, sum_up

_LETTERS = "０-９Ａ-Ｚａ-ｚ"
_SIGNS = "－＋＝．／＿％"
_SIGN = f"[{_SIGNS}]{{1,2}}"
_WIDE = re.compile(
    rf"(?:(?<=[0-9A-Za-z]){_SIGN})?[{_LETTERS}]+(?:{_SIGN}[{_LETTERS}]+)*(?:＋＋|(?<=[０-９])％|{_SIGN}(?=[0-9A-Za-z]))?"
)
"""Full-width letters and digits with the signs inside. Not `，。：`, which are Chinese punctuation."""
_NARROW = {code: code - 0xFEE0 for code in (*range(0xFF10, 0xFF1A), *range(0xFF21, 0xFF5B), *map(ord, _SIGNS))}
_LINE_START = re.compile(r"[ \t>]*(?:(?:[-*+•]|[0-9]{1,9}[.)、])[ \t]+|\#{1,6}[ \t]+|\|)*(?:\[[ xX]\][ \t]+)?")


def fullwidth_letters(context: LintContext) -> Iterable[Finding]:
    """Letters and digits of full width, with the signs between them.

    Latin letters and Arabic digits are half-width in Chinese text too (GB/T 15835 on digits; clreq 3.2). Full-width
    ones come from an input method in the wrong mode; search does not find them, and they look out of place.

    Instead of `在 ＩｍａｇｅＮｅｔ 上提高３．５％`
    write      `在 ImageNet 上提高3.5%`

    The signs `－ ＋ ＝ ． ／ ＿ ％` count between such letters and digits (`ＧＰＴ－４`), as do `＋＋` after them and
    `％` after a number. Alone they may be Chinese punctuation.
    """
    return sum_up(
        [each for passage in context.passages for each in _wide(passage)],
        context,
        one="'{typed}' is of full width",
        many="{count} words or numbers of full width in this file, the first of them here",
        hint="write '{instead}'",
    )


def _wide(passage: Passage) -> Iterator[Replacement]:
    if passage.prose.isascii() or _WIDE.search(passage.prose) is None:
        return
    for begin, line in lines_of(passage.prose):
        for match in _WIDE.finditer(line):
            start, end = match.span()
            # Unsafe: a digit at the start of a line may begin a list, a letter beside a URL would join it.
            begins = not line[: min(start, 99)].strip(" \t>")
            joins = MASK in (line[start - 1 : start], line[end : end + 1])
            is_safe = not (begins or joins)
            yield Replacement(passage, begin + start, begin + end, match[0].translate(_NARROW), is_safe)


_SPACES = re.compile(r"(?<=\S)(?:(?<![.!?:]) {2,}| {3,})(?=\S)")


def doubled_spaces(context: LintContext) -> Iterable[Finding]:
    """Two or more spaces inside a line of text.

    A page shows one space, but a feed reader or a copied text shows all of them; in a title they look as if a word was
    deleted.

    Instead of `用  CIR 模型`
    write      `用 CIR 模型`

    Spaces at the ends of lines, in tables and in code have a meaning and are left alone; so are the two spaces that
    some people type after an English sentence.
    """
    return sum_up(
        [each for passage in (*context.passages, *context.names) for each in _spaces(passage)],
        context,
        one="more than one space between two words",
        many="more than one space between two words, {count} times in this file, the first of them here",
        hint="write one space",
    )


def _spaces(passage: Passage) -> Iterator[Replacement]:
    if "  " not in passage.prose:
        return
    for begin, line in lines_of(passage.prose):
        if "  " not in line or "|" in passage.text[begin : begin + len(line)]:
            continue
        structure = _LINE_START.match(line)
        first = structure.end() if structure is not None else 0
        for match in _SPACES.finditer(line):
            if match.start() >= first:
                yield Replacement(passage, begin + match.start(), begin + match.end(), " ")
