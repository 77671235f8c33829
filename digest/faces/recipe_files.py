"""The files of recipes: the built-in ones, and the files of a folder that a recipe is for."""

import importlib.resources
import sys
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

from digest.authoring.importing import IMPORT_FORMATS, PACKAGES
from digest.authoring.importing.recipe import Recipe, matches, read_recipe
from digest.faces.build_command import DONE, Manner, tell_problems
from digest.faces.terminal import write
from digest.machine.files import DiskFailed, list_files, read
from digest.machine.options import Refused
from digest.text.decoding import decode
from digest.text.diagnostics import has_errors
from digest.text.source import Source

BUILT_IN = (
    *("notes", "fronts", "hexo", "hugo", "jekyll", "obsidian"),
    *("post", "labelled", "numbered", "papers", "saved", "sections", "topics"),
)
"""The recipes that are part of digest, each behind the one that it is like, in the order in which they are tried."""


def list_recipes() -> int:
    """Print the built-in recipes; return the exit status."""
    width = max(map(len, BUILT_IN))
    write(sys.stdout, "".join(f"{name:<{width}}  {each.about}\n" for name, each in built_in_recipes().items()))
    return DONE


def built_in_recipes() -> dict[str, Recipe]:
    """The recipes that are part of digest by name."""
    folder = importlib.resources.files("digest.authoring.importing") / "recipes"
    found: dict[str, Recipe] = {}
    for name in BUILT_IN:
        file = folder / f"{name}.yaml"
        recipe = read_recipe(Source(path=file.name, text=file.read_text(encoding="utf-8")), found)
        if recipe.value is None:
            raise AssertionError(recipe.diagnostics)
        found[name] = recipe.value
    return found


def read_recipe_file(name: str, built_in: Mapping[str, Recipe], manner: Manner) -> Recipe:
    """Read a recipe from a file. Raise `Refused` if there is none, or, after printing them, for errors."""
    try:
        decoded = decode(name, read(name))
    except DiskFailed as error:
        hint = f"name a file, or one of the built-in recipes: {', '.join(built_in)}"
        raise Refused(f"there is no recipe '{name}': {error}", hint) from error
    found = read_recipe(decoded.value, built_in)
    diagnostics = (*decoded.diagnostics, *found.diagnostics)
    if found.value is None or has_errors(diagnostics):
        tell_problems(diagnostics, lambda _: decoded.value, manner)
        raise Refused(f"the recipe {name} has errors", "mend them, and import again")
    return found.value


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


def refuse_missing(error: ModuleNotFoundError) -> Refused | ModuleNotFoundError:
    """What to raise if a package is missing: a refusal, if it is of the extra `import`."""
    package = (error.name or "").partition(".")[0]
    if package not in PACKAGES:
        return error
    problem = f"reading {PACKAGES[package]} needs the package {package}, which is not installed"
    return Refused(problem, "pip install 'bilingual-digest[import]'")
