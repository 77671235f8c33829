"""Find the templates and assets that a template depends on, directly or indirectly, from its syntax tree.

If a name is an expression (`{% include name %}`), the template depends on all of them: rendering a page too often is
harmless, a stale page is not.
"""

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from digest.text.fingerprint import fingerprint
from digest.text.records import frozen
from digest.text.source import Source
from digest.theme.layers import find_layer

if TYPE_CHECKING:
    from jinja2 import nodes


@frozen
class TemplateUses:
    """The names that one template uses. `any_template` and `any_asset`: some name is an expression."""

    templates: tuple[str, ...] = ()
    assets: tuple[str, ...] = ()
    any_template: bool = False
    any_asset: bool = False


def fragment_template(name: str) -> str:
    """The template that `fragment(name)` renders: `name` itself if it ends in `.html`, else one in `fragments/`."""
    return name if name.endswith(".html") else f"fragments/{name}.html"


def read_references(text: str) -> TemplateUses:
    """Parse a template for the names that it uses. None are found if it cannot be parsed: rendering reports that."""
    from jinja2 import Environment, TemplateSyntaxError

    try:
        return _uses_of(Environment().parse(text))  # noqa: S701  # parses only
    except (TemplateSyntaxError, RecursionError, ValueError, MemoryError):  # see `ThemeEnvironment.compile`
        return TemplateUses()


def _uses_of(tree: "nodes.Template") -> TemplateUses:
    from jinja2 import meta, nodes

    templates = list(meta.find_referenced_templates(tree))
    variables: list[str] = []
    called: dict[str, list[str]] = {"fragment": [], "asset": []}
    for node in tree.find_all((nodes.Name, nodes.Call)):
        match node:
            case nodes.Name(name=name):
                variables.append(name)
            case nodes.Call(node=nodes.Name(name=function), args=[nodes.Const(value=str(name)), *_]):
                called.setdefault(function, []).append(name)
    return TemplateUses(
        templates=tuple(dict.fromkeys([*filter(None, templates), *map(fragment_template, called["fragment"])])),
        assets=tuple(dict.fromkeys(called["asset"])),
        any_template=None in templates or variables.count("fragment") > len(called["fragment"]),
        any_asset=variables.count("asset") > len(called["asset"]),
    )


def resolve_template(folders: Sequence[Mapping[str, object]], name: str, *, layer: int) -> tuple[str, int] | None:
    """Find the name and layer index that `name` means in a template of `layer`. `!name` is searched below `layer`."""
    bare = name.removeprefix("!")
    index = find_layer(folders, bare, below=layer if name.startswith("!") else -1)
    return None if index is None else (bare, index)


def closure_fingerprints(folders: Sequence[Mapping[str, Source]], assets: Mapping[str, str]) -> dict[str, str]:
    """By template, the fingerprint of its closure: its source and all that it uses. `assets`: path by name."""
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
    references: Sequence[Mapping[str, TemplateUses]],
    assets: Mapping[str, str],
) -> str:
    stack = [start]
    reached = {start}
    missing: set[str] = set()
    used_assets: set[str] = set()
    while stack:
        template, layer = stack.pop()
        uses = references[layer][template]
        used_assets.update(assets if uses.any_asset else uses.assets)
        for use in uses.templates:
            found = resolve_template(folders, use, layer=layer)
            if found is None:
                missing.add(use)
            elif found not in reached:
                reached.add(found)
                stack.append(found)
        if uses.any_template:
            everything = {(each, index) for index, folder in enumerate(folders) for each in folder} - reached
            reached |= everything
            stack.extend(everything)
    # Not the layer's index: a layer without the template, added in between, must not change the fingerprint.
    parts = [(each, _depth(folders, each, layer), folders[layer][each].text) for each, layer in sorted(reached)]
    return fingerprint((parts, sorted(missing), [(each, assets.get(each)) for each in sorted(used_assets)]))


def _depth(folders: Sequence[Mapping[str, object]], name: str, layer: int) -> int:
    return sum(1 for folder in folders[:layer] if name in folder)
