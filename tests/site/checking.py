"""Checks that every built site must pass: `faults_of(output, url)` returns a list of faults, as sentences.

Nothing of digest is imported: the output is checked against web standards.
"""

import base64
import hashlib
import json
import posixpath
import re
from collections import Counter
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from functools import cached_property
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urljoin, urlsplit
from xml.etree import ElementTree as ET

import feedparser
import html5lib

TEXTS = (".html", ".xml", ".json", ".txt", ".css", ".js", ".svg", ".nojekyll", ".md", ".bib", ".ris", ".opml")
ADDRESSES = frozenset({"href", "src", "srcset", "poster", "action", "formaction", "data", "cite", "background"})
LOADING = frozenset({"img", "script", "iframe", "source", "video", "audio", "embed", "object", "track", "input"})
"""Elements whose URL browsers load with the page."""
DATA_BLOCKS = frozenset({"application/ld+json", "application/json"})
"""Types of scripts that are data: a Content-Security-Policy does not apply."""

ATOM = "{http://www.w3.org/2005/Atom}"
SITEMAP = "{http://www.sitemaps.org/schemas/sitemap/0.9}"
RFC3339 = re.compile(r"\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(?:\.\d+)?(?:Z|[+-]\d{2}:\d{2})")
TAG = re.compile(r"tag:[A-Za-z0-9.@-]+,\d{4}(?:-\d{2}){0,2}:[A-Za-z0-9\-._~!$&'()*+,;=:@/?%]+")
"""RFC 4151."""

FORBIDDEN = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff"
    + "".join(f"{chr(plane << 16 | 0xFFFE)}{chr(plane << 16 | 0xFFFF)}" for plane in range(1, 17))
    + "]"
)


@dataclass
class Page:
    """A parsed page: its tree, and the parser's errors."""

    path: str
    root: ET.Element
    errors: list[str]

    @cached_property
    def elements(self) -> list[ET.Element]:
        return [element for element in self.root.iter() if isinstance(element.tag, str)]

    @cached_property
    def ids(self) -> Counter[str]:
        return Counter(element.attrib["id"] for element in self.elements if "id" in element.attrib)

    def addresses(self) -> Iterator[tuple[ET.Element, str, str]]:
        for element in self.elements:
            for name, value in element.attrib.items():
                bare = name.rpartition("}")[2]
                if bare == "srcset":
                    yield from ((element, bare, part.split()[0]) for part in value.split(",") if part.strip())
                elif bare in ADDRESSES:
                    yield element, bare, value

    def alternates(self) -> dict[str, str]:
        return {
            element.attrib["hreflang"]: element.attrib["href"]
            for element in self.elements
            if element.tag == "link" and element.get("rel") == "alternate" and "hreflang" in element.attrib
        }

    def canonical(self) -> str:
        links = [element.get("href", "") for element in self.elements if element.get("rel") == "canonical"]
        return links[0] if len(links) == 1 else ""


def parse_page(path: str, content: bytes) -> Page:
    """Parse like `HTMLParser(strict=True)`, but collect all errors."""
    parser = html5lib.HTMLParser(tree=html5lib.treebuilders.getTreeBuilder("etree"), namespaceHTMLElements=False)
    root = parser.parse(content, override_encoding="utf-8")
    errors = [f"{line}:{column}: {code} {values}" for (line, column), code, values in parser.errors]
    return Page(path=path, root=root, errors=errors)


@dataclass
class Output:
    """A built site, published at `url`."""

    files: Mapping[str, bytes]
    url: str
    _pages: dict[str, Page] = field(default_factory=dict)

    @property
    def pages(self) -> list[str]:
        return sorted(path for path in self.files if path.endswith(".html"))

    def page(self, path: str) -> Page:
        if path not in self._pages:
            self._pages[path] = parse_page(path, self.files[path])
        return self._pages[path]

    def path_of(self, address: str) -> str | None:
        """The path of the file at an absolute URL; None if the URL is outside the site."""
        if not address.startswith(self.url):
            return None
        path = unquote(address[len(self.url) :].partition("#")[0].partition("?")[0], errors="strict")
        return f"{path}index.html" if not path or path.endswith("/") else path


