"""Apply the edits that rules propose, dropping those that would change the meaning of the document."""

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from typing import Any, NamedTuple

from digest.content.documents import TEXT_KEYS, Document, read_document
from digest.content.typesetting import typeset
from digest.lint.linter import NAME_KEYS, lint_document
from digest.lint.values import Edit
from digest.model.config import Config
from digest.text.names import fold_name
from digest.text.source import Source

_MOST_ROUNDS = 8
"""Upper bound on rounds of linting and fixing. The present rules reach a fixed point in two."""


_MOST_ALONE = 50
_MOST_READ = 1_000_000
"""Above this number, edits of a rule that do harm together are not tried one by one: each try parses the document. So
they are not if that would parse more characters than this.
"""


class Fix(NamedTuple):
    """An edit that was applied. Line and column count from 1."""

    code: str
    line: int
    column: int
    before: str
    after: str


class _Reading(NamedTuple):
    """A document, a comparable value of its meaning (see `_read`), and the codes of the build's diagnostics."""

    document: Document
    meaning: Any
    codes: Counter[str]


class Fixed(NamedTuple):
    """The fixed text. The edits of each round have offsets in the text after the round before."""

    text: str
    rounds: tuple[tuple[Edit, ...], ...]
    fixes: tuple[Fix, ...]


def fix_document(document: Document, config: Config) -> Fixed:
    """Fix what is certain, until nothing is left to fix. Idempotent.

    An edit is dropped if it would change the meaning: structure, code, formulas, URLs, or a front-matter value in more
    than the edited characters.
    """
    rounds: list[tuple[Edit, ...]] = []
    fixes: list[Fix] = []
    dropped: set[str] = set()
    now = _read(document)
    for _ in range(_MOST_ROUNDS):
        fixable = [each for each in lint_document(now.document, config).fixes if each[0].code not in dropped]
        if not fixable:
            break
        diagnostic, proposed = fixable[0][0], tuple(_apart(fixable[0][1]))
        edits, then = _harmless(proposed, now)
        if edits != proposed:
            dropped.add(diagnostic.code)
        if not edits:
            continue
        fixes += [_note(diagnostic.code, edit, now.document.source) for edit in edits]
        rounds.append(edits)
        now = then
    return Fixed(now.document.source.text, tuple(rounds), tuple(fixes))


def apply_edits(text: str, edits: Iterable[Edit]) -> str:
    """Apply edits, which are sorted and do not overlap."""
    pieces: list[str] = []
    at = 0
    for edit in edits:
        pieces += [text[at : edit.start], edit.text]
        at = edit.end
    return "".join((*pieces, text[at:]))


def _apart(edits: Sequence[Edit]) -> Iterator[Edit]:
    """Sort the edits; drop those that overlap an earlier one."""
    end = -1
    for edit in sorted(set(edits)):
        if edit.start >= end:
            yield edit
            end = edit.end


def _note(code: str, edit: Edit, source: Source) -> Fix:
    at = source.position(edit.start)
    return Fix(code, at.line, at.column, source.text[edit.start : edit.end], edit.text)


def _harmless(edits: tuple[Edit, ...], before: _Reading) -> tuple[tuple[Edit, ...], _Reading]:
    """The edits that keep the meaning, and the result of applying them: all, else those that do so one by one."""
    after = _mended(before, edits)
    if _means_the_same(before, after):
        return edits, after
    if len(edits) <= _MOST_ALONE and len(edits) * len(before.document.source.text) <= _MOST_READ:
        alone = tuple([edit for edit in edits if _means_the_same(before, _mended(before, (edit,)))])
        if 0 < len(alone) < len(edits) and _means_the_same(before, after := _mended(before, alone)):
            return alone, after
    return (), before


def _mended(before: _Reading, edits: Iterable[Edit]) -> _Reading:
    source = before.document.source
    return _read(read_document(Source(path=source.path, text=apply_edits(source.text, edits))))


def _means_the_same(before: _Reading, after: _Reading) -> bool:
    return before.meaning == after.meaning and not after.codes - before.codes


_EXACT = re.compile(r"<code\b.*?</code>|<math\b.*?</math>|<[^>]*>", re.DOTALL)
_STRAIGHT = str.maketrans("“”‘’", "\"\"''")


def _read(document: Document) -> _Reading:
    """Parse and typeset, for the comparison before and after a fix.

    Front-matter values, HTML tags, code and formulas must stay equal; names if folded (`fold_name`); of free text, only
    the letters (`_letters`).
    """
    (record, body), diagnostics = typeset(document, punctuation="fullwidth")  # without mark-up around half-width marks
    codes = Counter([each.code for each in diagnostics])
    if record is None:
        return _Reading(document, None, codes)
    free = {name: getattr(record.matter, name) for name in TEXT_KEYS if hasattr(record.matter, name)}
    names = fold_name(repr([getattr(record.matter, name, None) for name in NAME_KEYS]))
    others = {name: None for name in NAME_KEYS if hasattr(record.matter, name)}
    kept = replace(record.matter, allow=(), **{name: type(value)() for name, value in free.items()}, **others)
    shown = repr(replace(body, summary_text=""))
    targets = [(each.kind, each.target, each.suffix) for each in record.targets]
    meaning = (kept, names, _letters(repr(free)), _letters(_EXACT.sub("", shown)), _EXACT.findall(shown), targets)
    return _Reading(document, meaning, codes)


def _letters(text: str) -> str:
    """A `repr`, without the differences that fixes may make: width, white space, direction of quotation marks."""
    plain = unicodedata.normalize("NFKC", text.replace("\\n", ""))
    return "".join(plain.split()).translate(_STRAIGHT)
