"""A check says of a theme what a build would, and more: what nothing uses."""

from pathlib import Path

import pytest

from digest.machine import trial
from digest.machine.build import check_site
from digest.machine.preview import Preview
from digest.text.diagnostics import Diagnostic
from tests.building import AUTHORITY, DAY, SETTINGS, build, entry, options, silent, tree, write_site

BASE = "themes/default/templates/base.html"
OVER = '{% extends "!base.html" %}\n'
SITE = {"digest.yaml": SETTINGS + AUTHORITY, f"{DAY}/a.md": entry()}


def place(each: Diagnostic, root: Path) -> str:
    text = (root / each.path).read_text(encoding="utf-8")
    line = text.count("\n", 0, each.span.start) + 1
    return f"{each.path}:{line} {each.severity} {each.code} '{text[each.span.start : each.span.end]}'"


def checked(root: Path) -> list[tuple[str, str, str]]:
    return [(place(each, root), each.message, each.hint) for each in check_site(options(root), silent).diagnostics]


@pytest.mark.parametrize(
    ("path", "text", "told", "message", "hint"),
    [
        (
            BASE,
            OVER + "{% block after %}\n{% if site %}\nx\n{% endblock %}",
            f"{BASE}:3 error template-error 'if'",
            "this 'if' is not closed",
            "close it with {% endif %}",
        ),
        (
            BASE,
            OVER + "{% block after %}\n{% for x in [] %}x",
            f"{BASE}:3 error template-error 'for'",
            "this 'for' is not closed",
            "close it with {% endfor %}",
        ),
        (
            BASE,
            OVER + "{# {% block no %} #}{% block after %}{% block inner %}{% endblock %}",
            f"{BASE}:2 error template-error 'block'",
            "this 'block' is not closed",
            "close it with {% endblock %}",
        ),
        (
            BASE,
            '{% extends "base.html" %}',
            f"{BASE}:1 error template-error 'base.html'",
            "'base.html' extends itself",
            "write {% extends \"!base.html\" %}: with a '!', it is the one of the theme below",
        ),
        (
            "themes/default/templates/paper.html",
            '\n{% extends "paper.html" %}',
            "themes/default/templates/paper.html:2 error template-error 'paper.html'",
            "'paper.html' extends itself",
            "write {% extends \"!paper.html\" %}: with a '!', it is the one of the theme below",
        ),
        (
            "themes/default/templates/mine.html",
            '{% extends "mine.html" %}',
            "themes/default/templates/mine.html:1 error template-error 'mine.html'",
            "'mine.html' extends itself",
            "delete it",
        ),
        (
            BASE,
            OVER + "{% block after %}{% if false %}{% include '_heder.html' %}{% endif %}{% endblock %}",
            f"{BASE}:2 error template-error '_heder.html'",
            "the theme has no template '_heder.html'",
            "did you mean '_header.html'?",
        ),
        (
            BASE,
            OVER + "{% block after %}{% if false %}{{ fragment('rwo', 1) }}{% endif %}{% endblock %}",
            f"{BASE}:2 error template-error 'rwo'",
            "the theme has no template 'fragments/rwo.html'",
            "did you mean 'fragments/row.html'?",
        ),
        (
            BASE,
            OVER + "{% block after %}{% if false %}{{ t.skip_lnk }}{% endif %}{% endblock %}",
            f"{BASE}:2 error template-error 'skip_lnk'",
            "there is no string 'skip_lnk'",
            "did you mean 'skip_link'?",
        ),
        (
            BASE,
            OVER + "{% block after %}{% if false %}{{ asset('stlye.css') }}{% endif %}{% endblock %}",
            f"{BASE}:2 error template-error 'stlye.css'",
            "the theme has no static file 'stlye.css'",
            "did you mean 'style.css'?",
        ),
        (
            BASE,
            OVER + "{% block after %}{{ page.path|uper }}{% endblock %}",
            f"{BASE}:2 error template-error 'uper'",
            "no filter named 'uper'",
            "did you mean 'upper'?",
        ),
        (
            BASE,
            OVER + "<p>Lost words</p>\n{{ nope }}\n{% block after %}ok{% endblock %}",
            f"{BASE}:2 warning outside-blocks '<p>Lost words</p>'",
            "this is in no block, so it has no place on the pages: this template extends another",
            "put it into a block, such as {% block after %}...{% endblock %}, or delete it",
        ),
        (
            BASE,
            OVER + "{% block after %}ok{% endblock %}\n\n  {{ site.url }}\n",
            f"{BASE}:4 warning outside-blocks '{{{{ site.url }}}}'",
            "this is in no block, so it has no place on the pages: this template extends another",
            "put it into a block, such as {% block after %}...{% endblock %}, or delete it",
        ),
        (
            BASE,
            OVER + "{# a #}\n{% if site %}\n\n  lost\n{% endif %}{% block after %}{% endblock %}",
            f"{BASE}:5 warning outside-blocks 'lost'",
            "this is in no block, so it has no place on the pages: this template extends another",
            "put it into a block, such as {% block after %}...{% endblock %}, or delete it",
        ),
        (
            BASE,
            OVER + "{% include '_text.html' %}",
            f"{BASE}:2 warning outside-blocks '{{% include '_text.html' %}}'",
            "this is in no block, so it has no place on the pages: this template extends another",
            "put it into a block, such as {% block after %}...{% endblock %}, or delete it",
        ),
        (
            BASE,
            "first\n" + OVER,
            f"{BASE}:1 warning outside-blocks 'first'",
            "this is in no block, so it has no place on the pages: this template extends another",
            "put it into a block, such as {% block after %}...{% endblock %}, or delete it",
        ),
        (
            BASE,
            '{% extends "!basee.html" %}',
            f"{BASE}:1 error template-error 'basee.html'",
            "no layer below themes/default/templates/base.html has the template 'basee.html'",
            "did you mean '!base.html'?",
        ),
        (
            BASE,
            OVER + "{% block after %}{% if site %}x\n{% edif %}{% endblock %}",
            f"{BASE}:3 error template-error 'edif'",
            "encountered unknown tag 'edif'",
            "did you mean 'endif'?",
        ),
        (
            BASE,
            OVER + "{% block after %}{% fro each in [] %}{% endfor %}{% endblock %}",
            f"{BASE}:2 error template-error 'fro'",
            "encountered unknown tag 'fro'",
            "did you mean 'for'?",
        ),
        (
            BASE,
            OVER + "{% block after %}{% if site %}x{% endfor %}{% endblock %}",
            f"{BASE}:2 error template-error 'if'",
            "this 'if' is not closed",
            "close it with {% endif %}",
        ),
        (
            BASE,
            OVER + "{% block after %}{% if site is definedd %}x{% endif %}{% endblock %}",
            f"{BASE}:2 error template-error 'definedd'",
            "no test named 'definedd'",
            "did you mean 'defined'?",
        ),
        (
            BASE,
            OVER + "{% block after %}{{ site.url|upperr }}{% endblock %}",
            f"{BASE}:2 error template-error 'upperr'",
            "no filter named 'upperr'",
            "did you mean 'upper'?",
        ),
        (
            BASE,
            OVER + "{% block after %}{% if false %}{{ site.url|upperr }}{% endif %}{% endblock %}",
            f"{BASE}:2 error template-error 'upperr'",
            "no filter named 'upperr'",
            "did you mean 'upper'?",
        ),
        (
            BASE,
            OVER + "{% block after %}{% from '_texxt.html' import x %}{% endblock %}",
            f"{BASE}:2 error template-error '_texxt.html'",
            "the theme has no template '_texxt.html'",
            "did you mean '_text.html'?",
        ),
        (
            BASE,
            OVER + "{% block afer %}x{% endblock %}",
            f"{BASE}:2 warning unknown-block 'afer'",
            "'base.html' has no block 'afer', so it is shown nowhere",
            "did you mean 'after'?",
        ),
        (
            "themes/default/strings/en.yaml",
            "papers: {one: paper, other: papers}\nsumary: Summary\n",
            "themes/default/strings/en.yaml:2 warning unknown-string 'sumary'",
            "no template uses the string 'sumary', and the theme has none of this name",
            "did you mean 'summary'?",
        ),
        (
            "themes/default/strings/en.yaml",
            "papers: {one: paper, other: papers}\nfoo_bar: Summary\n",
            "themes/default/strings/en.yaml:2 warning unknown-string 'foo_bar'",
            "no template uses the string 'foo_bar', and the theme has none of this name",
            "write {{ t.foo_bar }} into a template, or delete it",
        ),
        (
            "themes/default/strings/en.yaml",
            "link_mine: Mine\n",
            "themes/default/strings/en.yaml:1 warning missing-string 'link_mine'",
            "the string 'link_mine' has no Chinese",
            "add a line 'link_mine: ...' to themes/default/strings/zh.yaml",
        ),
        (
            "themes/defualt/templates/base.html",
            "x",
            "themes/defualt/templates/base.html:1 warning unused-theme-file ''",
            "no setting names the theme 'defualt'",
            "did you mean 'default'?",
        ),
        (
            "themes/default/template/base.html",
            "x",
            "themes/default/template/base.html:1 warning unused-theme-file ''",
            "nothing uses 'template' in a theme",
            "did you mean 'templates'?",
        ),
        (
            "themes/default/strings/zn.yaml",
            "papers: x",
            "themes/default/strings/zn.yaml:1 warning unused-theme-file ''",
            "nothing uses 'zn.yaml' in a theme",
            "did you mean 'zh.yaml' or 'en.yaml'?",
        ),
        (
            "themes/default/templates/isue.html",
            "x",
            "themes/default/templates/isue.html:1 warning unused-theme-file ''",
            "nothing uses 'isue.html' in a theme",
            "did you mean 'issue.html'?",
        ),
    ],
)
def test_check_build_and_serve_say_it_at_its_place(
    tmp_path: Path, path: str, text: str, told: str, message: str, hint: str
) -> None:
    write_site(tmp_path, {**SITE, path: text})
    assert checked(tmp_path) == [(told, message, hint)]
    built = build(tmp_path).result
    assert [(place(each, tmp_path), each.message, each.hint) for each in built.diagnostics] == [(told, message, hint)]
    assert built.published is (" warning " in told)
    served = Preview(tmp_path).update(options(tmp_path), silent)
    assert [each.message for each in served.diagnostics] == [message]


