"""The themes of a site: their folders, layers and faults."""

from collections.abc import Iterator, Sequence
from pathlib import Path

from digest.machine import files
from digest.machine.inputs import SHIPPED, THEMES
from digest.machine.state import shipped_themes
from digest.text.diagnostics import Diagnostic, Parsed
from digest.text.nearest import hint_of_typo
from digest.theme import Theme, ThemeLayer, check_theme, extended_theme, original_files, read_theme, unused_file

_LONGEST_CHAIN = 5
"""Limit of a chain of themes that extend each other."""


def theme_names(root: Path) -> list[str]:
    """Names of all themes that the site may use."""
    found = (path for folder in (root / "themes", shipped_themes()) if folder.is_dir() for path in folder.iterdir())
    return sorted({path.name for path in found if path.is_dir() and not path.name.startswith(".")})


def theme_layers(root: Path, name: str) -> list[ThemeLayer]:
    """The layers of a theme and of all that it extends, nearest first."""
    layers: list[ThemeLayer] = []
    seen: set[Path] = set()
    wanted, depth = name, 0
    while wanted and depth < _LONGEST_CHAIN:
        found = []
        shipped = shipped_themes() / wanted
        for folder, label in ((root / THEMES / wanted, f"{THEMES}/{wanted}"), (shipped, f"{SHIPPED}/{wanted}")):
            if folder.is_dir() and folder.resolve() not in seen:  # in a checkout both are one folder
                seen.add(folder.resolve())
                contents = {path: files.read(folder / path) for path in files.list_files(folder)}
                is_of_site = folder.resolve() != shipped.resolve()
                found.append(ThemeLayer(label=label, files=contents, is_of_site=is_of_site))
        layers.extend(found)
        wanted, depth = extended_theme(found) or ("default" if wanted != "default" else ""), depth + 1
    return layers


def generated_styles() -> dict[str, bytes]:
    """The static files that the program makes, by name."""
    from digest.markdown import highlight_css, math_css  # imports Pygments

    return {"highlight.css": highlight_css().encode(), "math.css": math_css().encode()}


def load_theme(root: Path, name: str, *, plain_names: bool) -> Parsed[Theme | None]:
    """Load the theme with all that it extends; None, without diagnostics, if there is none of that name."""
    layers = theme_layers(root, name)
    if not any(layer.label.endswith(f"/{name}") for layer in layers):
        return Parsed(None)
    read = read_theme(layers, generated=generated_styles(), plain_names=plain_names)
    own = [layer.label for layer in layers if layer.is_of_site]
    checked = check_theme(read.value, layers, own) if read.value is not None else ()
    told = {(each.path, each.span) for each in checked}  # a string with a typo is not missing in the other language
    others = [each for each in read.diagnostics if (each.path, each.span) not in told]
    return Parsed(
        read.value, (*others, *checked, *_misnamed_themes(root, [layer.label.rpartition("/")[2] for layer in layers]))
    )


def _misnamed_themes(root: Path, used: Sequence[str]) -> Iterator[Diagnostic]:
    """Report folders of overrides with a name that is nearly that of a theme that is used. Whole themes have a
    `theme.yaml`.
    """
    for folder in sorted((root / THEMES).glob("[!.]*/")):
        if folder.name in used or (folder / "theme.yaml").exists() or (shipped_themes() / folder.name).exists():
            continue
        if names := files.list_files(folder) if (hint := hint_of_typo(folder.name, used)) else []:
            path = f"{THEMES}/{folder.name}/{min(names)}"
            yield unused_file(path, f"no setting names the theme '{folder.name}'", hint)


def original_theme(root: Path, name: str) -> dict[str, bytes]:
    """The files that a site's folder `themes/<name>/` overrides, by path in it; empty if it is digest's own folder."""
    label = f"{THEMES}/{name}"
    layers = theme_layers(root, name)
    own = {path for layer in layers if layer.label == label for path in layer.files}
    below = [layer for layer in layers if layer.label != label]
    return original_files(below, generated_styles(), own) if below else {}