def read_output(folder: Path, url: str) -> Output:
    files = {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}
    return Output(files=files, url=url)


def faults_of(folder: Path, url: str, *, pages: Collection[str] | None = None) -> list[str]:
    """The faults of the site in a folder. With `pages`, only these pages are parsed."""
    return output_faults(read_output(folder, url), pages=pages)


def output_faults(output: Output, *, pages: Collection[str] | None = None) -> list[str]:
    """The faults of an output that is in memory."""
    chosen = output.pages if pages is None else sorted(pages)
    return [
        *character_faults(output),
        *(fault for path in chosen for fault in page_faults(output, output.page(path))),
        *(fault for path in chosen for fault in link_faults(output, output.page(path))),
        *(fault for path in chosen for fault in alternate_faults(output, output.page(path), chosen)),
        *xml_faults(output),
        *atom_faults(output),
        *json_feed_faults(output),
        *opml_faults(output),
        *sitemap_faults(output),
    ]


def character_faults(output: Output) -> Iterator[str]:
    """Files are UTF-8, without characters that HTML or XML forbid."""
    for path, content in output.files.items():
        if not path.endswith(TEXTS):
            continue
        try:
            text = content.decode()
        except UnicodeDecodeError as error:
            yield f"{path} is not UTF-8: {error}"
            continue
        for each in (text, *(strings_in(json.loads(text)) if path.endswith(".json") else ())):
            if found := FORBIDDEN.search(each):
                yield f"{path} holds {found.group()!r} in {each[max(0, found.start() - 30) : found.end() + 30]!r}"
        if path.endswith((".html", ".xml", ".json")) and not text.endswith("\n"):
            yield f"{path} does not end its last line"


def strings_in(value: object) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, list):
        for item in value:
            yield from strings_in(item)
    elif isinstance(value, dict):
        for key, item in value.items():
            yield key
            yield from strings_in(item)


def page_faults(output: Output, page: Page) -> Iterator[str]:
    """Valid HTML: no parse errors, unique ids, a language, a title, one h1, and only what the page's policy allows."""
    path = page.path
    yield from (f"{path} is no valid HTML: {error}" for error in page.errors)
    yield from (f"{path} has the id {name!r} {count} times" for name, count in page.ids.items() if count > 1)
    yield from (f"{path} has an id that is empty or holds a space" for name in page.ids if not name or " " in name)
    tags = Counter(element.tag for element in page.elements)
    if page.root.get("lang") not in ("zh-CN", "zh-Hant", "en"):
        yield f"{path} does not say its language"
    if tags["h1"] != 1 or tags["main"] != 1 or tags["title"] != 1:
        yield f"{path} has {tags['h1']} h1, {tags['main']} main, {tags['title']} title"
    yield from _policy_faults(page)
    for element in page.elements:
        if element.tag == "img" and "alt" not in element.attrib:
            yield f"{path} has a picture without alt: {element.attrib}"
        for name in ("aria-labelledby", "aria-describedby", "aria-controls", "for"):
            for target in element.get(name, "").split():
                if target not in page.ids:
                    yield f"{path}: {name} names {target!r}, which is not there"


def _policy_faults(page: Page) -> Iterator[str]:
    policies = [
        element.get("content", "")
        for element in page.elements
        if element.tag == "meta" and element.get("http-equiv", "").lower() == "content-security-policy"
    ]
    if len(policies) != 1:
        yield f"{page.path} has {len(policies)} policies"
        return
    directives: dict[str, list[str]] = {}
    for directive in policies[0].split(";"):
        name, *sources = directive.split()
        directives[name] = sources
    for name, sources in directives.items():
        if any("unsafe" in source or source == "*" for source in sources):
            yield f"{page.path}: its policy allows {sources} for {name}"
    for element in page.elements:
        for name, value in element.attrib.items():
            if name == "style" or name.lower().startswith("on"):
                yield f"{page.path} has an attribute {name}={value!r}"
            is_address = name.rpartition("}")[2] in ADDRESSES
            if is_address and re.match(r"[\0-\x20]*(?:javascript|vbscript|data):", value, re.IGNORECASE):
                yield f"{page.path} has an address {value[:60]!r}"
        inline = "".join(element.itertext())
        runs = element.tag == "script" and "src" not in element.attrib and element.get("type") not in DATA_BLOCKS
        if runs and _hash(inline) not in directives.get("script-src", []):
            yield f"{page.path} has a script that its policy forbids: {inline[:60]!r}"
        if element.tag == "style" and _hash(inline) not in directives.get("style-src", []):
            yield f"{page.path} has a style sheet that its policy forbids: {inline[:60]!r}"


