"""Settings that reach the Content-Security-Policy of pages: `policy`, and addresses of services."""

from digest.model.fields import Context, ValueKind, describe, report_wrong_type
from digest.model.text_values import read_items
from digest.model.value_kinds import URL
from digest.model.yaml.nodes import Mapping, Node, Scalar
from digest.text.content_security import (
    DIRECTIVES,
    HEADER_ONLY,
    KEYWORDS,
    NONE,
    NOT_LOADED,
    danger_of,
    origin_source,
    parse_source,
)
from digest.text.nearest import nearest
from digest.text.source import Excerpt, Span
from digest.text.uri import as_uri

PolicySources = tuple[tuple[str, tuple[str, ...]], ...]
"""Directives and their sources."""

_EXAMPLE = "https://fonts.example.org"


def _read_policy(node: Node, name: str, context: Context) -> PolicySources | None:
    if not isinstance(node, Mapping):
        hint = f"write {context.label(name)}: {{font-src: {_EXAMPLE}}}"
        report_wrong_type(node, name, "a mapping of directives and their sources", hint, context)
        return None
    found: dict[str, tuple[str, ...]] = {}
    for directive, value in node.entries:
        text = directive.text.strip().lower()
        if text in found:
            context.reporter.error("duplicate-key", directive.span, f"'{text}' is given twice", "keep one of the two")
        elif text not in DIRECTIVES:
            _report_directive(directive, context)
        else:
            found[text] = tuple(_read_sources(value, f"{name}.{text}", text, context))
    return tuple(found.items())


def _report_directive(directive: Scalar, context: Context) -> None:
    text = directive.text.strip().lower()
    if text in HEADER_ONLY:
        message = f"browsers ignore '{text}' in a page: only the server can send it"
        context.reporter.error(
            "bad-policy", directive.span, message, "set it as a header on the host, if it allows that"
        )
        return
    words = {each.removesuffix("-src"): each for each in DIRECTIVES}
    close = nearest(text.removesuffix("-src"), words)
    hint = f"did you mean '{words[close[0]]}'?" if close else f"the directives are {', '.join(DIRECTIVES)}"
    message = f"there is no directive '{directive.text}' that takes sources"
    context.reporter.error("unknown-key", directive.span, message, hint)


def _read_sources(node: Node, name: str, directive: str, context: Context) -> list[str]:
    context.typed[name] = directive
    items = read_items(node, name, context, separators=r"\s+" if isinstance(node, Scalar) else None)
    if items is None:
        return []
    found = []
    for item in items:
        source = _read_source(item, directive, context)
        if source is None:
            continue
        found.append(source)
        if source == "'strict-dynamic'":
            message = "'strict-dynamic' stops the site's own scripts, which have addresses"
            context.reporter.error("bad-policy", _span_of(item), message, "write the hosts of the other scripts")
        elif danger := danger_of(directive, source):
            message = f"with {source} in '{directive}', {danger}"
            hint = "write the scripts' hosts, or a hash: digest adds the hashes of scripts in 'head'"
            if not directive.startswith("script"):
                hint = "leave it out" if directive == "base-uri" else "write the hosts that are needed"
            context.reporter.warning("weak-policy", _span_of(item), message, hint)
    if not items:
        hint = f"write {directive}: {_EXAMPLE}, or {directive}: none to allow nothing"
        context.reporter.error("wrong-type", node.span, f"'{directive}' has no sources", hint)
    elif NONE in found and len(found) > 1:
        context.reporter.error("bad-policy", node.span, "'none' has other sources beside it", "write it alone, or not")
    elif found == [NONE] and directive == "default-src":
        message = "'default-src' is 'none' already, and the other directives stay as they are"
        context.reporter.warning("bad-policy", node.span, message, "close a directive by its name: {img-src: none}")
    return found


def _read_source(item: Excerpt, directive: str, context: Context) -> str | None:
    text = item.text
    source = parse_source(text)
    if source is None:
        message = f"this is no source of a policy: {text}"
        context.reporter.error("bad-policy", _span_of(item), message, _hint_for_source(text, directive))
        return None
    if source in NOT_LOADED:
        message = f"browsers load nothing from {source} addresses"
        context.reporter.error("bad-policy", _span_of(item), message, _hint_for_source(text, directive))
        return None
    path = source.partition("://")[2 if "://" in source else 0].partition("/")[2]
    if not source.startswith("'") and "*" in path:
        whole = source[: len(source) - len(path)] + path[: path.index("*")].rpartition("/")[0]
        message = "'*' is no wildcard in a path: browsers compare it letter by letter"
        hint = f"write {whole.rstrip('/')}/ for all addresses below it"
        context.reporter.error("bad-policy", _span_of(item), message, hint)
        return None
    if text.isalpha() or ("-" in text and text.replace("-", "").replace("_", "").isalpha()):  # no host has one word
        close = nearest(text, KEYWORDS)
        if close and not source.startswith("'"):
            message = f"'{text}' is no host"
            context.reporter.error("bad-policy", _span_of(item), message, f"did you mean \"'{close[0]}'\"?")
            return None
    return source


def _hint_for_source(text: str, directive: str) -> str:
    if (bare := text.strip("'")) != text or "_" in text:
        close = nearest(bare.replace("_", "-"), KEYWORDS)
        if close:
            return f"did you mean \"'{close[0]}'\"?"
    parts = [part for part in text.replace(",", " ").replace(";", " ").split() if parse_source(part) is not None]
    if parts and parts != [text] and len(parts[0]) > 1:
        return f"write one source an item, without commas and semicolons: {directive}: [{', '.join(parts)}]"
    bare = text.partition("?")[0].partition("#")[0]
    if bare != text and parse_source(bare) is not None:
        return f"write it without '?' and '#': {bare}"
    return f"write a host such as {_EXAMPLE}, a scheme such as data:, or a word such as self"


def _span_of(item: Excerpt) -> Span:
    return item.span(0, len(item.text))


def _read_endpoint(node: Node, name: str, context: Context) -> str | None:
    url: str | None = URL.read(node, name, context)
    if url is None:
        return None
    address = as_uri(url)
    if address is None or origin_source(address) is None or any(mark in address for mark in ";,'?#"):
        message = f"'{context.label(name)}' must be the address of a service, not {describe(node)}"
        context.reporter.error("bad-url", node.span, message, "write its host, as in https://stats.example.org")
        return None
    return address


POLICY = ValueKind(name="a mapping of directives", read=_read_policy)
ENDPOINT = ValueKind(name="a web address", read=_read_endpoint, exact=True)
"""The address of a service that pages load from: a host that a policy can name, perhaps with a path."""
