"""What a site adds to its pages: the settings `head`, `policy`, `logo`, `icon`, and pictures of QR codes."""

import base64
import hashlib
import html
import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any
from urllib.parse import unquote

import pytest

from digest.machine.options import Refused
from digest.text.diagnostics import Diagnostic
from digest.text.source import Source
from tests.building import DAY, ENTRY, SETTINGS, BuiltSite, build, check, site, tree, write_site
from tests.site.checking import faults_of
from tests.site.test_pages import png

SVG = '<svg xmlns="http://www.w3.org/2000/svg" width="30" height="12"/>'
FILES: dict[str, str | bytes] = {
    f"{DAY}/a.md": ENTRY.replace("arxiv:", "aliases: [old.html]\narxiv:"),
    "logo.svg": SVG,
    "dark.svg": SVG.replace("30", "60"),
    "icon.svg": '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 8 8"/>',
    "icon.png": png(180, 180),
    "wechat.png": png(90, 90),
    "head.html": '<meta name="from" content="a file">\n',
}
THEMES = ("default", "ledger")


def made(root: Path, settings: str, files: Mapping[str, str | bytes] = FILES) -> BuiltSite:
    return site(root, {**files, "digest.yaml": SETTINGS + settings})


def pages(built: BuiltSite) -> list[str]:
    return [path for path in built.files() if path.endswith(".html")]


def policy(built: BuiltSite, path: str = "index.html") -> dict[str, list[str]]:
    (found,) = re.findall(r'http-equiv="Content-Security-Policy" content="([^"]*)"', built.text(path))
    return {name: sources for name, *sources in (part.split() for part in html.unescape(found).split("; "))}


def hash_of(text: str) -> str:
    return f"'sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}'"


def told(found: tuple[Diagnostic, ...], files: Mapping[str, str | bytes]) -> list[tuple[str, str, str, str]]:
    """Code, place, text of the span, and hint of each."""
    shown = []
    for each in found:
        content = files[each.path]
        source = Source(path=each.path, text=content if isinstance(content, str) else "")
        line, column = source.position(each.span.start)
        text = source.text[each.span.start : each.span.end]
        shown.append((each.code, f"{each.path}:{line}:{column}", text, each.hint))
    return shown


# The policy


def test_a_page_loads_the_files_of_its_own_site_only(tmp_path: Path) -> None:
    assert policy(made(tmp_path, "")) == {
        "default-src": ["'none'"],
        "script-src": ["'self'"],
        "style-src": ["'self'"],
        "img-src": ["'self'", "data:"],
        "font-src": ["'self'"],
        "connect-src": ["'none'"],
        "base-uri": ["'self'"],
        "form-action": ["'self'"],
    }


@pytest.mark.parametrize(
    ("settings", "changed"),
    [
        ("policy: {font-src: https://fonts.gstatic.com}", {"font-src": ["'self'", "https://fonts.gstatic.com"]}),
        ("policy: {frame-src: https://player.bilibili.com}", {"frame-src": ["https://player.bilibili.com"]}),
        ("policy: {connect-src: self}", {"connect-src": ["'self'"]}),
        ("policy: {img-src: none}", {"img-src": ["'none'"]}),
        ("policy: {default-src: self}", {"default-src": ["'self'"]}),
        # A more special directive takes the place of the general one: it begins with what that allows.
        ("policy: {script-src-elem: https://a.example}", {"script-src-elem": ["'self'", "https://a.example"]}),
        ("policy: {worker-src: 'blob:'}", {"worker-src": ["'self'", "blob:"]}),
        (
            "policy: {style-src-attr: unsafe-inline, style-src: https://a.example}",
            {
                "style-src": ["'self'", "https://a.example"],
                "style-src-attr": ["'self'", "https://a.example", "'unsafe-inline'"],
            },
        ),
        (
            "analytics: {provider: goatcounter, site: me}",
            {
                "script-src": ["'self'", "https://gc.zgo.at"],
                "img-src": ["'self'", "data:", "https://me.goatcounter.com"],
                "connect-src": ["https://me.goatcounter.com"],
            },
        ),
        (
            "analytics: {provider: goatcounter, site: me, host: https://stats.example.org/counter/}",
            {
                "script-src": ["'self'", "https://stats.example.org"],
                "img-src": ["'self'", "data:", "https://stats.example.org"],
                "connect-src": ["https://stats.example.org"],
            },
        ),
        (
            "analytics: {provider: umami, site: b-1}",
            {
                "script-src": ["'self'", "https://cloud.umami.is"],
                "connect-src": ["https://cloud.umami.is", "https://api-gateway.umami.dev"],
            },
        ),
        (
            "analytics: {provider: plausible, site: 'a.example,b.example'}",
            {"script-src": ["'self'", "https://plausible.io"], "connect-src": ["https://plausible.io"]},
        ),
    ],
)
def test_settings_add_to_it(tmp_path: Path, settings: str, changed: dict[str, list[str]]) -> None:
    usual = {path: policy(built, path) for built in [made(tmp_path / "a", "")] for path in pages(built)}
    built = made(tmp_path / "b", settings + "\n")
    assert not built.result.diagnostics or "unsafe-inline" in settings
    for path in pages(built):
        expected = usual[path] | changed
        if path.endswith("list.html"):  # which fetches citations
            expected["connect-src"] = list(dict.fromkeys([*expected["connect-src"], "'self'"]))
        if path.endswith("404.html") and "script-src-elem" not in changed and "script-src" in changed:
            expected |= {"script-src": [*changed["script-src"], usual[path]["script-src"][-1]]}
        got = policy(built, path)
        if path.endswith("404.html"):
            got.pop("script-src-elem", None)
            expected = {name: sources for name, sources in expected.items() if name != "script-src-elem"}
        assert got == expected, path


