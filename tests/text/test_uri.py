"""IRIs to URIs."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from digest.text.uri import as_uri


@pytest.mark.parametrize(
    ("url", "uri"),
    [
        (
            "https://例子.中国/论文日报/",
            "https://xn--fsqu00a.xn--fiqs8s/%E8%AE%BA%E6%96%87%E6%97%A5%E6%8A%A5/",
        ),
        ("https://détour.example/", "https://xn--dtour-bsa.example/"),
        ("https://DÉTOUR.example:8080/a", "https://xn--dtour-bsa.example:8080/a"),
        ("https://例子。中国", "https://xn--fsqu00a.xn--fiqs8s"),
        ("https://straße.example/", "https://xn--strae-oqa.example/"),
        ("https://ｅｘａｍｐｌｅ.org/", "https://example.org/"),
        ("https://Name.GitHub.io/Repo/", "https://Name.GitHub.io/Repo/"),
        ("http://localhost:8000/~user/a+b/", "http://localhost:8000/~user/a+b/"),
        ("https://example.org/%E8%AE%BA/文", "https://example.org/%E8%AE%BA/%E6%96%87"),
        ("https://example.org/100%/", "https://example.org/100%25/"),
        ("https://[::1]:8000/", "https://[::1]:8000/"),
    ],
)
def test_the_host_is_in_punycode_and_the_path_encoded_once(url: str, uri: str) -> None:
    assert as_uri(url) == uri
    assert as_uri(uri) == uri


@pytest.mark.parametrize("url", ["https://例..中国/", f"https://{'例' * 60}.example/", "no address"])
def test_what_can_be_no_host_is_none(url: str) -> None:
    assert as_uri(url) is None


@given(st.text(st.characters(exclude_categories=["Cs"])))
def test_a_path_is_ascii_and_encoded_once(path: str) -> None:
    made = as_uri(f"https://example.org/{path}")
    assert made is not None
    assert made.isascii()
    assert as_uri(made) == made
