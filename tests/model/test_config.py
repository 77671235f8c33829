"""Settings: each key, valid and invalid."""

from dataclasses import replace
from typing import Any

import pytest

from digest.model.allowances import Allowance, CheckSettings
from digest.model.config import Config, read_config
from digest.model.fields import fields_of
from digest.model.languages import Localized
from digest.model.settings import Analytics, CategorySettings, Comments, Editor, Follow, Link, Logo, LongDay, Typography
from digest.text.source import Source

URL = "url: https://example.org/digest/\n"


def read(text: str) -> Config:
    parsed = read_config(Source(path="digest.yaml", text=text))
    assert parsed.diagnostics == ()
    assert parsed.value is not None
    return parsed.value


def both(text: str) -> Localized:
    return Localized(zh=text, en=text)


RIGHT: dict[str, tuple[tuple[str, Any], ...]] = {
    "title": (
        ("One Title", both("One Title")),
        ("'One: Title'", both("One: Title")),
        ("no", both("no")),
        ("{zh: 论文日报, en: Paper Digest}", Localized(zh="论文日报", en="Paper Digest")),
        ("\n  zh: 论文日报\n  en: Paper Digest", Localized(zh="论文日报", en="Paper Digest")),
        ("{zh: 论文日报}", both("论文日报")),
        ("{en: Paper Digest}", both("Paper Digest")),
    ),
    "description": (("每天一期", both("每天一期")),),
    "url": (
        ("https://example.org/", "https://example.org/"),
        ("https://example.org", "https://example.org/"),
        ("http://localhost:8000/a/b//", "http://localhost:8000/a/b/"),
    ),
    "languages": (
        ("[zh, en]", ("zh", "en")),
        ("[en]", ("en",)),
        ("en, zh", ("en", "zh")),
        ("EN", ("en",)),
    ),
    "editor": (
        (
            "{name: 编辑, url: https://example.org/, email: me@example.org}",
            Editor(name="编辑", url="https://example.org/", email="me@example.org"),
        ),
        ("", Editor()),
    ),
    "repo": (
        ("https://github.com/o/n", "https://github.com/o/n"),
        ("https://gitee.com/o/n.git", "https://gitee.com/o/n"),
    ),
    "host": (("cloudflare", "cloudflare"), ("GitHub", "github")),
    "timezone": (("Europe/Berlin", "Europe/Berlin"), ("UTC", "UTC")),
    "theme": (("ledger", "ledger"), ("my-theme_2", "my-theme_2")),
    "categories": (
        (
            "{CV: {zh: 视觉, en: Vision, colour: '#1B7F5C'}, cs.LG: {color: '#000000'}}",
            (
                ("CV", CategorySettings(zh="视觉", en="Vision", colour="#1b7f5c")),
                ("cs.LG", CategorySettings(colour="#000000")),
            ),
        ),
    ),
    "issue_title": (("第 {number} 期，{date}", both("第 {number} 期，{date}")),),
    "per_page": (("1", 1), ("1000", 1000), ("'20'", 20), ("007", 7)),
    "authors": (("{min_papers: 3}", 3),),
    "feed": (
        ("{items: 5, full_text: no, authority: 'Example.org,2023-02'}", (5, False, "example.org,2023-02", "paper")),
        ("{grain: both}", (20, True, "paper-digest.invalid,2023", "both")),
    ),
    "long_day": (("{papers: 20, open: 0}", LongDay(papers=20, open=0)), ("{open: 5}", LongDay(papers=12, open=5))),
    "order_by": (("rating", "rating"), ("评分", "rating"), ("Rank", "rank")),
    "citation_tags": (("false", False), ("yes", True)),
    "search": (("off", False), ("false", False), ("否", False), ("true", True), ("是", True)),
    "siblings": (
        ("[csl, BIB]", ("bib", "csl")),
        ("bib, ris", ("bib", "ris")),
        ("[]", ()),
        ("none", ()),
        ("无", ()),
    ),
    "data": (("no", False), ("true", True)),
    "license": (
        ("CC BY 4.0", both("CC BY 4.0")),
        ("https://example.org/l", both("https://example.org/l")),
        ("{zh: 署名, en: CC BY 4.0}", Localized(zh="署名", en="CC BY 4.0")),
    ),
    "typography": (("{punctuation: fullwidth}", Typography(punctuation="fullwidth")),),
    "check": (
        (
            "{allow: {doubled-spaces: so}}",
            CheckSettings(allow=(Allowance(code="doubled-spaces", reason="so", start=16, end=30),)),
        ),
    ),
    "navigation": (
        (
            "[{title: {zh: 关于, en: About}, url: about.html}, {name: Code, href: https://example.org/}]",
            (
                Link(title=Localized(zh="关于", en="About"), url="about.html"),
                Link(title=both("Code"), url="https://example.org/"),
            ),
        ),
        ("[]", ()),
    ),
    "links": (
        ("\n  - text: arXiv\n    url: https://arxiv.org/", (Link(title=both("arXiv"), url="https://arxiv.org/"),)),
    ),
    "footer": (("{zh: 末行, en: Last line}", Localized(zh="末行", en="Last line")),),
    "comments": (
        (
            "{provider: giscus, repo: a/b, repo_id: R_1, category: Papers, category_id: D_1}",
            Comments(provider="giscus", repo="a/b", repo_id="R_1", category="Papers", category_id="D_1"),
        ),
        ("", None),
    ),
    "analytics": (
        (
            "{provider: umami, site: '12:30', host: https://example.org/}",
            Analytics(provider="umami", site="12:30", host="https://example.org/"),
        ),
        ("{provider: goatcounter, id: me}", Analytics(provider="goatcounter", site="me")),
    ),
    "follow": (("[{name: 微信公众号, qr: xzluomor}]", (Follow(name=both("微信公众号"), qr="xzluomor"),)),),
    "head": (
        ('\'<meta name="a" content="b: c">\'', ('<meta name="a" content="b: c">',)),
        ("|\n  <script>\n    a();\n  </script>", ("<script>\n  a();\n</script>",)),
        ("head.html", ("head.html",)),
        ("\n  - <meta>\n  - <link>", ("<meta>", "<link>")),
    ),
    "policy": (
        (
            "{font-src: https://a.example, img-src: ['*', 'data:']}",
            (("font-src", ("https://a.example",)), ("img-src", ("*", "data:"))),
        ),
    ),
    "image": (("card.png", "card.png"),),
    "logo": (("logo.svg", Logo(light="logo.svg")), ("{light: a.svg, dark: b.svg}", Logo(light="a.svg", dark="b.svg"))),
    "icon": (("icon.svg", ("icon.svg",)), ("[a.svg, b.png]", ("a.svg", "b.png"))),
}