def test_only_papers_load_comments(tmp_path: Path) -> None:
    settings = "comments: {provider: giscus, repo: a/b, repo_id: x, category: y, category_id: z}\n"
    built = made(tmp_path, settings)
    assert policy(built, "papers/2302.03084.html")["frame-src"] == ["https://giscus.app"]
    assert policy(built, "papers/2302.03084.html")["script-src"] == ["'self'", "https://giscus.app"]
    assert [path for path in pages(built) if "frame-src" in policy(built, path)] == [
        "en/papers/2302.03084.html",
        "papers/2302.03084.html",
    ]


def test_a_word_that_a_hash_would_undo_stands_without_hashes(tmp_path: Path) -> None:
    built = made(tmp_path, "policy: {script-src: unsafe-inline}\nhead: <script>a()</script>\n")
    assert [each.code for each in built.result.diagnostics] == ["weak-policy"]
    assert {tuple(policy(built, path)["script-src"]) for path in pages(built)} == {("'self'", "'unsafe-inline'")}


# The head


HEAD = """\
head: |
  <meta name="google-site-verification" content="x: y">
  <script>
    window.counted = "1 < 2 && '中'";
  </script>
  <style>
    .mine { color: red }
  </style>
"""


@pytest.mark.parametrize("theme", THEMES)
def test_it_ends_the_head_of_every_page(tmp_path: Path, theme: str) -> None:
    built = made(tmp_path, f"theme: {theme}\n{HEAD}")
    assert not built.result.diagnostics
    text = "\n".join(line[2:] for line in HEAD.splitlines()[1:])
    found = pages(built)
    assert {"404.html", "en/404.html", "old.html", "index.html", "papers/2302.03084.html"} <= set(found)
    assert [path for path in found if f"{text}\n</head>" not in built.text(path)] == []
    others = [content for path, content in built.files().items() if path not in found]
    assert not [content for content in others if b"window.counted" in content]
    script, style = re.findall(r"<(?:script|style)>(.*?)</", text, re.DOTALL)
    assert hash_of(script) in policy(built)["script-src"]
    assert hash_of(style) in policy(built)["style-src"]
    assert faults_of(built.output, "https://example.org/digest/") == []


@pytest.mark.parametrize(
    ("head", "shown"),
    [
        ("head.html", '<meta name="from" content="a file">'),
        ("/head.html", '<meta name="from" content="a file">'),
        ("\n  - head.html\n  - <meta name=b>", '<meta name="from" content="a file">\n<meta name=b>'),
        ("parts/head.html", '<meta name="inside">'),
        ("themed.html", '<meta name="themed">'),
        ("<!-- a word -->", "<!-- a word -->"),
    ],
)
def test_it_is_html_or_a_file_of_it(tmp_path: Path, head: str, shown: str) -> None:
    files = {
        **FILES,
        "content/parts/head.html": '<meta name="inside">',
        "themes/default/static/themed.html": '<meta name="themed">',
    }
    built = made(tmp_path, f"head: {head}\n", files)
    assert not built.result.diagnostics
    assert f"{shown}\n</head>" in built.text("index.html")


