"""A site whose every value attacks its readers. What runs sets `window.pwned`; what breaks out of its place makes an
element or an attribute called `pwned`; what is loaded comes from `evil.example`.

The values are made of the registries of keys, of the sections and of the strings, so a new one is attacked as well.
"""

import json
import re
from collections.abc import Iterator, Mapping
from functools import cache
from typing import Any
from xml.etree import ElementTree as ET

import yaml

from digest.content.people import KnownPerson
from digest.content.sections import ASPECTS, SECTIONS
from digest.model.config import Config, read_config
from digest.model.fields import Context, ValueKind, fields_of, keys_of, read_record
from digest.model.front_matter import FrontMatter, IssueMatter, PageMatter, RoundupMatter
from digest.model.yaml.nodes import read_mapping
from digest.text.diagnostics import Reporter, has_errors
from digest.text.source import Source, Span
from tests.machine.processes import REPOSITORY
from tests.model.test_config import RIGHT
from tests.model.test_front_matter import VALUES
from tests.site.checking import ADDRESSES
from tests.site.test_pages import png

URL = "https://example.org/digest/"
RUN = "window.pwned=1"
EVIL = "//evil.example/x.js"
_OUT_OF_HTML = (
    f"\"'><pwned pwned=1><script>{RUN}</script><img src=//evil.example/x onerror={RUN} pwned><svg onload={RUN}>",
    f"</title></style></textarea></noscript></script><script src={EVIL}></script><base href=//evil.example/><!-- -->",
    f"]]></summary></content><script>{RUN}</script><![CDATA[ &lt;script&gt;{RUN}&lt;/script&gt; &#60;script> \u2028",
)
_OUT_OF_MARKDOWN = (
    f'[x](javascript:{RUN}) ![x](fig.png "\\" onerror={RUN}") <javascript:{RUN}> [y](<//evil.example/" onclick={RUN}>)',
    f"`{RUN}<pwned` $\\href{{javascript:{RUN}}}{{x}}$ $\\text{{</math><script>{RUN}</script>}}$",
    f"\\(<img onerror={RUN}>\\) $\\input{{/etc/passwd}}$ $x % y$",
)
_OUT_OF_FILES = (
    f"{{{{ cycler.__init__.__globals__ }}}}{{% raw %}}${{{RUN}}}\\u003cscript\\u003e{RUN}\\u003c/script\\u003e",
    '=HYPERLINK("https://evil.example/") ER  - \r\nTY  - JOUR\nAU  - pwned \x1b]0;pwned\x07',
    "}, note = {\\input{/etc/passwd}\\write18{x}}} @article{pwned, title = {x}} % # & ~ ^ _ <pwned",
)
TEXTS = (
    *map(" ".join, (_OUT_OF_HTML, _OUT_OF_MARKDOWN, _OUT_OF_FILES)),
    f"javascript:{RUN}//; script-src-elem * 'unsafe-inline' https://evil.example",
)
URLS = (
    f"https://example.org/'onmouseover='{RUN}'pwned='",
    f"https://example.org/?a=&quot;pwned&#34;&lt;script&gt;{RUN}#`{{{{7*7}}}}",
    f"10.1145/'><script>{RUN}</script>",
    f"javascript:{RUN}",
    f" java\tscript:{RUN}",
    f"data:text/html,<script>{RUN}</script>",
    "//evil.example/",
    "../../../../etc/passwd",
    "..\\..\\windows",
    "con.html",
    "x" * 300,
    "a\0b",
)
NAME = "\"'><pwned onload=pwned()>&quot; `{{7}}` =1"
"""The name of a file: all but a slash."""
FIGURE = f"{NAME}.png"
FILES_NAMED = {"image": json.dumps(FIGURE), "logo": json.dumps({"light": FIGURE}), "icon": json.dumps([FIGURE])}
"""Settings whose value is a file."""
OWN_HTML = frozenset({"head"})
"""Settings that are HTML: whoever writes them may write scripts."""
SEPARATE = frozenset({"aliases", "slug", "date", "draft", "page", "url", "theme", "languages", "navigation"})
"""Keys that decide where a page is, or whether: they stay as they are."""


