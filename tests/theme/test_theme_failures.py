"""Errors in themes are reported at their place, with the page that could not be rendered."""

import pickle
import subprocess
import sys
from typing import Any

import pytest

from digest.plan.views import PaperPageView
from digest.text.diagnostics import Diagnostic
from digest.theme import TemplateFailed, ThemeLayer, environment, extended_theme, loading, read_theme
from tests.theme.conftest import CITATION

SHARED = "a fragment is shared by pages: hand it what it needs as its value"
SUFFIX = ", while rendering issues/2023-02-08.html"


def shown(found: Diagnostic) -> tuple[str, str]:
    assert found.code == "template-error"
    assert found.severity == "error"
    assert found.message.endswith(SUFFIX)
    return found.message.removesuffix(SUFFIX), found.hint


# Templates


@pytest.mark.parametrize(
    ("line", "message", "hint", "marked"),
    [
        ("{{ view.paper.card.titel }}", "'view.paper.card' has no attribute 'titel'", "did you mean 'title'?", "titel"),
        ("{{ view.paper.card.venu }}", "'view.paper.card' has no attribute 'venu'", "did you mean 'venue'?", "venu"),
        ("{{ view.paper['crad'] }}", "'view.paper' has no attribute 'crad'", "did you mean 'card'?", "crad"),
        (
            "{{ view.xyzzy }}",
            "'view' has no attribute 'xyzzy'",
            "it has paper, issue, previous, next, citation, related",
            "xyzzy",
        ),
        ("{{ page.path.foo }}", "'page.path' has no attribute 'foo'", "", "foo"),
        (
            "{{ veiw }}",
            "'veiw' is undefined",
            "did you mean 'view'?",
            "veiw",
        ),
        (
            "{% if nothing %}{% endif %}",
            "'nothing' is undefined",
            "templates know page, view, site, lang, lang_tag, root, tree, t, asset, fragment",
            "nothing",
        ),
        ("{{ t.paper }}", "there is no string 'paper' in Chinese", "did you mean 'papers'?", "paper"),
        ('{{ t("qqq") }}', "there is no string 'qqq' in Chinese", "add it to strings/zh.yaml", "qqq"),
        ("{{ t.papers }}", "the string 'papers' needs a value for {count}", 'write t("papers", count=...)', "papers"),
        ('{{ t("months") }}', "the string 'months' is a list", "write t.months", "months"),
        (
            '{{ asset("stile.css") }}',
            "the theme has no static file 'stile.css'",
            "did you mean 'style.css'?",
            "stile.css",
        ),
        (
            '{{ fragment("crad", 1) }}',
            "the theme has no template 'fragments/crad.html'",
            "did you mean 'fragments/card.html'?",
            "crad",
        ),
        (
            '{% include "_hedaer.html" %}',
            "the theme has no template '_hedaer.html'",
            "did you mean '_header.html'?",
            "_hedaer.html",
        ),
        (
            '{% include "qqqqqqqq" %}',
            "the theme has no template 'qqqqqqqq'",
            "put it into the theme's folder templates/",
            "qqqqqqqq",
        ),
        (
            '{% include ["a.html", "b.html"] %}',
            "the theme has none of the templates a.html, b.html",
            "",
            '{% include ["a.html", "b.html"] %}',
        ),
        ("{{ 1 / 0 }}", "division by zero (ZeroDivisionError)", "", "{{ 1 / 0 }}"),
        ("{{ page.path + 1 }}", 'can only concatenate str (not "int") to str (TypeError)', "", "{{ page.path + 1 }}"),
        ("{{ view.card.date|dya }}", "no filter named 'dya'", "", "{{ view.card.date|dya }}"),
        ("{% fi x %}", "encountered unknown tag 'fi'", "", "{% fi x %}"),
        ('{% include "issue.html" %}', "templates use each other without end", "", '{% include "issue.html" %}'),
        ("{{ view + 'a' * 10**16 }}", "this takes more memory than there is", "", "{{ view + 'a' * 10**16 }}"),
    ],
)
def test_a_failure_is_told_with_its_line_and_page(
    workshop: Any, place_in: Any, line: str, message: str, hint: str, marked: str
) -> None:
    text = f"<p>\n  {line}\n</p>"
    files = {
        "templates/issue.html": text,
        "templates/_header.html": "",
        "templates/fragments/card.html": "",
        "static/style.css": "",
    }
    view = PaperPageView(
        paper=workshop.paper(), issue=workshop.issue().card, previous=None, next=None, citation=CITATION
    )
    found = workshop.failure(files, view=view)
    assert shown(found) == (message, hint)
    assert found.path == "themes/mine/templates/issue.html"
    number, _, at = place_in(found, text)
    assert (number, at) == (2, marked)


