"""`python -m tests.fuzz [--seconds N] [--seed N] [TARGET]...`: read random mixes of what readers know, for a time.

A target fails if it raises, takes long, or makes invalid HTML. Hypothesis then looks for the shortest text that fails.
"""

import argparse
import random
import re
import sys
import tempfile
import traceback
from collections.abc import Callable, Mapping, Sequence
from functools import cache
from pathlib import Path
from time import monotonic, process_time

from hypothesis import HealthCheck, given, seed, settings
from hypothesis import strategies as st
from hypothesis.errors import FlakyFailure

from digest.authoring.arxiv.answers import read_answer
from digest.authoring.arxiv.entries import make_entry
from digest.authoring.composing import compose_entry
from digest.authoring.importing.recipe import read_recipe
from digest.content.documents import read_document
from digest.content.people import read_people
from digest.content.typesetting import typeset
from digest.lint.linter import lint_document
from digest.machine.site_themes import load_theme
from digest.markdown import render_markdown
from digest.model.arxiv_ids import Identifier
from digest.model.config import Config, read_config
from digest.text.source import Source
from tests.arxiv import PIC2WORD, feed
from tests.authoring.importing.recipes_there import BUILT_IN, imported
from tests.building import DAY, ENTRY, SETTINGS, write_site
from tests.hostile import TEXTS, URLS
from tests.machine.processes import REPOSITORY
from tests.markdown.test_properties import WORDS, assert_valid

EXAMPLES = 100
"""Texts with one seed."""

SLOW = 5.0
"""Seconds of the processor that no text of a few kilobytes takes."""

SEEDS: Mapping[str, str] = {
    "front-matter": "tests/content/cases/*.md",
    "sections": "tests/content/cases/*.md",
    "markdown": "tests/markdown/cases/*.md",
    "lint": "tests/lint/cases/*.md",
    "settings": "tests/model/test_config.py",
    "people": "content/authors.yaml",
    "import": "tests/authoring/importing/cases/*.md",
    "recipe": "digest/authoring/importing/recipes/*.yaml",
    "arxiv": "tests/arxiv.py",
    "theme": "themes/ledger/**/*.*",
}
"""Target -> files whose words it mixes."""


def _entry(text: str) -> None:
    document = read_document(Source(path=f"{DAY}/a.md", text=text))
    typeset(document)


def _lint(text: str) -> None:
    lint_document(read_document(Source(path=f"{DAY}/a.md", text=text)), Config(url="https://example.org/"))


def _import(text: str) -> None:
    for ending in (".md", ".txt", ".html", ".bib", ".ris", ".json"):
        for draft in imported(f"a{ending}", text)[0].drafts:
            _entry(compose_entry(draft.entry))


def _arxiv(text: str) -> None:
    for paper in read_answer(text.encode("utf-8", "replace")).papers.values():
        _entry(compose_entry(make_entry(paper, Identifier("2302.03084", ""))))


def _theme(text: str) -> None:
    content = text.encode("utf-8", "replace")
    name = ("theme.yaml", "templates/paper.html", "static/custom.css", "strings/en.yaml")[len(text) % 4]
    files = {"themes/x/theme.yaml": "extends: default\n"} | {f"themes/x/{name}": content}
    with tempfile.TemporaryDirectory() as folder:
        load_theme(write_site(Path(folder), files), "x", plain_names=True)


TARGETS: Mapping[str, tuple[Callable[[str], object], str]] = {
    "front-matter": (lambda text: _entry(f"---\n{text}\n---\n"), ENTRY.split("---\n")[1]),
    "sections": (_entry, ENTRY),
    "markdown": (lambda text: assert_valid(render_markdown(text, anchor="p"), text), ""),
    "lint": (_lint, ENTRY),
    "settings": (lambda text: read_config(Source(path="digest.yaml", text=text)), SETTINGS),
    "people": (
        lambda text: read_people(Source(path="content/authors.yaml", text=text)),
        "Ada Lovelace: [A. Lovelace]\n",
    ),
    "import": (_import, ""),
    "recipe": (lambda text: read_recipe(Source(path="r.yaml", text=text), BUILT_IN), "name: x\n"),
    "arxiv": (_arxiv, feed(PIC2WORD.entry())),
    "theme": (_theme, "{% extends '!paper.html' %}\n"),
}
"""Name -> what is called with a text, and a good one to begin with."""


