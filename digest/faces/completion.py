"""What the shell completes: selections of papers, recipes, codes of rules, files of the theme.

The shell calls the command at each press of the key, so nothing is said of what goes wrong: there is nothing to offer.
"""

import functools
import re
from collections.abc import Callable, Iterator

import click

from digest.content.head import Head
from digest.content.paper_queries import fixed_conditions
from digest.faces.build_command import read_options
from digest.faces.recipe_files import built_in_recipes
from digest.lint.rules import list_rules
from digest.machine.site_plan import open_kept, parsed_tag, read_site_settings
from digest.machine.site_themes import original_theme
from digest.machine.sources import Row
from digest.machine.state import State, read_state
from digest.model.config import Config
from digest.plan.urls import CONTENT

_Complete = Callable[[click.Context, click.Parameter, str], list[str]]


def _quiet(candidates: Callable[[click.Context], Iterator[str]]) -> _Complete:
    """A function for click's `shell_complete`, which offers the candidates that begin like the word."""

    @functools.wraps(candidates)
    def complete(context: click.Context, option: click.Parameter, word: str) -> list[str]:
        before = context.params.get(option.name or "")
        start = _split_off(before, word) if isinstance(before, tuple) else ""
        typed = start + word.removeprefix(":") if start else word
        field, colon, values = typed.partition(":")
        done, comma, last = values.rpartition(",")
        wanted = f"{field}{colon}{last}".casefold()  # of several values, the last is completed
        try:
            found = [each for each in candidates(context) if each.casefold().startswith(wanted)]
        except Exception:  # no site, errors in its settings, a disk that fails
            return []
        if comma:
            found = [f"{field}:{done},{each.partition(':')[2]}" for each in found]
        return list(dict.fromkeys([each[len(start) :] for each in found]))

    return complete


def _split_off(before: tuple[str, ...], word: str) -> str:
    """The start of a word that the shell has split off: to Bash, `cat`, `:` and `CV` are three words."""
    if word == ":" and before:
        return f"{before[-1]}:"
    return f"{before[-2]}:" if len(before) > 1 and before[-1] == ":" else ""


@_quiet
def complete_selection(context: click.Context) -> Iterator[str]:
    """Days, months and years that have papers, `cat:`, `tag:` and `area:` with the names that there are, slugs, `is:`,
    `has:` and `missing:`.

    Nothing is parsed: names and slugs are those of the last build, and days also those of folders.
    """
    state, config = _site_of(context)
    rows = state.journal("entries", parsed_tag(state, config)).values.values()
    heads = [Head._make(row[_VALUE]) for row in rows if row[_KIND] == "entry"]
    yield "latest"
    folders = {day for name in state.inputs.names[CONTENT] for day in _DAY.findall(name)}
    days = sorted(folders | {head.day for head in heads if head.day}, reverse=True)
    for length in (len("2023-02-08"), len("2023-02"), len("2023")):
        yield from [day[:length] for day in days]
    named: dict[str, list[tuple[str, ...]]] = {
        "cat": [head.categories for head in heads],
        "tag": [head.tags for head in heads],
        "area": [head.areas for head in heads],
    }
    for field, names in named.items():
        whole = {name for each in names for name in each}
        yield from sorted([f"{field}:{name}" for name in whole if not _NEEDS_QUOTES.intersection(name)])
    yield from sorted([head.slug for head in heads])
    yield from fixed_conditions()


_KIND, _VALUE = Row._fields.index("kind"), Row._fields.index("value")
_DAY = re.compile(r"/(\d{4}-\d{2}-\d{2})/")


def _site_of(context: click.Context) -> tuple[State, Config]:
    """The cache and the settings of the site that the command would be run on. Raises `Refused`."""
    options = read_options(context.params.get("root"))
    state = read_state(options, publishes=False)
    return state, read_site_settings(options, open_kept(state), needs_address=False).value


_NEEDS_QUOTES = frozenset(" \t\"'\\,&|;()<>$`*?[]#~!{}")
"""Characters of names that a shell or the query would read otherwise."""


@_quiet
def complete_recipe(_context: click.Context) -> Iterator[str]:
    """The names of the built-in recipes."""
    yield from built_in_recipes()


@_quiet
def complete_rule(_context: click.Context) -> Iterator[str]:
    """The codes of all rules."""
    yield from [line.partition(" ")[0] for line in list_rules().splitlines()]


@_quiet
def complete_theme_file(context: click.Context) -> Iterator[str]:
    """The files of the site's theme, with their folders and without."""
    state, config = _site_of(context)
    paths = list(original_theme(state.inputs.places[""], config.theme))
    yield from [*paths, *[path.partition("/")[2] for path in paths]]
