"""Apply a recipe to a file: the papers in it, and what had no place."""

import datetime
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import fields, replace

from digest.authoring.composing import Draft, Imported, NewEntry
from digest.authoring.importing.drafting import OTHER, PaperReading, find_day_at, is_at, written_as
from digest.authoring.importing.field_values import find_day
from digest.authoring.importing.pieces import Piece, read_pieces
from digest.authoring.importing.recipe import Recipe
from digest.authoring.importing.splitting import PaperPart, split_papers
from digest.text.characters import has_han
from digest.text.diagnostics import Reporter
from digest.text.language import language_of
from digest.text.records import frozen
from digest.text.source import Source, Span

_CLOSING = "text behind the papers"
"""The name of what ends an issue."""

_OF_TITLE = ("title", "title_zh", "category", "area", "tags", "sections")
"""Fields that headings may give, which are no paper yet."""


@frozen
class Readable:
    """A file as recipes read it, Markdown or plain text. Of a web page `place` gives where in the file a span is."""

    source: Source
    is_markdown: bool
    place: Callable[[Span], Span] = lambda span: span
    day: datetime.date | None = None


def read_papers(text: Readable, recipe: Recipe, labels: frozenset[str], reporter: Reporter) -> Imported:
    """The papers of a text. `labels`: folded names that are labels without being bold."""
    source, is_markdown = text.source, text.is_markdown
    parts = split_papers(source, recipe, labels | recipe.labels, reporter, is_markdown=is_markdown)
    above = read_pieces(PaperPart(foreign=parts.above), recipe)
    day = find_day_at(recipe.day, above, source.path)
    title, texts, unplaced = _introduction(above, recipe, is_markdown)
    drafts: list[Draft] = []
    kept: list[tuple[int, Draft, PaperPart]] = []
    ranks: Counter[str] = Counter()
    for part in parts.papers:
        draft = PaperReading(part, recipe).draft()
        if len(parts.papers) > 1 and not _has_more_than_title(draft.entry, recipe):
            kept.append((len(drafts), draft, part))
            continue
        section = part.section or ("featured" if recipe.paper.begins.headline else "")
        ranks[section] += 1
        placed = {"section": section, "rank": str(ranks[section])} if len(parts.papers) > 1 else {}
        drafts.append(draft.with_values(**placed))
    is_closing = len(drafts) > 1 and all(number == len(drafts) for number, _, _ in kept)
    for number, draft, part in kept:
        heading, body = _text_below(part, draft, is_markdown)
        if number and not is_closing:
            drafts[number - 1] = _with_section(drafts[number - 1], heading, body, draft.span)
        else:
            texts.append(_below(heading, body, is_markdown))
            unplaced += [(_CLOSING, draft.span)] if number else []
    if any(line.text for line in parts.closing):
        lines = [line.raw if is_markdown else line.text for line in parts.closing]
        texts.append(written_as("\n".join(lines), is_markdown))
        unplaced.append((_CLOSING, parts.closing[0].span))
    is_chinese = language_of(title) == "zh"
    return Imported(
        drafts=tuple(drafts),
        title="" if is_chinese else title,
        title_zh=title if is_chinese else "",
        intro=tuple(texts),
        day=day,
        unplaced=tuple(unplaced),
        noise=parts.noise,
    )


def _has_more_than_title(entry: NewEntry, recipe: Recipe) -> bool:
    """Whether it is a paper: a title is enough where the recipe names the line that begins one."""
    begins = recipe.paper.begins
    is_named = bool(begins.label or begins.pattern) and bool(entry.title or entry.title_zh)
    names = [each.name for each in fields(entry) if each.name not in (*_OF_TITLE, *recipe.defaults)]
    return is_named or any(getattr(entry, name) for name in names)


def _with_section(draft: Draft, heading: str, text: str, span: Span) -> Draft:
    """A paper with a section behind the others, or without a heading with text behind what has no place."""
    sections = [*draft.entry.sections]
    if not heading and sections and sections[-1][0] in OTHER.values():
        heading, said = sections.pop()
        text = f"{said}\n\n{text}"
    sections.append((heading or OTHER["zh" if has_han(text) else "en"], text))
    return replace(draft.with_values(sections=tuple(sections)), unplaced=(*draft.unplaced, (heading, span)))


def _below(heading: str, text: str, is_markdown: bool) -> str:  # noqa: FBT001 - a format
    """A text of the day with its heading."""
    return "\n\n".join(filter(None, (f"## {heading}" if heading and is_markdown else heading, text)))


def _text_below(part: PaperPart, draft: Draft, is_markdown: bool) -> tuple[str, str]:  # noqa: FBT001 - a format
    """What has only a title, which is no paper, as a heading and its lines as they are."""
    topics = f" ({', '.join(draft.entry.area)})" if draft.entry.area else ""
    title = part.title
    heading = title.text + topics if title is not None and title.level else ""
    lines = [line.raw for line in (*part.lead, *([title] if title and not heading else []), *part.foreign.lines)]
    return heading, written_as("\n".join(lines).strip("\n"), is_markdown)


def _introduction(
    above: Sequence[Piece],
    recipe: Recipe,
    is_markdown: bool,  # noqa: FBT001 - a format
) -> tuple[str, list[str], list[tuple[str, Span]]]:
    """The title and the texts of what stands above the first paper, and its keys that have no place."""
    places = [*recipe.fields.get("title", ()), *recipe.fields.get("title_zh", ())]
    title = ""
    texts: list[str] = []
    unplaced: list[tuple[str, Span]] = []
    for piece in above:
        text = piece.text.strip()
        if piece.kind == "key" and not title and any(is_at(piece, place) for place in places):
            title = " ".join(text.split())
        elif piece.kind == "key":
            unplaced += [(f"key {piece.name}", piece.span)] if text else []
        else:
            is_heading = bool(piece.level or piece.kind == "title" or (piece.kind == "line" and find_day(text)))
            heading = piece.name if piece.level else ""
            if piece.kind == "label" and text:
                text = "\n".join(line.raw.strip() for line in piece.lines)
            if is_heading and not title and not texts:
                title, heading, text = (heading, "", text) if heading else (text, "", "")
            text = _below(heading, text, is_markdown)
            texts += [written_as(text, is_markdown)] if text else []
    return title, texts, unplaced