@pytest.mark.parametrize(
    ("path", "text", "message"),
    [
        (BASE, OVER + "{% block after %}{{ nothing }}{% endblock %}", "'nothing' is undefined"),
        (BASE, OVER + "{% block after %}{{ page.titel }}{% endblock %}", "'page' has no attribute 'titel'"),
        ("themes/default/templates/fragments/row.html", "{{ value.titel }}", "'value' has no attribute 'titel'"),
        ("themes/default/templates/feed.xml", "{{ view.ttl }}", "'view' has no attribute 'ttl'"),
        ("themes/default/templates/terms.html", "{{ 1 / 0 }}", "division by zero (ZeroDivisionError)"),
        ("themes/default/templates/paper.html", "{{ t('months') }}", "the string 'months' is a list"),
    ],
)
def test_what_only_rendering_finds_is_told_once(tmp_path: Path, path: str, text: str, message: str) -> None:
    write_site(tmp_path, {**SITE, path: text})
    before = tree(tmp_path)
    [(told, said, _)] = checked(tmp_path)
    assert told.startswith(f"{path}:{text[: text.index('{{')].count(chr(10)) + 1} error template-error")
    assert said.split(", while rendering ")[0] == message
    assert tree(tmp_path) == before
    [found] = build(tmp_path).result.diagnostics
    assert found.message.split(", while rendering ")[0] == message


