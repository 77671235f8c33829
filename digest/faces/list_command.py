"""`digest list`: the papers of a selection."""

import sys

from digest.content.head import titles_of
from digest.content.paper_queries import Candidate
from digest.faces.build_command import DONE, HAS_ERRORS, Manner, read_options
from digest.faces.outcome import count
from digest.faces.terminal import is_terminal, look_of, write
from digest.machine.selecting import Chosen, choose_papers
from digest.outputs.paper_tables import TableRow, show_csv, show_table
from digest.text.width import make_visible

_LEFT_OUT = {"draft": ("draft", "--drafts"), "future": ("future paper", "--future")}
"""What `Chosen.left_out` counts, and the option that lists it."""


def run_list(
    manner: Manner, *, root: str | None, shape: str, selection: tuple[str, ...], drafts: bool, future: bool
) -> int:
    """Print papers to standard output, and everything else to standard error; return the exit status.

    Raises `Refused` if the selection cannot be read.
    """
    options = read_options(root, drafts=drafts, future=future)
    chosen = choose_papers(options, selection, needs_address=shape in ("json", "csv"))
    write(sys.stdout, _show(chosen, shape))
    for each in chosen.query.absent:
        write(sys.stderr, f"{make_visible(each)}\n")
    errors = chosen.findings.tally.errors
    if not manner.quiet and not chosen.papers and not chosen.query.absent:
        write(sys.stderr, "No paper fits the selection.\n" if selection else "There are no papers.\n")
        for state, (noun, option) in _LEFT_OUT.items():
            if number := chosen.left_out[state]:
                fits, them = ("fits", "it") if number == 1 else ("fit", "them")
                write(sys.stderr, f"{count(number, noun)} {fits}; {option} lists {them}.\n")
    if errors:
        files = len(chosen.findings.only_errors().paths)
        told = f"{count(errors, 'error')} in {count(files, 'file')}"
        write(sys.stderr, f"Found {told}, so papers may be missing; digest check shows all.\n")
    return HAS_ERRORS if errors else DONE


def _show(chosen: Chosen, shape: str) -> str:
    if shape == "ids":
        return "".join(f"{paper.head.slug}\n" for paper in chosen.papers)
    if shape == "json":
        lines = ",\n".join(chosen.lines())
        return f"[\n{lines}\n]\n" if lines else "[]\n"
    if shape == "csv":
        return show_csv(chosen.lines())
    columns = look_of(sys.stdout).columns if is_terminal(sys.stdout) else None
    return show_table([_row(paper, chosen.catalogue.config.language) for paper in chosen.papers], columns)


def _row(paper: Candidate, language: str) -> TableRow:
    head, titles = paper.head, titles_of(paper.head)
    title = titles.title_zh if language == "zh" and titles.title_zh else titles.title
    return TableRow(
        day=head.day,
        slug=head.slug,
        category=head.categories[0] if head.categories else "",
        title=f"[{paper.state}] {title}" if paper.state else title,
    )
