"""Pages that lead on from earlier addresses."""

import posixpath
import re
from collections.abc import Mapping
from pathlib import Path

import pytest

from digest.plan.urls import hashed_word
from digest.text.fingerprint import fingerprint_bytes
from tests.building import DAY, BuiltSite, check, entry, site, write_site

ABOUT = "---\npage: true\ntitle: About\ntitle_zh: 关于\naliases: {}\n---\nHi.\n"
PAPER = "papers/2302.03084.html"


def with_tags(*tags: str) -> dict[str, str]:
    """A site whose papers have these tags, each one."""
    return {
        f"content/2023-02-{day:02}/p.md": entry(arxiv=f"2302.{day:05}", tags=f'["{tag}"]')
        for day, tag in enumerate(tags, 1)
    }


def leads(built: BuiltSite, path: str) -> tuple[list[str], ...]:
    """Where a page leads at once, and its links, as paths."""
    text = built.text(path)
    main = text[text.index("<main") : text.index("</main>")]
    at_once = re.findall('http-equiv="refresh" content="0; url=([^"]*)"', text)
    here = posixpath.dirname(path)
    return tuple(
        [
            [posixpath.normpath(posixpath.join(here, link)) for link in links]
            for links in (at_once, re.findall('href="([^"]*)"', main))
        ]
    )


def redirects(built: BuiltSite, kind: str = "redirect") -> set[str]:
    """The redirect pages of the first language."""
    wanted = f'class="kind-{kind}"'.encode()
    return {path for path, text in built.files().items() if wanted in text and not path.startswith("en/")}


def hashed(word: str, name: str) -> str:
    return f"tags/{word}-{fingerprint_bytes(name.encode())[:6]}.html"


def test_an_alias_leads_to_its_page_in_every_language(tmp_path: Path) -> None:
    files = {f"{DAY}/a.md": entry(aliases="[2023/old, 旧.html]"), "content/about.md": ABOUT.format("us/")}
    built = site(tmp_path, {**files, f"{DAY}/issue.md": "---\naliases: day\n---\nHi.\n"})
    assert built.result.published, built.result.diagnostics
    assert redirects(built, "alias") == {"2023/old.html", "旧.html", "us/index.html", "day.html"}
    for tree in ("", "en/"):
        assert leads(built, f"{tree}2023/old.html") == ([tree + PAPER], [tree + PAPER])
        assert leads(built, f"{tree}us/index.html")[0] == [f"{tree}about.html"]
        assert leads(built, f"{tree}day.html")[0] == [f"{tree}issues/2023-02-08.html"]
        text = built.text(f"{tree}2023/old.html")
        assert f'<link rel="canonical" href="https://example.org/digest/{tree}{PAPER}">' in text
        assert '<meta name="robots" content="noindex">' in text
        assert "application/atom" not in text[: text.index("</head>")]
    assert ">一个标题</a>" in built.text("2023/old.html")
    assert ">A Title</a>" in built.text("en/2023/old.html")
    assert "old" not in built.text("sitemap.xml")


def test_an_alias_in_a_language_s_tree_is_there_only(tmp_path: Path) -> None:
    files = {f"{DAY}/a.md": entry(aliases="[en/old, zh/old]")}
    built = site(tmp_path, files)
    assert leads(built, "en/old.html")[0] == [f"en/{PAPER}"]
    assert "old.html" not in built.files()
    assert 'class="twin"' not in built.text("en/old.html")
    assert {"zh/old.html", "en/zh/old.html"} <= built.files().keys()


def test_a_url_of_the_site_is_understood(tmp_path: Path) -> None:
    urls = "[https://Example.org/digest/%E6%97%A7, http://example.org/digest/en/old/]"
    built = site(tmp_path, {f"{DAY}/a.md": entry(aliases=urls)})
    assert {"旧.html", "en/旧.html", "en/old/index.html"} <= built.files().keys()
    assert "old/index.html" not in built.files()


@pytest.mark.parametrize("url", ["http://127.0.0.1:8000/", "https://preview.example/x/"])
def test_a_url_of_the_site_is_understood_wherever_it_is_built_for(tmp_path: Path, url: str) -> None:
    files = {f"{DAY}/a.md": entry(aliases=f"[https://example.org/digest/old, {url}older]")}
    assert {"old.html", "older.html"} <= site(tmp_path, files, url=url).files().keys()


