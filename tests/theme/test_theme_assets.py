"""Static files have a content hash in their published names."""

import json
import re
from typing import Any

import pytest

from digest.theme import ThemeLayer, read_theme
from digest.theme.assets import compact_script, compact_style


def assets(workshop: Any, *layers: Any) -> dict[str, tuple[str, str]]:
    return {asset.name: (asset.path, asset.content.decode()) for asset in workshop.theme(*layers).assets}


def css(workshop: Any, files: dict[str, str], name: str = "style.css") -> str:
    """The published style sheet, with `#` for every hash."""
    return re.sub(r"\.[0-9a-f]{8}\.", ".#.", assets(workshop, files)[name][1])


def test_a_name_holds_the_contents_fingerprint(workshop: Any) -> None:
    first = assets(workshop, {"static/script.js": "1", "static/fonts/a.woff2": "x", "static/CNAME": "y"})
    second = assets(workshop, {"static/script.js": "2", "static/fonts/a.woff2": "x", "static/CNAME": "y"})
    assert re.fullmatch(r"assets/script\.[0-9a-f]{8}\.js", first["script.js"][0])
    assert re.fullmatch(r"assets/fonts/a\.[0-9a-f]{8}\.woff2", first["fonts/a.woff2"][0])
    assert re.fullmatch(r"assets/CNAME\.[0-9a-f]{8}", first["CNAME"][0])
    assert first["script.js"] != second["script.js"]
    assert first["fonts/a.woff2"] == second["fonts/a.woff2"]


def test_templates_name_assets_from_where_they_are_read(workshop: Any) -> None:
    layer = {"templates/issue.html": '{{ asset("style.css") }}', "static/style.css": "a{}"}
    path = assets(workshop, layer)["style.css"][0]
    assert workshop.render(layer, path="index.html") == path
    assert workshop.render(layer, path="categories/cv/2.html", lang="en") == f"../../../{path}"


def test_references_between_static_files_follow_their_names(workshop: Any) -> None:
    sheet = """@import "print.css" print;
@import url('more/inner.css');
a { background: url(img/a.png), URL( "img/a.png?v=1#x" ) }"""
    files = {
        "static/style.css": sheet,
        "static/print.css": "p{}",
        "static/more/inner.css": "b { src: url(../img/a.png) url('deep.svg#id') }",
        "static/more/deep.svg": "<svg/>",
        "static/img/a.png": "png",
    }
    assert css(workshop, files) == (
        '@import "print.#.css" print;@import url("more/inner.#.css");'
        'a { background: url("img/a.#.png"), url("img/a.#.png?v=1#x") }'
    )
    assert css(workshop, files, "more/inner.css") == 'b { src: url("../img/a.#.png") url("deep.#.svg#id") }'


def test_a_sheet_changes_its_name_with_what_it_refers_to(workshop: Any) -> None:
    files = {"static/style.css": '@import "b.css"', "static/b.css": "a{background:url(a.png)}", "static/a.png": "1"}
    before, after = assets(workshop, files), assets(workshop, files | {"static/a.png": "2"})
    assert all(before[name][0] != after[name][0] for name in ("style.css", "b.css", "a.png"))


def test_other_addresses_comments_and_strings_stay(workshop: Any) -> None:
    sheet = (
        "a {} /*! url(gone.png) don't */ a { b: url(data:image/png;base64,AA==) url(#id) url(https://x.org/a.png)"
        " url(/a.png) url('') url(//x.org/a); content: 'url(gone.png)' \"@import 'a'\" }"
    )
    assert css(workshop, {"static/style.css": sheet}) == sheet


def test_sheets_that_import_each_other_do_not_hang(workshop: Any) -> None:
    files = {"static/a.css": '@import "b.css";', "static/b.css": '@import "a.css";'}
    assert css(workshop, files, "a.css") == '@import "b.#.css";'


def test_a_bundle_is_its_parts_in_order_and_its_parts_are_not_published(workshop: Any) -> None:
    files = {
        "theme.yaml": "bundles:\n  css/style.css: [base.css, parts/issue.css]\n",
        "static/base.css": '@charset "utf-8";\nbase{}\n\n',
        "static/parts/issue.css": "issue{background:url(../a.png)}",
        "static/a.png": "png",
    }
    assert sorted(assets(workshop, files)) == ["a.png", "css/style.css"]
    assert css(workshop, files, "css/style.css") == 'base{}\nissue{background:url("../a.#.png")}\n'