@cache
def hostile_values(record: type, kind: ValueKind, good: str) -> list[Any]:
    """Values that a reader takes, made of one that is good: with each payload in all leaves that take it."""
    name = next(each.name for each in fields_of(record) if each.kind is kind)
    start = _completed(record, name, kind.inner, yaml.load(good, Loader=yaml.BaseLoader))
    found: list[Any] = []
    for payload in (*TEXTS, *URLS):
        if payload in URLS and len(found) >= len(TEXTS):
            break  # a text, which needs no address
        value = start
        for path in list(_leaves(start)):
            changed = _replaced(value, path, payload)
            value = changed if is_taken(record, name, changed) else value
        if value != start and value not in found:
            found.append(value)
    return found


def is_taken(record: type, name: str, value: Any) -> bool:
    """Whether the reader of a key takes a value, perhaps with a warning. It never raises."""
    text = f"{name}: {json.dumps(value)}\n"
    if record is Config:
        return not has_errors(read_config(Source(path="x", text=f"url: {URL}\n{text}")).diagnostics)
    context = Context(reporter=Reporter("x"), texts={}, spans={}, unfinished=True)
    node = read_mapping(text, Span(start=0, end=len(text)), keys_of(record), context.reporter)
    if node is not None:
        read_record(record, node, context)
    errors = {each.code for each in context.reporter.diagnostics() if each.severity == "error"}
    return node is not None and errors <= {"missing-field"}


def _completed(record: type, name: str, inner: type | None, value: Any) -> Any:
    """A value with all keys of its record, or of the records in it."""
    whole: dict[tuple[Any, ...], Any] = {(): value} if isinstance(value, dict) else {}
    items = {(n,): each for n, each in enumerate(value) if isinstance(each, dict)} if isinstance(value, list) else whole
    for path, at in items.items() if inner is not None else ():
        filled = at
        for field in fields_of(inner) if inner is not None else ():
            words = () if at.keys() & set(field.names) else ("something", "https://example.org/")
            given = [filled | {field.name: word} for word in words]
            filled = next((each for each in given if is_taken(record, name, _replaced(value, path, each))), filled)
        value = _replaced(value, path, filled)
    return value