def _hash(text: str) -> str:
    return f"'sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}'"


def link_faults(output: Output, page: Page) -> Iterator[str]:
    """Links within the site are relative, and lead to a file, and to an id in it if they have a fragment."""
    for element, name, address in page.addresses():
        where = f'{page.path}: <{element.tag} {name}="{address}">'
        if FORBIDDEN.search(address) or re.search(r"[\s<>\"\\^`{|}]", address):
            yield f"{where} is no valid URL"
            continue
        parts = urlsplit(address)
        if parts.scheme in ("http", "https"):
            if element.tag == "link" and element.get("rel") in ("canonical", "alternate"):
                if output.path_of(address) not in output.files:
                    yield f"{where} leads nowhere"
            elif element.tag in LOADING or element.tag == "link":
                yield f"{where} loads from another host"
            elif address.startswith(output.url):
                yield f"{where} is absolute, though inside the site"
        elif parts.scheme == "mailto":
            continue
        elif parts.scheme or parts.netloc or parts.path.startswith("/"):
            yield f"{where} is not relative"
        else:
            yield from _target_faults(output, page, parts.path, unquote(parts.fragment), where)
    for element in page.elements:
        if element.tag == "meta" and element.get("property") in ("og:url", "og:image"):
            address = element.get("content", "")
            if output.path_of(address) not in output.files:
                yield f"{page.path}: {element.attrib} leads nowhere"


def _target_faults(output: Output, page: Page, path: str, fragment: str, where: str) -> Iterator[str]:
    target = posixpath.normpath(posixpath.join(posixpath.dirname(page.path), unquote(path))) if path else page.path
    if path.endswith("/") or target not in output.files:
        yield f"{where} leads to no file"
    elif fragment and target.endswith(".html") and fragment not in output.page(target).ids:
        yield f"{where} leads to no place in {target}"


def alternate_faults(output: Output, page: Page, known: Collection[str]) -> Iterator[str]:
    """Canonical URLs and `hreflang` links: alternates refer to each other, and one of them is `x-default`."""
    if posixpath.basename(page.path) == "404.html":
        return
    ahead = [each.get("content", "") for each in page.elements if each.get("http-equiv") == "refresh"]
    places = [posixpath.join(posixpath.dirname(page.path), unquote(each.removeprefix("0; url="))) for each in ahead]
    if output.path_of(page.canonical()) != posixpath.normpath([page.path, *places][-1]):
        yield f"{page.path} says that it is at {page.canonical()!r}"
    alternates = page.alternates()
    if not alternates:
        return
    if alternates.get("x-default") not in [url for name, url in alternates.items() if name != "x-default"]:
        yield f"{page.path} has no default among its languages: {alternates}"
    if page.canonical() not in alternates.values():
        yield f"{page.path} is not among its own languages: {alternates}"
    for url in alternates.values():
        other = output.path_of(url)
        if other in known and other is not None and output.page(other).alternates() != alternates:
            yield f"{page.path} and {other} do not agree on their languages"


def xml_faults(output: Output) -> Iterator[str]:
    for path, content in output.files.items():
        if path.endswith((".xml", ".svg", ".opml")):
            try:
                ET.fromstring(content)
            except ET.ParseError as error:
                yield f"{path} is no XML: {error}"


def atom_faults(output: Output) -> Iterator[str]:
    """RFC 4287: required elements, absolute URLs, also in texts, and unique ids."""
    for path, content in output.files.items():
        if not path.endswith(".xml") or posixpath.basename(path).startswith("sitemap"):
            continue
        parsed = feedparser.parse(content)
        if parsed.bozo:
            yield f"{path} is no feed: {parsed.bozo_exception}"
            continue
        root = ET.fromstring(content)
        if root.tag != f"{ATOM}feed":
            yield f"{path} is no Atom feed"
            continue
        yield from _atom_feed_faults(output, path, root)


