"""Which templates and assets a template's output depends on, read off its text without compiling it.

What cannot be told from the text (an include of a variable) counts as everything: a page may be rendered once too
often, never once too seldom.
"""

import re
from collections.abc import Mapping, Sequence

from digest.text.fingerprint import fingerprint
from digest.text.records import frozen
from digest.text.source import Source
from digest.theme.layers import find_holder

_TEXT = r"""(?:"(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*')"""
_TAG = re.compile(
    rf"""\{{\#.*?\#\}}
       | \{{%[-+]?\s*raw\s*[-+]?%\}}.*?\{{%[-+]?\s*endraw\s*[-+]?%\}}
       | \{{[{{%](?P<inside>(?:[^"'%}}]++|{_TEXT}|[%}}](?!\}}))*+)[%}}]\}}
    """,
    re.VERBOSE | re.DOTALL,
)
_USE = re.compile(
    r"[-+]?\s*(?:extends\s(?P<extends>.*)|include\s(?P<include>.*?)(?:\s+ignore\s+missing)?(?:\s+with(?:out)?\s+context)?"
    r"|import\s(?P<import>.*?)\s+as\s.*|from\s(?P<from>.*?)\s+import\s.*)\s*[-+]?",
    re.DOTALL,
)
_NAMES = re.compile(rf"\s*(?:{_TEXT}|[\[(]\s*{_TEXT}(?:\s*,\s*{_TEXT})*\s*,?\s*[\])])\s*")
_CALL = re.compile(rf"{_TEXT}|(?<![.\w])(?P<what>fragment|asset)\b(?:\s*\(\s*(?P<name>{_TEXT})\s*[,)])?")


@frozen
class References:
    """What a template names. `any_template` and `any_asset`: something that only rendering can tell."""

    templates: tuple[str, ...]
    assets: tuple[str, ...]
    any_template: bool
    any_asset: bool


def fragment_template(name: str) -> str:
    """The template of a fragment."""
    return f"fragments/{name}.html"


def read_references(text: str) -> References:
    """What the text of a template names."""
    names: dict[str, list[str]] = {"fragment": [], "asset": []}
    templates: list[str] = []
    unknown = {"fragment": False, "asset": False}
    for tag in _TAG.finditer(text):
        inside = tag["inside"]
        if inside is None:
            continue
        used = _USE.fullmatch(inside) if tag.group().startswith("{%") else None
        if used is not None:
            expression = used[used.lastgroup or 0].rstrip("-+ \t\n")
            templates.extend(literal[1:-1] for literal in re.findall(_TEXT, expression))
            unknown["fragment"] |= _NAMES.fullmatch(expression) is None or "\\" in expression
            continue
        if "fragment" not in inside and "asset" not in inside:
            continue
        for call in _CALL.finditer(inside):
            if call["what"] and call["name"] and "\\" not in call["name"]:
                names[call["what"]].append(call["name"][1:-1])
            elif call["what"]:
                unknown[call["what"]] = True
    return References(
        templates=tuple(dict.fromkeys([*templates, *map(fragment_template, names["fragment"])])),
        assets=tuple(dict.fromkeys(names["asset"])),
        any_template=unknown["fragment"],
        any_asset=unknown["asset"],
    )


def resolve_template(folders: Sequence[Mapping[str, object]], name: str, *, layer: int) -> tuple[str, int] | None:
    """The name and the layer of the template that one in `layer` calls `name`; a leading `!` asks for a lower layer."""
    if name.startswith("!"):
        index = find_holder(folders, name[1:], below=layer)
        return None if index is None else (name[1:], index)
    index = find_holder(folders, name)
    return None if index is None else (name, index)


def closure_fingerprints(folders: Sequence[Mapping[str, Source]], assets: Mapping[str, str]) -> dict[str, str]:
    """The fingerprint of each template with all that it uses, directly or not. `assets` are names and paths."""
    references = [{name: read_references(source.text) for name, source in folder.items()} for folder in folders]
    nearest: dict[str, int] = {}
    for index, folder in enumerate(folders):
        nearest = dict.fromkeys(folder, index) | nearest
    return {
        name: _closure_fingerprint((name, index), folders, references, assets)
        for name, index in sorted(nearest.items())
    }


def _closure_fingerprint(
    start: tuple[str, int],
    folders: Sequence[Mapping[str, Source]],
    references: Sequence[Mapping[str, References]],
    assets: Mapping[str, str],
) -> str:
    waiting = [start]
    reached = {start}
    absent: set[str] = set()
    named: set[str] = set()
    while waiting:
        template, layer = waiting.pop()
        uses = references[layer][template]
        named.update(assets if uses.any_asset else uses.assets)
        for use in uses.templates:
            found = resolve_template(folders, use, layer=layer)
            if found is None:
                absent.add(use)
            elif found not in reached:
                reached.add(found)
                waiting.append(found)
        if uses.any_template:
            everything = {(each, index) for index, folder in enumerate(folders) for each in folder} - reached
            reached |= everything
            waiting.extend(everything)
    # A layer's number counts only the layers that have the template: an empty layer in between changes nothing.
    parts = [(each, _depth(folders, each, layer), folders[layer][each].text) for each, layer in sorted(reached)]
    return fingerprint((parts, sorted(absent), [(each, assets.get(each)) for each in sorted(named)]))


def _depth(folders: Sequence[Mapping[str, object]], name: str, layer: int) -> int:
    return sum(1 for folder in folders[:layer] if name in folder)
