"""The rules one by one: `cases/*.md` have a title, a text, its HTML and the expected problems."""

import re
from pathlib import Path
from typing import NamedTuple

import pytest

from digest.markdown import render_markdown
from tests.markdown.aids import without_aids

CASE = re.compile(
    r"^# (?P<title>[^\n]+)\n\n(?P<fence>`{3,})\n(?P<text>.*?)\n(?P=fence)\n\n"
    r"```html\n(?P<html>.*?)\n```\n(?P<rest>.*?)(?=^# |\Z)",
    re.MULTILINE | re.DOTALL,
)
PROBLEM = re.compile(r"^- `(?P<code>[a-z-]+)` at `(?P<where>.+?)`: (?P<message>.+) / (?P<hint>.+)$", re.MULTILINE)


class Case(NamedTuple):
    title: str
    text: str
    html: str
    problems: list[tuple[str, str, str, str]]


def read_cases() -> list[Case]:
    cases = []
    for path in sorted((Path(__file__).parent / "cases").glob("*.md")):
        for match in CASE.finditer(path.read_text(encoding="utf-8")):
            told = [(p["code"], p["where"], p["message"], p["hint"]) for p in PROBLEM.finditer(match["rest"])]
            cases.append(Case(f"{path.stem}: {match['title']}", match["text"], match["html"], told))
    return cases


CASES = read_cases()


def test_there_are_cases() -> None:
    assert len(CASES) > 45


@pytest.mark.parametrize("case", CASES, ids=[case.title for case in CASES])
def test_a_text_renders_as_its_case_says(case: Case) -> None:
    rendered = render_markdown(case.text, anchor="p")
    told = [(p.code, case.text[p.start : p.end], p.message, p.hint) for p in rendered.problems]
    assert without_aids(rendered.html).rstrip("\n") == case.html
    assert told == case.problems
