"""What the shell completes: selections of papers, recipes, codes of rules, files of the theme.

The shell calls the command at each press of the key, so nothing is said of what goes wrong: there is nothing to offer.
"""

import functools
import re
from collections.abc import Callable, Iterator
from typing import NamedTuple

import click

from digest.content.documents import ENTRY, kind_of_file, read_document
from digest.content.entry import slug_of
from digest.content.head import Head
from digest.content.paper_queries import fixed_conditions
from digest.faces.build_command import read_options
from digest.faces.recipe_files import BUILT_IN
from digest.lint.rules import list_rules
from digest.machine.build import load_source
from digest.machine.site_plan import open_kept, parsed_tag, read_site_settings
from digest.machine.site_themes import original_theme
from digest.machine.source_parser import Row
from digest.machine.state import State, read_state
from digest.model.categories import category_code
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
        negation, condition = (match[0], typed[match.end() :]) if (match := _NOT.match(typed)) else ("", typed)
        first, dots, day = condition.partition("..")
        field, colon, values = condition.partition(":")
        done, comma, last = values.rpartition(",")
        wanted = day if dots else f"{field}{colon}{last}"  # of several values, the last is completed
        try:
            found = [each for each in candidates(context) if each.casefold().startswith(wanted.casefold())]
        except Exception:  # no site, errors in its settings, a disk that fails
            return []
        if dots:
            found = [f"{first}..{each}" for each in found if _ENDS.fullmatch(each) and first[: len(each)] <= each]
        elif comma:
            others = {f"{field}:{each}" for each in done.split(",")}
            found = [f"{field}:{done},{each.partition(':')[2]}" for each in found if each not in others]
        return list(dict.fromkeys([f"{negation}{each}"[len(start) :] for each in found]))

    return complete


_NOT = re.compile(r"(?:not:)+")
_ENDS = re.compile(r"\d{4}(?:-\d{2}){0,2}|latest")
"""What a span of days may end with."""


def _split_off(before: tuple[str, ...], word: str) -> str:
    """The start of a word that the shell has split off: to Bash, `cat`, `:` and `CV` are three words."""
    words, start = [*before, *([word] if word == ":" else [])], ""
    while len(words) > 1 and words.pop() == ":":
        start = f"{words.pop()}:{start}"
    return start


@_quiet
def complete_selection(context: click.Context) -> Iterator[str]:
    """Days, months and years that have papers, `cat:`, `tag:` and `area:` with the names that there are, slugs, `is:`,
    `has:` and `missing:`.
    """
    state, config = _site_of(context)
    papers = list(_papers_of(state, config))
    yield "latest"
    named = {day for name in state.inputs.names[CONTENT] for day in _DAY.findall(name)}
    days = sorted(named | {paper.day for paper in papers if paper.day}, reverse=True)
    for length in (len("2023-02-08"), len("2023-02"), len("2023")):
        yield from [day[:length] for day in days]
    terms: dict[str, list[tuple[str, ...]]] = {
        "cat": [paper.categories for paper in papers],
        "tag": [paper.tags for paper in papers],
        "area": [paper.areas for paper in papers],
    }
    for field, names in terms.items():
        whole = {name for each in names for name in each}
        yield from sorted([f"{field}:{name}" for name in whole if not _NEEDS_QUOTES.intersection(name)])
    yield from sorted([paper.slug for paper in papers])
    yield from fixed_conditions()


_DAY = re.compile(r"/(\d{4}-\d{2}-\d{2})(?:/|-[^/]*\.md\Z)")
_MOST_READ = 1000
"""Files whose front matter is read, the newest first: a quarter of a second."""


class _Paper(NamedTuple):
    day: str
    slug: str
    categories: tuple[str, ...]
    tags: tuple[str, ...]
    areas: tuple[str, ...]


def _papers_of(state: State, config: Config) -> Iterator[_Paper]:
    """The papers: from the cache, and of files that changed since it was written only the front matter."""
    rows = state.journal("entries", parsed_tag(state, config)).values
    unread = _MOST_READ
    for path in reversed(state.inputs.names[CONTENT]):
        row = Row(*rows[path]) if path in rows else None
        if row is not None and row.digest == state.inputs.digests.get(path):
            if row.kind == "entry":
                head = Head._make(row.value)
                yield _Paper(head.day, head.slug, head.categories, head.tags, head.areas)
        elif unread and kind_of_file(path) == "text":
            unread -= 1
            document = read_document(load_source(state.inputs.places[""], path))
            if document.kind is ENTRY and (matter := document.matter) is not None:
                categories = tuple(map(category_code, matter.category))
                yield _Paper(str(matter.date or ""), slug_of(document), categories, matter.tags, matter.area)


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
    yield from BUILT_IN


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