WRONG: dict[str, tuple[str, str, str, str, str]] = {
    # the value, the text of the span, and the message
    "title": (
        "[a]",
        "[a]",
        "wrong-type",
        "'title' must be text, or {zh: ..., en: ...}, not a list",
        "write title: {zh: 中文, en: English}",
    ),
    "description": ("{zh: [a]}", "[a]", "wrong-type", "'zh' must be text, not a list", "write zh: a"),
    "url": (
        "example.org",
        "example.org",
        "bad-url",
        "'url' must be a web address, not 'example.org'",
        "write it whole, with https:// at the start",
    ),
    "languages": (
        "[zh, de]",
        "de",
        "bad-language",
        "'languages' must hold 'zh', 'en' or both, each once",
        "write languages: [zh, en], or zh-Hant instead of zh for traditional characters",
    ),
    "editor": (
        "{email: nobody}",
        "nobody",
        "bad-email",
        "'email' must be an e-mail address, not 'nobody'",
        "write email: me@example.org",
    ),
    "repo": (
        "o/n",
        "o/n",
        "bad-url",
        "'repo' must be the https address of a repository, not 'o/n'",
        "write repo: https://github.com/o/n",
    ),
    "host": (
        "netlify",
        "netlify",
        "wrong-type",
        "'host' must be 'github' or 'cloudflare' or 'gitlab' or 'other', not 'netlify'",
        "write host: other",
    ),
    "timezone": (
        "CST-8",
        "CST-8",
        "wrong-type",
        "'timezone' must be the name of a time zone, not 'CST-8'",
        "write timezone: Asia/Shanghai",
    ),
    "theme": ("a/b", "a/b", "bad-theme", "'theme' must be the name of a theme, not 'a/b'", "write theme: default"),
    "categories": (
        "{CV: {colour: red}}",
        "red",
        "bad-colour",
        "'colour' must be a colour such as #1b7f5c, not 'red'",
        "write colour: '#1b7f5c'",
    ),
    "issue_title": (
        "第 {n} 期",
        "第 {n} 期",
        "bad-issue-title",
        "'issue_title' has an unknown place-holder {n}",
        "use {number} or {date}",
    ),
    "per_page": ("0", "0", "out-of-range", "'per_page' must be from 1 to 1000, not 0", "write per_page: 20"),
    "authors": (
        "2",
        "2",
        "wrong-type",
        "'authors' must be {min_papers}, not '2'",
        "write authors: {min_papers: 2}",
    ),
    "feed": ("{items: many}", "many", "wrong-type", "'items' must be a whole number, not 'many'", "write items: 20"),
    "long_day": ("{papers: 0}", "0", "out-of-range", "'papers' must be from 1 to 1000000, not 0", "write papers: 12"),
    "order_by": (
        "date",
        "date",
        "wrong-type",
        "'order_by' must be 'rank' or 'rating', not 'date'",
        "write order_by: rank",
    ),
    "citation_tags": (
        "2",
        "2",
        "wrong-type",
        "'citation_tags' must be true or false, not '2'",
        "write citation_tags: true",
    ),
    "search": ("2", "2", "wrong-type", "'search' must be true or false, not '2'", "write search: true"),
    "siblings": (
        "[bib, rsi]",
        "rsi",
        "wrong-type",
        "'siblings' cannot hold 'rsi'",
        "did you mean 'ris'?",
    ),
    "data": ("2", "2", "wrong-type", "'data' must be true or false, not '2'", "write data: true"),
    "license": (
        "javascript:alert(1)",
        "javascript:alert(1)",
        "bad-url",
        "'license' must be a licence's name or web address, not 'javascript:alert(1)'",
        "write its name, as in CC BY 4.0, or its whole address with https:// at the start",
    ),
    "typography": (
        "{punctuation: half}",
        "half",
        "wrong-type",
        "'punctuation' must be 'keep' or 'fullwidth', not 'half'",
        "write punctuation: keep",
    ),
    "check": (
        "{allow: doubled-spaces}",
        "doubled-spaces",
        "wrong-type",
        "'allow' must be rules with reasons, not 'doubled-spaces'",
        "write allow: {doubled-spaces: the reason}",
    ),
    "navigation": (
        "[{title: a, url: b}, c.html]",
        "c.html",
        "wrong-type",
        "an item of 'navigation' must be {title, url}, not 'c.html'",
        "write - title: c.html",
    ),
    "links": (
        "[{title: a}]",
        "",
        "missing-field",
        "'url' is missing (where it leads: a page of the site, or a web address)",
        "add a line 'url: ...'",
    ),
    "footer": ("{fr: a}", "fr", "unknown-key", "unknown key 'fr'", "the keys are zh, en"),
    "comments": (
        "{provider: disqus, repo: a/b, repo_id: R, category: c, category_id: D}",
        "disqus",
        "wrong-type",
        "'provider' must be 'giscus', not 'disqus'",
        "write provider: giscus",
    ),
    "analytics": (
        "{provider: umami}",
        "",
        "missing-field",
        "'site' is missing (the site's name or id there)",
        "add a line 'site: ...'",
    ),
    "follow": (
        "[{name: a, url: b}]",
        "b",
        "bad-url",
        "'url' must be a web address, not 'b'",
        "write it whole, with https:// at the start",
    ),
    "head": (
        "'[meta]'",
        "'[meta]'",
        "wrong-type",
        "'head' must be HTML or the name of a file, not '[meta]'",
        "write it below 'head: |', or each part below it behind '- '",
    ),
    "policy": (
        "{font-src: a.example;}",
        "a.example;",
        "bad-policy",
        "this is no source of a policy: a.example;",
        "write one source an item, without commas and semicolons: font-src: [a.example]",
    ),
    "image": ("[a.png]", "[a.png]", "wrong-type", "'image' must be text, not a list", "write image: a.png"),
    "logo": (
        "[a.svg]",
        "[a.svg]",
        "wrong-type",
        "'logo' must be a picture, or {light: ..., dark: ...}, not a list",
        "write the keys of 'logo' indented below it",
    ),
    "icon": (
        "{png: a}",
        "{png: a}",
        "wrong-type",
        "'icon' must be a list, not a mapping",
        "write icon: [one, two], or one item a line behind '- '",
    ),
}