@pytest.mark.parametrize(
    ("alias", "code", "problem"),
    [
        (PAPER, "same-address", "is the page's own address"),
        ("PAPERS/2302.03084", "same-address", "is the address of a page: papers/2302.03084.html"),
        ("about", "same-address", "is the address of a page: about.html"),
        ("about/", "", ""),
        ("about.html/", "same-address", "is below about.html, which is a page and no folder"),
        ("/", "same-address", "is the address of a page: index.html"),
        ("404", "same-address", "is the address of a page: 404.html"),
        ("tags/x", "same-address", "is the address of a page: tags/x.html"),
        ("en/", "same-address", "is the address of a page: en/index.html"),
        ("used", "same-address", "is an alias in content/about.md already"),
        ("[new, new.html]", "same-address", "is an alias in content/2023-02-08/a.md already"),
        ("https://example.com/digest/old", "bad-alias", "is not below the address of this site"),
        ("https://example.org/old", "bad-alias", "is not below the address of this site"),
    ],
)
def test_an_alias_takes_no_other_page_s_address(tmp_path: Path, alias: str, code: str, problem: str) -> None:
    typed = entry(aliases=alias, tags="[x]")
    root = write_site(tmp_path, {f"{DAY}/a.md": typed, "content/about.md": ABOUT.format("used")})
    told = check(root)
    if not code:
        assert told == ()
        return
    assert [(each.code, each.path.rpartition("/")[2]) for each in told] in ([(code, "a.md")], [(code, "about.md")])
    assert problem in told[0].message or told[0].path == "content/about.md"


def test_an_alias_of_a_draft_is_free(tmp_path: Path) -> None:
    files = {f"{DAY}/a.md": entry(aliases="x", draft="true"), f"{DAY}/b.md": entry(arxiv="2302.00002", aliases="x")}
    assert leads(site(tmp_path, files), "x.html")[0] == ["papers/2302.00002.html"]


FORMER: Mapping[str, tuple[tuple[str, ...], Mapping[str, set[str]]]] = {
    "words for signs": (("C++",), {"tags/c.html": {"tags/c-plus-plus.html"}}),
    "two with one word": (
        ("C++", "C#"),
        {
            "tags/c.html": {"tags/c-plus-plus.html", "tags/c-sharp.html"},
            hashed("c", "C++"): {"tags/c-plus-plus.html"},
            hashed("c", "C#"): {"tags/c-sharp.html"},
        },
    ),
    "no page that is there": (
        ("C", "C++"),
        {hashed("c", "C"): {"tags/c.html"}, hashed("c", "C++"): {"tags/c-plus-plus.html"}},
    ),
    "spellings of one term": (
        ("LLM", "llm"),
        {hashed("llm", "LLM"): {"tags/llm.html"}, hashed("llm", "llm"): {"tags/llm.html"}},
    ),
    "a leading dot": ((".NET",), {"tags/net.html": {"tags/dot-net.html"}}),
    "a dot at the end of a word": (("Alex C. Kot", "gpt-4.5"), {"tags/alex-c.-kot.html": {"tags/alex-c-kot.html"}}),
    "Latin letters": (("Łukasz", "李娜", "ガ"), {"tags/łukasz.html": {"tags/lukasz.html"}}),
    "letters with and without marks": (
        ("José", "Jose"),
        {
            "tags/josé.html": {"tags/" + hashed_word("jose", "josé") + ".html"},
            "tags/jose.html": {"tags/" + hashed_word("jose", "jose") + ".html"},
        },
    ),
    "names that Windows reserves": (("AUX", "con.x"), {}),
    "nothing to lead to": (("x", "大模型", "A*", "R&D", "index"), {}),
}


@pytest.mark.parametrize("case", FORMER)
@pytest.mark.parametrize("order", [1, -1])
def test_addresses_that_terms_had_before_lead_on(tmp_path: Path, case: str, order: int) -> None:
    tags, expected = FORMER[case]
    built = site(tmp_path, with_tags(*tags[::order]))
    assert {path: set(leads(built, path)[1]) for path in redirects(built)} == expected
    for path, targets in expected.items():
        assert len(leads(built, path)[0]) == (len(targets) == 1)


def test_the_plain_address_of_names_that_clash_lists_them(tmp_path: Path) -> None:
    built = site(tmp_path, with_tags("A/B", "a-b"))
    at_once, links = leads(built, "tags/a-b.html")
    assert at_once == []
    assert len(links) == 2
    assert all(link in built.files() for link in links)


def test_a_standing_page_and_an_alias_come_before_a_redirect(tmp_path: Path) -> None:
    files = {**with_tags("C++", ".NET"), "content/tags/c.md": ABOUT.format("tags/net")}
    built = site(tmp_path, files)
    assert built.result.published, built.result.diagnostics
    assert redirects(built) == set()
    assert leads(built, "tags/net.html")[0] == ["tags/c.html"]


def test_texts_may_link_to_earlier_addresses(tmp_path: Path) -> None:
    files = {**with_tags("C++"), "content/about.md": ABOUT.format("us") + "[a](/tags/c.html) [b](/us.html)\n"}
    built = site(tmp_path, files)
    assert built.result.diagnostics.by_rule == {}
    assert {"tags/c.html", "us.html"} <= set(leads(built, "about.html")[1])