def test_a_bundle_may_have_the_parts_of_the_one_below_it(workshop: Any) -> None:
    below = {
        "theme.yaml": "bundles: {style.css: [a.css, b.css]}\n",
        **{f"static/{name}.css": f"{name}{{}}" for name in "ab"},
    }
    middle = {"theme.yaml": "bundles: {style.css: [z.css, '!style.css']}\n", "static/z.css": "z{}"}
    mine = {"theme.yaml": "bundles: {style.css: ['!style.css', mine.css]}\n", "static/mine.css": "mine{}"}
    assert assets(workshop, mine, below)["style.css"][1] == "a{}\nb{}\nmine{}\n"
    assert assets(workshop, mine, middle, below)["style.css"][1] == "z{}\na{}\nb{}\nmine{}\n"
    assert sorted(assets(workshop, mine, middle, below)) == ["style.css"]


def test_the_parts_of_a_bundle_that_there_is_not_are_told(workshop: Any) -> None:
    text = "bundles:\n  style.css: ['!stlye.css']\n"
    below = {"theme.yaml": "bundles: {style.css: [a.css]}\n", "static/a.css": "a{}"}
    layers = [
        ThemeLayer(label=label, files={name: content.encode() for name, content in files.items()})
        for label, files in (("themes/mine", {"theme.yaml": text}), ("digest/themes/default", below))
    ]
    (found,) = read_theme(layers).diagnostics
    assert (found.code, found.message, found.hint) == (
        "missing-asset",
        "no theme below has the bundle 'stlye.css'",
        "did you mean '!style.css'?",
    )
    assert text[found.span.start : found.span.end].strip("'") == "!stlye.css"


def test_a_file_takes_the_place_of_a_bundle_below_it(workshop: Any) -> None:
    below = {
        "theme.yaml": "bundles: {style.css: [a.css, b.css, custom.css]}\n",
        **{f"static/{name}.css": f"{name}{{}}" for name in ("a", "b", "custom")},
    }
    assert assets(workshop, {"static/style.css": "s{}"}, below) == {
        "style.css": (assets(workshop, {"static/style.css": "s{}"}, below)["style.css"][0], "s{}\n")
    }
    mine = {"static/style.css": "s{}", "static/custom.css": "c{}"}
    assert assets(workshop, mine, below)["style.css"][1] == "s{}\nc{}\n"
    assert assets(workshop, {"static/custom.css": "c{}"}, mine, below)["style.css"][1] == "s{}\nc{}\n"


PHRASES = {"theme.yaml": "bundles: {later.js: [phrases.js, a.js]}\n", "static/a.js": "a()"}


def phrases_of(workshop: Any, *layers: dict[str, str]) -> tuple[dict[str, dict[str, str]], str]:
    """The words of scripts by language, and the rest of `later.js`."""
    script = assets(workshop, *layers, PHRASES)["later.js"][1]
    found = re.fullmatch(
        r"\S+ \?\?= \{\}\)\.words = .+\(\n(\[.+\]),\n(\{.+\}),\ndocument\.documentElement\.lang\);\n(.*)",
        script,
        re.DOTALL,
    )
    assert found, script
    keys, texts = json.loads(found[1]), json.loads(found[2])
    words = {lang: {key: text for key, text in zip(keys, each, strict=True) if text} for lang, each in texts.items()}
    return words, found[3]


def test_a_script_has_the_words_of_scripts_in_each_language(workshop: Any) -> None:
    mine = {
        "strings/zh.yaml": "close: 关\nstarred: '{count} 篇'\n",
        "strings/en.yaml": "close: Shut\nstarred: {one: One paper, other: '{count} papers'}\n",
        "strings/zh-Hant.yaml": "close: 關\n",
    }
    words, rest = phrases_of(workshop, mine)
    assert words == {
        "zh": {"close": "关", "starred": "# 篇"},
        "en": {"close": "Shut", "starred": "# papers"},
        "zh-Hant": {"close": "關", "starred": "# 篇"},
    }
    assert rest == "a()\n"
    assert phrases_of(workshop, mine | {"static/later.js": "mine()"}) == (words, "mine()\n")