@pytest.mark.parametrize(
    ("path", "text"),
    [
        (BASE, OVER + "{% block after %}{% block mine %}{% endblock %}{% endblock %}"),
        (
            BASE,
            "{# mine #}\n"
            + OVER
            + "{# a #}\n{% set x %}a{% endset %}\n{% set y = 1 %}{% block after %}{{ y }}{% endblock %}",
        ),
        (
            BASE,
            OVER
            + "{% from '_text.html' import x %}{% macro m() %}{% endmacro %}{% if lang %}\n{% set z = 1 %}{% endif %}",
        ),
        (BASE, OVER + "{% block after %}{% include 'none.html' ignore missing %}{% endblock %}"),
        (BASE, OVER + "{% block after %}{% set t = site %}{{ t.url }}{% endblock %}"),
        (BASE, OVER + "{% block after %}{% include '_' ~ 'header.html' %}{% endblock %}"),
        ("themes/default/templates/isue.html", "x"),
        ("themes/mine/templates/base.html", "x"),
        ("themes/defaults/theme.yaml", "name: A whole theme"),
        ("themes/default/README.md", "x"),
        ("themes/default/templates/fragments/cards.html", "x"),
    ],
)
def test_what_is_meant_is_not_told(tmp_path: Path, path: str, text: str) -> None:
    uses = {"themes/default/templates/404.html": "{% extends '!404.html' %}{% block after %}{% endblock %}"}
    if path.endswith(("isue.html", "cards.html")):
        name = path.removeprefix("themes/default/templates/")
        uses["themes/default/templates/404.html"] += f"{{# {name} #}}"
    write_site(tmp_path, {**SITE, **uses, path: text})
    assert checked(tmp_path) == []


