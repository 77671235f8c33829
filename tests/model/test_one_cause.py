"""One cause gives one message, and the example in a hint is the default, if there is one."""

import pytest

from digest.content.documents import read_document
from digest.content.people import read_people
from digest.model.config import read_config
from digest.text.source import Source
from tests.content.test_near_sections import FRONT


def of_settings(text: str) -> list[tuple[str, str, str]]:
    found = read_config(Source(path="digest.yaml", text=f"url: https://example.org/\n{text}\n")).diagnostics
    return [(each.code, each.message, each.hint) for each in found]


def of_entry(line: str) -> list[tuple[str, str, str]]:
    text = FRONT.replace("---\n\n", f"{line}\n---\n\n")
    found = read_document(Source(path="content/2023-02-08/a.md", text=text)).diagnostics
    return [(each.code, each.message, each.hint) for each in found]


@pytest.mark.parametrize(
    ("text", "message", "hint"),
    [
        ("comments: {provider: disqus}", "'provider' must be 'giscus', not 'disqus'", "write provider: giscus"),
        (
            "comments: {provider: giscus}",
            "'repo', 'repo_id', 'category' and 'category_id' are missing",
            "add lines 'repo: ...' and 'repo_id: ...' and 'category: ...' and 'category_id: ...'",
        ),
        ("comments: {provder: giscus}", "unknown key 'provder'", "did you mean 'provider'?"),
        (
            "analytics: {provider: umami}",
            "'site' is missing (the site's name or id there)",
            "add a line 'site: ...'",
        ),
        (
            "analytics: {provider: google, id: x}",
            "'provider' must be 'goatcounter' or 'umami' or 'plausible', not 'google'",
            "write provider: goatcounter",
        ),
        (
            "analytics: {provider: umani}",
            "'provider' must be 'goatcounter' or 'umami' or 'plausible', not 'umani'",
            "did you mean 'umami'?",
        ),
        ("per_page: many", "'per_page' must be a whole number, not 'many'", "write per_page: 20"),
        ("per_page: 0", "'per_page' must be from 1 to 1000, not 0", "write per_page: 20"),
        ("feed: {items: all}", "'items' must be a whole number, not 'all'", "write items: 20"),
        ("authors: {min_papers: few}", "'min_papers' must be a whole number, not 'few'", "write min_papers: 2"),
        ("search: maybe", "'search' must be true or false, not 'maybe'", "write search: true"),
        ("feed: {full_text: half}", "'full_text' must be true or false, not 'half'", "write full_text: true"),
        ("feed: {grain: day}", "'grain' must be 'paper' or 'issue' or 'both', not 'day'", "write grain: paper"),
        ("feed: {grain: isue}", "'grain' must be 'paper' or 'issue' or 'both', not 'isue'", "did you mean 'issue'?"),
        ("order_by: date", "'order_by' must be 'rank' or 'rating', not 'date'", "write order_by: rank"),
        (
            "timezone: Beijing",
            "'timezone' must be the name of a time zone, not 'Beijing'",
            "write timezone: Asia/Shanghai",
        ),
        ("theme: My Theme", "'theme' must be the name of a theme, not 'My Theme'", "write theme: default"),
        ("feed: {itmes: 5}", "unknown key 'itmes'", "did you mean 'items'?"),
        ("min_papers: 3", "unknown key 'min_papers'", "write it below 'authors'"),
        ("punctuation: fullwidth", "unknown key 'punctuation'", "write it below 'typography'"),
        ("search: ture", "'search' must be true or false, not 'ture'", "did you mean 'true'?"),
        ("languages: [cn, en]", "'languages' must hold 'zh', 'en' or both, each once", "did you mean 'zh'?"),
        (
            "timezone: America/New_Yrok",
            "'timezone' must be the name of a time zone, not 'America/New_Yrok'",
            "did you mean 'America/New_York'?",
        ),
        ("editor: Ada", "'editor' must be {name, url, email}, not 'Ada'", "write editor: {name: Ada}"),
        ("links: /about", "'links' must be a list of {title, url}, not '/about'", "write links: [{title: /about}]"),
        (
            "check: {allow: [doubled-spaces]}",
            "'allow' must be rules with reasons, not a list",
            "write allow: {doubled-spaces: the reason}",
        ),
        ("qqqqq: [a]", "unknown key 'qqqqq'", "the documentation lists the keys"),
        ("navigaton: []", "unknown key 'navigaton'", "did you mean 'navigation'?"),
        ("links: [{titel: A, url: /b}]", "unknown key 'titel'", "did you mean 'title'?"),
    ],
)
def test_settings(text: str, message: str, hint: str) -> None:
    assert [each[1:] for each in of_settings(text)] == [(message, hint)]


@pytest.mark.parametrize(
    ("line", "message", "hint"),
    [
        ("draft: maybe", "'draft' must be true or false, not 'maybe'", "write draft: false"),
        ("year: soon", "'year' must be a whole number, not 'soon'", "write year: 2023"),
        ("section: feature", "'section' must be 'featured' or 'notable', not 'feature'", "did you mean 'featured'?"),
        ("section: main", "'section' must be 'featured' or 'notable', not 'main'", "write section: featured"),
        ("titel_zh: 题", "unknown key 'titel_zh'", "did you mean 'title_zh'?"),
        ("keywords: a, b", "unknown key 'keywords'", "keys of your own go below 'extra'"),
        ("figures: [{file: a.png}]", "'src' is missing (the picture's file name)", "add a line 'src: ...'"),
        ("tag: a", "unknown key 'tag'", "did you mean 'tags'?"),
        ("标签s: a", "unknown key '标签s'", "did you mean '标签'?"),
    ],
)
def test_front_matter(line: str, message: str, hint: str) -> None:
    assert (message, hint) in [each[1:] for each in of_entry(line)]


def test_a_person_without_a_name_is_told_once() -> None:
    found = read_people(Source(path="content/authors.yaml", text="wei-wang: {orcid: 1234}\n")).diagnostics
    assert len(found) == 1
