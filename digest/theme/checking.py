"""Find faults in the files of a theme without rendering: names that there are not, and files that nothing uses.

Only layers of the site are looked at; the themes of digest are tested with it.
"""

import re
from collections.abc import Callable, Collection, Iterator, Sequence
from functools import cache
from typing import TYPE_CHECKING

from digest.text.diagnostics import Diagnostic, Reporter
from digest.text.nearest import did_you_mean, hint_of_typo
from digest.text.source import Source
from digest.theme.closures import fragment_template, read_references, resolve_template
from digest.theme.layers import START, ThemeLayer, find_layer, read_folder, read_source
from digest.theme.loading import Theme
from digest.theme.strings import read_strings
from digest.theme.template_errors import (
    AssetFailed,
    describe_syntax_error,
    explain_missing_template,
    span_in_line,
)
from digest.theme.theme_settings import CONTRACT, Bundle, ThemeSettings, read_settings

if TYPE_CHECKING:
    from jinja2 import Environment, nodes

    _TreeOf = Callable[[str, int], nodes.Template | None]

_FOLDERS = ("templates", "static", "strings")
_LANGUAGES = ("zh", "en", "zh-Hant")


def check_theme(theme: Theme, layers: Sequence[ThemeLayer], own: Collection[str]) -> tuple[Diagnostic, ...]:
    """Check the layers whose labels are in `own`. Diagnostics: `template-error`, `outside-blocks`, `unknown-block`,
    `unknown-string`, `unused-theme-file`, `missing-contract`.
    """
    if not own:
        return ()
    from jinja2 import TemplateSyntaxError

    from digest.theme.environment import ThemeEnvironment

    environment = ThemeEnvironment(theme)
    found: list[Diagnostic] = []

    @cache
    def tree_of(name: str, index: int) -> "nodes.Template | None":
        source = theme.templates[index][name]
        try:
            tree = environment.parse(source.text, name, source.path)
            if layers[index].label in own:
                environment.compile(source.text, name, source.path)
        except TemplateSyntaxError as error:
            found.append(describe_syntax_error(error, source, environment.filters, environment.tests))
            return None
        return tree

    for index, layer in enumerate(layers):
        if layer.label in own:
            for name in theme.templates[index]:
                if (tree := tree_of(name, index)) is not None:
                    found += _check_filters(tree, environment, theme.templates[index][name])
                    found += _check_template(tree, theme, tree_of, (name, index))
            found += _check_strings(theme, layers, index)
            found += _check_files(theme, layers, index)
            found += _check_assets(theme, layers, index)
    found += _check_contract(layers, own)
    return tuple(found)


def _check_filters(tree: "nodes.Template", environment: "Environment", source: Source) -> Iterator[Diagnostic]:
    """Report unknown filters and tests where compiling says nothing: inside an `if`."""
    from jinja2 import nodes

    reporter = Reporter(source.path)
    for node in tree.find_all((nodes.Filter, nodes.Test)):
        what, known = ("test", environment.tests) if isinstance(node, nodes.Test) else ("filter", environment.filters)
        if node.name not in known:
            span = span_in_line(source, node.lineno, node.name)
            reporter.error("template-error", span, f"no {what} named '{node.name}'", did_you_mean(node.name, known))
    yield from reporter.diagnostics()