def test_every_key_has_a_right_value_and_a_wrong_one_here() -> None:
    names = [field.name for field in fields_of(Config)]
    assert list(RIGHT) == names
    assert list(WRONG) == names


@pytest.mark.parametrize(
    ("key", "written", "value"),
    [
        (key, written, value)
        for key, values in RIGHT.items()
        for written, value in values
        if value is not None or not written
    ],
)
def test_a_right_value_is_read(key: str, written: str, value: Any) -> None:
    config = read(f"{key}: {written}\n" + (URL if key != "url" else ""))
    got = getattr(config, key)
    if key == "authors":
        got = got.min_papers
    if key == "feed":
        got = (got.items, got.full_text, got.authority, got.grain)
    if key == "head":
        got = tuple(each.text.strip() for each in got)
    assert got == value


@pytest.mark.parametrize(("key", "case"), WRONG.items(), ids=WRONG)
def test_a_wrong_value_is_told_of_at_its_place(key: str, case: tuple[str, str, str, str, str]) -> None:
    written, marked, code, message, hint = case
    text = (URL if key != "url" else "") + f"{key}: {written}\n"
    source = Source(path="digest.yaml", text=text)
    parsed = read_config(source)
    (found,) = parsed.diagnostics
    assert (found.code, found.severity, found.message, found.hint) == (code, "error", message, hint)
    assert text[found.span.start : found.span.end] == marked
    at = source.position(found.span.start)
    below = written.startswith("\n")
    assert at.line == (1 if key == "url" else 2) + below
    assert at.column >= (3 if below else len(key) + 3)