def _atom_feed_faults(output: Output, path: str, root: ET.Element) -> Iterator[str]:
    entries = root.findall(f"{ATOM}entry")
    moments = [entry.findtext(f"{ATOM}updated", "") for entry in entries]
    ids = [each.findtext(f"{ATOM}id", "") for each in (root, *entries)]
    yield from (f"{path}: {each!r} is no tag: id" for each in ids if not TAG.fullmatch(each))
    yield from (f"{path} has the id {each} {count} times" for each, count in Counter(ids).items() if count > 1)
    updated = root.findtext(f"{ATOM}updated", "")
    yield from (f"{path}: {each!r} is no date" for each in (updated, *moments) if not RFC3339.fullmatch(each))
    if moments and datetime.fromisoformat(updated) != max(map(datetime.fromisoformat, moments)):
        yield f"{path} was updated at {updated}, its newest entry at {max(moments)}"
    published = [entry.findtext(f"{ATOM}published", "") for entry in entries]
    yield from (f"{path}: {each!r} is no date" for each in published if not RFC3339.fullmatch(each))
    if any(late < early for late, early in zip(moments, published, strict=True)):
        yield f"{path} has an entry that was updated before it was published"
    if published != sorted(published, reverse=True):
        yield f"{path} does not begin with the newest"
    own = [link.get("href", "") for link in root.findall(f"{ATOM}link") if link.get("rel") == "self"]
    if [output.path_of(address) for address in own] != [path]:
        yield f"{path} says that it is at {own}"
    for each in (root, *entries):
        if not (each.findtext(f"{ATOM}title") or "").strip():
            yield f"{path}: {each.findtext(f'{ATOM}id')} has no title"
        if each.find(f"{ATOM}author/{ATOM}name") is None and root.find(f"{ATOM}author/{ATOM}name") is None:
            yield f"{path}: {each.findtext(f'{ATOM}id')} has no author"
    for element in root.iter():
        for name in ("href", "src"):
            if name in element.attrib:
                yield from _absolute_faults(output, path, element.attrib[name])
        if element.tag == f"{ATOM}uri":
            yield from _absolute_faults(output, path, element.text or "")
        if element.get("type") == "html":
            yield from fragment_faults(output, path, element.text or "")


def fragment_faults(output: Output, path: str, text: str) -> Iterator[str]:
    """HTML inside a feed: valid, and with absolute URLs only."""
    if FORBIDDEN.search(text):
        yield f"{path} holds a forbidden character in an entry"
    page = parse_page(path, f"<!DOCTYPE html><title>-</title>{text}".encode())
    yield from (f"{path} holds invalid HTML: {error}" for error in page.errors)
    for element, _, address in page.addresses():
        yield from _absolute_faults(output, f"{path}: <{element.tag}>", address)


def _absolute_faults(output: Output, path: str, address: str) -> Iterator[str]:
    parts = urlsplit(address)
    if parts.scheme == "mailto":
        return
    if parts.scheme not in ("http", "https") or not parts.netloc or urljoin(output.url, address) != address:
        yield f"{path}: {address!r} is not absolute"
        return
    target = output.path_of(address)
    if target is None:
        return
    if target not in output.files:
        yield f"{path}: {address!r} leads nowhere"
    elif parts.fragment and unquote(parts.fragment) not in output.page(target).ids:
        yield f"{path}: {address!r} leads to no place"


