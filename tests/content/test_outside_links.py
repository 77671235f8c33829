"""The addresses that a site's files link to, and where they are."""

from digest.content.outside_links import links_of_file, links_of_settings
from digest.text.source import Source

ENTRY = """\
---
title: "See https://no.test/title"
authors: [{name: Ada, url: https://ada.test/, orcid: 0000-0002-1825-0097}, Bob]
category: CV
arxiv: 2302.03084v2
doi: 10.1145/1
url: "https://a.test/b#part"
project: https://例子.中国/路径
license: CC BY (https://cc.test/by)
summary: 见 [code](https://s.test/x) 。
aliases: https://old.test/papers/x.html
allow: {dead-link: see https://no.test/allow}
extra: {home: [https://extra.test/]}
---

Lead http://lead.test/a, and [m](mailto:a@b.c) `https://no.test/code` [x](page.md) [y](//other.test/z)

## 要点

1. **[x][1]** <https://auto.test/?q=1>
2. ![pic](https://img.test/p.png) a[^1]

[1]: https://ref.test/ "T"
[^1]: note https://note.test/(a).

| a | b |
|---|---|
| x | [t](https://table.test/y "T") |

## 笔记

> [q](https://quote.test/a%20b?x=1&y=2)
> \\[https://no.test](https://no.test) $[a](https://no.test/math)$
"""
SETTINGS = """\
url: https://own.test/
editor: {name: A, url: https://ed.test}
repo: https://github.test/a/b
navigation: [{title: X, url: //nav.test/}, {title: Y, url: /about.html}]
head: |
  <link rel="preconnect" href="https://no.test">
  <link rel=stylesheet href=https://css.test/x.css>
  <script src="https://js.test/x.js"></script>
policy: {font-src: https://no.test}
footer: {zh: '[a](https://foot.test/)', en: b}
follow: [{name: A, qr: https://qr.test/x}]
"""


def found(text: str, path: str) -> list[tuple[str, str]]:
    source = Source(path=path, text=text)
    links = links_of_settings(source) if path == "digest.yaml" else links_of_file(source)
    return [(each.address, text[each.start : each.end]) for each in links]


def test_the_links_of_an_entry_are_those_that_readers_can_follow() -> None:
    same = [
        *("https://例子.中国/路径", "https://cc.test/by", "https://s.test/x", "https://extra.test/"),
        "http://lead.test/a",
    ]
    links = found(ENTRY, "content/2023-02-08/a.md")
    assert [pair for pair in links if "no.test" not in pair[0]] == [
        ("https://ada.test/", "https://ada.test/"),
        ("https://orcid.org/0000-0002-1825-0097", "0000-0002-1825-0097"),
        ("https://arxiv.org/abs/2302.03084v2", "2302.03084v2"),
        ("https://doi.org/10.1145/1", "10.1145/1"),
        ("https://a.test/b#part", '"https://a.test/b#part"'),
        *[(each, each) for each in same],
        ("https://other.test/z", "//other.test/z"),
        ("https://ref.test/", "[x][1]"),
        ("https://auto.test/?q=1", "https://auto.test/?q=1"),
        ("https://img.test/p.png", "https://img.test/p.png"),
        ("https://note.test/(a)", "https://note.test/(a)"),
        ("https://table.test/y", "https://table.test/y"),
        ("https://quote.test/a%20b?x=1&y=2", "https://quote.test/a%20b?x=1&y=2"),
    ]
    assert {text for _, text in links if "no.test" in text} == {"https://no.test"}  # bare, behind an escaped bracket


def test_an_address_of_which_the_text_says_more_is_placed_on_itself() -> None:
    text = "---\npage: true\n---\n[https://a.test/b](https://a.test/b) 与 https://a.test/b\n"
    source = Source(path="content/about.md", text=text)
    assert [(each.start, each.end) for each in links_of_file(source)] == [(20, 36), (58, 74)]


def test_the_links_of_settings() -> None:
    assert found(SETTINGS, "digest.yaml") == [
        ("https://ed.test", "https://ed.test"),
        ("https://github.test/a/b", "https://github.test/a/b"),
        ("https://nav.test/", "//nav.test/"),
        ("https://css.test/x.css", "https://css.test/x.css"),
        ("https://js.test/x.js", "https://js.test/x.js"),
        ("https://foot.test/", "https://foot.test/"),
        ("https://qr.test/x", "https://qr.test/x"),
    ]


def test_the_links_of_people() -> None:
    text = "Kaiming He: {url: http://k.test, orcid: https://orcid.org/0000-0002-1825-0097, spellings: [K He]}\n"
    assert found(text, "content/authors.yaml") == [
        ("http://k.test", "http://k.test"),
        ("https://orcid.org/0000-0002-1825-0097", "https://orcid.org/0000-0002-1825-0097"),
    ]


def test_a_broken_file_has_links_too() -> None:
    assert found("---\ntitle: A\nurl: https://a.test/\n---\nb https://b.test/\n", "content/a.md") == [
        ("https://a.test/", "https://a.test/"),
        ("https://b.test/", "https://b.test/"),
    ]
    assert found("url: [", "digest.yaml") == found("a: [", "content/authors.yaml") == []
    assert found("---\na: [\n---\nhttps://a.test/", "content/a.md") == [("https://a.test/", "https://a.test/")]
