"""Files of a layer override files of the same name in the layers below."""

from typing import Any

import pytest

from digest.theme import read_theme

BASE = "<title>{% block title %}base{% endblock %}</title>{% block main %}{% endblock %}"


def test_a_template_of_a_nearer_layer_wins(workshop: Any) -> None:
    assert workshop.render({"templates/issue.html": "mine"}, {"templates/issue.html": "shipped"}) == "mine"


def test_a_nearer_template_can_change_one_block_of_the_one_it_overrides(workshop: Any) -> None:
    mine = {"templates/issue.html": '{% extends "!issue.html" %}{% block title %}{{ super() }} and mine{% endblock %}'}
    shipped = {"templates/issue.html": '{% extends "base.html" %}{% block main %}main{% endblock %}'}
    assert workshop.render(mine, {**shipped, "templates/base.html": BASE}) == "<title>base and mine</title>main"


def test_each_layer_can_change_the_one_below_it(workshop: Any) -> None:
    added = '{%% extends "!issue.html" %%}{%% block title %%}{{ super() }} %s{%% endblock %%}'
    layers = [{"templates/issue.html": added % word} for word in ("first", "second", "third")]
    assert workshop.render(*layers, {"templates/issue.html": BASE}) == "<title>base third second first</title>"


def test_a_layer_without_the_template_is_passed_over(workshop: Any) -> None:
    mine = {"templates/issue.html": '{% extends "!issue.html" %}{% block title %}mine{% endblock %}'}
    assert workshop.render(mine, {}, {}, {"templates/issue.html": BASE}) == "<title>mine</title>"


def test_an_include_and_an_import_can_ask_for_the_overridden_template(workshop: Any) -> None:
    mine = {
        "templates/_card.html": 'mine: {% include "!_card.html" %}',
        "templates/_macros.html": '{% from "!_macros.html" import shout %}'
        "{% macro twice(x) %}{{ shout(x) * 2 }}{% endmacro %}",
    }
    shipped = {
        "templates/issue.html": '{% include "_card.html" %} {% from "_macros.html" import twice %}{{ twice("a") }}',
        "templates/_card.html": "shipped",
        "templates/_macros.html": "{% macro shout(x) %}{{ x }}!{% endmacro %}",
    }
    assert workshop.render(mine, shipped) == "mine: shipped a!a!"


def test_a_shipped_template_extends_the_nearest_base(workshop: Any) -> None:
    shipped = {"templates/issue.html": '{% extends "base.html" %}', "templates/base.html": "shipped"}
    assert workshop.render({"templates/base.html": "mine"}, shipped) == "mine"


def test_a_fragment_can_be_overridden_and_extended(workshop: Any) -> None:
    mine = {
        "templates/fragments/card.html": '{% extends "!fragments/card.html" %}'
        "{% block x %}mine {{ value }}{% endblock %}"
    }
    shipped = {
        "templates/issue.html": '{{ fragment("card", "<v>") }}',
        "templates/fragments/card.html": "<b>{% block x %}{% endblock %}</b>",
    }
    assert workshop.render(mine, shipped) == "<b>mine &lt;v&gt;</b>"


def test_a_template_that_is_shown_as_a_fragment_can_be_overridden_and_asked_for(workshop: Any) -> None:
    mine = {"templates/_brand.html": '[{% include "!_brand.html" %}] {{ here }} {{ lang }}'}
    shipped = {"templates/issue.html": '{{ fragment("_brand.html", here="<h>") }}', "templates/_brand.html": "shipped"}
    assert workshop.render(mine, shipped) == "[shipped] &lt;h&gt; zh"


def test_nothing_below_the_overridden_template_is_an_error(workshop: Any) -> None:
    found = workshop.failure({"templates/issue.html": '{% extends "!issue.html" %}'}, {})
    assert found.message == (
        "no layer below themes/mine/templates/issue.html has the template 'issue.html', "
        "while rendering issues/2023-02-08.html"
    )


def test_a_string_of_a_nearer_layer_wins_and_the_others_stay(workshop: Any) -> None:
    mine = {"strings/zh.yaml": "skip_link: 跳过\n", "strings/en.yaml": "skip_link: Jump\n"}
    shipped = {"templates/issue.html": '{{ t.skip_link }} {{ t("papers", count=9) }}'}
    assert workshop.render(mine, shipped) == "跳过 9 篇论文"


def test_an_invisible_character_in_a_string_is_told(workshop: Any) -> None:
    layers = workshop.layers({"strings/zh.yaml": 'skip_link: "跳\\u202e过"\n'}, {})
    found = read_theme(layers).diagnostics
    assert ("control-character", "themes/mine/strings/zh.yaml") in [(each.code, each.path) for each in found]


def test_a_static_file_of_a_nearer_layer_wins(workshop: Any) -> None:
    theme = workshop.theme({"static/a.js": "mine"}, {"static/a.js": "shipped", "static/b.js": "b"})
    assert [(asset.name, asset.content) for asset in theme.assets] == [("a.js", b"mine"), ("b.js", b"b")]


def test_a_static_file_takes_the_place_of_a_generated_one(workshop: Any) -> None:
    generated = {"highlight.css": b"generated", "math.css": b"math"}
    theme = workshop.theme({"static/highlight.css": "mine"}, generated=generated)
    assert [(asset.name, asset.content) for asset in theme.assets] == [
        ("highlight.css", b"mine"),
        ("math.css", b"math"),
    ]


@pytest.mark.parametrize("name", [".DS_Store", "fonts/.hidden"])
def test_hidden_files_are_not_published(workshop: Any, name: str) -> None:
    assert workshop.theme({f"static/{name}": "x"}).assets == ()


def test_the_nearest_settings_name_the_theme_and_bundles_merge(workshop: Any) -> None:
    mine = {"theme.yaml": "name: mine\nextends: default\nbundles: {b.css: [y.css]}\n", "static/y.css": "y{}"}
    shipped = {
        "theme.yaml": "name: default\ndescription: calm\nbundles: {a.css: [x.css], b.css: [x.css]}\n",
        "static/x.css": "x{}",
    }
    theme = workshop.theme(mine, shipped)
    assert (theme.name, theme.description) == ("mine", "calm")
    assert [(asset.name, asset.content) for asset in theme.assets] == [("a.css", b"x{}\n"), ("b.css", b"y{}\n")]
