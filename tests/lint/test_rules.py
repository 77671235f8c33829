"""The registry of rules and their documentation pages."""

import re

import pytest

from digest.lint.codes import CODES
from digest.lint.rules import RULES, SITE_RULES, Rule, SiteRule, describe_rule, hint_of, list_rules, rule_of

ALL: list[Rule | SiteRule] = [*RULES, *SITE_RULES]


def test_every_rule_has_a_code_of_its_own_by_which_it_is_found() -> None:
    assert len({rule.code for rule in ALL}) == len(ALL)
    assert all(rule_of(rule.code) is rule for rule in ALL)
    assert rule_of("missing-fields") is None


@pytest.mark.parametrize("rule", ALL, ids=[rule.code for rule in ALL])
def test_a_rules_code_is_its_functions_name_and_its_page_has_an_example(rule: Rule | SiteRule) -> None:
    assert rule.code == getattr(rule.find, "__name__", "").replace("_", "-")
    page = describe_rule(rule)
    first = page.split("\n")[2]
    assert first.endswith(".")
    assert len(first) <= 110
    assert re.search(r"^Instead of .+\nwrite      .+$", page, re.MULTILINE)


def test_the_list_of_rules_has_a_line_for_each_by_code() -> None:
    lines = list_rules().split("\n")[:-1]
    assert [line.split()[0] for line in lines] == sorted(rule.code for rule in (*ALL, *CODES))
    assert next(line for line in lines if line.startswith("boilerplate")) == (
        "boilerplate-alt         warning                A text for a picture that says nothing of it: `image`, `图`, "
        "`Figure 1`, the name of its file."
    )


def test_few_rules_are_errors() -> None:
    assert [rule.code for rule in ALL if rule.severity == "error"] == ["same-paper"]


def test_a_wrong_code_is_answered_with_the_nearest() -> None:
    assert hint_of("Double-Spaces") == "did you mean 'doubled-spaces'?"
    assert hint_of("W291") == "'digest check --rules' lists them"
