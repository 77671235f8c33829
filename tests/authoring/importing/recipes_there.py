"""The built-in recipes, and a file read by one of them."""

from digest.authoring.composing import Imported
from digest.authoring.importing import as_recipe_reads, read_file
from digest.authoring.importing.coverage import choose_recipe
from digest.authoring.importing.recipe import Recipe
from digest.faces.recipe_files import built_in_recipes
from digest.text.diagnostics import Diagnostic, Reporter
from digest.text.source import Source

BUILT_IN = built_in_recipes()
LABELS = frozenset().union(*(recipe.labels for recipe in BUILT_IN.values()))


def proposed(*sources: Source) -> Recipe:
    """The recipe that covers most of some files."""
    texts = [as_recipe_reads(source, Reporter(source.path)) for source in sources]
    return choose_recipe(texts, BUILT_IN.values(), LABELS)[0].recipe


def imported(path: str, text: str, recipe: Recipe | str | None = None) -> tuple[Imported, tuple[Diagnostic, ...]]:
    """A file read by a recipe, or by the one that covers most of it."""
    source = Source(path=path, text=text)
    chosen = recipe if isinstance(recipe, Recipe) else BUILT_IN[recipe] if recipe else proposed(source)
    reporter = Reporter(path)
    return read_file(source, chosen, LABELS, reporter), reporter.diagnostics()