FONTS = '<link rel="stylesheet" href="https://fonts.googleapis.com/css2?family=Noto+Serif+SC">'


@pytest.mark.parametrize(
    ("head", "needs"),
    [
        (
            '<script async src="https://hm.baidu.com/hm.js?1"></script>',
            {
                "script-src": ["'self'", "https://hm.baidu.com"],
                "img-src": ["'self'", "data:", "https://hm.baidu.com"],
                "connect-src": ["https://hm.baidu.com"],
            },
        ),
        ('<script src="//cdn.example:8080/a.js"></script>', {"script-src": ["'self'", "https://cdn.example:8080"]}),
        (
            FONTS,
            {
                "style-src": ["'self'", "https://fonts.googleapis.com"],
                "font-src": ["'self'", "https://fonts.gstatic.com"],
            },
        ),
        (
            '<link rel="preload" as="font" href="https://a.example/b.woff2" crossorigin>',
            {"font-src": ["'self'", "https://a.example"]},
        ),
        ('<link rel="manifest" href="/site.webmanifest">', {"manifest-src": ["'self'"]}),
        ('<link rel="icon" href="https://a.example/i.png">', {"img-src": ["'self'", "data:", "https://a.example"]}),
        (
            '<noscript><img src="https://a.example/p.gif"></noscript>',
            {"img-src": ["'self'", "data:", "https://a.example"]},
        ),
        (
            "<style>@import url(https://a.example/b.css)</style>",
            {"style-src": ["'self'", hash_of("@import url(https://a.example/b.css)"), "https://a.example"]},
        ),
        ('<script type="module">a()</script>', {"script-src": ["'self'", hash_of("a()")]}),
        ('<script type="application/ld+json">{"@context": "https://schema.org"}</script>', {}),
        ('<link rel="preconnect" href="https://a.example">', {}),
        ('<link rel="me" href="https://social.example/@a">', {}),
        ('<script src="/mine.js"></script>', {}),
    ],
)
def test_the_policy_follows_it(tmp_path: Path, head: str, needs: dict[str, list[str]]) -> None:
    files = {**FILES, "head.html": head}
    built = made(tmp_path, "head: head.html\n", files)
    found = [each for each in told(tuple(built.result.diagnostics), files) if each[0] != "missing-asset"]
    assert found == []
    got, usual = policy(built), policy(made(tmp_path / "usual", ""))
    assert {name: sources for name, sources in got.items() if sources != usual.get(name)} | needs == {
        name: sources for name, sources in got.items() if sources != usual.get(name)
    }
    assert bool(needs) == (got != usual)


LINE = "policy: {script-src: https://hm.baidu.com, connect-src: https://hm.baidu.com, img-src: https://hm.baidu.com}"
BAIDU = """\
<script>
var _hmt = _hmt || [];
(function() {
  var hm = document.createElement("script");
  hm.src = "https://hm.baidu.com/hm.js?1";
  document.head.append(hm);
})();
</script>
"""