@cache
def texts(target: str) -> st.SearchStrategy[str]:
    """Texts for a target: a good one with parts cut out, repeated and put in."""
    read = [path.read_text(encoding="utf-8") for path in sorted(REPOSITORY.glob(SEEDS[target])) if path.is_file()]
    lines = [line for text in read for line in text.splitlines(keepends=True)]
    words = [word for line in lines for word in re.findall(r"\w+|[^\w\s]+|\s+", line)]
    rare = ("\0", "\ufeff", "\x1b", "\u2028", "\ud800", "\ufdd0", "\t", "\r", "\\", *"&*!|>%@`#-:,[]{}<\"'$")
    some = random.Random(0)
    pieces = [*rare, *WORDS, *TEXTS, *URLS, *some.sample(lines, min(400, len(lines)))]
    pieces += some.sample(sorted(set(words)), min(400, len(set(words))))
    good = re.findall(r"\w+|[^\w\s]+|\s", TARGETS[target][1])
    put = st.tuples(st.integers(0, len(good)), st.integers(0, 3), st.sampled_from(pieces), st.integers(1, 3))

    def mix(changes: list[tuple[int, int, str, int]]) -> str:
        made = [*good]
        for at, cut, piece, times in changes:
            made[at : at + cut] = [piece * times]
        return "".join(made)

    return st.lists(put, max_size=12).map(mix)


class Found(Exception):
    """A text on which a target fails."""

    def __init__(self, text: str, error: Exception) -> None:
        super().__init__(text)
        self.text = text
        self.error = error


def fuzz(target: str, seconds: float, start: int = 0, *, examples: int = EXAMPLES) -> int:
    """Try texts for some seconds, at least one; return how many. Raises `Found`."""
    call, count, number, end = TARGETS[target][0], 0, start, monotonic() + seconds
    failing = False

    def attempt(text: str) -> None:
        nonlocal count, failing
        if count and not failing and monotonic() >= end:
            return  # Hypothesis goes on with texts that cost nothing
        count += 1
        begun = process_time()
        try:
            call(text)
            assert process_time() - begun < SLOW, "it takes too long"
        except Exception as error:
            failing = True  # shortening a text may take longer
            raise Found(text, error) from error

    quiet = settings(max_examples=examples, deadline=None, database=None, suppress_health_check=list(HealthCheck))
    while True:
        seed(number)(quiet(given(texts(target))(attempt)))()
        number += 1
        if monotonic() >= end:
            return count


def main(arguments: Sequence[str]) -> int:
    """Fuzz some targets or all of them, one after the other. Return the exit status."""
    parser = argparse.ArgumentParser(prog="python -m tests.fuzz", description=__doc__)
    parser.add_argument("targets", nargs="*", choices=[*TARGETS, []], metavar="TARGET", help=", ".join(TARGETS))
    parser.add_argument(
        "--seconds",
        type=float,
        default=60,
        help="for all targets together (60); a failing text is shortened after that, too",
    )
    parser.add_argument("--seed", type=int, default=random.SystemRandom().randrange(10**6), help="where to begin")
    options = parser.parse_args(arguments)
    chosen, failed = options.targets or list(TARGETS), False
    for target in chosen:
        try:
            count = fuzz(target, options.seconds / len(chosen), options.seed)
            told = f"{target}: {count:,} texts, --seed {options.seed}"
        except Found as found:
            failed = True
            traceback.print_exception(found.error)
            told = f"{target}: fails on {found.text!r}"
        except FlakyFailure as found:
            failed, told = True, f"{target}: fails now and then on {found.exceptions[0]}"
        sys.stdout.write(f"{told}\n")
        sys.stdout.flush()
    return int(failed)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
