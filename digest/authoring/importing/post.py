"""Read digest posts: papers, texts about the day, and lines that could not be placed.

Stages: lines with spans, classification, starts of papers, lines of each paper, its values.
"""

import bisect
import datetime
from collections.abc import Iterable, Sequence
from dataclasses import replace
from itertools import accumulate

from digest.authoring.importing.classes import Classed, Kind, classify
from digest.authoring.importing.dates import find_day
from digest.authoring.importing.drafts import Draft, Imported
from digest.authoring.importing.headlines import is_title_of_issue, squeeze, title_of
from digest.authoring.importing.html import WebPage, read_page, spans_of_lines
from digest.authoring.importing.noise import NAMES, tell_lines
from digest.authoring.importing.notes import read_notes
from digest.authoring.importing.paper_texts import compose_markdown
from digest.authoring.importing.post_lines import Line, read_lines
from digest.authoring.importing.post_paper import Read, read_paper
from digest.authoring.importing.starts import Starts, find_starts
from digest.text.diagnostics import Reporter
from digest.text.language import language_of
from digest.text.records import frozen
from digest.text.source import Source, Span


def read_plain(source: Source, reporter: Reporter) -> Imported:
    """Read a plain-text post."""
    return _read_post(read_lines(source), source, reporter, markdown=False)


def read_markdown(source: Source, reporter: Reporter) -> Imported:
    """Read a Markdown post, or notes on one paper."""
    return _read_post(read_notes(source), source, reporter, markdown=True)


def read_web(source: Source, reporter: Reporter) -> Imported:
    """Read an HTML post."""
    page = read_page(source, reporter)
    imported = _read_post(_read_page_lines(page, source), source, reporter, markdown=True)
    return replace(imported, day=imported.day or page.day)


def _read_page_lines(page: WebPage, source: Source) -> list[Line]:
    """The lines of a page, with their places in the file."""
    spans = spans_of_lines(source, page.lines)
    starts = [0, *accumulate(len(line) + 1 for line in page.markdown.split("\n"))]
    lines = []
    for line in read_lines(Source(path=source.path, text=page.markdown)):
        place = spans[page.lines[bisect.bisect_right(starts, line.excerpt.bounds.start) - 1]]
        start = max(source.text.find(line.text, place.start, place.end), place.start)
        lines.append(replace(line, excerpt=replace(line.excerpt, anchors=((line.at, start),), bounds=place)))
    return lines


def _read_post(lines: list[Line], source: Source, reporter: Reporter, *, markdown: bool) -> Imported:
    """Read a post from its lines. `markdown`: texts are Markdown, not plain text."""
    classed = classify(lines)
    starts = find_starts(classed)
    _tell_noise(_left_out(classed, starts), source, reporter)
    if not starts.papers:
        reporter.error(
            "no-papers",
            Span(start=0, end=min(len(source.text), len(source.text.split("\n", 1)[0]))),
            "no paper was found in this file",
            "a paper has a headline such as '1、[CV] Title', labels such as 要点: and 摘要:, or a link to arXiv",
        )
        return Imported()
    first = starts.papers[0]
    preamble = _read_preamble(classed[:first], classed, starts, markdown=markdown)
    papers = list(_read_papers(classed, starts, reporter, markdown=markdown))
    left = [*preamble.left, *(line for read, _ in papers for line in read.left)]
    _tell_left(left, reporter)
    if starts.guessed:
        for start in starts.papers:
            if classed[start].kind is Kind.TEXT:
                message = "no headline was found; this line was taken for a title"
                reporter.note("guessed-start", classed[start].line.span, message)
    return Imported(
        drafts=tuple(_ranked([(read, part) for read, part in papers])),
        title=preamble.title,
        title_zh=preamble.title_zh,
        intro=preamble.intro,
        left=tuple(_paragraphs(left, markdown=markdown)),
        day=preamble.day,
    )


@frozen
class _Preamble:
    """What stands above the first paper."""

    title: str = ""
    title_zh: str = ""
    intro: tuple[str, ...] = ()
    day: datetime.date | None = None
    left: tuple[Line, ...] = ()