@pytest.mark.parametrize(
    ("head", "code", "where", "text", "hint"),
    [
        (
            BAIDU,
            "blocked-by-policy",
            "head.html:5:13",
            "https://hm.baidu.com/hm.js?1",
            f"if it is loaded, write {LINE} in digest.yaml",
        ),
        (
            '<link rel="preload" as="style" href="/_vercel/a.css" onload="this.rel=\'stylesheet\'">',
            "blocked-by-policy",
            "head.html:1:1",
            '<link rel="preload" as="style" href="/_vercel/a.css" onload="this.rel=\'stylesheet\'">',
            "do the same in a <script>, or write policy: {script-src-attr: \"'unsafe-inline'\"} in digest.yaml",
        ),
        ("<script src='/a.js'>", "bad-head", "head.html:1:1", "<script src='/a.js'>", "write </script> behind it"),
        ("<meta>\n<!-- a", "bad-head", "head.html:2:1", "<!-- a", "write --> behind it"),
        ("<noscript><img src=x>", "bad-head", "head.html:1:1", "<noscript>", "write </noscript> behind it"),
        ("<meta name=a", "bad-head", "head.html:1:1", "<meta name=a", "write > behind it"),
        (
            "<meta>\n<div>a</div>",
            "bad-head",
            "head.html:2:1",
            "<div>",
            "it may hold meta, link, script, style and noscript; the rest belongs into a block of the theme",
        ),
        (
            '<meta http-equiv="Refresh" content="0; url=https://a.example/">',
            "bad-head",
            "head.html:1:1",
            '<meta http-equiv="Refresh" content="0; url=https://a.example/">',
            "'aliases' of an entry redirect one page",
        ),
        ("<base href='/x/'>", "bad-head", "head.html:1:1", "<base href='/x/'>", "write addresses in full instead"),
    ],
)
def test_what_will_not_work_is_told(tmp_path: Path, head: str, code: str, where: str, text: str, hint: str) -> None:
    files = {**FILES, "head.html": head, "digest.yaml": SETTINGS + "head: head.html\n"}
    write_site(tmp_path, files)
    try:
        found = tuple(build(tmp_path).result.diagnostics)
    except Refused as error:
        found = error.diagnostics
        assert "behind it" in hint
    assert told(found, files) == [(code, where, text, hint)]


OWN = 'put it into the theme\'s static/, and this line into the block head of base.html, with {{ asset("%s") }}'


@pytest.mark.parametrize(
    ("head", "message", "hint"),
    [
        ("<link rel=stylesheet href=mine.css>", "'mine.css' is relative to each page", OWN % "mine.css"),
        (
            "<script src='/digest/assets/mine.js?1'></script>",
            "the site has no file '/digest/assets/mine.js'",
            OWN % "mine.js",
        ),
        (
            "<script src='/mine.js'></script>",
            "the site has no file '/mine.js'",
            f"{OWN % 'mine.js'}; if another site has it, write https://example.org/mine.js",
        ),
        (
            "<link rel=manifest href='/feed.xml'>",
            "the site has no file '/feed.xml'",
            "write /digest/feed.xml",
        ),
        ("<style>p{background: url(/digest/p.png)}</style>", "the site has no file '/digest/p.png'", OWN % "p.png"),
        ("<link rel=manifest href='/digest/feed.xml'>", "", ""),
        ("<script src='/_vercel/insights/script.js'></script>", "", ""),
        ("<link rel=canonical href='/x.html'><link rel=me href=x>", "", ""),
    ],
)
def test_a_file_of_a_head_that_nobody_has_is_told(tmp_path: Path, head: str, message: str, hint: str) -> None:
    found = made(tmp_path, "head: head.html\n", {**FILES, "head.html": head}).result.diagnostics
    assert [(each.code, each.path, each.hint) for each in found] == [("missing-asset", "head.html", hint)] * bool(
        message
    )
    assert all(each.message.startswith(message) for each in found)


@pytest.mark.parametrize(
    ("sheet", "text", "hint"),
    [
        (
            "@font-face{src:url('/fonts/mine.woff2')}",
            "/fonts/mine.woff2",
            'put it beside this file, and write "mine.woff2"',
        ),
        ("p{background:image-set('/a.png' 1x)}", "/a.png", 'put it beside this file, and write "a.png"'),
        ("p{background:image-set('a.png' 1x, url(b.png) 2x)}", "a.png", "did you mean 'b.png'?"),
        ("p{background:image-set('b.png' type('image/png') 1x)}", "", ""),
    ],
)
def test_a_file_of_a_style_sheet_that_nobody_has_is_told(tmp_path: Path, sheet: str, text: str, hint: str) -> None:
    path = "themes/default/static/custom.css"
    files = {**FILES, path: sheet, "themes/default/static/b.png": png(1, 1)}
    built = made(tmp_path, "", files)
    found = told(tuple(built.result.diagnostics), files)
    assert [(code, said, advice) for code, _, said, advice in found] == [("missing-asset", text, hint)] * bool(text)
    if not text:
        (style,) = [content for name, content in built.files().items() if re.match(r"assets/style\.", name)]
        assert re.search(rb'image-set\(url\("b\.\w{8}\.png"\) type', style)


