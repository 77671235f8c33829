"""Import cases: `cases/*.md`, each with a title, a file and the expected result.

`File:` names the file, and `Recipe:` the built-in recipe; without it, the one that covers most is taken. `{U+2028}`
stands for a character that editors would damage. The result has a paragraph for each paper and a line for each field,
then the texts about the day, what was left out, and the diagnostics. `REFRESH=1 pytest
tests/authoring/importing/test_cases.py` rewrites the expectations.
"""

import os
import re
from dataclasses import fields
from pathlib import Path
from typing import Any, NamedTuple

import pytest

from digest.authoring.composing import Draft, Imported, NewEntry
from digest.text.diagnostics import Diagnostic, in_order
from digest.text.source import Source
from tests.authoring.importing.recipes_there import imported
from tests.casing import find_cases, meant, rewrite_cases, visible

CASES = Path(__file__).parent / "cases"
CASE = re.compile(
    r"^\# (?P<title>[^\n]+)\n\n"
    r"(?:File: (?P<path>[^\n]+)\n\n)?(?:Recipe: (?P<recipe>[^\n]+)\n\n)?"
    r"(?P<fence>`{4,})\n(?P<text>.*?)\n?(?P=fence)\n\n"
    r"(?P=fence)\n(?P<read>.*?)\n?(?P=fence)\n",
    re.MULTILINE | re.DOTALL,
)


class Case(NamedTuple):
    name: str
    path: str
    recipe: str
    text: str
    read: str


def read_cases() -> list[Case]:
    return [
        Case(
            name=f"{stem}: {match['title']}",
            path=match["path"] or "post.txt",
            recipe=match["recipe"] or "",
            text=meant(match["text"]),
            read=match["read"],
        )
        for stem, match in find_cases(CASES, CASE)
    ]


def tell(case: Case) -> str:
    source = Source(path=case.path, text=case.text)
    value, diagnostics = imported(case.path, case.text, case.recipe or None)
    parts = ["\n".join((*_entry(draft.entry), *_aside(draft, source))) for draft in value.drafts]
    parts.append("\n".join((*_day(value), *(_show(each, source) for each in in_order(diagnostics)))))
    return "\n\n".join(part for part in parts if part) or "nothing"


def _entry(entry: NewEntry) -> list[str]:
    lines = []
    for field in fields(entry):
        value = getattr(entry, field.name)
        if field.name in ("key_points", "sections"):
            lines += [
                f"{field.name}: {visible(' | '.join(each) if isinstance(each, tuple) else each)}" for each in value
            ]
        elif isinstance(value, tuple):
            lines += [f"{field.name}: {' | '.join(map(str, value))}"] if value else []
        elif value:
            lines.append(f"{field.name}: {visible(str(value))}")
    return lines


def _aside(draft: Draft, source: Source) -> list[str]:
    lines = [f"day: {draft.day}"] if draft.day else []
    lines += [f"no place: {source.position(span.start).line} {name}".rstrip() for name, span in draft.unplaced]
    return lines


def _day(value: Imported) -> list[str]:
    said: dict[str, Any] = {
        "day": value.day,
        "title of the day": value.title,
        "Chinese title of the day": value.title_zh,
    }
    lines = [f"{name}: {text}" for name, text in said.items() if text]
    lines += [f"intro: {visible(text)}" for text in value.intro]
    lines += [f"no place: {name}" for name, _ in value.unplaced if value.drafts]
    return lines + [f"noise: {number} {name}" for name, number in value.noise.items()]


def _show(diagnostic: Diagnostic, source: Source) -> str:
    at = source.position(diagnostic.span.start)
    marked = visible(source.text[diagnostic.span.start : diagnostic.span.end])
    hint = f" | {diagnostic.hint}" if diagnostic.hint else ""
    place = f"{at.line}:{at.column} `{marked}`"
    return f"{diagnostic.severity} {diagnostic.code} {place} {visible(diagnostic.message)}{hint}"


if os.environ.get("REFRESH"):
    rewrite_cases(CASES, CASE, "read", map(tell, read_cases()))
ALL = read_cases()


def test_every_case_is_read_and_there_are_many() -> None:
    texts = [path.read_text(encoding="utf-8") for path in CASES.glob("*.md")]
    headings = sum(
        len(re.findall(r"^# .+\n\n(?:File: .+\n\n)?(?:Recipe: .+\n\n)?`{4}", text, re.MULTILINE)) for text in texts
    )
    assert len(ALL) == headings > 40
    assert len({case.name for case in ALL}) == len(ALL)


@pytest.mark.parametrize("case", ALL, ids=[case.name for case in ALL])
def test_a_file_reads_as_the_case_says(case: Case) -> None:
    assert tell(case) == case.read
