"""Diagnostics of files, case by case: `cases/*.md` have a title, a file, and the expected diagnostics.

A case may name its file's path (`File:`) and what it is read as (`Reads:`, attributes of the result). Characters that
an editor would damage are written `{U+2028}`. A diagnostic is written as

    severity code line:column `text of the span` message | hint

and `REFRESH=1 pytest tests/content/test_cases.py` rewrites the expected ones.
"""

import os
import re
from dataclasses import fields, is_dataclass
from operator import attrgetter
from pathlib import Path
from typing import Any, NamedTuple

import pytest

from digest.content.documents import read_document
from digest.content.people import read_people
from digest.content.typesetting import typeset
from digest.model.config import read_config
from digest.text.diagnostics import Diagnostic, in_order
from digest.text.source import Source
from tests.casing import find_cases, meant, rewrite_cases, show

CASES = Path(__file__).parent / "cases"
CASE = re.compile(
    r"^\# (?P<title>[^\n]+)\n\n"
    r"(?:File: (?P<path>[^\n]+)\n\n)?"
    r"(?:Reads: (?P<reads>[^\n]+)\n\n)?"
    r"(?P<fence>`{4,})\n(?P<text>.*?)\n?(?P=fence)\n\n"
    r"(?P=fence)\n(?P<told>.*?)\n?(?P=fence)\n",
    re.MULTILINE | re.DOTALL,
)
USUAL = "content/2023-02-08/paper.md"


class Case(NamedTuple):
    name: str
    path: str
    reads: tuple[str, ...]
    text: str
    told: str


def read_cases() -> list[Case]:
    return [
        Case(
            name=f"{stem}: {match['title']}",
            path=match["path"] or USUAL,
            reads=tuple((match["reads"] or "").split(", ")) if match["reads"] else (),
            text=meant(match["text"]),
            told=match["told"],
        )
        for stem, match in find_cases(CASES, CASE)
    ]


def tell(case: Case) -> str:
    """The diagnostics of a case's file, and the attributes that it asks for."""
    source = Source(path=case.path, text=case.text)
    value, diagnostics = _parse(source)
    told = [show(each, source) for each in in_order(diagnostics)] or ["none"]
    told += [f"{name} = {_value(attrgetter(name)(value)) if value is not None else 'unread'}" for name in case.reads]
    return "\n".join(told)


def _value(value: Any) -> str:
    """The `repr` of a value; of a record only what differs from the defaults."""
    if isinstance(value, tuple):
        return f"({', '.join(map(_value, value))})"
    if not is_dataclass(value):
        return repr(value)
    unusual = (
        (each.name, getattr(value, each.name)) for each in fields(value) if each.default != getattr(value, each.name)
    )
    return f"{{{', '.join(f'{name}: {_value(held)}' for name, held in unusual)}}}"


def _parse(source: Source) -> tuple[Any, tuple[Diagnostic, ...]]:
    if source.path == "digest.yaml":
        config = read_config(source)
        return config.value, config.diagnostics
    if source.path == "content/authors.yaml":
        people = read_people(source)
        return people, people.diagnostics
    parsed = typeset(read_document(source))
    return parsed.value.record, parsed.diagnostics


if os.environ.get("REFRESH"):
    rewrite_cases(CASES, CASE, "told", map(tell, read_cases()))
ALL = read_cases()


def test_every_case_is_read_and_there_are_many() -> None:
    headings = sum(
        len(re.findall(r"^# .+\n\n(?:(?:File|Reads): .+\n\n)*`{4}", path.read_text(encoding="utf-8"), re.MULTILINE))
        for path in CASES.glob("*.md")
    )
    assert len(ALL) == headings > 100
    assert len({case.name for case in ALL}) == len(ALL)


@pytest.mark.parametrize("case", ALL, ids=[case.name for case in ALL])
def test_the_editor_is_told_what_the_case_says(case: Case) -> None:
    assert tell(case) == case.told
