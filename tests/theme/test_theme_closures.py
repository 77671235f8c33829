"""The closure fingerprint of a template changes if and only if something changes that its output depends on."""

from pathlib import Path
from typing import Any

import pytest

from digest.theme.closures import read_references

FILES = {
    "templates/issue.html": '{% extends "base.html" %}{% from "_macros.html" import m %}'
    '{% block main %}{{ fragment("card", view) }}{% endblock %}',
    "templates/base.html": '{% include "_header.html" %}{{ asset("style.css") }}{% block main %}{% endblock %}',
    "templates/_header.html": "header",
    "templates/_macros.html": "{% macro m() %}{% endmacro %}",
    "templates/fragments/card.html": '{%- import "_inner.html" as inner -%} card',
    "templates/_inner.html": "inner",
    "templates/fragments/row.html": "row",
    "templates/home.html": "home",
    "static/style.css": "a { }",
    "static/script.js": "1",
}


def closure(workshop: Any, *layers: dict[str, str], template: str = "issue.html") -> str:
    return str(workshop.theme(*layers).closure_fingerprint(template))


@pytest.mark.parametrize(
    "name",
    [
        "templates/issue.html",
        "templates/base.html",
        "templates/_header.html",
        "templates/_macros.html",
        "templates/fragments/card.html",
        "templates/_inner.html",
        "static/style.css",
    ],
)
def test_it_changes_with_every_file_in_the_closure(workshop: Any, name: str) -> None:
    assert closure(workshop, FILES | {name: FILES[name] + " b"}) != closure(workshop, FILES)


@pytest.mark.parametrize(
    "name",
    ["templates/home.html", "templates/fragments/row.html", "static/script.js", "templates/new.html", "static/new.js"],
)
def test_it_stays_when_a_file_outside_the_closure_changes(workshop: Any, name: str) -> None:
    assert closure(workshop, FILES | {name: "changed"}) == closure(workshop, FILES)


def test_it_changes_with_a_nearer_file_and_not_with_an_empty_layer(workshop: Any) -> None:
    assert closure(workshop, {"templates/_inner.html": "mine"}, FILES) != closure(workshop, FILES)
    assert closure(workshop, {}, {"templates/home.html": "mine"}, FILES) == closure(workshop, FILES)


def test_it_holds_the_overridden_template_that_is_extended(workshop: Any) -> None:
    mine = {"templates/issue.html": '{% extends "!issue.html" %}'}
    changed = FILES | {"templates/issue.html": FILES["templates/issue.html"] + " "}
    assert closure(workshop, mine, changed) != closure(workshop, mine, FILES)
    plain = {"templates/issue.html": '{% extends "base.html" %}'}
    assert closure(workshop, plain, changed) == closure(workshop, plain, FILES)


def test_it_changes_when_two_layers_are_swapped(workshop: Any) -> None:
    upper, lower = ({"templates/issue.html": f'{{% include ["!issue.html"] ignore missing %}}{word}'} for word in "ab")
    assert closure(workshop, upper, lower) != closure(workshop, lower, upper)


@pytest.mark.parametrize(
    "used",
    [
        '{% include "_maybe.html" ignore missing %}',
        "{% include ['_maybe.html', \"_header.html\"] %}",
        '{% include "_maybe.html" ignore missing without context %}',
    ],
)
def test_it_changes_when_a_missing_file_appears(workshop: Any, used: str) -> None:
    files = FILES | {"templates/issue.html": used}
    assert closure(workshop, files | {"templates/_maybe.html": "now"}) != closure(workshop, files)
    assert closure(workshop, files | {"templates/_other.html": "now"}) == closure(workshop, files)


@pytest.mark.parametrize(
    "used",
    [
        "{% include page.kind ~ '.html' %}",
        '{% extends "a.html" if page else "b.html" %}',
        "{%+ import name as x -%}",
        "{% from name import x %}",
        "{{ fragment(page.kind, view) }}",
        '{{ fragment("ca" ~ "rd", view) }}',
        '{{ fragment("\\x72ow", view) }}',
        "{% set f = fragment %}",
    ],
)
def test_a_name_that_is_an_expression_counts_as_every_template(workshop: Any, used: str) -> None:
    files = FILES | {"templates/issue.html": used}
    assert closure(workshop, files | {"templates/fragments/row.html": "changed"}) != closure(workshop, files)


def test_it_changes_with_a_template_that_is_shown_as_a_fragment(workshop: Any) -> None:
    files = FILES | {"templates/issue.html": '{{ fragment("_inner.html", here=page.path) }}'}
    assert closure(workshop, files | {"templates/_inner.html": "2"}) != closure(workshop, files)
    assert closure(workshop, files | {"templates/home.html": "2"}) == closure(workshop, files)


def test_an_asset_that_is_an_expression_counts_as_every_asset(workshop: Any) -> None:
    files = FILES | {"templates/issue.html": "{{ asset(page.kind) }}"}
    assert closure(workshop, files | {"static/script.js": "2"}) != closure(workshop, files)
    assert closure(workshop, files | {"templates/home.html": "2"}) == closure(workshop, files)


@pytest.mark.parametrize(
    "text",
    [
        '{# {% include "home.html" %} {{ fragment(x) }} #}',
        '{% raw %}{% include "home.html" %}{{ asset(x) }}{% endraw %}',
        '{% include "_header.html" %} don\'t {{ "fragment(x) %}" }} {{ view.asset }}',
    ],
)
def test_comments_raw_text_and_strings_name_nothing(workshop: Any, text: str) -> None:
    files = FILES | {"templates/issue.html": text}
    assert closure(workshop, files | {"templates/home.html": "2", "static/script.js": "2"}) == closure(workshop, files)


@pytest.mark.parametrize("text", ["{# don't #}%s it's", "{{ 'a }}' }}%s", "{% set x = '%}' %}%s"])
def test_no_quotation_mark_hides_what_follows(workshop: Any, text: str) -> None:
    files = FILES | {"templates/issue.html": text.replace("%s", "{% include 'home.html' %}")}
    assert closure(workshop, files | {"templates/home.html": "2"}) != closure(workshop, files)


def test_cyclic_references_end(workshop: Any) -> None:
    files = {"templates/issue.html": '{% include "b.html" %}', "templates/b.html": '{% include "issue.html" %}'}
    assert closure(workshop, files) != closure(workshop, files | {"templates/b.html": files["templates/b.html"] + " "})


def test_a_template_that_is_not_there_has_a_fingerprint_of_its_own(workshop: Any) -> None:
    assert closure(workshop, FILES, template="nothing.html") == "absent"


def test_strings_have_a_fingerprint_for_each_language(workshop: Any) -> None:
    before = workshop.theme(FILES)
    both = {"strings/zh.yaml": "a: 甲\n", "strings/en.yaml": "a: A\n"}
    first, second = workshop.theme(both, FILES), workshop.theme(both | {"strings/en.yaml": "a: B\n"}, FILES)
    assert before.strings_fingerprint("zh") != first.strings_fingerprint("zh") == second.strings_fingerprint("zh")
    assert first.strings_fingerprint("en") != second.strings_fingerprint("en")


def test_templates_of_shipped_themes_name_all_that_they_use() -> None:
    """With an expression for a name, a page would depend on every template or asset."""
    templates = [path for path in (Path(__file__).parents[2] / "themes").glob("*/templates/**/*") if path.is_file()]
    uses = {path.name: read_references(path.read_text(encoding="utf-8")) for path in templates}
    assert len(uses) > 30
    assert [name for name, each in uses.items() if each.any_template or each.any_asset] == []
