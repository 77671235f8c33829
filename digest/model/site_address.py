"""The address of a site whose settings have none: of the file `CNAME`, or of the host that builds it."""

import re
from collections.abc import Mapping
from typing import NamedTuple

from digest.model.config import as_site_url, fault_of_site_url
from digest.model.value_kinds import is_web_address
from digest.text.diagnostics import Parsed, Reporter
from digest.text.source import Source, Span
from digest.text.uri import ascii_host

CNAME = "CNAME"
"""The name of a file that holds the domain of a site: GitHub Pages and others read it."""

_DOMAIN = re.compile(r"(?:[a-z0-9_](?:[a-z0-9_-]{0,61}[a-z0-9])?\.)+(?:xn--[a-z0-9-]+|[a-z]{2,63})")
_REPOSITORY = re.compile(r"(?P<owner>[\w-]+)/(?P<name>[\w.-]+)", re.ASCII)
_GITHUB = "https://github.com"
_OF_GITLAB, _OF_GITHUB = "CI_PAGES_URL", "GITHUB_REPOSITORY"

OTHER_WAYS = f"--url of 'build' and 'serve', a file {CNAME}, {_OF_GITLAB} or {_OF_GITHUB}"
"""What gives a site its address besides the setting `url`."""


class SiteAddress(NamedTuple):
    """An address with a final slash, and what it was taken from: the name of a file or of a variable. `url` is empty if
    what stands there is not used; `refused` says why.
    """

    url: str
    origin: str
    refused: str = ""


def read_site_address(url: str) -> str | None:
    """The address of a site as an option or a host gives it; None if it cannot be one."""
    return None if fault_of_address(url) else as_site_url(url)


def fault_of_address(url: str) -> str:
    """What is wrong with an address for a site; empty if nothing. Never repeats a password."""
    if not is_web_address(url):
        return "is no web address"
    fault = fault_of_site_url(url)
    return f"has {fault}" if fault else ""


def pages_url(owner: str, name: str) -> str:
    """The address of a repository on GitHub Pages (docs.github.com, "Types of GitHub Pages sites")."""
    host = f"{owner.lower()}.github.io"
    return f"https://{host}/" if name.lower() == host else f"https://{host}/{name}/"


def address_of_host(environment: Mapping[str, str]) -> SiteAddress | None:
    """The address on GitLab Pages or GitHub Pages, by the variables of their runners; None elsewhere."""
    refused = None
    if typed := environment.get(_OF_GITLAB):
        if (url := read_site_address(typed)) is not None:
            return SiteAddress(url, _OF_GITLAB)
        refused = SiteAddress("", _OF_GITLAB, f"{_OF_GITLAB} is set, and {fault_of_address(typed)}")
    if typed := environment.get(_OF_GITHUB):
        server = environment.get("GITHUB_SERVER_URL", _GITHUB).rstrip("/").lower()
        repository = _REPOSITORY.fullmatch(typed)
        if repository is not None and server == _GITHUB:
            return SiteAddress(pages_url(repository["owner"], repository["name"]), _OF_GITHUB)
        why = "is not of the form owner/name" if repository is None else f"is not of {_GITHUB} but of GITHUB_SERVER_URL"
        refused = refused or SiteAddress("", _OF_GITHUB, f"{_OF_GITHUB} is set, and {why}")
    return refused


def read_cname(source: Source) -> Parsed[str]:
    """The address of the domain in a file `CNAME`; empty if it does not hold one domain (`bad-cname`)."""
    reporter = Reporter(source.path)
    typed = source.text.strip()
    if host := _domain(typed):
        return Parsed(f"https://{host}/")
    meant = next(filter(_domain, re.findall(r"\w[\w-]*(?:\.[\w-]+)+", typed)), "")
    hint = f"write {meant}" if meant else "write only the domain, as in papers.example.org"
    line = typed.split("\n")[0]
    start = source.text.find(typed)
    span = Span(start=start, end=start + len(line))
    reporter.warning("bad-cname", span, f"this file must hold a domain and nothing else, not '{line}'", hint)
    return Parsed("", reporter.diagnostics())


def _domain(text: str) -> str:
    """A domain in ASCII; empty if the text is none."""
    host = (ascii_host(text) or "").lower()
    return host if _DOMAIN.fullmatch(host) is not None else ""