def _check_template(
    tree: "nodes.Template", theme: Theme, tree_of: "_TreeOf", at: tuple[str, int]
) -> Iterator[Diagnostic]:
    """Report templates, fragments, assets and strings that there are not, and blocks that are shown nowhere."""
    from jinja2 import nodes

    source = theme.templates[at[1]][at[0]]
    reporter = Reporter(source.path)

    def tell(line: int, word: str, message: str, hint: str) -> None:
        reporter.error("template-error", span_in_line(source, line, word), message, hint)

    def check_use(name: str, line: int) -> None:
        if resolve_template(theme.templates, name, layer=at[1]) is None:
            told = explain_missing_template(name, theme, source)
            tell(line, told.word, told.message, told.hint)

    assets = [asset.name for asset in theme.assets]
    strings = {key for messages in theme.strings.values() for key in messages}
    stored = {each.name for each in tree.find_all(nodes.Name) if each.ctx != "load"}
    for node in tree.find_all((nodes.Include, nodes.Extends, nodes.Import, nodes.FromImport, nodes.Call)):
        match node:
            case nodes.Include(ignore_missing=True):
                pass
            case nodes.Call(node=nodes.Name(name="fragment"), args=[nodes.Const(value=str(name)), *_]):
                check_use(fragment_template(name), node.lineno)
            case nodes.Call(node=nodes.Name(name="asset"), args=[nodes.Const(value=str(name)), *_]):
                if name not in assets:
                    failed = AssetFailed(name, assets)
                    tell(node.lineno, name, str(failed), failed.hint)
            case nodes.Include() | nodes.Extends() | nodes.Import() | nodes.FromImport():
                if isinstance(node.template, nodes.Const) and isinstance(node.template.value, str):
                    check_use(node.template.value, node.lineno)
    for node in tree.find_all((nodes.Getattr, nodes.Getitem, nodes.Call)) if "t" not in stored else ():
        match node:
            case (
                nodes.Getattr(node=nodes.Name(name="t"), attr=str(key))
                | nodes.Getitem(node=nodes.Name(name="t"), arg=nodes.Const(value=str(key)))
                | nodes.Call(node=nodes.Name(name="t"), args=[nodes.Const(value=str(key)), *_])
            ):
                if key not in strings:
                    hint = did_you_mean(key, strings) or "add it to strings/zh.yaml and strings/en.yaml"
                    tell(node.lineno, key, f"there is no string '{key}'", hint)
    _check_outside(tree, source, reporter)
    _check_blocks(tree, theme, tree_of, at, reporter)
    yield from reporter.diagnostics()


def _check_outside(tree: "nodes.Template", source: Source, reporter: Reporter) -> None:
    """Report text and output outside the blocks of a template that extends another (`outside-blocks`)."""
    from jinja2 import nodes

    extends = next((node for node in tree.body if isinstance(node, nodes.Extends)), None)
    if extends is None:
        return
    silent = (nodes.Block, nodes.Macro, nodes.Extends, nodes.Import, nodes.FromImport, nodes.Assign, nodes.AssignBlock)
    rest = list(reversed(tree.body))
    while rest:
        node = rest.pop()
        line, word = node.lineno, ""
        if isinstance(node, silent):
            continue
        if isinstance(node, nodes.Output):
            shown = [each for each in node.nodes if not isinstance(each, nodes.TemplateData) or each.data.strip()]
            if not shown:
                continue
            if isinstance(shown[0], nodes.TemplateData):
                word = shown[0].data.strip().split("\n")[0].rstrip()
                line = source.text.count("\n", 0, source.text.find(word, _start_of(source, shown[0].lineno))) + 1
            else:
                line = shown[0].lineno
        elif not isinstance(node, (nodes.Include, nodes.CallBlock, nodes.FilterBlock)):
            rest += [each for each in reversed(list(node.iter_child_nodes())) if isinstance(each, nodes.Stmt)]
            continue
        reporter.warning(
            "outside-blocks",
            span_in_line(source, line, word),
            "this is in no block, so it has no place on the pages: this template extends another",
            "put it into a block, such as {% block after %}...{% endblock %}, or delete it",
        )


def _start_of(source: Source, line: int) -> int:
    """The offset of a line (from 1)."""
    return sum(len(each) + 1 for each in source.text.split("\n")[: line - 1])