def test_a_theme_that_is_not_there_is_answered_with_the_nearest(tmp_path: Path) -> None:
    from digest.machine.options import Refused

    write_site(tmp_path, {**SITE, "digest.yaml": SETTINGS + "theme: leger\n"})
    with pytest.raises(Refused) as refused:
        check_site(options(tmp_path), silent)
    assert (str(refused.value), refused.value.hint) == ("there is no theme 'leger'", "did you mean 'ledger'?")


EXTENDS = "themes/mine/theme.yaml"
SUCH = "write the name of a theme that does not extend this one, or delete the line"


@pytest.mark.parametrize(
    ("files", "told", "message", "hint"),
    [
        ({EXTENDS: "extends: ledgr\n"}, f"{EXTENDS}:1 'ledgr'", "there is no theme 'ledgr'", "did you mean 'ledger'?"),
        ({EXTENDS: "name: m\nextends: defualt"}, f"{EXTENDS}:2 'defualt'", "there is no theme 'defualt'", "default"),
        ({EXTENDS: "extends: mien\n"}, f"{EXTENDS}:1 'mien'", "there is no theme 'mien'", "the themes are default, "),
        ({EXTENDS: "extends: mine\n"}, f"{EXTENDS}:1 'mine'", "'mine' extends itself", SUCH),
        (
            {EXTENDS: "extends: a\n", "themes/a/theme.yaml": "extends: mine\n"},
            "themes/a/theme.yaml:1 'mine'",
            "'a' extends 'mine', which extends 'a'",
            SUCH,
        ),
        (
            {"themes/default/theme.yaml": "extends: ledger\n", EXTENDS: "name: m"},
            "themes/default/theme.yaml:1 'ledger'",
            "'default' extends 'ledger', which extends 'default'",
            SUCH,
        ),
    ],
)
def test_a_theme_that_extends_none_is_an_error(
    tmp_path: Path, files: dict[str, str], told: str, message: str, hint: str
) -> None:
    from digest.machine.options import Refused

    write_site(tmp_path, {**SITE, **files, "digest.yaml": SETTINGS + AUTHORITY + "theme: mine\n"})
    with pytest.raises(Refused) as refused:
        build(tmp_path)
    (found,) = refused.value.diagnostics
    assert (found.code, found.message) == ("bad-theme", message)
    assert hint in found.hint
    assert place(found, tmp_path).replace("error bad-theme ", "") == told
    assert (str(refused.value), refused.value.hint) == ("the theme has errors", "")


THEMED = "themes/default/theme.yaml"
LINK = 'write <link rel="stylesheet" href="{{ asset("mine.css") }}"> into the block head of base.html'


@pytest.mark.parametrize(
    ("files", "told", "hint"),
    [
        (
            {THEMED: 'bundles:\n  styel.css: ["!style.css", mine.css]', "themes/default/static/mine.css": "p{}"},
            f"{THEMED}:2 warning unused-theme-file 'styel.css'",
            "did you mean 'style.css'?",
        ),
        (
            {THEMED: "bundles: {mine.css: [a.css]}", "themes/default/static/a.css": "p{}"},
            f"{THEMED}:1 warning unused-theme-file 'mine.css'",
            LINK,
        ),
        (
            {"themes/default/static/custm.css": "p{}"},
            "themes/default/static/custm.css:1 warning unused-theme-file ''",
            "did you mean 'custom.css'?",
        ),
        (
            {"themes/default/static/mine.css": "p{}"},
            "themes/default/static/mine.css:1 warning unused-theme-file ''",
            'write bundles: {style.css: ["!style.css", mine.css]} into theme.yaml',
        ),
        (
            {"themes/default/static/mine.js": "1"},
            "themes/default/static/mine.js:1 warning unused-theme-file ''",
            'write <script src="{{ asset("mine.js") }}" defer></script> into the block head of base.html',
        ),
        (
            {"themes/default/theme.yml": "extends: default"},
            "themes/default/theme.yml:1 warning unused-theme-file ''",
            "did you mean 'theme.yaml'?",
        ),
    ],
)
def test_a_style_sheet_that_nothing_uses_is_told(tmp_path: Path, files: dict[str, str], told: str, hint: str) -> None:
    write_site(tmp_path, {**SITE, **files})
    assert [(said, found) for said, _, found in checked(tmp_path)] == [(told, hint)]


