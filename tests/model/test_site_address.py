"""The address of a site whose settings have none."""

import pytest

from digest.model.authority import authority_of
from digest.model.config import read_config
from digest.model.site_address import address_of_host, read_cname
from digest.text.source import Source

GITHUB, GITLAB = "GITHUB_REPOSITORY", "CI_PAGES_URL"


@pytest.mark.parametrize(
    ("environment", "address"),
    [
        ({}, None),
        ({GITHUB: "Ada/papers"}, ("https://ada.github.io/papers/", GITHUB)),
        ({GITHUB: "Ada/Ada.github.io"}, ("https://ada.github.io/", GITHUB)),
        ({GITHUB: "a-b/Pa.per_s"}, ("https://a-b.github.io/Pa.per_s/", GITHUB)),
        ({GITHUB: "a/b", "GITHUB_SERVER_URL": "https://github.com/"}, ("https://a.github.io/b/", GITHUB)),
        ({GITHUB: "a/b", "GITHUB_SERVER_URL": "https://git.example.org"}, None),
        ({GITHUB: "papers"}, None),
        ({GITHUB: ""}, None),
        ({GITHUB: "a/b/c"}, None),
        ({GITHUB: "a/b\n"}, None),
        ({GITLAB: "https://group.gitlab.io/sub/papers"}, ("https://group.gitlab.io/sub/papers/", GITLAB)),
        ({GITLAB: "http://pages.example.org:8080/"}, ("http://pages.example.org:8080/", GITLAB)),
        ({GITLAB: "https://g.gitlab.io/p", GITHUB: "a/b"}, ("https://g.gitlab.io/p/", GITLAB)),
        ({GITLAB: "group.gitlab.io"}, None),
        ({GITLAB: "https://g.gitlab.io/?a"}, None),
        ({GITLAB: ""}, None),
    ],
)  # fmt: skip
def test_a_host_says_where_the_site_will_stand(environment: dict[str, str], address: tuple[str, str] | None) -> None:
    found = address_of_host(environment)
    assert (found[:2] if found is not None and found.url else None) == address


@pytest.mark.parametrize(
    ("environment", "refused"),
    [
        ({GITLAB: "notaurl"}, "CI_PAGES_URL is set, and is no web address"),
        ({GITLAB: "https://x/p?x#y", GITHUB: "a"}, "CI_PAGES_URL is set, and has a query or a fragment ('?' or '#')"),
        ({GITLAB: "https://x.org/%2E./p"}, "CI_PAGES_URL is set, and has the step '.' or '..'"),
        (
            {GITLAB: "https://user:secret@host/p"},
            "CI_PAGES_URL is set, and has a name, a password or a host that cannot be one",
        ),
        ({GITHUB: "papers"}, "GITHUB_REPOSITORY is set, and is not of the form owner/name"),
        (
            {GITHUB: "a/b", "GITHUB_SERVER_URL": "https://ghe.example.com"},
            "GITHUB_REPOSITORY is set, and is not of https://github.com but of GITHUB_SERVER_URL",
        ),
    ],
)
def test_what_a_host_says_in_vain_is_told(environment: dict[str, str], refused: str) -> None:
    found = address_of_host(environment)
    assert found is not None
    assert (found.url, found.refused) == ("", refused)


@pytest.mark.parametrize(
    ("text", "url"),
    [
        ("papers.example.org\n", "https://papers.example.org/"),
        ("\n  Papers.Example.ORG\r\n\n", "https://papers.example.org/"),
        ("例子.中国\n", "https://xn--fsqu00a.xn--fiqs8s/"),
        ("_a.b-c.example.museum", "https://_a.b-c.example.museum/"),
    ],
)
def test_a_domain_is_read(text: str, url: str) -> None:
    assert read_cname(Source(path="CNAME", text=text)) == (url, ())


@pytest.mark.parametrize(
    ("text", "hint"),
    [
        ("https://papers.example.org/", "write papers.example.org"),
        ("papers.example.org/d/", "write papers.example.org"),
        ("papers.example.org:8000", "write papers.example.org"),
        ("papers.example.org.", "write papers.example.org"),
        ("a.example.org\nb.example.org\n", "write a.example.org"),
        ("a.example.org, b.example.org", "write a.example.org"),
        ("me@example.org", "write example.org"),
        ("*.example.org", "write example.org"),
        ("localhost", "write only the domain, as in papers.example.org"),
        ("192.0.2.1", "write only the domain, as in papers.example.org"),
        ("", "write only the domain, as in papers.example.org"),
        ("<<<<<<< HEAD", "write only the domain, as in papers.example.org"),
    ],
)
def test_anything_else_is_told(text: str, hint: str) -> None:
    url, (found,) = read_cname(Source(path="static/CNAME", text=text))
    assert (url, found.code, found.severity, found.path) == ("", "bad-cname", "warning", "static/CNAME")
    assert found.hint == hint
    assert found.message.endswith(f", not '{text.strip().partition(chr(10))[0]}'")  # another value is news


@pytest.mark.parametrize(
    ("url", "authority"),
    [
        ("https://ada.github.io/", "ada.github.io,2026"),
        ("https://ada.github.io/papers/", "ada.github.io,2026:papers"),
        ("https://ada.github.io/My_Papers.x/", "ada.github.io,2026:my_papers.x"),
        ("https://Example.org:8080/~ada/notes/", "example.org,2026:~ada/notes"),
        ("https://example.org/%E8%AE%BA/", "example.org,2026:%e8%ae%ba"),
    ],
)
def test_sites_on_one_host_have_naming_authorities_of_their_own(url: str, authority: str) -> None:
    assert authority_of(url, 2026) == authority
    settings = Source(path="digest.yaml", text=f"url: {url}\nfeed: {{authority: '{authority}'}}\n")
    assert read_config(settings).diagnostics == ()