def json_feed_faults(output: Output) -> Iterator[str]:
    """JSON Feed 1.1 (jsonfeed.org): required members, and types of all members."""
    for path, content in output.files.items():
        if not path.endswith(".json") or path.startswith("assets/"):
            continue
        feed = json.loads(content)
        if not isinstance(feed, dict) or "jsonfeed.org" not in feed.get("version", ""):
            continue
        twin = path.removesuffix(".json") + ".xml"
        if feed["version"] != "https://jsonfeed.org/version/1.1" or not _is_text(feed.get("title")):
            yield f"{path} is no JSON Feed 1.1"
        if output.path_of(feed.get("feed_url", "")) != path:
            yield f"{path} says that it is at {feed.get('feed_url')}"
        yield from _absolute_faults(output, path, feed.get("home_page_url", ""))
        ids = [item.get("id") for item in feed["items"]]
        atom = [each.findtext(f"{ATOM}id") for each in ET.fromstring(output.files[twin]).findall(f"{ATOM}entry")]
        if ids != atom:
            yield f"{path} and {twin} do not have the same entries"
        for item in feed["items"]:
            yield from _json_item_faults(output, path, item)
        yield from (f"{path}: {fault}" for each in (feed, *feed["items"]) for fault in _json_author_faults(each))


def _json_item_faults(output: Output, path: str, item: dict[str, Any]) -> Iterator[str]:
    name = f"{path}: {item.get('id')!r}"
    if not _is_text(item.get("id")) or not (_is_text(item.get("content_html")) or "content_text" in item):
        yield f"{name} has no id or no content"
    if not RFC3339.fullmatch(item.get("date_published", "")):
        yield f"{name} has no date"
    for member in ("url", "external_url"):
        if member in item:
            yield from _absolute_faults(output, name, item[member])
    if not all(_is_text(tag) for tag in item.get("tags", [])):
        yield f"{name} has tags {item['tags']}"
    yield from fragment_faults(output, name, item.get("content_html", ""))


def _json_author_faults(holder: dict[str, Any]) -> Iterator[str]:
    for author in holder.get("authors", []):
        if not isinstance(author, dict) or not {"name", "url", "avatar"} & author.keys():
            yield f"{author!r} is no author"


def _is_text(value: object) -> bool:
    return isinstance(value, str) and value != ""


def opml_faults(output: Output) -> Iterator[str]:
    """OPML 2.0 (opml.org/spec2.opml): required elements and attributes. It has each Atom feed of its tree once."""
    trees = [path.removesuffix("feeds.opml") for path in output.files if path.endswith("feeds.opml")]
    feeds: dict[str, list[str]] = {tree: [] for tree in trees}
    for path, content in output.files.items():
        if path.endswith(".xml") and b"<feed " in content:
            feeds[max([tree for tree in trees if path.startswith(tree)], key=len)].append(path)
    for tree, there in feeds.items():
        path = f"{tree}feeds.opml"
        root = ET.fromstring(output.files[path])
        if root.tag != "opml" or root.get("version") != "2.0" or not root.findtext("head/title"):
            yield f"{path} is no OPML 2.0"
        outlines = list(root.iter("outline"))
        yield from (f"{path} has an outline without text" for each in outlines if not each.get("text"))
        listed = [each for each in outlines if each.get("type") == "rss"]
        for each in listed:
            if not each.get("title"):
                yield f"{path}: {each.get('xmlUrl')} has no title"
            yield from _absolute_faults(output, path, each.get("htmlUrl", ""))
        found = [str(output.path_of(each.get("xmlUrl", ""))) for each in listed]
        if sorted(found) != sorted(there):
            yield f"{path} lists {found}, and there are {there}"


def sitemap_faults(output: Output) -> Iterator[str]:
    """The sitemap has each page that may be indexed once; robots.txt names the sitemap."""
    robots = output.files["robots.txt"].decode().splitlines()
    if f"Sitemap: {output.url}sitemap.xml" not in robots:
        yield "robots.txt does not name the sitemap"
    entries: set[str] = set()
    for url in ET.fromstring(output.files["sitemap.xml"]).findall(f"{SITEMAP}url"):
        location = url.findtext(f"{SITEMAP}loc", "")
        if location in entries:
            yield f"the sitemap lists {location} twice"
        entries.add(location)
    listed = {output.path_of(location) for location in entries}
    pages = {path for path in output.pages if b'name="robots" content="noindex"' not in output.files[path]}
    yield from (f"the sitemap lists {each}, which is not there" for each in sorted(map(str, listed - pages)))
    yield from (f"the sitemap does not list {each}" for each in sorted(pages - listed))
