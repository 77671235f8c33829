"""Test cases in Markdown files: a title, an input, the expected result. `REFRESH=1` rewrites the results."""

import re
from collections.abc import Iterable, Iterator
from pathlib import Path

from digest.text.diagnostics import Diagnostic
from digest.text.source import Source


def find_cases(folder: Path, pattern: re.Pattern[str]) -> Iterator[tuple[str, re.Match[str]]]:
    """All cases of a folder in order, each with the name of its file."""
    for path in sorted(folder.glob("*.md")):
        for match in pattern.finditer(path.read_text(encoding="utf-8")):
            yield path.stem, match


def rewrite_cases(folder: Path, pattern: re.Pattern[str], group: str, answers: Iterable[str]) -> None:
    """Replace the last fenced block of each case by its answer; `answers` are in the order of `find_cases`."""
    remaining = iter(answers)

    def rewritten(match: re.Match[str]) -> str:
        whole = match.group()
        start, end = match.start(group) - match.start(), match.end() - match.start() - len(match["fence"]) - 1
        return f"{whole[:start]}{next(remaining)}\n{whole[end:]}"

    for path in sorted(folder.glob("*.md")):
        path.write_text(pattern.sub(rewritten, path.read_text(encoding="utf-8")), encoding="utf-8")


def meant(text: str) -> str:
    """Replace escapes such as `{U+2028}` by their characters."""
    return re.sub(r"\{U\+([0-9A-F]{4,6})\}", lambda code: chr(int(code[1], 16)), text)


def visible(text: str) -> str:
    """The text on one line, with escapes that `meant` reads for characters that editors may damage."""
    text = text.replace("\n", "⏎")
    return re.sub(r"[\x00-\x1f\x7f-\x9f\u2028\u2029\ufeff]", lambda odd: f"{{U+{ord(odd[0]):04X}}}", text)


def show(diagnostic: Diagnostic, source: Source) -> str:
    """A diagnostic in the notation of cases, with a line for each label."""
    place = _place(source, diagnostic.span.start, diagnostic.span.end)
    said = f"{visible(diagnostic.message)} | {visible(diagnostic.hint)}"
    lines = [f"{diagnostic.severity} {diagnostic.code} {place} {said}"]
    lines += [
        f"  see {_place(source, label.span.start, label.span.end)} {label.message}" for label in diagnostic.labels
    ]
    return "\n".join(lines)


def _place(source: Source, start: int, end: int) -> str:
    at = source.position(start)
    return f"{at.line}:{at.column} `{visible(source.text[start:end])}`"