def test_a_place_in_the_settings_is_exact(tmp_path: Path) -> None:
    files = {**FILES, "digest.yaml": SETTINGS + "head: |\n  <meta>\n  <a>b</a>\n"}
    (found,) = told(check(write_site(tmp_path, files)), files)
    assert found[:3] == ("bad-head", "digest.yaml:5:3", "<a>")


def test_the_line_that_the_warning_names_ends_it(tmp_path: Path) -> None:
    files = {**FILES, "head.html": BAIDU}
    assert not made(tmp_path, f"head: head.html\n{LINE}\n", files).result.diagnostics


# Templates of the site's own

BLOCK = """\
{% extends "!base.html" %}
{# <script>not()</script> #}
{% block head %}<script src="https://hm.baidu.com/hm.js?x"></script><script>window.hm=1</script>
<script src="{{ asset("script.js") }}"></script><script>{{ lang }}</script>{% endblock %}
{% block after %}
<p style="color: red">a</p>
<iframe src="https://player.bilibili.com/player.html?x={{ lang }}"></iframe>
<img src="data:image/png;base64,AA" alt=""><img src="{{ root }}a.png" alt=""><a href="https://b.example/">b</a>
<form action="https://list.example/subscribe"></form>
{% endblock %}
"""
BLOCKED = [
    ("3:17", '<script src="https://hm.baidu.com/hm.js?x">', "https://hm.baidu.com"),
    ("3:69", "<script>", f'script-src: "{hash_of("window.hm=1")}"'),
    ("4:49", "<script>", "script-src: \"'unsafe-inline'\""),
    ("6:1", '<p style="color: red">', "style-src-attr: \"'unsafe-inline'\""),
    (
        "7:1",
        '<iframe src="https://player.bilibili.com/player.html?x={{ lang }}">',
        "write policy: {frame-src: https://player.bilibili.com} in digest.yaml",
    ),
    (
        "9:1",
        '<form action="https://list.example/subscribe">',
        "write policy: {form-action: https://list.example} in digest.yaml",
    ),
]


def test_what_a_template_loads_and_the_policy_blocks_is_told(tmp_path: Path) -> None:
    path = "themes/default/templates/base.html"
    files = {f"{DAY}/a.md": ENTRY, path: BLOCK}
    found = told(tuple(made(tmp_path, "", files).result.diagnostics), files)
    assert [(code, where) for code, where, _, _ in found] == [
        ("blocked-by-policy", f"{path}:{where}") for where, _, _ in BLOCKED
    ]
    for (_, _, text, hint), (_, part, need) in zip(found, BLOCKED, strict=True):
        assert (text, need in hint) == (part, True)


SHEET = """\
@import url("https://fonts.googleapis.com/css2?family=Noto");
/* url(https://not.example/a.png) */
@font-face { src: url("https://a.example/a.woff2?v=1"), url("data:font/woff2;base64,AA"), url(mine.woff2); }
body { background: url(//b.example/b.png), url("data:image/png;base64,AA"), url(mine.png), url(#c); }
"""


def test_what_a_style_sheet_loads_and_the_policy_blocks_is_told(tmp_path: Path) -> None:
    path = "themes/default/static/custom.css"
    static = "themes/default/static/"
    files: dict[str, str | bytes] = {f"{DAY}/a.md": ENTRY, path: SHEET}
    files |= {f"{static}mine.woff2": b"wOF2", f"{static}mine.png": png(1, 1)}
    found = told(tuple(made(tmp_path, "", files).result.diagnostics), files)
    link = 'write <link rel="stylesheet" href="..."> into the setting \'head\', which the policy follows'
    sheet = "https://fonts.googleapis.com/css2?family=Noto"
    assert found == [
        ("blocked-by-policy", f"{path}:1:14", sheet, link),
        *(
            ("blocked-by-policy", f"{path}:{where}", text, f"write policy: {{{line}}} in digest.yaml")
            for where, text, line in (
                ("3:24", "https://a.example/a.woff2?v=1", "font-src: https://a.example"),
                ("3:62", "data:font/woff2;base64,AA", 'font-src: "data:"'),
                ("4:24", "//b.example/b.png", "img-src: https://b.example"),
            )
        ),
    ]


