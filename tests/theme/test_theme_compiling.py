"""Escaping, and the cache of compiled templates."""

import marshal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from markupsafe import Markup, escape

from digest.theme import Renderer
from digest.theme.environment import escape_value
from digest.theme.relative_urls import encode_url


@given(
    st.text()
    | st.text(alphabet="<>&'\"a中")
    | st.integers()
    | st.none()
    | st.booleans()
    | st.floats()
    | st.text().map(Markup)
    | st.lists(st.text())
)
def test_a_value_is_escaped_as_markupsafe_escapes_it(value: object) -> None:
    assert escape_value(value) == str(escape(value))


def test_what_templates_show_is_escaped_by_it(workshop: Any) -> None:
    template = workshop.renderer({"templates/issue.html": ""})._environment.get_template("issue.html")
    assert template.root_render_func.__globals__["escape"] is escape_value


@pytest.mark.parametrize("address", ["a/b.html", "中/a b?c=1&d#e", "https://example.org/?a=1&b='2'", '<>"%zz', ""])
def test_an_address_is_shown_as_the_filter_makes_it(workshop: Any, address: str) -> None:
    text = workshop.render({"templates/issue.html": "{{ page.title|url }}"}, title=address)
    assert text == str(escape(encode_url(address)))


def _render(workshop: Any, renderer: Renderer, title: str = "", lang: str = "zh") -> str:
    page = workshop.page("index.html", lang, title)
    return renderer.render_page(template="issue.html", page=page, site=workshop.site, view=workshop.issue()).decode()


def test_macros_imported_with_context_speak_the_language_of_their_page(workshop: Any) -> None:
    files = {
        "templates/issue.html": "{% from '_m.html' import when with context %}{{ when(view.card.date) }}",
        "templates/_m.html": "{% macro when(date) %}{{ date|day }} {{ root }}{% endmacro %}",
    }
    renderer = workshop.renderer(files)
    texts = [_render(workshop, renderer, lang=lang) for lang in ("zh", "en", "zh")]
    assert texts == ["2023年2月8日 \n", "February 8, 2023 ../\n", "2023年2月8日 \n"]


# Cached bytecode


class Store:
    """A `CompiledStore` in memory that records calls of `put`."""

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
def test_damaged_bytecode_is_compiled_anew(workshop: Any, content: bytes) -> None:
    store = Store()
    render_with(workshop, store, FILES)
    store.kept = dict.fromkeys(store.kept, content)
    assert render_with(workshop, store, FILES) == "a&lt;t&gt;\n"
    assert len(store.put_keys) == 4


def test_cached_bytecode_knows_the_lines_of_its_template(workshop: Any, place_in: Any) -> None:
    store, text = Store(), "x\n{% if true %}\n  {{ view.crad }}\n{% endif %}"
    found = []
    for _ in range(2):
        with pytest.raises(Exception, match="'view' has no attribute 'crad'") as failed:
            render_with(workshop, store, {"templates/issue.html": text})
        found.append(failed.value.diagnostic)  # type: ignore[attr-defined]  # a TemplateFailed
    assert found[0] == found[1]
    assert place_in(found[1], text) == (3, 11, "crad")
    assert len(store.put_keys) == 1