@pytest.mark.parametrize(
    "text",
    [
        "{% if page %}" * 150 + "{% endif %}" * 150,
        "{% for each in view %}" * 25 + "{% endfor %}" * 25,
        f"{{{{ {'(' * 400}1{')' * 400} }}}}",
        f"{{{{ {'not ' * 2000}1 }}}}",
        f"{{{{ 1{'+1' * 2000} }}}}",
        f"{{{{ 1{'|string' * 2000} }}}}",
        f"{{{{ {'9' * 5000} }}}}",
        "{{ 10 ** 5000 }}",
        "{{" * 5000,
    ],
)
def test_a_template_that_is_too_large_for_python_is_told(workshop: Any, text: str) -> None:
    found = workshop.failure({"templates/issue.html": text})
    told = "this template has too many tags inside one another, or too long an expression or number"
    assert shown(found) == (told, "")
    assert found.path == "themes/mine/templates/issue.html"


@pytest.mark.parametrize("tag", ["{{", "{%", "{#", "<pre ", "<script>"])
def test_the_end_of_a_tag_is_looked_for_once(tag: str) -> None:
    patterns = [loading._JINJA] if tag.startswith("{") else []
    assert [len(pattern.findall(tag * 100)) for pattern in [*patterns, environment._BREAK]] == [1] * (len(patterns) + 1)


def test_a_page_of_the_other_language_is_named_by_its_whole_path(workshop: Any) -> None:
    found = workshop.failure({"templates/issue.html": "{{ t.qqq }}"}, lang="en")
    assert found.message == "there is no string 'qqq' in English, while rendering en/issues/2023-02-08.html"


def test_the_innermost_template_is_the_place(workshop: Any, place_in: Any) -> None:
    inner = "\n\n{{ value.titel }}"
    files = {
        "templates/issue.html": '{% extends "base.html" %}{% block main %}{{ fragment("card", page) }}{% endblock %}',
        "templates/base.html": "{% block main %}{% endblock %}",
        "templates/fragments/card.html": inner,
    }
    found = workshop.failure({}, files)
    assert shown(found) == ("'value' has no attribute 'titel'", "did you mean 'title'?")
    assert found.path == "shipped/mine/templates/fragments/card.html"
    assert place_in(found, inner) == (3, 10, "titel")


def test_a_failure_in_an_overridden_template_is_told_of_its_own_layer(workshop: Any, place_in: Any) -> None:
    lower = "x\n{% block a %}\n{{ nix }}{% endblock %}"
    found = workshop.failure({"templates/issue.html": '{% extends "!issue.html" %}'}, {"templates/issue.html": lower})
    assert (found.path, place_in(found, lower)) == ("shipped/mine/templates/issue.html", (3, 4, "nix"))


@pytest.mark.parametrize("name", ["page", "view"])
def test_a_fragment_does_not_know_its_page(workshop: Any, name: str) -> None:
    files = {"templates/issue.html": '{{ fragment("x", 1) }}', "templates/fragments/x.html": f"{{{{ {name} }}}}"}
    assert shown(workshop.failure(files)) == (f"'{name}' is undefined", SHARED)


@pytest.mark.parametrize(
    "text", ['{{ fragment("_x.html") }}', '{% from "_x.html" import m %}{{ m() }}'], ids=["fragment", "macro"]
)
def test_a_template_that_is_shared_by_its_own_name_does_not_know_its_page(workshop: Any, text: str) -> None:
    files = {"templates/issue.html": text, "templates/_x.html": "{% macro m() %}{{ page }}{% endmacro %}{{ m() }}"}
    assert shown(workshop.failure(files)) == (
        "'page' is undefined",
        f"{SHARED}; macros know the page if they are imported with context",
    )