def test_all_wrong_values_are_told_of_at_once() -> None:
    text = "".join(f"{key}: {case[0]}\n" for key, case in WRONG.items() if key != "issue_title")
    found = read_config(Source(path="digest.yaml", text=text)).diagnostics
    assert [each.code for each in found] == [case[2] for key, case in WRONG.items() if key != "issue_title"]


def test_settings_may_not_be_larger_than_64k() -> None:
    (found,) = read_config(Source(path="digest.yaml", text=f"title: {'x' * 66_000}\n")).diagnostics
    assert (found.code, found.message, found.hint) == (
        "front-matter-too-large",
        "this file has more than 65,536 characters",
        "shorten it",
    )


def test_an_issue_title_is_looked_at_once_the_rest_is_right() -> None:
    parsed = read_config(Source(path="digest.yaml", text=f"{URL}issue_title: {{zh: '第 {{x}} 期', en: No.}}\n"))
    (found,) = parsed.diagnostics
    assert found.message == "'issue_title' has an unknown place-holder {x}"


def test_a_key_without_a_value_has_its_default() -> None:
    empty = "".join(f"{field.name}:\n" for field in fields_of(Config) if field.name != "url")
    assert read(URL + empty) == read(URL)


def test_the_first_language_is_the_one_at_the_root() -> None:
    assert read(URL).language == "zh"
    assert read(URL + "languages: [en, zh]\n").language == "en"


def test_a_localized_text_is_had_by_language() -> None:
    title = read(URL + "title: {zh: 论文日报, en: Paper Digest}\n").title
    assert (title.get("zh"), title.get("en")) == ("论文日报", "Paper Digest")


def test_the_settings_may_start_like_a_yaml_file() -> None:
    plain, *others = [read(f"{start}{URL}") for start in ("", "---\n", "# settings\n\n")]
    assert [replace(each, spans=plain.spans) for each in others] == [plain, plain]


@pytest.mark.parametrize(
    ("line", "message", "hint"),
    [
        ("feed: false", "'feed' must be {items, full_text, grain, authority}, not 'false'", "write the keys of 'feed'"),
        ("comments: disqus", "'comments' must be {provider, repo, ...}, not 'disqus'", "write the keys of 'comments'"),
        (
            "siblings: [html]",
            "'siblings' cannot hold 'html'",
            "name some of bib, ris, csl, json, md; for no files, write",
        ),
        ("license: [x, y]", "'license' must be text, or {zh: ..., en: ...}, not a list", "write license: {zh: 中文"),
    ],
)
def test_a_hint_does_not_lead_to_another_error(line: str, message: str, hint: str) -> None:
    [told] = read_config(Source(path="digest.yaml", text=f"{URL}{line}\n")).diagnostics
    assert told.message == message
    assert told.hint.startswith(hint)