def test_a_template_that_the_policy_allows_is_not_told(tmp_path: Path) -> None:
    files = {f"{DAY}/a.md": ENTRY, "themes/default/templates/base.html": BLOCK}
    words = (
        "script-src: [unsafe-inline, https://hm.baidu.com], style-src-attr: unsafe-inline, frame-src: '*.bilibili.com'"
    )
    built = made(tmp_path, f"policy: {{connect-src: a.example, {words}, form-action: 'https:'}}\n", files)
    assert {each.code for each in built.result.diagnostics} == {"weak-policy"}


def test_a_template_that_writes_the_policy_itself_is_not_told(tmp_path: Path) -> None:
    own = BLOCK.replace("{% block head %}", "{% block policy %}script-src *{% endblock %}{% block head %}")
    files = {f"{DAY}/a.md": ENTRY, "themes/default/templates/base.html": own}
    assert not made(tmp_path, "", files).result.diagnostics


# Pictures


PICTURES = """\
logo: logo.svg
icon: [icon.svg, icon.png]
follow: [{name: 微信公众号, qr: wechat.png}, {name: 小红书, qr: xzluomor}]
"""


@pytest.mark.parametrize("theme", THEMES)
def test_pictures_are_published_and_shown_at_their_size(tmp_path: Path, theme: str) -> None:
    built = made(tmp_path, f"theme: {theme}\n{PICTURES}")
    assert not built.result.diagnostics
    published = {
        path: content for path, content in built.files().items() if re.match(r"assets/(logo|icon|wechat)\.", path)
    }
    assert sorted(re.sub(r"\.[0-9a-f]{8}\.", ".#.", path) for path in published) == [
        *("assets/icon.#.png", "assets/icon.#.svg", "assets/logo.#.svg", "assets/wechat.#.png"),
    ]
    for path in pages(built):
        root = "../" * path.count("/")
        title = "Paper Digest" if path.startswith("en/") else "论文日报"
        text = re.sub(r"\.[0-9a-f]{8}\.", ".#.", built.text(path))
        assert f'<img class="logo" src="{root}assets/logo.#.svg" alt="{title}" width="30" height="12">' in text
        assert 'class="seal"' not in text
        assert 'class="brand-name"' not in text
        assert (
            f'<link rel="icon" type="image/svg+xml" sizes="any" href="{root}assets/icon.#.svg">'
            f'<link rel="icon" type="image/png" sizes="180x180" href="{root}assets/icon.#.png">'
            f'<link rel="apple-touch-icon" href="{root}assets/icon.#.png">'
        ) in text.replace("\n", "")
        assert f'<img class="qr" src="{root}assets/wechat.#.png" alt="' in text
        assert 'width="90" height="90" loading="lazy">' in text
        assert "wechat.png" not in text
        assert '<span class="account">xzluomor</span>' in text
        assert "favicon" not in text
    assert faults_of(built.output, "https://example.org/digest/") == []


def test_a_logo_may_have_two_forms(tmp_path: Path) -> None:
    text = made(tmp_path, "logo: {light: logo.svg, dark: dark.svg}\n").text("index.html")
    assert re.findall(r'<img class="(logo [\w-]+)"[^>]* width="(\d+)"', text) == [
        ("logo logo-light", "30"),
        ("logo logo-dark", "60"),
    ]


def test_the_icon_is_the_seal_where_there_is_no_logo(tmp_path: Path) -> None:
    text = made(tmp_path, "icon: icon.png\n").text("en/index.html")
    assert re.search(r'<img class="seal" src="\.\./assets/icon\.\w+\.png" alt="" width="28" height="28">', text)
    assert '<span class="brand-name">Paper Digest</span>' in text


