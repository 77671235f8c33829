"""Content Security Policy Level 3: its directives that hold sources, and the grammar of a source (2.3.1)."""

import re
from collections.abc import Iterable, Mapping
from urllib.parse import quote, urlsplit

from digest.text.uri import ascii_host

FETCH_FALLBACKS = {
    "default-src": "",
    "script-src": "default-src",
    "script-src-elem": "script-src",
    "script-src-attr": "script-src",
    "style-src": "default-src",
    "style-src-elem": "style-src",
    "style-src-attr": "style-src",
    "img-src": "default-src",
    "font-src": "default-src",
    "connect-src": "default-src",
    "media-src": "default-src",
    "manifest-src": "default-src",
    "object-src": "default-src",
    "child-src": "default-src",
    "frame-src": "child-src",
    "worker-src": "script-src",
}
"""Fetch directives, and the directive that browsers take instead of an absent one (6.8.3)."""

DIRECTIVES = (*FETCH_FALLBACKS, "base-uri", "form-action")
"""Directives whose value is a list of sources, in the order in which they can be merged: fallbacks first."""

HEADER_ONLY = frozenset({"frame-ancestors", "report-uri", "sandbox"})
"""Directives that browsers ignore in a `<meta>` element (3.3)."""

NONE, SELF, UNSAFE_INLINE = "'none'", "'self'", "'unsafe-inline'"

KEYWORDS = (
    *("none", "self", "unsafe-inline", "unsafe-eval", "unsafe-hashes", "wasm-unsafe-eval", "strict-dynamic"),
    *("report-sample", "report-sha256", "report-sha384", "report-sha512", "unsafe-allow-redirects"),
    *("inline-speculation-rules", "trusted-types-eval"),
)
_KEYWORD = "|".join(KEYWORDS)
_BASE64 = r"[A-Za-z0-9+/_-]+={0,2}"
_QUOTED = re.compile(rf"(?P<mark>'?)(?P<name>(?i:{_KEYWORD})|(?i:nonce|sha256|sha384|sha512)-{_BASE64})(?P=mark)")
_SCHEME = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:")
_LABEL = "[A-Za-z0-9-]+"
_HOST = re.compile(
    rf"(?:[A-Za-z][A-Za-z0-9+.-]*://)?(?:\*|(?:\*\.)?{_LABEL}(?:\.{_LABEL})*\.?)(?::(?:[0-9]+|\*))?"
    r"(?P<path>/(?:[A-Za-z0-9._~!$&'()*+=:@%-]+(?:/[A-Za-z0-9._~!$&'()*+=:@%-]*)*)?)?"
)
_UNICODE_HOST = re.compile(r"(?P<before>(?:[A-Za-z][A-Za-z0-9+.-]*://)?)(?P<host>[^/?#]+)(?P<rest>.*)", re.DOTALL)

_DANGEROUS = frozenset({"*", "http:", "https:", "data:", "blob:", "filesystem:", UNSAFE_INLINE, "'unsafe-eval'"})
_ANY_HOST = re.compile(r"(?:https?://)?\*(?:\.[a-z0-9-]+)?\.?(?::(?:[0-9]+|\*))?/?", re.IGNORECASE)
"""Every host, or every one of a top-level domain."""
NOT_LOADED = frozenset({"javascript:", "vbscript:", "about:", "mailto:", "tel:"})
"""Schemes from which browsers load nothing, whatever a policy says."""

_DANGERS = {
    **dict.fromkeys(("script-src", "script-src-elem", "script-src-attr"), "any script runs on the site's pages"),
    "object-src": "any document may be a part of the site's pages",
    "form-action": "forms may send what readers type to any host",
    "base-uri": "a <base> may lead the addresses of a page to another host",
}
"""What a dangerous source does, by directive."""


