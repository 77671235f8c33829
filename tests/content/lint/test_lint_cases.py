"""What the rules find, one case at a time: `cases/*.md`, a file for each rule.

As in `tests/content/cases`, a case is a title, a file, and what the editor is told of it; and where something is
certain to be mended, the lines of the file that are other afterwards. `Site:` is what `digest.yaml` says beside the
usual. `REFRESH=1 pytest tests/content/lint/test_lint_cases.py` rewrites what is told.
"""

import os
import re
from pathlib import Path
from typing import Any, NamedTuple

import pytest

from digest.content.lint.fixes import fix_text
from digest.content.lint.lint import lint_text
from digest.content.lint.rules import RULES
from digest.content.prose import is_standing_page
from digest.machine.parsing import is_introduction
from digest.model.config import Config, read_config
from digest.model.paper import FrontMatter, IssueMatter, PageMatter
from digest.text.diagnostics import Diagnostic, in_order
from digest.text.source import Source

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
            name=f"{path.stem}: {match['title']}",
            rule=path.stem,
            path=match["path"] or USUAL,
            site=match["site"] or "languages: [zh, en]",
            # A text without front matter is a standing page's.
            text=match["text"] if match["text"].startswith("---\n") else PAGE + match["text"],
            told=match["told"],
        )
        for path in sorted(CASES.glob("*.md"))
        for match in CASE.finditer(path.read_text(encoding="utf-8"))
    ]


def settings(text: str) -> Config:
    config = read_config(Source(path="digest.yaml", text=f"url: https://example.org/\n{text}\n"))
    assert config.diagnostics == ()
    assert config.value is not None
    return config.value


def record_of(source: Source) -> type:
    if is_introduction(source.path):
        return IssueMatter
    return PageMatter if is_standing_page(source) else FrontMatter


def tell(case: Case) -> str:
    source = Source(path=case.path, text=case.text)
    record, config = record_of(source), settings(case.site)
    told = [_show(each, source) for each in in_order(lint_text(source, record, config).diagnostics)] or ["none"]
    fixed = fix_text(source, record, config).text
    lines = zip(source.text.split("\n"), fixed.split("\n"), strict=True)
    told += [f"fixed {number}: {after}" for number, (before, after) in enumerate(lines, 1) if before != after]
    return "\n".join(told)


def _show(diagnostic: Diagnostic, source: Source) -> str:
    at = source.position(diagnostic.span.start)
    marked = source.text[diagnostic.span.start : diagnostic.span.end].replace("\n", "⏎")
    place = f"{at.line}:{at.column} `{marked}`"
    return f"{diagnostic.severity} {diagnostic.code} {place} {diagnostic.message} | {diagnostic.hint}"


def refresh() -> None:
    for path in sorted(CASES.glob("*.md")):
        cases = iter([case for case in read_cases() if case.name.startswith(f"{path.stem}: ")])

        def rewritten(match: re.Match[str], cases: Any = cases) -> str:
            whole = match.group()
            start, end = match.start("told") - match.start(), match.end() - match.start() - len(match["fence"]) - 1
            return f"{whole[:start]}{tell(next(cases))}\n{whole[end:]}"

        path.write_text(CASE.sub(rewritten, path.read_text(encoding="utf-8")), encoding="utf-8")


if os.environ.get("REFRESH"):
    refresh()
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
