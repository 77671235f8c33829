"""Templates are compiled to shorter code than Jinja's own, which shows the same."""

import marshal
from functools import partial
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from jinja2 import DictLoader, Environment, StrictUndefined
from markupsafe import Markup, escape

from digest.theme import Renderer
from digest.theme.relative_urls import encode_url
from digest.theme.runtime import escape_text, mark, shown, shown_url

TEMPLATES = {
    "base.html": "{% set a = 'base' %}<{% block title %}{{ a }}{% endblock %}>{% block body %}{{ b }}{% endblock %}",
    "macros.html": "{% macro m(x, y='<d>') %}[{{ x }}|{{ y }}]{% endmacro %}"
    "{% macro n() %}{{ caller('<c>') }}{% endmacro %}",
    "reading.html": "{% macro r(x) %}{{ x }}{{ text }}{% endmacro %}",
    "part.html": "({{ text }}{{ each }})",
    "outer.html": "{% include 'part.html' %}",
    "setting.html": "{% set text = 'set' %}{{ text }}",
}
TEXTS = [
    "{{ text }}{{ safe }}{{ number }}{{ none }}{{ 1.5 }}{{ '<' }}{{ '<'|safe }}{{ 'a' if number else '<b>' }}",
    (
        "{{ text ~ number }}{{ text ~ safe }}{{ safe ~ text }}{{ 'a' ~ '<' ~ none }}"
        "{{ ('a' ~ text)|upper }}{{ text ~ (1 ~ 2) }}"
    ),
    (
        "{{ text if none else safe }}{{ (text if number) }}{{ text or safe }}{{ none or text }}"
        "{{ (text, safe)|join('<') }}"
    ),
    (
        "{% from 'macros.html' import m %}{{ m(text) }}{{ m(text, safe) }}{{ m(y=1, x=2) }}"
        "{{ m(text)|length }}{{ m(m(text), 1) }}"
    ),
    "{% import 'macros.html' as all %}{{ all.m(text) }}{% set x = all.m(1) %}{{ x }}{{ x ~ text }}",
    (
        "{% macro v() %}{{ varargs|length }}{{ kwargs|length }}{% endmacro %}{{ v(1, 2) }}"
        "{{ v(1, k=2) }}{{ v(*[1, 2, 3]) }}"
    ),
    "{% from 'macros.html' import n %}{% call(x) n() %}{{ x }}{{ text }}{% endcall %}",
    "{% from 'reading.html' import r with context %}{% for each in items %}{{ r(each) }}{% endfor %}",
    (
        "{% extends 'base.html' %}{% block title %}{{ super() }}{{ text }}{% endblock %}"
        "{% block body %}x{{ self['title']() }}{% endblock %}"
    ),
    (
        "{% extends 'base.html' if number else 'none' %}lost{% block body %}{% include 'part.html' %}"
        "{% endblock %}{% set each = 1 %}"
    ),
    "{% if none %}{% extends 'base.html' %}{% endif %}kept{% block body %}{{ text }}{% endblock %}",
    "{% set each = 1 %}{% include 'part.html' %}{% include 'outer.html' %}{% include 'setting.html' %}{{ text }}",
    "{% for each in items %}{% include 'part.html' %}{% include 'outer.html' %}{% endfor %}",
    (
        "{% include 'absent.html' ignore missing %}{% include ['absent.html', 'setting.html'] %}"
        "{% include 'setting.html' without context %}"
    ),
    (
        "{% for each in items %}{{ loop.index }}{{ loop.first }}{{ loop.last }}{{ loop.length }}"
        "{{ loop.revindex }},{% endfor %}"
    ),
    (
        "{% for each in items %}{{ loop.previtem if not loop.first }}"
        "{{ loop.nextitem if not loop.last }}{{ loop.cycle('a', 'b') }}{{ loop.changed(each) }}"
        "{{ loop.depth }}{% else %}none{% endfor %}"
    ),
    (
        "{% for each in items|list %}{{ loop.last }}{% endfor %}{% for each in () %}{{ loop.last }}"
        "{% else %}{{ text }}{% endfor %}"
    ),
    ("{% for each in (1, (2, 3)) recursive %}{{ each if each is number else loop(each) }}{{ loop.depth }}{% endfor %}"),
    "{% for each in items if each ~ '' != '2' %}{{ each }}{{ loop.index }}{% endfor %}",
    "{% set x %}<i>{{ text }}</i>{% endset %}{{ x }}{{ x|length }}{% filter upper %}{{ text }}{% endfilter %}",
    "{% autoescape false %}{{ text }}{{ text ~ safe }}{{ 'a' if number else text }}{% endautoescape %}{{ text }}",
    "{% with text = '<w>' %}{{ text }}{% include 'part.html' ignore missing %}{% set each = 2 %}{% endwith %}",
    "{% for each in items %}{% block scoped scoped %}{{ each }}{% endblock %}{% endfor %}",
    "{% set ns = namespace(n=0) %}{% for each in items %}{% set ns.n = ns.n + each %}{% endfor %}{{ ns.n }}",
    (
        "{{ text.upper() }}{{ text.split('b')[0] }}{{ {'a': text}['a'] }}{{ items[1:] }}"
        "{{ 'x: %s'|format(text) }}{{ dict(a=1)['a'] }}"
    ),
]
NAMES = {
    "text": "<a&b'\">",
    "safe": Markup("<b>"),
    "number": 3,
    "none": None,
    "items": (1, 2, 3),
    "each": "<e>",
    "b": "b",
}