@pytest.mark.parametrize("value", ["'{n} 篇'", "[一, 二]"])
def test_a_word_of_scripts_has_no_other_placeholder(workshop: Any, place_in: Any, value: str) -> None:
    text = f"close: 关\nstarred: {value}\n"
    read = read_theme(workshop.layers({"strings/zh.yaml": text, "strings/en.yaml": "{close: x, starred: y}"}, PHRASES))
    assert read.value is None
    (found,) = read.diagnostics
    assert (found.code, found.path, place_in(found, text)) == (
        "template-error",
        "themes/mine/strings/zh.yaml",
        (2, 1, "starred"),
    )
    assert found.hint == "write one text, without placeholders but {count}"


def test_a_bundle_may_take_its_own_name_as_a_part(workshop: Any) -> None:
    files = {
        "theme.yaml": "bundles: {style.css: [a.css, style.css]}\n",
        "static/style.css": "s{}",
        "static/a.css": "a{}",
    }
    assert assets(workshop, files)["style.css"][1] == "a{}\ns{}\n"


def test_a_part_that_is_missing_is_an_error_at_its_place(workshop: Any, place_in: Any) -> None:
    text = "name: mine\nbundles:\n  style.css: [base.css, isue.css]\n"
    files = {"theme.yaml": text, "static/base.css": "", "static/issue.css": ""}
    read = read_theme(workshop.layers(files))
    assert read.value is None
    (found,) = read.diagnostics
    assert (found.code, found.path, found.message, found.hint) == (
        "missing-asset",
        "themes/mine/theme.yaml",
        "no layer of the theme has static/isue.css",
        "did you mean 'issue.css'?",
    )
    assert place_in(found, text) == (3, 25, "isue.css")


def test_a_reference_to_nothing_is_a_warning_at_its_place(workshop: Any, place_in: Any) -> None:
    text = "a{}\nb { background: url('gone.png') }"
    read = read_theme(workshop.layers({"static/style.css": text}))
    (found,) = read.diagnostics
    assert (found.severity, found.path, found.message) == (
        "warning",
        "themes/mine/static/style.css",
        "no layer of the theme has static/gone.png",
    )
    assert found.hint == "put it into the theme's folder static/"
    assert place_in(found, text) == (2, 22, "gone.png")


def test_files_come_out_byte_for_byte(workshop: Any) -> None:
    content = bytes(range(256))
    layer = ThemeLayer(label="themes/mine", files={"static/a.bin": content, "static/odd.css": b"a{}\xff"})
    read = read_theme([layer])
    assert [(each.code, each.path) for each in read.diagnostics] == [("not-utf8", "themes/mine/static/odd.css")]
    layer = ThemeLayer(label="themes/mine", files={"static/a.bin": content})
    theme = read_theme([layer]).value
    assert theme is not None
    assert theme.assets[0].content == content


@pytest.mark.parametrize(
    ("script", "published"),
    [
        ("// What it does.\nif (a) {\n  b(`x`); // why\n}\n\n", "if (a) {\nb(`x`); // why\n}\n"),
        ("a = `\n  // text\n`;\n", "a = `\n  // text\n`;\n"),
        ("  /* one\n  // two */\n", "  /* one\n  // two */\n"),
        ("// Licence: MIT\n  a();\n", "// Licence: MIT\n  a();\n"),
        ('  a = "b\\\n  // c";\n', '  a = "b\\\n  // c";\n'),
    ],
)
def test_a_script_is_published_without_indentation_and_comments(script: str, published: str) -> None:
    assert compact_script(script.encode()).decode() == published


@pytest.mark.parametrize(
    ("style", "published"),
    [
        ("/* Links. */\na {\n  color: red; /* loud */\n}\n", "a {color: red;}\n"),
        ("a/**/.b { width: calc(1px/**/+ 2px) }", "a/**/.b { width: calc(1px/**/+ 2px) }"),
        ('a::before { content: " /* a */ " }\n', 'a::before { content: " /* a */ " }\n'),
        ("a { background: url(/*.png) }\n\n/* b */", "a { background: url(/*.png) }"),
        ("/*! by Ada */\n/* MIT Licence */\nb {}", "/*! by Ada */\n/* MIT Licence */\nb {}"),
        ("a { content: 'x\\\n  y' } /* c */", "a { content: 'x\\\n  y' } /* c */"),
        ("/* open", "/* open"),
    ],
)
def test_a_style_sheet_is_published_without_indentation_and_comments(style: str, published: str) -> None:
    assert compact_style(style) == published
