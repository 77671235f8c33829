"""Rule cases: `cases/*.md`, one file a rule.

As in `tests/content/cases`: a title, a file and the expected diagnostics, then the lines that `--fix` changes. `Site:`
adds settings to `digest.yaml`. `REFRESH=1 pytest tests/lint/test_lint_cases.py` rewrites the expectations.
"""

import os
import re
from pathlib import Path
from typing import Any, NamedTuple

import pytest

from digest.content.documents import read_document
from digest.lint.fixes import fix_document
from digest.lint.linter import lint_document
from digest.lint.rules import RULES
from digest.model.config import Config, read_config
from digest.text.diagnostics import in_order
from digest.text.source import Source
from tests.casing import find_cases, rewrite_cases, show

CASES = Path(__file__).parent / "cases"
CASE = re.compile(
    r"^\# (?P<title>[^\n]+)\n\n"
    r"(?:File: (?P<path>[^\n]+)\n\n)?"
    r"(?:Site: (?P<site>[^\n]+)\n\n)?"
    r"(?P<fence>`{4,})\n(?P<text>.*?)\n?(?P=fence)\n\n"
    r"(?P=fence)\n(?P<told>.*?)\n?(?P=fence)\n",
    re.MULTILINE | re.DOTALL,
)
USUAL = "content/2023-02-08/paper.md"
PAGE = "---\npage: true\n---\n"


class Case(NamedTuple):
    name: str
    rule: str
    path: str
    site: str
    text: str
    told: str


def read_cases() -> list[Case]:
    return [
        Case(
            name=f"{stem}: {match['title']}",
            rule=stem,
            path=match["path"] or USUAL,
            site=match["site"] or "languages: [zh, en]",
            # Without front matter, the case is a standing page.
            text=match["text"] if match["text"].startswith("---\n") else PAGE + match["text"],
            told=match["told"],
        )
        for stem, match in find_cases(CASES, CASE)
    ]


def settings(text: str) -> Config:
    config = read_config(Source(path="digest.yaml", text=f"url: https://example.org/\n{text}\n"))
    assert config.diagnostics == ()
    assert config.value is not None
    return config.value


def tell(case: Case) -> str:
    source = Source(path=case.path, text=case.text)
    document, config = read_document(source), settings(case.site)
    told = [show(each, source) for each in in_order(lint_document(document, config).diagnostics)] or ["none"]
    fixed = fix_document(document, config).text
    lines = zip(source.text.split("\n"), fixed.split("\n"), strict=True)
    told += [f"fixed {number}: {after}" for number, (before, after) in enumerate(lines, 1) if before != after]
    return "\n".join(told)


if os.environ.get("REFRESH"):
    rewrite_cases(CASES, CASE, "told", map(tell, read_cases()))
ALL = read_cases()


def test_every_case_is_read_and_every_rule_for_a_file_has_some() -> None:
    headings = sum(
        len(re.findall(r"^# .+\n\n(?:(?:File|Site): .+\n\n)*`{4}", path.read_text(encoding="utf-8"), re.MULTILINE))
        for path in CASES.glob("*.md")
    )
    assert len(ALL) == headings > 60
    assert len({case.name for case in ALL}) == len(ALL)
    assert {case.rule for case in ALL} == {rule.code for rule in RULES} | {"allowances"}


@pytest.mark.parametrize("rule", RULES, ids=[rule.code for rule in RULES])
def test_every_rule_has_cases_that_it_finds_and_cases_that_it_lets_be(rule: Any) -> None:
    found = [rule.code in case.told for case in ALL if case.rule == rule.code]
    assert found.count(True) >= 2
    assert found.count(False) >= 1
    assert any("\nfixed " in case.told for case in ALL if case.rule == rule.code) is rule.fixes


@pytest.mark.parametrize("case", ALL, ids=[case.name for case in ALL])
def test_the_editor_is_told_what_the_case_says(case: Case) -> None:
    assert tell(case) == case.told
