"""Writing what `digest check --fix` mends: a few characters of a file, and every other byte as it was."""

import bisect
import codecs
import re
from collections.abc import Iterable
from pathlib import Path
from typing import NamedTuple

from digest.content.documents import read_document
from digest.content.lint.fixes import Fix, apply_edits, fix_document
from digest.content.lint.values import Edit
from digest.machine import files
from digest.machine.findings import fault_of
from digest.model.config import Config
from digest.text.decoding import decode
from digest.text.diagnostics import Diagnostic, Parsed


class Mended(NamedTuple):
    """A file that was mended, and how."""

    path: str
    fixes: tuple[Fix, ...]


def mend_files(root: Path, paths: Iterable[str], config: Config) -> Parsed[tuple[Mended, ...]]:
    """Mend files, each whole or not at all; one that was changed since it was read is left alone. What is said is of
    files that a fault of ours left as they were.
    """
    mended: list[Mended] = []
    faults: list[Diagnostic] = []
    for path in sorted(paths):
        content = files.read_if_there(root / path)
        decoded = decode(path, content) if content is not None else None
        if content is None or decoded is None or decoded.diagnostics:
            continue
        try:
            fixed = fix_document(read_document(decoded.value), config)
        except Exception as error:  # a fault of ours in one file must not keep the others from being mended
            faults.append(fault_of(path, error, "mended"))
            continue
        if fixed.fixes and files.rewrite(root / path, content, rewrite(content, fixed.rounds)):
            mended.append(Mended(path, fixed.fixes))
    return Parsed(tuple(mended), tuple(faults))


def rewrite(content: bytes, rounds: Iterable[Iterable[Edit]]) -> bytes:
    """The bytes of a file with the edits of its text made: its byte-order mark and its line breaks stay."""
    mark = codecs.BOM_UTF8 if content.startswith(codecs.BOM_UTF8) else b""
    text = content.removeprefix(mark).decode()
    for edits in rounds:
        # Of each line break that is two characters, the place of the one that the decoded text has for it.
        breaks = [match.start() - number for number, match in enumerate(re.finditer("\r\n", text))]
        text = apply_edits(text, [_moved(edit, breaks) for edit in edits])
    return mark + text.encode()


def _moved(edit: Edit, breaks: list[int]) -> Edit:
    shift = bisect.bisect_left(breaks, edit.start)
    return Edit(edit.start + shift, edit.end + shift, edit.text)
