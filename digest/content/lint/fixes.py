"""Mending a text: the edits that rules propose, as far as nothing but what they mean to change is changed by them."""

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from typing import Any, NamedTuple

from digest.content.body import Body
from digest.content.entry import parse_entry
from digest.content.lint.lint import lint_text
from digest.content.lint.values import Edit
from digest.content.prose import parse_prose
from digest.model.config import Config
from digest.model.paper import FrontMatter, IssueMatter, PageMatter
from digest.text.diagnostics import Diagnostic
from digest.text.source import Source

MOST_ROUNDS = 8
"""Times that a text is looked at again; two are enough for the rules that there are."""


MOST_ALONE = 50
"""Edits of a rule that are tried one by one if they do harm together: each costs two readings of the file."""


class Fix(NamedTuple):
    """An edit that was made: the rule's code, where (line and column, from 1), what was there and what is there now."""

    code: str
    line: int
    column: int
    before: str
    after: str


class Fixed(NamedTuple):
    """A text as it was mended, and how: by the edits of each round, the later ones speak of the earlier ones' text."""

    text: str
    rounds: tuple[tuple[Edit, ...], ...]
    fixes: tuple[Fix, ...]


def fix_text(source: Source, record: type, config: Config) -> Fixed:
    """Mend what is certain, until nothing is left to mend: doing it again changes nothing.

    An edit is dropped if the text would then mean something else: another structure, other code, formulas or addresses,
    another value of any key but in the characters that were to change.
    """
    rounds: list[tuple[Edit, ...]] = []
    fixes: list[Fix] = []
    dropped: set[str] = set()
    for _ in range(MOST_ROUNDS):
        told = next(_proposals(source, record, config, dropped), None)
        if told is None:
            break
        diagnostic, proposed = told
        edits = _harmless(proposed, source, record)
        if edits != proposed:
            dropped.add(diagnostic.code)
        if not edits:
            continue
        fixes += [_note(diagnostic.code, edit, source) for edit in edits]
        rounds.append(edits)
        source = _mended(source, edits)
    return Fixed(source.text, tuple(rounds), tuple(fixes))


def apply_edits(text: str, edits: Iterable[Edit]) -> str:
    """The text with the edits made; they do not overlap."""
    pieces: list[str] = []
    at = 0
    for edit in edits:
        pieces += [text[at : edit.start], edit.text]
        at = edit.end
    return "".join((*pieces, text[at:]))


def _proposals(
    source: Source, record: type, config: Config, dropped: set[str]
) -> Iterator[tuple[Diagnostic, tuple[Edit, ...]]]:
    for diagnostic, edits in lint_text(source, record, config).fixes:
        if diagnostic.code not in dropped:
            yield diagnostic, tuple(_apart(edits))


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


def _harmless(edits: tuple[Edit, ...], source: Source, record: type) -> tuple[Edit, ...]:
    """Those of the edits that change nothing but what they mean to change, together and each alone."""
    if _means_the_same(source, _mended(source, edits), record):
        return edits
    if len(edits) > MOST_ALONE:
        return ()
    alone = tuple([edit for edit in edits if _means_the_same(source, _mended(source, (edit,)), record)])
    if len(alone) < len(edits) and alone and _means_the_same(source, _mended(source, alone), record):
        return alone
    return ()


def _mended(source: Source, edits: Iterable[Edit]) -> Source:
    return Source(path=source.path, text=apply_edits(source.text, edits))


def _means_the_same(before: Source, after: Source, record: type) -> bool:
    (was, said), (now, says) = _meaning(before, record), _meaning(after, record)
    return was == now and not says - said


_EXACT = re.compile(r"<code\b.*?</code>|<math\b.*?</math>|<[^>]*>", re.DOTALL)
_STRAIGHT = str.maketrans("“”‘’", "\"\"''")
_FREE = ("title", "title_zh", "key_points", "summary", "abstract_zh", "abstract", "figures")


def _meaning(source: Source, record: type) -> tuple[Any, "Counter[str]"]:
    """All that a file reads as, its texts as letters only; and what a build says of it."""
    parsed: Any = parse_entry(source) if record is FrontMatter else None
    if record is IssueMatter:
        parsed = parse_prose(source, IssueMatter)
    elif record is PageMatter:
        parsed = parse_prose(source, PageMatter)
    file = parsed.value
    read = file.entry if record is FrontMatter else file.prose
    codes = Counter([each.code for each in parsed.diagnostics])
    if read is None:
        return None, codes
    free = {name: getattr(read.matter, name) for name in _FREE if hasattr(read.matter, name)}
    kept = replace(read.matter, allow=(), **{name: type(value)() for name, value in free.items()})
    body: Body = replace(file.body, summary_text="")
    shown = repr(body)
    targets = [(each.kind, each.target, each.suffix) for each in read.targets]
    return (kept, _letters(repr(free)), _letters(_EXACT.sub("", shown)), _EXACT.findall(shown), targets), codes


def _letters(text: str) -> str:
    """A value as Python writes it, without what fixes may change: widths, spaces, the direction of quotation marks."""
    plain = unicodedata.normalize("NFKC", text.replace("\\n", ""))
    return "".join(plain.split()).translate(_STRAIGHT)