@pytest.mark.parametrize(
    ("name", "place"),
    [
        ("logo.png", "logo.png"),
        ("/logo.png", "logo.png"),
        ("./logo.png", "logo.png"),
        ("logo.png", "content/logo.png"),
        ("content/logo.png", "content/logo.png"),
        ("pictures/logo.png", "content/pictures/logo.png"),
        ("logo.png", "themes/default/static/logo.png"),
        ("themes/default/static/logo.png", "themes/default/static/logo.png"),
        ("our%20logo.png", "our logo.png"),
        ("our logo.png", "our logo.png"),
        ("pictures/logo.png", "pictures/logo.png"),
        ("./a/b/标志.png", "a/b/标志.png"),
        ("re\u0301sume\u0301.PNG", "r\u00e9sum\u00e9.PNG"),
        ("标志.png", "标志.png"),
    ],
)
def test_a_picture_may_be_at_several_places(tmp_path: Path, name: str, place: str) -> None:
    built = made(tmp_path, f"logo: {name}\n", {f"{DAY}/a.md": ENTRY, place: png(5, 4)})
    assert not built.result.diagnostics
    (found,) = re.findall(
        r'<img class="logo" src="([^"]*)" alt="论文日报" width="5" height="4">', built.text("index.html")
    )
    assert (built.output / unquote(found)).read_bytes() == png(5, 4)


SMALL = "save it with 180 × 180 or more"


@pytest.mark.parametrize(
    ("icon", "found"),
    [
        ("icon.png", []),
        ("i32.png", [("i32.png", "has 32 × 32 pixels: it is too small for phones")]),
        ("wide.png", [("wide.png", "has 200 × 100 pixels: it is not square")]),
        ("[icon.svg, flat.png]", [("flat.png", "has 90 × 80 pixels: it is not square and too small for phones")]),
        ("[i32.png, icon.png]", []),
        ("[icon.svg]", []),
    ],
)
def test_an_icon_that_phones_show_badly_is_told(tmp_path: Path, icon: str, found: list[tuple[str, str]]) -> None:
    more = {"i32.png": png(32, 32), "wide.png": png(200, 100), "flat.png": png(90, 80)}
    files = {**FILES, **more, "digest.yaml": f"{SETTINGS}icon: {icon}\n"}
    built = site(tmp_path, files)
    assert [each.message for each in built.result.diagnostics] == [f"'{name}' {said}" for name, said in found]
    assert [(code, text, hint) for code, _, text, hint in told(tuple(built.result.diagnostics), files)] == [
        ("bad-icon", name, SMALL) for name, _ in found
    ]
    links = re.findall(r'apple-touch-icon" href="assets/(\w+)', built.text("index.html"))
    assert links == (
        [] if icon == "[icon.svg]" else ["icon"] if "icon.png" in icon else [icon.strip("[]").split(", ")[-1][:-4]]
    )


OUTSIDE = "put a copy beside digest.yaml, and name that"


def test_the_whole_path_of_a_file_elsewhere_is_told(tmp_path: Path) -> None:
    write_site(tmp_path, {"logo.png": png(8, 8)})
    files = {**FILES, "digest.yaml": f"{SETTINGS}logo: {tmp_path}/logo.png\n"}
    with pytest.raises(Refused) as caught:
        build(write_site(tmp_path / "site", files))
    (found,) = caught.value.diagnostics
    assert (found.message, found.hint) == (f"'{tmp_path}/logo.png' leads out of the site's folder", OUTSIDE)


@pytest.mark.parametrize(
    ("settings", "code", "where", "text", "hint"),
    [
        ("logo: lgo.svg", "missing-file", "digest.yaml:3:7", "lgo.svg", "did you mean 'logo.svg'?"),
        (
            "logo: {light: logo.svg, dark: darc.svg}",
            "missing-file",
            "digest.yaml:3:31",
            "darc.svg",
            "did you mean 'dark.svg'?",
        ),
        (
            "icon: [icon.svg, icon.pgn]",
            "not-a-picture",
            "digest.yaml:3:18",
            "icon.pgn",
            "name a file that ends in .svg or .png",
        ),
        ("icon: icon2.png", "missing-file", "digest.yaml:3:7", "icon2.png", "did you mean 'icon.png'?"),
        (
            "icon: elsewhere/favicon.ico",
            "missing-file",
            "digest.yaml:3:7",
            "elsewhere/favicon.ico",
            "save it beside digest.yaml",
        ),
        (
            "follow: [{name: a, url: 'https://a.example'}, {name: b, qr: wechta.png}]",
            "missing-file",
            "digest.yaml:3:61",
            "wechta.png",
            "did you mean 'wechat.png'?",
        ),
        (
            "logo: head.html",
            "not-a-picture",
            "digest.yaml:3:7",
            "head.html",
            "name a file that ends in .png or .svg",
        ),
        ("logo: false.png", "not-a-picture", "digest.yaml:3:7", "false.png", "save it as PNG or SVG again"),
        ("logo: false.svg", "not-a-picture", "digest.yaml:3:7", "false.svg", "save it as PNG or SVG again"),
        ("head: heed.html", "missing-file", "digest.yaml:3:7", "heed.html", "did you mean 'head.html'?"),
        ("head: ../a.html", "missing-file", "digest.yaml:3:7", "../a.html", OUTSIDE),
        ("logo: assets/../../a.png", "missing-file", "digest.yaml:3:7", "assets/../../a.png", OUTSIDE),
        (
            "head: google-site-verification",
            "bad-head",
            "digest.yaml:3:7",
            "google-site-verification",
            "write HTML, or the name of a file that ends in .html",
        ),
    ],
)
def test_a_file_that_is_not_there_or_no_picture_is_told(
    tmp_path: Path, settings: str, code: str, where: str, text: str, hint: str
) -> None:
    files = {**FILES, "false.png": "words", "false.svg": "<html></html>", "digest.yaml": f"{SETTINGS}{settings}\n"}
    write_site(tmp_path, files)
    with pytest.raises(Refused) as caught:
        build(tmp_path)
    assert told(caught.value.diagnostics, files) == [(code, where, text, hint)]
    with pytest.raises(Refused):
        check(tmp_path)


