"""Settings that nobody has filled in."""

import pytest

from digest.model.placeholders import find_placeholders
from digest.text.source import Source

URL = "url: https://example.org/d/\n"


def told(text: str) -> list[str]:
    return [text[each.span.start : each.span.end] for each in find_placeholders(Source(path="digest.yaml", text=text))]


@pytest.mark.parametrize(
    "url",
    [
        *(
            "http://localhost/",
            "https://localhost",
            "http://localhost:8000/",
            "http://127.0.0.1:8000/d/",
            "http://0.0.0.0/",
        ),
        *("http://[::1]/", "http://mac.local/", "https://username.github.io/", "https://USERNAME.github.io/repo/"),
        *("https://your-name.github.io/d/", "https://yourname.github.io/", "https://your-username.gitlab.io/x/"),
        *(
            "https://owner.github.io/name/",
            "https://name.github.io/",
            "https://name.github.io/repo/",
            "https://yoursite.com/",
            "https://your-domain.org/d",
        ),
        *("https://xxx.github.io", "https://{user}.github.io/", "http://192.168.1.5/", "http://10.0.0.7:8000/"),
        *("http://myhost/", "http://172.16.0.1/d/", "http://nas.internal/", "http://[fd00::1]/"),
    ],
)
def test_an_address_that_is_nobody_s_is_told(url: str) -> None:
    assert told(f"url: {url}\n") == [url]


@pytest.mark.parametrize(
    "url",
    [
        *(
            "https://example.org/d/",
            "https://ada.github.io/papers/",
            "https://namei.github.io/",
            "https://localhost.run/",
        ),
        *("https://172.217.0.1/", "http://8.8.8.8/", "https://xx.github.io/", "https://example.com/digest/"),
        *("https://username.com/", "https://mine.example/", "https://my.site.org/"),
    ],
)
def test_other_addresses_are_left_alone(url: str) -> None:
    assert told(f"url: {url}\n") == []


@pytest.mark.parametrize(
    ("setting", "value"),
    [
        ("title: My Digest", "My Digest"),
        ("title: {zh: 你的网站, en: 'Daily'}", "你的网站"),
        ("editor: {name: Your Name}", "Your Name"),
        ("editor: {name: 你的名字}", "你的名字"),
        ("editor: {email: you@example.com}", "you@example.com"),
        ("editor: {email: name@example.org}", "name@example.org"),
        ("links: [{title: GitHub, url: 'https://github.com/owner/name'}]", "'https://github.com/owner/name'"),
        ("comments: {provider: giscus, repo: owner/name, repo_id: a, category: b, category_id: c}", "owner/name"),
        ("comments: {provider: giscus, repo: ada/d, repo_id: R_..., category: b, category_id: c}", "R_..."),
    ],
)
def test_a_value_of_an_example_is_told(setting: str, value: str) -> None:
    assert told(f"{URL}{setting}\n") == [value]


@pytest.mark.parametrize(
    "setting",
    [
        "title: Name",
        "editor: {name: Ada Lovelace, url: 'https://ada.example/', email: ada@example.org}",
        "links: [{title: GitHub, url: 'https://github.com/ada/name'}]",
        "footer: Your name here is a joke",
    ],
)
def test_other_values_are_left_alone(setting: str) -> None:
    assert told(f"{URL}{setting}\n") == []