def test_a_date_in_a_macro_without_context_is_explained(workshop: Any) -> None:
    files = {
        "templates/issue.html": '{% from "_m.html" import when %}{{ when(view.card.date) }}',
        "templates/_m.html": "{% macro when(date) %}{{ date|day }}{% endmacro %}",
    }
    assert shown(workshop.failure(files, view=workshop.issue())) == (
        "a date needs the page's language, which this template does not know",
        "import its macros with context",
    )


def test_a_missing_page_template_is_told_without_a_place(workshop: Any) -> None:
    found = workshop.failure({"templates/isue.html": ""})
    assert shown(found) == ("the theme has no template 'issue.html'", "did you mean 'isue.html'?")
    assert (found.path, found.span.start, found.span.end) == ("templates/issue.html", 0, 0)


def test_a_failure_knows_the_text_it_points_into_and_crosses_processes(workshop: Any) -> None:
    with pytest.raises(TemplateFailed) as failed:
        workshop.render({"templates/issue.html": "{{ nix }}"})
    copy = pickle.loads(pickle.dumps(failed.value))
    assert copy.source == failed.value.source
    assert copy.source.text == "{{ nix }}"
    assert copy.diagnostic == failed.value.diagnostic


def test_after_a_failure_other_pages_render(workshop: Any) -> None:
    renderer = workshop.renderer({"templates/a.html": "{{ nix }}", "templates/b.html": "fine"})
    view = workshop.issue()
    with pytest.raises(TemplateFailed):
        renderer.render_page(template="a.html", page=workshop.page(), site=workshop.site, view=view)
    assert renderer.render_page(template="b.html", page=workshop.page(), site=workshop.site, view=view) == b"fine\n"


# Settings and strings


@pytest.mark.parametrize(
    ("text", "code", "message", "hint", "place"),
    [
        ("nmae: x\n", "unknown-key", "unknown key 'nmae'", "did you mean 'name'?", (1, 1, "nmae")),
        (
            "colour: red\n",
            "unknown-key",
            "unknown key 'colour'",
            "the keys are name, description, requires, extends, bundles",
            (1, 1, "colour"),
        ),
        (
            "name: x\nbundles: [a.css]\n",
            "wrong-type",
            "'bundles' must be a mapping of style sheets, not a list",
            "write bundles: {style.css: [base.css, issue.css]}",
            (2, 10, "[a.css]"),
        ),
        (
            "bundles:\n  a.txt: [b.txt]\n",
            "bad-bundle",
            "a bundle is a style sheet or a script, not 'a.txt'",
            "give it a name in .css or .js",
            (2, 3, "a.txt"),
        ),
        (
            "bundles:\n  a.css: [x.css]\n  a.css: [x.css]\n",
            "duplicate-key",
            "'a.css' is given twice",
            "keep one of the two",
            (3, 3, "a.css"),
        ),
        (
            "bundles:\n  a.css: []\n",
            "bad-bundle",
            "'a.css' is made of nothing",
            'write a.css: ["!a.css", mine.css]',
            (2, 3, "a.css"),
        ),
        (
            "bundles:\n  a.css:\n",
            "bad-bundle",
            "'a.css' is made of nothing",
            'write a.css: ["!a.css", mine.css]',
            (2, 3, "a.css"),
        ),
        (
            "extends: ../other\n",
            "bad-theme",
            "'extends' must be the name of a theme, not '../other'",
            "write extends: default",
            (1, 10, "../other"),
        ),
    ],
)
def test_settings_are_typed(
    workshop: Any, place_in: Any, text: str, code: str, message: str, hint: str, place: Any
) -> None:
    read = read_theme(workshop.layers({"theme.yaml": text, "static/x.css": ""}))
    assert read.value is None
    (found,) = read.diagnostics
    assert (found.code, found.message, found.hint) == (code, message, hint)
    assert (found.path, place_in(found, text)) == ("themes/mine/theme.yaml", place)