# Builds


EDITS: dict[str, dict[str, str | bytes | None]] = {
    "the logo": {"logo.svg": SVG.replace("30", "31")},
    "the icon": {"icon.png": png(64, 64)},
    "the code": {"wechat.png": png(91, 91)},
    "the head": {"head.html": '<meta name="another">\n'},
    "the logo in another folder": {"logo.svg": None, "content/logo.svg": SVG},
    "another logo": {"content/logo.svg": SVG.replace("30", "99")},
    "no logo": {"digest.yaml": SETTINGS + PICTURES.replace("logo: logo.svg\n", "") + "head: head.html\n"},
    "the policy": {"digest.yaml": SETTINGS + PICTURES + "head: head.html\npolicy: {font-src: a.example}\n"},
    "something else": {"screenshot.png": png(3, 3)},
    "the dark logo, in a folder": {"parts/dark.svg": SVG.replace("30", "61")},
}


@pytest.mark.parametrize("edit", EDITS)
def test_a_build_after_an_edit_equals_a_clean_one(tmp_path: Path, edit: str) -> None:
    settings = PICTURES + "head: head.html\n"
    if "in a folder" in edit:
        settings = settings.replace("logo: logo.svg", "logo: {light: logo.svg, dark: parts/dark.svg}")
    made(tmp_path / "a", settings, FILES | {"parts/dark.svg": SVG})
    for path, content in EDITS[edit].items():
        if content is None:
            (tmp_path / "a" / path).unlink()
    write_site(
        tmp_path / "a",
        {
            "digest.yaml": SETTINGS + settings,
            **{path: content for path, content in EDITS[edit].items() if content is not None},
        },
    )
    again = build(tmp_path / "a")
    clean: Any = {
        path: content
        for path, content in {**FILES, "parts/dark.svg": SVG, "digest.yaml": SETTINGS + settings, **EDITS[edit]}.items()
        if content is not None
    }
    assert tree(again.output) == tree(site(tmp_path / "b", clean).output)
    assert bool(again.written()) == (edit not in ("something else", "the logo in another folder", "another logo"))
    assert not build(tmp_path / "a").written()


def test_a_logo_that_comes_back_is_shown_again(tmp_path: Path) -> None:
    before = made(tmp_path, PICTURES).files()
    (tmp_path / "logo.svg").rename(tmp_path / "away.svg")
    with pytest.raises(Refused):
        build(tmp_path)
    (tmp_path / "away.svg").rename(tmp_path / "logo.svg")
    assert tree(build(tmp_path).output) == before


def test_a_site_without_them_has_the_themes_icon_and_name(tmp_path: Path) -> None:
    text = made(tmp_path, "").text("index.html")
    assert re.sub(r"n\.\w{8}", "n.#", "".join(re.findall(r'<link rel="[^"]*icon"[^>]*>', text))) == (
        '<link rel="icon" type="image/svg+xml" href="assets/favicon.#.svg">'
    )
    assert 'class="logo' not in text
