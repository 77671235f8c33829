"""The files of recipes: the built-in ones, and the files of a folder that a recipe is for."""

import importlib.resources
import re
import sys
from collections.abc import Iterator, Mapping
from fnmatch import fnmatch
from pathlib import Path

from digest.authoring.importing import IMPORT_FORMATS
from digest.authoring.importing.recipe import Recipe, read_recipe
from digest.faces.build_command import DONE
from digest.faces.terminal import write
from digest.machine.files import list_files
from digest.text.source import Source


def list_recipes() -> int:
    """Print the built-in recipes; return the exit status."""
    recipes = built_in_recipes()
    width = max(map(len, recipes))
    write(sys.stdout, "".join(f"{name:<{width}}  {recipe.about}\n" for name, (recipe, _) in recipes.items()))
    return DONE


def built_in_recipes() -> dict[str, tuple[Recipe, str]]:
    """The recipes that are part of digest and their files' text, by name, in the order in which they are tried."""
    folder = importlib.resources.files("digest.authoring.importing") / "recipes"
    texts = {
        each.name.removesuffix(".yaml"): each.read_text(encoding="utf-8")
        for each in folder.iterdir()
        if each.name.endswith(".yaml")
    }
    found: dict[str, tuple[Recipe, str]] = {}
    for name in _in_order(texts):
        recipe = read_recipe(
            Source(path=f"{name}.yaml", text=texts[name]), {each: known for each, (known, _) in found.items()}
        )
        if recipe.value is None:
            raise AssertionError(recipe.diagnostics)
        found[name] = (recipe.value, texts[name])
    return found


def _in_order(texts: Mapping[str, str]) -> list[str]:
    """The names of recipes, each behind the one that it is like."""
    like = {
        name: found[1] for name, text in texts.items() if (found := re.search(r"^like: (\w+)$", text, re.MULTILINE))
    }
    order: list[str] = []
    while len(order) < len(texts):
        order += [name for name in sorted(texts) if name not in order and like.get(name) in (None, *order)]
    return order


def files_of(folder: str, patterns: tuple[str, ...]) -> Iterator[str]:
    """The files of a folder that match a recipe's patterns (`!` excludes), or else those of known formats."""
    suffixes = tuple(suffix for each in IMPORT_FORMATS for suffix in each.suffixes)
    for path in sorted(list_files(Path(folder))):
        wanted = path.lower().endswith(suffixes)
        if patterns:
            # fnmatch's * matches slashes: **/ may match nothing
            wanted = any(
                fnmatch(f"/{path}", f"*/{each.removeprefix('**/')}") for each in patterns if not each.startswith("!")
            )
            wanted = wanted and not any(
                fnmatch(f"/{path}", f"*/{each[1:].removeprefix('**/')}") for each in patterns if each.startswith("!")
            )
        if wanted:
            yield f"{folder.rstrip('/')}/{path}"