def _check_blocks(
    tree: "nodes.Template",
    theme: Theme,
    tree_of: "_TreeOf",
    at: tuple[str, int],
    reporter: Reporter,
) -> None:
    """Report a template that extends itself, and blocks that no template has which this one extends."""
    from jinja2 import nodes

    source = theme.templates[at[1]][at[0]]
    known: dict[str, None] = {}
    reached = [at]
    parent = tree
    while (extends := next(parent.find_all(nodes.Extends), None)) is not None:
        if not isinstance(extends.template, nodes.Const) or not isinstance(extends.template.value, str):
            return
        found = resolve_template(theme.templates, extends.template.value, layer=reached[-1][1])
        if found in reached:
            if found == at:
                below = find_layer(theme.templates, at[0], below=at[1])
                whole = f"write {{% extends \"!{at[0]}\" %}}: with a '!', it is the one of the theme below"
                word = extends.template.value
                line = next(tree.find_all(nodes.Extends)).lineno
                reporter.error(
                    "template-error",
                    span_in_line(source, line, word if parent is tree else ""),
                    f"'{at[0]}' extends itself" if parent is tree else f"'{at[0]}' extends a template that extends it",
                    whole if below is not None and parent is tree else "delete it",
                )
            return
        above = tree_of(*found) if found is not None else None
        if found is None or above is None:
            return
        reached.append(found)
        parent = above
        known |= dict.fromkeys([block.name for block in parent.find_all(nodes.Block)])
    if len(reached) == 1:
        return
    inner = {id(each) for block in tree.find_all(nodes.Block) for each in block.find_all(nodes.Block)}
    for block in tree.find_all(nodes.Block):
        if block.name not in known and id(block) not in inner:
            reporter.warning(
                "unknown-block",
                span_in_line(source, block.lineno, block.name),
                f"'{reached[1][0]}' has no block '{block.name}', so it is shown nowhere",
                did_you_mean(block.name, known) or f"its blocks are {', '.join(known)}",
            )


def _check_strings(theme: Theme, layers: Sequence[ThemeLayer], index: int) -> Iterator[Diagnostic]:
    """Report strings that no template uses, of names that the layers below do not have."""
    layer = layers[index]
    own = [
        source.text
        for each, folder in zip(layers, theme.templates, strict=True)
        if each.is_of_site
        for source in folder.values()
    ]
    is_sure = not any(_COMPUTED.search(text) for text in own)
    below = {
        name
        for each in layers[index + 1 :]
        for lang in _LANGUAGES
        if (path := f"strings/{lang}.yaml") in each.files
        for name in read_strings(read_source(each, path, Reporter("")), Reporter(""))
    }
    for lang in _LANGUAGES:
        if (path := f"strings/{lang}.yaml") not in layer.files:
            continue
        reporter = Reporter(f"{layer.label}/{path}")
        for key, entry in read_strings(read_source(layer, path, Reporter("")), Reporter("")).items():
            if key in below or _is_used(key, theme):
                continue
            hint = hint_of_typo(key, below)
            if not hint and is_sure and not _begins_as_used(key, theme):
                hint = f"write {{{{ t.{key} }}}} into a template, or delete it"
            if hint:
                message = f"no template uses the string '{key}', and the theme has none of this name"
                reporter.warning("unknown-string", entry.span, message, hint)
        yield from reporter.diagnostics()


_COMPUTED = re.compile(r"""\bt(?:\[|\(|\|attr\()\s*[^\s"']""")
"""A string whose name is computed."""


def _begins_as_used(key: str, theme: Theme) -> bool:
    """Whether a template has a literal such as `"link_"`, with which a computed name may begin."""
    starts = [f"{quote}{key[:at]}{quote}" for at in range(2, len(key)) if key[at - 1] in "_-" for quote in "\"'"]
    return any(each in source.text for folder in theme.templates for source in folder.values() for each in starts)


def _is_used(word: str, theme: Theme) -> bool:
    pattern = re.compile(rf"(?<!\w){re.escape(word)}(?!\w)")
    return any(pattern.search(source.text) for folder in theme.templates for source in folder.values())


def _check_files(theme: Theme, layers: Sequence[ThemeLayer], index: int) -> Iterator[Diagnostic]:
    """Report folders, languages and templates that nothing uses, with names that are nearly those of others."""
    layer = layers[index]
    templates = {name for folder in theme.templates[index + 1 :] for name in folder}
    told: set[str] = set()
    for path in sorted(layer.files):
        folder, _, name = path.partition("/")
        meant, word = "", folder
        if name and folder not in _FOLDERS:
            meant = hint_of_typo(folder, _FOLDERS)
        elif not name and path != "theme.yaml":
            meant = hint_of_typo(path, ["theme.yaml"])
        elif folder == "strings" and name.removesuffix(".yaml") not in _LANGUAGES:
            word, meant = name, hint_of_typo(name, [f"{each}.yaml" for each in _LANGUAGES])
            meant = meant or f"the strings of a theme are in {', '.join(f'{each}.yaml' for each in _LANGUAGES)}"
        elif folder == "templates" and templates and name not in templates and not _is_used(name, theme):
            stem = name.removeprefix("fragments/").removesuffix(".html")
            word, meant = name, "" if _is_used(stem, theme) else hint_of_typo(name, templates)
        if meant and word not in told:
            told.add(word)
            yield unused_file(f"{layer.label}/{path}", f"nothing uses '{word}' in a theme", meant)