def _read_preamble(above: Sequence[Classed], lines: Sequence[Classed], starts: Starts, *, markdown: bool) -> _Preamble:
    titles = {squeeze(title_of(lines[start])) for start in starts.papers}
    title: Line | None = None
    intro: list[list[Line]] = []
    left: list[Line] = []
    new = True
    for number, line in enumerate(above):
        if line.kind in (Kind.BLANK, Kind.NOISE, Kind.PART):
            new = True
            continue
        if number in starts.listed:
            if squeeze(title_of(line)) not in titles:
                left.append(line.line)
        elif (
            title is None and not intro and (line.line.level or is_title_of_issue(line.text)) and line.kind is Kind.TEXT
        ):
            title = line.line
        else:
            if new or not intro:
                intro.append([])
            intro[-1].append(line.rest if line.kind is Kind.LABEL and line.rest is not None else line.line)
        new = False
    text = title.text if title is not None else ""
    is_chinese = language_of(text) == "zh"
    return _Preamble(
        title="" if is_chinese else text,
        title_zh=text if is_chinese else "",
        intro=tuple(compose_markdown([paragraph], markdown=markdown) for paragraph in intro),
        day=_find_day(above, lines),
        left=tuple(left),
    )


def _find_day(above: Sequence[Classed], lines: Sequence[Classed]) -> datetime.date | None:
    """The date above the first paper, else of a line that is only a date."""
    dates = (line for line in lines if line.kind is Kind.NOISE and line.name == "date")
    found = (find_day(line.text) for line in (*above, *dates))
    return next((day for day in found if day is not None), None)


def _read_papers(
    lines: Sequence[Classed], starts: Starts, reporter: Reporter, *, markdown: bool
) -> Iterable[tuple[Read, str]]:
    """Yield each paper with its part of the issue."""
    part = "featured"
    titles = {squeeze(title_of(lines[start])) for start in starts.papers}
    listed = {squeeze(title_of(lines[number])): lines[number].codes for number in starts.listed}
    for line in lines[: starts.papers[0]]:
        part = line.name if line.kind is Kind.PART else part
    for start, stop in zip(starts.papers, (*starts.papers[1:], len(lines)), strict=True):
        own = [
            line
            for number, line in enumerate(lines[start:stop], start)
            if line.kind is not Kind.PART
            and not (number in starts.listed and number != start and squeeze(title_of(line)) in titles)
        ]
        has_headline = lines[start].kind not in (Kind.LABEL, Kind.FACT)
        codes = listed.get(squeeze(title_of(lines[start])), ())
        yield read_paper(own, reporter, codes=codes, has_headline=has_headline, markdown=markdown), part
        for line in lines[start:stop]:
            part = line.name if line.kind is Kind.PART else part


def _ranked(papers: list[tuple[Read, str]]) -> Iterable[Draft]:
    """Add section and rank; a single paper needs none."""
    ranks: dict[str, int] = {}
    for read, part in papers:
        ranks[part] = ranks.get(part, 0) + 1
        alone = len(papers) == 1
        entry = read.entry if alone else replace(read.entry, section=part, rank=str(ranks[part]))
        yield Draft(entry=entry, span=read.title.span)


def _paragraphs(left: list[Line], *, markdown: bool) -> Iterable[str]:
    """The lines left over, adjacent ones as one paragraph."""
    for run in _runs(left):
        yield compose_markdown([run], markdown=markdown)


def _runs(lines: list[Line]) -> list[list[Line]]:
    runs: list[list[Line]] = []
    for line in sorted(lines, key=lambda each: each.span.start):
        if runs and line.span.start - runs[-1][-1].span.end <= 1:
            runs[-1].append(line)
        else:
            runs.append([line])
    return runs


def _tell_left(left: list[Line], reporter: Reporter) -> None:
    for run in _runs(left):
        reporter.warning(
            "left-over",
            Span(start=run[0].span.start, end=run[-1].span.end),
            "this text has no place in an entry; it goes to the issue's introduction",
            "move it where it belongs, or delete it there",
        )


def _left_out(lines: Sequence[Classed], starts: Starts) -> dict[str, list[Line]]:
    """Lines left out, by kind of noise."""
    kinds: dict[str, list[Line]] = {}
    for line in lines:
        if line.kind is Kind.NOISE:
            kinds.setdefault(line.name, []).append(line.line)
    titles = {squeeze(title_of(lines[start])) for start in starts.papers}
    if listed := [lines[number].line for number in sorted(starts.listed) if squeeze(title_of(lines[number])) in titles]:
        kinds["title"] = listed
    return kinds


def _tell_noise(kinds: dict[str, list[Line]], source: Source, reporter: Reporter) -> None:
    """Report, for each kind of noise, the lines left out."""
    for kind, found in kinds.items():
        numbers = sorted({source.position(line.span.start).line for line in found})
        hint = "put a picture that you want beside its entry, and write ![what it shows](its-name.png) there"
        reporter.note("left-out", found[0].span, tell_lines(numbers, *NAMES[kind]), hint if kind == "image" else "")
