"""The registry of codes has all that the program says, and nothing else."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import pytest

import digest
from digest.lint.codes import CODES, Code
from digest.lint.rules import RULES, SITE_RULES, describe_rule, list_rules, may_be_allowed, rule_of
from digest.text.diagnostics import Severity

FILES = sorted(Path(digest.__file__).parent.rglob("*.py"))
REPORTING = {
    "error": Severity.ERROR,
    "warning": Severity.WARNING,
    "note": Severity.NOTE,
    "_Rejected": Severity.ERROR,
    "Trouble": Severity.WARNING,
}
"""Functions whose first argument is a code, and the severity that they give it."""
UNSURE = {"report", "_warning", "_diagnostic", "Trouble", "report_missing", "problem"}
"""Functions whose first argument is a code, with one severity or another."""
CODE = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)+")
OF_STYLE = {rule.code for rule in (*RULES, *SITE_RULES)}


class Said(NamedTuple):
    code: str
    severity: Severity | None
    place: str


def constants(node: ast.expr, at: int | None = None) -> Iterator[str]:
    """The texts that an expression may be, or the item `at` of a tuple that it may be."""
    if isinstance(node, ast.IfExp):
        yield from (*constants(node.body, at), *constants(node.orelse, at))
    elif at is not None and isinstance(node, ast.Tuple):
        yield from constants(node.elts[at])
    elif at is None and isinstance(node, ast.Constant) and isinstance(node.value, str):
        yield node.value


def said_in(tree: ast.AST) -> Iterator[tuple[str, Severity | None, int]]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Call):
            name = getattr(node.func, "attr", getattr(node.func, "id", ""))
            if (name in REPORTING or name in UNSURE) and node.args:
                yield from ((each, REPORTING.get(name), node.lineno) for each in constants(node.args[0]))
            named = {keyword.arg: keyword.value for keyword in node.keywords}
            if "code" in named:
                severity = getattr(named.get("severity"), "attr", "")
                told = Severity[severity] if severity in Severity.__members__ else None
                yield from ((each, told, node.lineno) for each in constants(named["code"]))
        elif isinstance(node, ast.Assign):
            for target in node.targets:
                if isinstance(target, ast.Name) and target.id == "code":
                    yield from ((each, None, node.lineno) for each in constants(node.value))
                elif isinstance(target, ast.Tuple):
                    places = [at for at, each in enumerate(target.elts) if getattr(each, "id", "") == "code"]
                    yield from ((each, None, node.lineno) for at in places for each in constants(node.value, at))


def all_said() -> list[Said]:
    return [
        Said(code, severity, f"{path.name}:{line}")
        for path in FILES
        for code, severity, line in said_in(ast.parse(path.read_text(encoding="utf-8")))
        if CODE.fullmatch(code)
    ]


ALL = all_said()


def test_every_code_that_is_said_has_a_page() -> None:
    assert len(ALL) > 100
    assert {each.code: each.place for each in ALL if rule_of(each.code) is None} == {}


def test_every_page_is_of_a_code_that_is_said() -> None:
    assert {each.code for each in CODES} - {each.code for each in ALL} == set()
    assert len({each.code for each in CODES} | OF_STYLE) == len(CODES) + len(OF_STYLE)


def test_a_code_is_said_with_the_severities_of_its_row() -> None:
    rows = {each.code: each.severities for each in CODES}
    wrong = [each for each in ALL if each.code in rows and each.severity not in (None, *rows[each.code])]
    assert wrong == []


@pytest.mark.parametrize("row", CODES, ids=[row.code for row in CODES])
def test_a_page_says_what_is_wrong_and_what_to_write_instead(row: Code) -> None:
    page = describe_rule(row)
    assert page.startswith(f"{row.code} ({row.severity})\n\n")
    assert row.about.endswith(".")
    assert len(page.split("\n")[2].split(". ")[0]) <= 130
    assert re.search(r"^Instead of .+\nwrite      .+$", page, re.MULTILINE)
    assert (f"allow: {{{row.code}: the reason}}" in page) is may_be_allowed(row)
    assert f"\n{row.code} " in f"\n{list_rules()}"


@pytest.mark.parametrize("code", ["misnamed-file", "placeholder-value", "no-entries", "weak-policy", "unknown-block"])
def test_what_is_said_of_no_entry_is_allowed_in_the_settings_only(code: str) -> None:
    rule = rule_of(code)
    assert rule is not None
    page = describe_rule(rule)
    assert "front matter" not in page
    assert page.endswith(
        f"allow it and say why, for the whole site in digest.yaml\n\n    check: {{allow: {{{code}: the reason}}}}\n"
    )


def test_what_may_be_allowed() -> None:
    def told(code: str) -> bool:
        rule = rule_of(code)
        assert rule is not None
        return may_be_allowed(rule)

    assert [told(each) for each in ("missing-title-zh", "bad-date", "same-paper", "broken-link")] == [True] * 4
    assert [told(each) for each in ("missing-field", "left-over", "read-as", "internal-error")] == [False] * 4