def stock(text: str) -> str:
    environment = Environment(
        loader=DictLoader({**TEMPLATES, "issue.html": text}),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    return environment.get_template("issue.html").render(NAMES)


@pytest.mark.parametrize("text", TEXTS)
def test_the_code_shows_what_jinjas_shows(workshop: Any, text: str) -> None:
    files = {f"templates/{name}": source for name, source in {**TEMPLATES, "issue.html": text}.items()}
    environment = workshop.renderer(files)._templates()
    assert environment.render("issue.html", {**environment.globals, **NAMES}, {}) == stock(text)


@given(st.text() | st.text(alphabet="<>&'\"a中"))
def test_a_text_is_escaped_as_markupsafe_escapes_it(text: str) -> None:
    assert escape_text(text) == str(escape(text))
    assert type(escape_text(text)) is str


@given(
    st.text() | st.integers() | st.none() | st.booleans() | st.floats() | st.text().map(Markup) | st.lists(st.text())
)
def test_a_value_is_shown_as_markupsafe_escapes_it(value: object) -> None:
    assert shown(value) == str(escape(value))


@given(st.text())
def test_a_mark_is_mark_up_of_the_same_text(text: str) -> None:
    assert (type(mark(text)), str(mark(text))) == (Markup, text)


@pytest.mark.parametrize("address", ["a/b.html", "中/a b?c=1&d#e", "https://example.org/?a=1&b='2'", '<>"%zz', ""])
def test_an_address_is_shown_as_the_filter_makes_it(workshop: Any, address: str) -> None:
    text = workshop.render({"templates/issue.html": "{{ page.title|url }}"}, title=address)
    assert text == str(escape(encode_url(address)))


@given(st.text() | st.text(alphabet="ab/:.?#[]@!$&'()*+,;=%<>\"中 "))
def test_every_address_is_encoded_and_escaped(address: str) -> None:
    assert shown_url(address) == str(escape(encode_url(address)))


# What is the same on all pages


def test_an_include_that_reads_only_what_all_pages_have_is_made_once(workshop: Any) -> None:
    files = {
        "templates/issue.html": "{% include '_once.html' %}{% include '_each.html' %}",
        "templates/_once.html": "{{ lang }}{{ asset('seen.js')|length and site.url|length }}",
        "templates/_each.html": "{{ page.title }}",
        "static/seen.js": "",
    }
    renderer = workshop.renderer(files)
    ran: list[str] = []
    environment = renderer._templates()
    for name in ("_once.html", "_each.html"):
        template = environment.get_template(name)
        template.root_render_func = partial(_note, ran, name, template.root_render_func)
    texts = [_render(workshop, renderer, title) for title in ("a", "b")]
    assert texts == ["zh25a\n", "zh25b\n"]
    assert ran == ["_once.html", "_each.html", "_each.html"]


def _note(ran: list[str], name: str, render: Any, context: Any) -> Any:
    ran.append(name)
    return render(context)


def _render(workshop: Any, renderer: Renderer, title: str = "", lang: str = "zh") -> str:
    page = workshop.page("index.html", lang, title)
    return renderer.render_page(template="issue.html", page=page, site=workshop.site, view=workshop.issue()).decode()


@pytest.mark.parametrize(
    ("text", "part"),
    [
        ("{% set lang = page.title %}{% include '_part.html' %}", "{{ lang }}"),
        ("{% for lang in [page.title] %}{% include '_part.html' %}{% endfor %}", "{{ lang }}"),
        ("{% set x = page.title %}{% include '_part.html' %}", "{{ x if x is defined else 'none' }}"),
        (
            "{% set t = {'title': page.title} %}{% include '_part.html' %}",
            "{% set all = [t]|map(attribute='title') %}{{ all|first }}",
        ),
        ("{% include '_part.html' %}", "{% include '_inner.html' %}"),
        ("{% include '_part.html' %}", "{% include ['_inner.html'] %}"),
        ("{% from '_part.html' import m with context %}{{ m() }}", "{% macro m() %}{{ page.title }}{% endmacro %}"),
        (
            "{% from '_part.html' import m with context %}{{ m() }}",
            "{% from '_macros.html' import n with context %}{% macro m() %}{{ n() }}{% endmacro %}",
        ),
        (
            "{% from '_part.html' import m with context %}{{ m(page.title) }}",
            "{% set all = [] %}{% macro m(x) %}{{ all.append(x) or all|join(',') }}{% endmacro %}",
        ),
    ],
)
def test_what_a_page_changes_is_never_taken_from_another(workshop: Any, text: str, part: str) -> None:
    files = {
        "templates/issue.html": text,
        "templates/_part.html": part,
        "templates/_inner.html": "{{ page.title }}",
        "templates/_macros.html": "{% macro n() %}{{ page.title }}{% endmacro %}",
    }
    renderer = workshop.renderer(files)
    assert [_render(workshop, renderer, title) for title in ("a", "b", "a")] == ["a\n", "b\n", "a\n"]


def test_macros_imported_with_context_speak_the_language_of_their_page(workshop: Any) -> None:
    files = {
        "templates/issue.html": "{% from '_m.html' import when with context %}{{ when(page.date) }}",
        "templates/_m.html": "{% macro when(date) %}{{ date|day }} {{ root }}{% endmacro %}",
    }
    renderer = workshop.renderer(files)
    texts = [_render(workshop, renderer, lang=lang) for lang in ("zh", "en", "zh")]
    assert texts == ["2023年2月8日 \n", "February 8, 2023 ../\n", "2023年2月8日 \n"]


# Code that is kept


class Store:
    """Code of templates in memory; what was asked of it."""

    def __init__(self) -> None:
        self.kept: dict[str, bytes] = {}
        self.put_keys: list[str] = []

    def get(self, key: str) -> bytes | None:
        return self.kept.get(key)

    def put(self, key: str, code: bytes) -> None:
        self.put_keys.append(key)
        self.kept[key] = code


def render_with(workshop: Any, store: Store, files: dict[str, str], program: str = "1") -> str:
    return _render(workshop, Renderer(workshop.theme(files), workshop.load, compiled=store, program=program), "<t>")


FILES = {"templates/issue.html": "{% include '_a.html' %}{{ page.title }}", "templates/_a.html": "a"}


def test_code_is_compiled_once_and_shows_the_same(workshop: Any) -> None:
    store = Store()
    texts = [render_with(workshop, store, FILES) for _ in range(2)]
    assert texts == ["a&lt;t&gt;\n"] * 2
    assert len(store.put_keys) == 2


def test_only_the_template_that_changed_is_compiled_anew(workshop: Any) -> None:
    store = Store()
    render_with(workshop, store, FILES)
    assert render_with(workshop, store, FILES | {"templates/_a.html": "b"}) == "b&lt;t&gt;\n"
    assert len(store.put_keys) == 3


def test_another_program_compiles_anew(workshop: Any) -> None:
    store = Store()
    render_with(workshop, store, FILES)
    render_with(workshop, store, FILES, program="2")
    assert len(set(store.put_keys)) == 4


@pytest.mark.parametrize(
    "content", [b"", b"nonsense", marshal.dumps("no code"), marshal.dumps(compile("1", "x", "exec"))]
)
def test_what_is_not_the_code_of_the_template_is_made_anew(workshop: Any, content: bytes) -> None:
    store = Store()
    render_with(workshop, store, FILES)
    store.kept = dict.fromkeys(store.kept, content)
    assert render_with(workshop, store, FILES) == "a&lt;t&gt;\n"
    assert len(store.put_keys) == 4


def test_kept_code_knows_the_lines_of_its_template(workshop: Any, place_in: Any) -> None:
    store, text = Store(), "x\n{% if true %}\n  {{ view.crad }}\n{% endif %}"
    found = []
    for _ in range(2):
        with pytest.raises(Exception, match="'view' has no attribute 'crad'") as failed:
            render_with(workshop, store, {"templates/issue.html": text})
        found.append(failed.value.diagnostic)  # type: ignore[attr-defined]  # a TemplateFailed
    assert found[0] == found[1]
    assert place_in(found[1], text) == (3, 11, "crad")
    assert len(store.put_keys) == 1