def _leaves(value: Any, path: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    if isinstance(value, dict):
        for key, each in value.items():
            yield from _leaves(each, (*path, key))
    elif isinstance(value, list):
        for number, each in enumerate(value):
            yield from _leaves(each, (*path, number))
    else:
        yield path


def _replaced(value: Any, path: tuple[Any, ...], leaf: Any) -> Any:
    if not path:
        return leaf
    if isinstance(value, list):
        return [_replaced(each, path[1:], leaf) if n == path[0] else each for n, each in enumerate(value)]
    return {key: _replaced(each, path[1:], leaf) if key == path[0] else each for key, each in value.items()}


@cache
def hostile_keys(record: type) -> Mapping[str, list[Any]]:
    """The hostile values of each key of a record that takes some."""
    good = {name: values[0][0] or values[-1][0] for name, values in RIGHT.items()} if record is Config else VALUES
    given = {
        each.name: hostile_values(record, each.kind, good.get(each.name, "something"))
        for each in fields_of(record)
        if each.name not in SEPARATE | OWN_HTML
    }
    for figure in (figure for value in given.get("figures", ()) for figure in value):
        figure["src"] = FIGURE
    return {name: values for name, values in given.items() if values}


def matter(record: type, number: int, leave: frozenset[str] = frozenset(), **others: str) -> str:
    """Front matter with the values of a number. Its alias has another one than all others."""
    values = {name: each[number % len(each)] for name, each in hostile_keys(record).items() if name not in leave}
    alias = {"aliases": [f"{len(leave)} {record.__name__} {number} {NAME}<script>{RUN}</script>".replace("&quot;", "")]}
    given = {name: json.dumps(each) for name, each in (values | alias).items()} | others
    return "---\n" + "".join(f"{name}: {value}\n" for name, value in given.items()) + "---\n"


def body(payload: str) -> str:
    """Markdown with a text in all of its constructs, in each section."""
    line = " ".join(payload.split())
    parts = (
        payload,
        f'- {line}\n- [{line}](<{FIGURE}> "{line}")',
        f"| {line} |\n|-|\n| {line} |",
        f"```{line}\n{payload}\n```",
        f"> {line}[^1]\n\n[^1]: {line}",
        f'![{line}](<{FIGURE}> "{line}")',
        f"<div onclick={RUN}>{line}</div>\n\n<script>\n{payload}\n</script>",
        f"[{line}]: {line} '{line}'\n\n[{line}][] <{line}> `{line}`",
    )
    known = {name: names[0] for name, names in SECTIONS.items()}
    known |= {name: names[0][0] for name, names in ASPECTS.items()}
    sections = [f"## {heading}\n\n{parts[n % len(parts)]}\n" for n, heading in enumerate(known.values())]
    return "\n".join([*sections, *[f"## 笔记 {line}\n\n{part}\n" for part in parts]])


BODIES = frozenset({*SECTIONS, *[f"{name}_en" for name in SECTIONS]})


def hostile_files() -> dict[str, str | bytes]:
    """The files of the site."""
    settings = {
        name: json.dumps(values[0]).replace("me@example.org", "a@b.example")
        for name, values in hostile_keys(Config).items()
    }
    settings |= FILES_NAMED | {"url": URL, "theme": "mine"}
    files: dict[str, str | bytes] = {"digest.yaml": "".join(f"{name}: {value}\n" for name, value in settings.items())}
    for number, text in enumerate(TEXTS):
        day, written = f"content/2023-02-{number + 6:02}", body(text)
        files[f"{day}/{NAME}{number}.md"] = matter(FrontMatter, number, arxiv=f"2302.{number + 10001}")
        files[f"{day}/b{number}.md"] = matter(FrontMatter, number, BODIES, arxiv=f"2302.{number + 20001}") + written
        files[f"{day}/issue.md"] = matter(IssueMatter, number) + written
        files[f"content/{NAME}{number}.md"] = matter(PageMatter, number, page="true") + written
    files["content/weeks/2023-W06.md"] = matter(RoundupMatter, 0) + body(TEXTS[0])
    files["content/months/2023-02.md"] = matter(RoundupMatter, 1) + body(TEXTS[1])
    for folder in {path.rpartition("/")[0] for path in files}:
        files |= {f"{folder}/{name}".lstrip("/"): png(640, 480) for name in (FIGURE, "fig.png")}
    people = [{name: each[n % len(each)] for name, each in hostile_keys(KnownPerson).items()} for n in range(2)]
    files["content/authors.yaml"] = json.dumps(people)
    files["themes/mine/theme.yaml"] = "extends: default\n"
    for path in (REPOSITORY / "themes/default/strings").glob("*.yaml"):
        strings = yaml.safe_load(path.read_text(encoding="utf-8"))
        files[f"themes/mine/strings/{path.name}"] = json.dumps(_in_strings(strings))
    return files


def _in_strings(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _in_strings(each) for key, each in value.items()}
    if isinstance(value, list):
        return [_in_strings(each) for each in value]
    return f"{value} {_OUT_OF_HTML[0]}"


def breakouts(root: ET.Element, where: str) -> Iterator[str]:
    """Elements and attributes that a value made, and addresses that run or are of others."""
    for element in root.iter():
        for name, value in element.attrib.items():
            bare = name.rpartition("}")[2].lower()
            if "pwned" in bare or bare.startswith("on") or bare in ("style", "srcdoc", "formaction"):
                yield f"{where} has an attribute {name}={value}"
            if bare in ADDRESSES and re.match(r"[\0-\x20]*(?:(?:java|vb)script|data):|//", value, re.IGNORECASE):
                yield f"{where} has an address {value}"
            if bare in ("src", "srcset", "poster", "data", "background", "action") and "evil.example" in value[:30]:
                yield f"{where} loads {value}"
        if "pwned" in str(element.tag) or element.tag in ("base", "object", "embed", "form", "frame", "applet"):
            yield f"{where} has an element {element.tag}"