def parse_source(text: str) -> str | None:
    """A source as a policy writes it; None if it is none.

    Keywords and hashes get the quotation marks that YAML takes off, and hosts are in Punycode.
    """
    quoted = _QUOTED.fullmatch(text)
    if quoted is not None:
        name = quoted["name"]
        kind, dash, value = name.partition("-")
        is_keyword = re.fullmatch(_KEYWORD, name, re.IGNORECASE) is not None
        return f"'{name.lower() if is_keyword else kind.lower() + dash + value}'"
    if _SCHEME.fullmatch(text):
        return text.lower()
    if not text.isascii():
        parts = _UNICODE_HOST.fullmatch(text)
        host = ascii_host(parts["host"]) if parts is not None else None
        if parts is None or host is None:
            return None
        text = parts["before"] + host + quote(parts["rest"], safe="/~!$&'()*+=:@%;,?#")
    if _HOST.fullmatch(text):
        return text.replace("&", "%26").replace("'", "%27")  # the policy is in an attribute
    return None


def origin_source(url: str) -> str | None:
    """The source that allows the host of an absolute URL; None if the URL has none that a policy can name."""
    try:
        parts = urlsplit(url)
    except ValueError:
        return None
    where = parts.netloc.rpartition("@")[2]
    return parse_source(f"{parts.scheme}://{where}") if parts.scheme and where else None


def danger_of(directive: str, source: str) -> str:
    """What a source does so that the policy protects no longer; empty if it is safe."""
    is_safe = source not in _DANGEROUS and not _ANY_HOST.fullmatch(source)
    if directive == "base-uri":
        is_safe = source in (SELF, NONE)
    return "" if is_safe else _DANGERS.get(directive, "")


def merge_sources(
    policy: Mapping[str, tuple[str, ...]], added: Mapping[str, Iterable[str]]
) -> dict[str, tuple[str, ...]]:
    """Add sources to the directives of a policy. `'none'` empties a directive; an empty one is written as `'none'`.

    A new directive begins with the sources that it had from its fallback, so that nothing is closed by adding to it.
    """
    merged = dict(policy)
    for directive in DIRECTIVES:
        sources = tuple(added.get(directive, ()))
        if sources == (NONE,):
            merged[directive] = ()
        elif sources:
            merged[directive] = tuple(dict.fromkeys((*effective_sources(merged, directive), *sources)))
    return {directive: merged[directive] for directive in DIRECTIVES if directive in merged}


def effective_sources(policy: Mapping[str, tuple[str, ...]], directive: str) -> tuple[str, ...]:
    """The sources of a directive, or of the one that stands in for it."""
    while directive not in policy and directive in FETCH_FALLBACKS:
        directive = FETCH_FALLBACKS[directive]
    return policy.get(directive, ())


def is_allowed(policy: Mapping[str, tuple[str, ...]], directive: str, source: str) -> bool:
    """Whether a policy allows what `source` allows: the same, its scheme, a host that covers it, or everything."""
    sources = effective_sources(policy, directive)
    if source in sources or (UNSAFE_INLINE in sources and source.startswith("'sha")):
        return True
    scheme, _, host = source.partition("://")
    if not host:
        return False
    if "*" in sources or f"{scheme}:" in sources:
        return True
    return any(_covers(each, scheme, host) for each in sources)


def _covers(source: str, scheme: str, host: str) -> bool:
    before, separator, rest = source.partition("://")
    if separator and before.lower() not in (scheme, "http"):
        return False
    name = (rest if separator else source).partition("/")[0].lower()
    return name == host or (name.startswith("*.") and host.endswith(name[1:]))


def write_policy(policy: Mapping[str, tuple[str, ...]], hashes: Iterable[str] = ()) -> str:
    """A policy as text; `hashes` of inline scripts are added to the sources of scripts.

    `'unsafe-inline'` has no effect beside a hash, so hashes are left out where it is.
    """
    written = []
    for directive, sources in policy.items():
        listed = (
            [*sources, *[f"'{each}'" for each in hashes]]
            if directive in ("script-src", "script-src-elem")
            else list(sources)
        )
        if UNSAFE_INLINE in sources:
            listed = [each for each in listed if not each.startswith("'sha")]
        written.append(f"{directive} {' '.join(dict.fromkeys(listed)) or NONE}")
    return "; ".join(written)
