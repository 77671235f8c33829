"""Finding a theme on the disk: the site's own folder, the one that ships, and those of the theme that it extends."""

from collections.abc import Mapping
from pathlib import Path

from digest.machine import files
from digest.machine.state import shipped_themes
from digest.text.diagnostics import Parsed
from digest.theme import Theme, ThemeLayer, extended_theme, read_theme

DEEPEST = 5
"""Themes that may extend one another in a row."""


def theme_names(root: Path) -> list[str]:
    """The names of the themes that a site may choose."""
    found = (path for folder in (root / "themes", shipped_themes()) if folder.is_dir() for path in folder.iterdir())
    return sorted({path.name for path in found if path.is_dir() and not path.name.startswith(".")})


def generated_styles() -> dict[str, bytes]:
    """The style sheets that come from the program: they change with its code, and with Pygments."""
    from digest.content.markdown import highlight_css, math_css

    return {"highlight.css": highlight_css().encode(), "math.css": math_css().encode()}


def load_theme(root: Path, name: str, *, generated: Mapping[str, bytes] | None = None) -> Parsed[Theme | None]:
    """The theme of a site; None (and nothing to tell) when there is no theme of that name.

    Whoever has kept what `generated_styles` made hands it over: making it loads Pygments.
    """
    layers: list[ThemeLayer] = []
    seen: set[Path] = set()
    wanted, depth = name, 0
    while wanted and depth < DEEPEST:
        found = []
        for folder, label in (
            (root / "themes" / wanted, f"themes/{wanted}"),
            (shipped_themes() / wanted, f"digest/themes/{wanted}"),
        ):
            if folder.is_dir() and folder.resolve() not in seen:  # a checkout's own site has both in one
                seen.add(folder.resolve())
                contents = {path: files.read(folder / path) for path in files.list_files(folder)}
                found.append(ThemeLayer(label=label, files=contents))
        layers.extend(found)
        wanted, depth = extended_theme(found) or ("default" if wanted != "default" else ""), depth + 1
    if not any(layer.label.endswith(f"/{name}") for layer in layers):
        return Parsed(None)
    return read_theme(layers, generated=generated_styles() if generated is None else generated)