@pytest.mark.parametrize("value", ["{one: a}", "{one: a, other: b, few: c}", "[[a]]", "{other: [a]}"])
def test_a_string_is_text_or_chosen_by_count_or_a_list(workshop: Any, value: str) -> None:
    both = {f"strings/{lang}.yaml": f"x: {value}\n" for lang in ("zh", "en")}
    read = read_theme(workshop.layers(both, {}))
    assert {(each.message, each.hint) for each in read.diagnostics} == {
        ("'x' must be text, a list of texts, or {one: ..., other: ...}", "write x: followed by the text")
    }


def test_a_string_given_twice_is_an_error(workshop: Any, place_in: Any) -> None:
    text = "x: a\ny: b\nx: c\n"
    read = read_theme(workshop.layers({"strings/zh.yaml": text, "strings/en.yaml": "{x: a, y: b}"}, {}))
    (found,) = read.diagnostics
    assert (found.code, found.message, place_in(found, text)) == ("duplicate-key", "'x' is given twice", (3, 1, "x"))


@pytest.mark.parametrize(("lang", "other", "name"), [("zh", "en", "English"), ("en", "zh", "Chinese")])
def test_a_string_without_translation_is_a_warning(
    workshop: Any, place_in: Any, lang: str, other: str, name: str
) -> None:
    text = "# mine\nskip_link: x\n"
    read = read_theme(workshop.layers({f"strings/{lang}.yaml": text}, {}))
    assert read.value is not None
    (found,) = read.diagnostics
    assert (found.code, found.severity, found.path) == ("missing-string", "warning", f"themes/mine/strings/{lang}.yaml")
    assert found.message == f"the string 'skip_link' has no {name}"
    assert found.hint == f"add a line 'skip_link: ...' to themes/mine/strings/{other}.yaml"
    assert place_in(found, text) == (2, 1, "skip_link")


def test_what_is_not_utf8_is_an_error_at_its_place(workshop: Any) -> None:
    read = read_theme(workshop.layers({"templates/issue.html": "中\r\n".encode() + b"\xff"}))
    assert read.value is None
    (found,) = read.diagnostics
    assert (found.code, found.message, found.hint) == (
        "not-utf8",
        "this file is not UTF-8 (byte 0xff)",
        "save it as UTF-8",
    )
    assert (found.path, found.span.start) == ("themes/mine/templates/issue.html", 2)


def test_all_problems_of_a_theme_come_at_once(workshop: Any) -> None:
    files = {
        "theme.yaml": "x: y\n",
        "strings/zh.yaml": "a: {}\n",
        "static/a.css": "a{b:url(c)}",
        "templates/a.html": b"\xff",
    }
    read = read_theme(workshop.layers(files, {}))
    assert sorted(each.code for each in read.diagnostics) == ["missing-asset", "not-utf8", "unknown-key", "wrong-type"]


def test_a_theme_says_what_it_extends(workshop: Any) -> None:
    mine = ThemeLayer(label="themes/mine", files={"theme.yaml": b"name: mine\nextends: default\n"})
    default = ThemeLayer(label="themes/default", files={"theme.yaml": b"name: default\n"})
    broken = ThemeLayer(label="themes/broken", files={"theme.yaml": b"extends: [\n"})
    found = [extended_theme(layers, "mine") for layers in ([mine, default], [default], [broken], [])]
    assert [each and each.name for each in found] == ["default", None, None, None]


def test_a_theme_that_was_kept_loads_neither_jinja_nor_a_parser(workshop: Any) -> None:
    program = (
        "import pickle, sys; from digest.theme import Renderer\n"
        "theme = pickle.load(sys.stdin.buffer); theme.closure_fingerprint('a.html'); Renderer(theme, None)\n"
        "print([name for name in ('jinja2', 'markdown_it', 'pygments') if name in sys.modules])"
    )
    kept = pickle.dumps(workshop.theme({"templates/a.html": "{{ t.x }}"}))
    done = subprocess.run([sys.executable, "-c", program], input=kept, capture_output=True, check=True)
    assert done.stdout == b"[]\n"