def _check_assets(theme: Theme, layers: Sequence[ThemeLayer], index: int) -> Iterator[Diagnostic]:
    """Report style sheets and scripts of the layer that no template, bundle or other such file uses."""
    layer, below = layers[index], layers[index + 1 :]
    sheets = {each.name for each in theme.assets if each.name.endswith((".css", ".js"))}
    bundles = [bundle for each in below for bundle in _bundles_of(each)]
    parts = {part.name.removeprefix("!") for bundle in bundles for part in bundle.parts}
    known = {name for each in below for name in read_folder(each, "static")} | {each.name for each in bundles} | parts
    reporter = Reporter(f"{layer.label}/theme.yaml")
    own = {bundle.name: bundle.span for bundle in _bundles_of(layer)}
    names = [name for name in sorted(sheets - known) if name in own or f"static/{name}" in layer.files]
    unused = [name for name in names if not _is_used(name, theme) and not _is_imported(name, layers)]
    sources = [source.text for folder in theme.templates for source in folder.values()] if unused else []
    if any(read_references(text).any_asset for text in sources):
        return
    for name in unused:
        typo = hint_of_typo(name, [each for each in known if each.endswith(name[-3:])])
        hint = f'write <link rel="stylesheet" href="{{{{ asset("{name}") }}}}"> into the block head of base.html'
        if name.endswith(".js"):
            hint = f'write <script src="{{{{ asset("{name}") }}}}" defer></script> into the block head of base.html'
        if name in own:
            message = f"no template uses the {'script' if name.endswith('.js') else 'style sheet'} '{name}'"
            reporter.warning("unused-theme-file", own[name], message, typo or hint)
        else:
            if name.endswith(".css"):
                hint = f'write bundles: {{style.css: ["!style.css", {name}]}} into theme.yaml'
            yield unused_file(f"{layer.label}/static/{name}", f"nothing uses '{name}' in a theme", typo or hint)
    yield from reporter.diagnostics()


def _check_contract(layers: Sequence[ThemeLayer], own: Collection[str]) -> Iterator[Diagnostic]:
    """Report whole themes of the site that do not say which contract they are written for. A folder of overrides has
    that of the theme that it overrides.
    """
    for layer in layers:
        name = layer.label.rpartition("/")[2]
        same = [each for each in layers if each.label.rpartition("/")[2] == name]
        if (
            layer.label in own
            and "theme.yaml" in layer.files
            and all(_settings_of(each).requires is None for each in same)
        ):
            reporter = Reporter(f"{layer.label}/theme.yaml")
            message = "this theme does not say for which contract with themes it is written"
            hint = f"write requires: {CONTRACT} on a line of its own; a digest that has another one will say so"
            reporter.warning("missing-contract", START, message, hint)
            yield from reporter.diagnostics()


def _settings_of(layer: ThemeLayer) -> ThemeSettings:
    if "theme.yaml" not in layer.files:
        return ThemeSettings()
    return read_settings(read_source(layer, "theme.yaml", Reporter("")), Reporter("")) or ThemeSettings()


def _bundles_of(layer: ThemeLayer) -> tuple[Bundle, ...]:
    return _settings_of(layer).bundles


def _is_imported(name: str, layers: Sequence[ThemeLayer]) -> bool:
    """Whether another style sheet or script names a file."""
    word = name.rpartition("/")[2].encode()
    return any(
        word in content
        for layer in layers
        for path, content in layer.files.items()
        if path.startswith("static/") and path.endswith((".css", ".js")) and path != f"static/{name}"
    )


def unused_file(path: str, message: str, hint: str) -> Diagnostic:
    """An `unused-theme-file` at the start of a file."""
    reporter = Reporter(path)
    reporter.warning("unused-theme-file", START, message, hint)
    return reporter.diagnostics()[0]