@pytest.mark.parametrize(
    "files",
    [
        {"themes/default/static/mine.css": "p{}", THEMED: 'bundles: {style.css: ["!style.css", mine.css]}'},
        {"themes/default/static/mine.css": "p{}", BASE: OVER + "{% block head %}{{ asset('mine.css') }}{% endblock %}"},
        {"themes/default/static/mine.css": "p{}", "themes/default/static/custom.css": "@import 'mine.css';"},
        {"themes/default/static/a.js": "1", BASE: OVER + "{% block head %}{{ asset('a' ~ '.js') }}{% endblock %}"},
        {"themes/default/static/custom.css": "p{}", "themes/default/static/print.css": "p{}"},
        {"themes/default/static/style.css": "p{}", "themes/default/static/mine.txt": "p"},
    ],
)
def test_a_style_sheet_that_something_uses_is_not_told(tmp_path: Path, files: dict[str, str]) -> None:
    write_site(tmp_path, {**SITE, **files})
    assert checked(tmp_path) == []


@pytest.mark.parametrize(
    ("theme", "files"),
    [
        ("mine", {EXTENDS: "requires: 1\nextends: ledger\n", "themes/ledger/static/custom.css": "p{}"}),
        ("default", {"themes/default/theme.yaml": "extends: default\n"}),
        ("ledger", {"themes/ledger/theme.yaml": "extends: ledger\n"}),
        (
            "a",
            {f"themes/{a}/theme.yaml": f"requires: 1\nextends: {b}\n" for a, b in zip("abcdef", "bcdefg", strict=True)},
        ),
    ],
)
def test_a_chain_of_themes_ends_at_the_default(tmp_path: Path, theme: str, files: dict[str, str]) -> None:
    files = {**files, "themes/g/theme.yaml": "name: g\nrequires: 1\n"}
    write_site(tmp_path, {**SITE, **files, "digest.yaml": f"{SETTINGS}{AUTHORITY}theme: {theme}\n"})
    assert checked(tmp_path) == []


def test_a_check_of_some_entries_renders_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write_site(tmp_path, SITE)
    monkeypatch.setattr(trial, "try_templates", lambda *_: pytest.fail("rendered"))
    assert len(check_site(options(tmp_path), silent, (tmp_path / DAY,)).diagnostics) == 0


def test_a_typo_beside_an_error_is_told_too(tmp_path: Path) -> None:
    from digest.machine.options import Refused

    strings = {"themes/default/strings/en.yaml": "sumary: x\n", "themes/default/strings/zh.yaml": "months: {}\n"}
    write_site(tmp_path, {**SITE, **strings})
    with pytest.raises(Refused) as refused:
        build(tmp_path)
    hints = [each.hint for each in refused.value.diagnostics if each.code == "missing-string"]
    added = "add a line 'sumary: ...' to themes/default/strings/zh.yaml"
    assert hints == [f"did you mean 'summary'? Else {added}"]


def test_a_string_that_a_template_computes_is_not_unknown(tmp_path: Path) -> None:
    files = {f"themes/default/strings/{lang}.yaml": "zebra: x\n" for lang in ("zh", "en")}
    mine = "{% block after %}{% set key = 'papers' %}{{ t(key, count=1) }}{% endblock %}"
    write_site(tmp_path, {**SITE, **files, BASE: OVER + mine})
    assert checked(tmp_path) == []


def test_a_paper_whose_figure_is_missing_is_checked_and_told_at_its_place(tmp_path: Path) -> None:
    figures = "\n  - src: x.png\n    alt: a cat\n  - y.png\n  - {src: z.png, alt: a dog}"
    write_site(tmp_path, SITE | {f"{DAY}/a.md": entry(figures=figures)})
    places = [where.partition(":")[2] for where, message, _ in checked(tmp_path) if "no file" in message]
    assert [where.partition(" ")[2] for where in places] == [
        "error missing-figure 'x.png'",
        "error missing-figure 'z.png'",
    ]
