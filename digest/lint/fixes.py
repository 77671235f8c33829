"""Mending a text: the edits that rules propose, as far as nothing but what they mean to change is changed by them."""

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from typing import Any, NamedTuple

from digest.content.documents import TEXTS, Document, read_document
from digest.content.typesetting import typeset
from digest.lint.linter import lint_document
from digest.lint.values import Edit
from digest.model.config import Config
from digest.text.source import Source

MOST_ROUNDS = 8
"""Times that a text is looked at again; two are enough for the rules that there are."""


MOST_ALONE = 50
"""Edits of a rule that are tried one by one if they do harm together: each costs a reading of the file."""


class Fix(NamedTuple):
    """An edit that was made: the rule's code, where (line and column, from 1), what was there and what is there now."""

    code: str
    line: int
    column: int
    before: str
    after: str


class _Reading(NamedTuple):
    """A document, all that it reads as (its texts as letters only), and what a build says of it."""

    document: Document
    meaning: Any
    codes: Counter[str]


class Fixed(NamedTuple):
    """A text as it was mended, and how: by the edits of each round, the later ones speak of the earlier ones' text."""

    text: str
    rounds: tuple[tuple[Edit, ...], ...]
    fixes: tuple[Fix, ...]


def fix_document(document: Document, config: Config) -> Fixed:
    """Mend what is certain, until nothing is left to mend: doing it again changes nothing.

    An edit is dropped if the text would then mean something else: another structure, other code, formulas or addresses,
    another value of any key but in the characters that were to change.
    """
    rounds: list[tuple[Edit, ...]] = []
    fixes: list[Fix] = []
    dropped: set[str] = set()
    now = _read(document)
    for _ in range(MOST_ROUNDS):
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
    """The text with the edits made; they do not overlap."""
    pieces: list[str] = []
    at = 0
    for edit in edits:
        pieces += [text[at : edit.start], edit.text]
        at = edit.end
    return "".join((*pieces, text[at:]))


def _apart(edits: Sequence[Edit]) -> Iterator[Edit]:
    """The edits in order, each only if it touches none before it."""
    end = -1
    for edit in sorted(set(edits)):
        if edit.start >= end:
            yield edit
            end = edit.end


def _note(code: str, edit: Edit, source: Source) -> Fix:
    at = source.position(edit.start)
    return Fix(code, at.line, at.column, source.text[edit.start : edit.end], edit.text)


def _harmless(edits: tuple[Edit, ...], before: _Reading) -> tuple[tuple[Edit, ...], _Reading]:
    """Those of the edits that change nothing but what they mean to change, together and each alone, and the outcome."""
    after = _mended(before, edits)
    if _means_the_same(before, after):
        return edits, after
    if len(edits) <= MOST_ALONE:
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
    """A document with what it means."""
    (record, body), diagnostics = typeset(document)
    codes = Counter([each.code for each in diagnostics])
    if record is None:
        return _Reading(document, None, codes)
    free = {name: getattr(record.matter, name) for name in TEXTS if hasattr(record.matter, name)}
    kept = replace(record.matter, allow=(), **{name: type(value)() for name, value in free.items()})
    shown = repr(replace(body, summary_text=""))
    targets = [(each.kind, each.target, each.suffix) for each in record.targets]
    meaning = (kept, _letters(repr(free)), _letters(_EXACT.sub("", shown)), _EXACT.findall(shown), targets)
    return _Reading(document, meaning, codes)


def _letters(text: str) -> str:
    """A value as Python writes it, without what fixes may change: widths, spaces, the direction of quotation marks."""
    plain = unicodedata.normalize("NFKC", text.replace("\\n", ""))
    return "".join(plain.split()).translate(_STRAIGHT)
