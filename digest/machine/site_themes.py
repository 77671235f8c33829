"""The themes of a site: their folders, layers and faults."""

from collections.abc import Iterator, Sequence
from pathlib import Path

from digest.machine import files
from digest.machine.inputs import SHIPPED, THEMES
from digest.machine.stamps import scan
from digest.machine.state import shipped_themes
from digest.text.diagnostics import Diagnostic, Parsed, Reporter
from digest.text.folding import characters_js
from digest.text.nearest import did_you_mean, hint_of_typo
from digest.theme import Theme, ThemeLayer, check_theme, extended_theme, original_files, read_theme, unused_file
from digest.theme.theme_settings import Part


def theme_names(root: Path) -> list[str]:
    """Names of all themes that the site may use."""
    found = (path for folder in (root / "themes", shipped_themes()) if folder.is_dir() for path in folder.iterdir())
    return sorted({path.name for path in found if path.is_dir() and not path.name.startswith(".")})


def theme_layers(root: Path, name: str) -> Parsed[list[ThemeLayer]]:
    """The layers of a theme and of all that it extends, nearest first.

    Diagnostics: `bad-theme` for an `extends` that names no theme, or one that extends it.
    """
    layers: list[ThemeLayer] = []
    seen: set[Path] = set()
    chain: list[str] = []
    wanted, named_by = name, None
    while wanted:
        found: list[ThemeLayer] = []
        shipped = shipped_themes() / wanted
        for folder, label in ((root / THEMES / wanted, f"{THEMES}/{wanted}"), (shipped, f"{SHIPPED}/{wanted}")):
            if folder.is_dir() and folder.resolve() not in seen:  # in a checkout both are one folder
                seen.add(folder.resolve())
                contents = {path: files.read(folder / path) for path in scan(folder)}
                is_of_site = folder.resolve() != shipped.resolve()
                found.append(ThemeLayer(label=label, files=contents, is_of_site=is_of_site))
        if named_by is not None and not found:
            there = [each for each in theme_names(root) if each not in chain]
            hint = did_you_mean(wanted, there) or f"the themes are {', '.join(there)}"
            return Parsed(layers, (_bad_theme(named_by, f"there is no theme '{wanted}'", hint),))
        layers.extend(found)
        chain.append(wanted)
        extends = extended_theme(found, wanted)
        if extends is not None and not extends.path.startswith(f"{SHIPPED}/"):
            named_by = extends
        wanted = extends.name if extends is not None else "default" if wanted != "default" else ""
        if wanted in chain and named_by is not None:
            other = named_by.name
            by = named_by.path.split("/")[1]
            message = f"'{by}' extends itself" if other == by else f"'{by}' extends '{other}', which extends '{by}'"
            hint = "write the name of a theme that does not extend this one, or delete the line"
            return Parsed(layers, (_bad_theme(named_by, message, hint),))
    return Parsed(layers)


def _bad_theme(place: Part, message: str, hint: str) -> Diagnostic:
    reporter = Reporter(place.path)
    reporter.error("bad-theme", place.span, message, hint)
    return reporter.diagnostics()[0]


def generated_files() -> dict[str, bytes]:
    """The static files that the program makes, by name."""
    from digest.markdown import highlight_css, math_css  # imports Pygments

    made = {"highlight.css": highlight_css(), "math.css": math_css(), "characters.js": characters_js()}
    return {name: text.encode() for name, text in made.items()}


def load_theme(root: Path, name: str, *, plain_names: bool) -> Parsed[Theme | None]:
    """Load the theme with all that it extends; None, without diagnostics, if there is none of that name."""
    found = theme_layers(root, name)
    layers = found.value
    if not any(layer.label.endswith(f"/{name}") for layer in layers):
        return Parsed(None)
    if found.diagnostics:
        return Parsed(None, found.diagnostics)
    read = read_theme(layers, generated=generated_files(), plain_names=plain_names)
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
        if names := scan(folder) if (hint := hint_of_typo(folder.name, used)) else []:
            path = f"{THEMES}/{folder.name}/{min(names)}"
            yield unused_file(path, f"no setting names the theme '{folder.name}'", hint)


def original_theme(root: Path, name: str) -> dict[str, bytes]:
    """The files that a site's folder `themes/<name>/` overrides, by path in it; empty if it is digest's own folder."""
    label = f"{THEMES}/{name}"
    layers = theme_layers(root, name).value
    own = {path for layer in layers if layer.label == label for path in layer.files}
    below = [layer for layer in layers if layer.label != label]
    return original_files(below, generated_files(), own) if below else {}
