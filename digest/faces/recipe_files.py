"""The files of recipes: the built-in ones, and the files of a folder that a recipe is for."""

import importlib.resources
import re
import sys
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

from digest.authoring.importing import IMPORT_FORMATS, PACKAGES, format_of
from digest.authoring.importing.recipe import Recipe, matches, read_recipe
from digest.faces.build_command import DONE, Manner, tell_problems
from digest.faces.terminal import write
from digest.machine.files import DiskFailed, list_files, read
from digest.machine.options import Refused
from digest.text.decoding import decode
from digest.text.diagnostics import Reporter, has_errors
from digest.text.source import Source


def list_recipes() -> int:
    """Print the built-in recipes; return the exit status."""
    recipes = built_in_recipes()
    width = max(map(len, recipes))
    write(sys.stdout, "".join(f"{name:<{width}}  {recipe.about}\n" for name, (recipe, _) in recipes.items()))
    return DONE


def built_in_recipes() -> dict[str, tuple[Recipe, str]]:
    """The recipes that are part of digest and their files' text, by name, in the order in which they are tried: each
    behind the one that it is like.
    """
    folder = importlib.resources.files("digest.authoring.importing") / "recipes"
    texts = {each.name: each.read_text(encoding="utf-8") for each in folder.iterdir() if each.name.endswith(".yaml")}
    found: dict[str, tuple[Recipe, str]] = {}
    while texts:
        likes = {file: re.search(r"^like: (\w+)$", text, re.MULTILINE) for file, text in texts.items()}
        for file in sorted([file for file, like in likes.items() if like is None or like[1] in found]):
            source = Source(path=file, text=texts.pop(file))
            recipe = read_recipe(source, _recipes(found))
            if recipe.value is None:
                raise AssertionError(recipe.diagnostics)
            found[file.removesuffix(".yaml")] = (recipe.value, source.text)
    return found


def _recipes(found: Mapping[str, tuple[Recipe, str]]) -> dict[str, Recipe]:
    return {name: recipe for name, (recipe, _) in found.items()}


def read_recipe_file(name: str, built_in: Mapping[str, tuple[Recipe, str]], manner: Manner) -> tuple[Recipe, str]:
    """Read a recipe and its text from a file. Raise `Refused` if there is none, or, after printing them, for errors."""
    try:
        decoded = decode(name, read(name))
    except DiskFailed as error:
        hint = f"name a file, or one of the built-in recipes: {', '.join(built_in)}"
        raise Refused(f"there is no recipe '{name}': {error}", hint) from error
    found = read_recipe(decoded.value, _recipes(built_in))
    diagnostics = (*decoded.diagnostics, *found.diagnostics)
    if found.value is None or has_errors(diagnostics):
        tell_problems(diagnostics, lambda _: decoded.value, manner)
        raise Refused(f"the recipe {name} has errors", "mend them, and import again")
    return found.value, decoded.value.text


def files_of(names: Iterable[str], patterns: Sequence[str], astray: list[str]) -> list[str]:
    """The named files, and the files of named folders that match a recipe's patterns, of which `!` excludes.

    Without any that includes, those of all formats that can be imported match. What is no file of the folder, as
    `list_files` has it, is added to `astray`.
    """
    suffixes = tuple(suffix for each in IMPORT_FORMATS for suffix in each.suffixes)
    wanted = [each for each in patterns if not each.startswith("!")]
    unwanted = [each[1:] for each in patterns if each.startswith("!")]
    found = []
    for name in names:
        if not Path(name).is_dir():
            found.append(name)
            continue
        top, links = name.rstrip("/"), list[str]()
        for path in sorted(list_files(Path(name), astray=links)):
            is_wanted = matches(path, wanted) if wanted else path.lower().endswith(suffixes)
            found += [f"{top}/{path}"] if is_wanted and not matches(path, unwanted) else []
        astray += [f"{top}/{link}" for link in links if f"{top}/{link}" not in astray]
    return found


def as_recipe_reads(source: Source) -> tuple[Source, bool]:
    """A file as a recipe reads it, and whether that is Markdown."""
    kind = format_of(source)
    if kind.name != "HTML":
        return source, kind.name == "Markdown"
    try:
        from digest.authoring.importing.html import read_page
    except ModuleNotFoundError as error:
        raise refused(source.path, error) from error
    return Source(path=source.path, text=read_page(source, Reporter(source.path)).markdown), True


def refused(path: str, error: ModuleNotFoundError) -> Exception:
    """What to raise if a package is missing: a refusal, if it is of the extra `import`."""
    package = (error.name or "").partition(".")[0]
    if package not in PACKAGES:
        return error
    problem = f"{path}: reading this file needs the package {package}, which is not installed"
    return Refused(problem, "pip install 'bilingual-digest[import]'")
