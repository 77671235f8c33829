"""Split a foreign file into its papers, as a recipe says."""

import re
import unicodedata
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import replace
from itertools import pairwise, takewhile

from digest.authoring.importing.note_lines import Foreign, NoteLine, fold_label, read_foreign, split_front
from digest.authoring.importing.paper_urls import find_addresses
from digest.authoring.importing.recipe import LONGEST_MATCHED, Beginning, Noise, PaperShape, Recipe
from digest.model.categories import category_names
from digest.model.front_matter import IDENTITIES
from digest.text.diagnostics import Reporter
from digest.text.item_marks import HAN_NUMBERS
from digest.text.records import frozen
from digest.text.source import Source, Span

_HEADLINE = re.compile(
    r"(?:[-*+•·●■◆◇▶►★☆○▪»\u2600-\u27bf\U0001f300-\U0001faff\ufe0f][ \t]*){0,3}"
    r"(?P<number>\#\d{1,3}\b|[①-⑳]|[(（]?(?:\d{1,3}|[一二三四五六七八九十]{1,3})(?:\s*[、.．)）](?!\d)|\s*(?=[\[［【])))?\s*"
    r"(?P<tags>(?:[\[［【][^\]］】\n]{1,30}[\]］】](?!\()\s*)*)[:：]?\s*(?P<title>\S.*)"
)
_TAG = re.compile(r"[\[【] *(.*?) *[\]】]")
_BETWEEN_CODES = re.compile(r"[\s,、/&;|]+")
_LINKED = re.compile(r"\[(?P<text>.+)\]\(https?://[^\s()]+\)\s*$")


@frozen
class Headline:
    """A headline: its number (0 without one), categories and other words in brackets, and title.

    `mark` is the number as it is written.
    """

    number: int
    codes: tuple[str, ...]
    words: tuple[str, ...]
    title: str
    mark: str = ""

    @property
    def form(self) -> str:
        """How the number is written: alike for 1、 and 2., and not for (1), ①, 一、 or #1."""
        return unicodedata.category(self.mark[0]) if self.mark else ""


def read_headline(text: str) -> Headline | None:
    """Read a line as a headline; None if it has neither a number nor brackets in front."""
    linked = _LINKED.fullmatch(text)
    found = _HEADLINE.fullmatch(linked["text"] if linked else text)
    if found is None or not (found["number"] or found["tags"]):
        return None
    mark = found["number"] or ""
    digits = unicodedata.normalize("NFKC", mark).strip("#().、 \t")
    codes: list[str] = []
    words: list[str] = []
    for tag in _TAG.findall(unicodedata.normalize("NFKC", found["tags"])):
        some = _BETWEEN_CODES.split(tag)
        are_codes = all(category_names(code) is not None for code in some)
        codes += some if are_codes else []
        words += [] if are_codes else [tag]
    number = int(digits) if digits.isdecimal() else HAN_NUMBERS.get(digits, 0)
    return Headline(number=number, codes=tuple(codes), words=tuple(words), title=found["title"].strip(), mark=mark)


def squeeze(text: str) -> str:
    """What two spellings of a title have in common: letters and digits."""
    return re.sub(r"[\W_]+", "", unicodedata.normalize("NFKC", text).casefold())


@frozen
class PaperPart:
    """The lines of a paper. `title` is the line that begins it, if that is its title, headline or found by a pattern.

    `section` is that of the entry; empty if the file has no parts. `topics` are the headings above several papers at
    levels that the recipe names; `lead` are the lines between the papers that it does not name.
    """

    foreign: Foreign
    title: NoteLine | None = None
    section: str = ""
    topics: tuple[NoteLine, ...] = ()
    lead: tuple[NoteLine, ...] = ()

    @property
    def headline(self) -> Headline | None:
        """The title read as a headline."""
        return read_headline(self.title.text) if self.title is not None else None


@frozen
class Parts:
    """The papers of a file, what stands above and behind them, and the noise by its pattern."""

    above: Foreign
    papers: tuple[PaperPart, ...]
    noise: Counter[str]
    closing: tuple[NoteLine, ...] = ()


def split_papers(
    source: Source, recipe: Recipe, labels: frozenset[str], reporter: Reporter, *, is_markdown: bool
) -> Parts:
    """Split a file at what begins a paper."""
    noise: Counter[str] = Counter()
    begins = recipe.paper.begins
    keys_of_noise = {name.casefold() for each in recipe.noise for name in each.key}

    def read(start: int, end: int) -> tuple[Foreign, list[int]]:
        """A part of the file without noise, and the lines that begin papers."""
        part = read_foreign(source, labels, reporter, is_markdown=is_markdown, start=start, end=end)
        noise.update(f"key {name.text}" for name, _ in part.keys if name.text.casefold() in keys_of_noise)
        keys = tuple([each for each in part.keys if each[0].text.casefold() not in keys_of_noise])
        starts = _starts(part.lines, begins)
        lines = tuple(_without_noise(part.lines, starts, recipe.noise, noise))
        # A line with a pattern may be noise, too.
        return replace(part, keys=keys, lines=lines), starts if begins.pattern else _starts(lines, begins)

    if begins.separator or begins.front_matter or begins == Beginning():
        cuts = _cuts(source, begins)
        bounds = zip([0, *(cut.end for cut in cuts)], [*(cut.start for cut in cuts), len(source.text)], strict=True)
        parts = [PaperPart(foreign=read(start, end)[0]) for start, end in bounds]
        some = [part for part in parts if part.foreign.keys or any(line.kind != "blank" for line in part.foreign.lines)]
        return Parts(above=Foreign(source=source), papers=tuple(some), noise=noise)
    whole, starts = read(0, len(source.text))
    lines = [*whole.lines]
    sections = _sections(lines, recipe.paper)
    listed = _listed(lines, starts) if begins.heading or begins.headline else set()
    noise["titles that are there again"] += len(listed)
    starts = [start for start in starts if start not in listed]
    for number in (*sections, *listed):
        lines[number] = _blank(lines[number])
    levels = {place.heading_above for each in recipe.fields.values() for place in each} - {0}
    above, papers, at = lines, list[PaperPart](), 0  # where the last paper ends
    topics: list[int] = []
    for start, stop in pairwise([*starts, len(lines)]):
        for number in range(at, start):
            if lines[number].level in levels:
                topics = [*(each for each in topics if lines[each].level < lines[number].level), number]
        lead = [lines[number] for number in range(at, start) if number not in topics]
        if not papers:
            above, lead = lead, []
        title = lines[start] if lines[start].kind in ("heading", "text") else None
        at = _end(lines, start, stop)
        part = PaperPart(
            foreign=replace(whole, keys=(), lines=tuple(lines[start + (title is not None) : at])),
            title=title,
            section=next(
                (sections[each] for each in reversed(sections) if each < start), "featured" if sections else ""
            ),
            topics=tuple([lines[number] for number in topics]),
            lead=tuple([line for line in lead if line.kind != "blank"]),
        )
        papers.append(part)
    closing = tuple(lines[at:] if papers else ())
    return Parts(above=replace(whole, lines=tuple(above)), papers=tuple(papers), noise=+noise, closing=closing)


def find_fronts(source: Source) -> list[tuple[int, Span]]:
    """Where each front matter of a file begins, and its span."""
    found: list[tuple[int, Span]] = []
    at = 0
    for opening in re.finditer(r"^---[ \t]*$", source.text, re.MULTILINE):
        front, fence, end = split_front(source.text, opening.start())
        if fence and opening.start() >= at:
            found.append((opening.start(), front))
            at = end
    return found


def _cuts(source: Source, begins: Beginning) -> list[Span]:
    """The separators between the parts of a file that are papers, empty before a front matter."""
    if begins.front_matter:
        return [Span(start=start, end=start) for start, _ in find_fronts(source)[1:]]
    pattern = re.compile(rf"^[ \t]*{re.escape(begins.separator)}[ \t]*$", re.MULTILINE)
    found = pattern.finditer(source.text, split_front(source.text)[2]) if begins.separator else ()
    return [Span(start=each.start(), end=each.end()) for each in found]


_NO_PAPERS = frozenset(map(fold_label, ("参考文献", "参考资料", "参考", "References", "Reference", "Bibliography")))
"""Headings of lists of other papers, which belong to the paper above."""


def _starts(lines: Sequence[NoteLine], begins: Beginning) -> list[int]:
    """The numbers of the lines that begin papers."""
    if begins.headline:
        return list(_headlines(lines, is_tagged=begins.headline == "tagged"))
    if begins.label:
        return _with_labels_above(lines, [*_first_of_each(lines, begins.label)])
    if begins.heading:
        headings = [number for number, line in enumerate(lines) if line.level == begins.heading]
        return [number for number in headings if fold_label(lines[number].text) not in _NO_PAPERS]
    pattern = begins.pattern
    return [number for number, line in enumerate(lines) if pattern and pattern.search(line.raw[:LONGEST_MATCHED])]


def _first_of_each(lines: Sequence[NoteLine], labels: Collection[str]) -> Iterator[int]:
    """Of lines with labels of titles the first of each paper: another is of the same paper if its name is new, and it
    is in the same block, or nothing but blank lines is between them.
    """
    names: set[str] = set()
    kinds: set[str] = set()  # of the lines behind the last label of a title
    for number, line in enumerate(lines):
        name = fold_label(line.name) if line.kind == "label" else ""
        if name in labels:
            if not names or name in names or ("blank" in kinds and kinds != {"blank"}):
                names = set()
                yield number
            names.add(name)
            kinds = set()
        else:
            kinds.add(line.kind)


def _with_labels_above(lines: Sequence[NoteLine], starts: list[int]) -> list[int]:
    """The starts of papers, at a label or address above the title if most have it between two titles, the first with
    nothing but such lines below it, and the last has none below its title.
    """
    bounds = [*pairwise([-1, *starts, len(lines)])]
    numbers = range(min(starts, default=0) - 1, -1, -1)
    first = [*takewhile(lambda at: lines[at].kind == "blank" or _label_at(lines[at]) is not None, numbers)]
    for name in [_label_at(lines[at]) for at in reversed(first) if lines[at].kind != "blank"]:
        *above, below = [
            [at for at in range(start + 1, stop) if _label_at(lines[at]) == name] for start, stop in bounds
        ]
        if 2 * sum(map(bool, above)) > len(above) and not below:
            return [max(found, default=start) for start, found in zip(starts, above, strict=True)]
    return starts


def _label_at(line: NoteLine) -> str | None:
    """The label of a line, or "" if it has the address of a paper."""
    is_paper = line.kind == "text" and any(each.field in IDENTITIES for each in find_addresses(line.raw))
    return fold_label(line.name) if line.kind == "label" or is_paper else None


def _headlines(lines: Sequence[NoteLine], *, is_tagged: bool) -> Iterator[int]:
    """Lines with a category in brackets; or, without one, those that go on with the numbers of the papers, written
    alike, at the margin and below a blank line, or as headings, and not right above the next number. Tagged ones have
    at least a word in brackets.
    """
    last, form = 0, ""
    found_at = {
        number: found
        for number, line in enumerate(lines)
        if line.kind in ("text", "heading") and not line.is_quoted and len(line.text) < LONGEST_MATCHED
        if (found := read_headline(line.text)) is not None
    }
    for number, found in found_at.items():
        line = lines[number]
        stands_alone = not number or lines[number - 1].kind == "blank" or line.level
        is_next = found.number == last + 1 and found.form in (form or found.form, "")
        below = found_at.get(number + 1)
        is_bare = not (line.level or found.codes or found.words)
        is_item = is_bare and below and (below.number, below.form) == (found.number + 1, found.form)
        goes_on = is_next and stands_alone and not is_item and not line.raw[:1].isspace()
        if (is_tagged and found.codes) or (goes_on and (found.words or found.codes or not is_tagged)):
            last, form = found.number or last, form or found.form
            yield number


def _sections(lines: Sequence[NoteLine], shape: PaperShape) -> dict[int, str]:
    """The lines that head the parts of an issue, with the section of their papers."""
    names = dict.fromkeys(shape.featured, "featured") | dict.fromkeys(shape.notable, "notable")
    found = ((number, fold_label(line.text or line.name)) for number, line in enumerate(lines) if names)
    return {number: names[name] for number, name in found if name in names}


def _listed(lines: Sequence[NoteLine], starts: Sequence[int]) -> set[int]:
    """Starts that only list a title that has its paper, with at least two lines, elsewhere: a table of contents."""
    sizes = {
        start: sum(line.kind != "blank" for line in lines[start + 1 : stop])
        for start, stop in pairwise([*starts, len(lines)])
    }
    headlines = {start: read_headline(lines[start].text) for start in starts}
    titles = {start: squeeze(found.title if found else lines[start].text) for start, found in headlines.items()}
    best = {titles[start]: start for start in sorted(starts, key=sizes.__getitem__)}
    return {start for start in starts if best[titles[start]] != start and sizes[start] < 2}


def _end(lines: Sequence[NoteLine], start: int, stop: int) -> int:
    """Where a paper ends: at the first heading above the next one, else at `stop`.

    It is of a higher level than the next one's heading, or the last one's own; above another line, only headings stand
    between.
    """
    level = lines[stop if stop < len(lines) else start].level
    between: Iterable[int] = range(stop - 1, start, -1)
    if not level:
        level = 7 if stop < len(lines) else 0
        between = takewhile(lambda number: lines[number].level or lines[number].kind == "blank", between)
    headings = [number for number in between if 0 < lines[number].level < level]
    return min(headings, default=stop)


def _without_noise(
    lines: Sequence[NoteLine], starts: Collection[int], noise: Sequence[Noise], counts: Counter[str]
) -> Iterator[NoteLine]:
    """The lines without noise, blank where nothing is left; it is counted.

    A heading that is noise leaves out what is below it, up to one of `starts`, the first line of a block of code the
    block.
    """
    reason, level = "", 0  # why lines below are left out, and the level of the heading; that of code is 7
    above = ""
    for number, line in enumerate(lines):
        is_inside = line.kind == "code" == above
        above = line.kind
        if reason and number not in starts and (is_inside if level > 6 else not line.level or line.level > level):
            counts[reason] += line.kind != "blank"
            yield _blank(line)
            continue
        reason = ""
        kept = line
        for each in noise if line.kind != "blank" and not is_inside else ():
            left = _cut(kept, each)
            if left is not kept:
                why = each.pattern.pattern if each.pattern else f"label {line.name}"
                counts[why] += 1
                if left.kind == "blank" and (line.level or line.kind == "code"):
                    reason, level = why, line.level or 7
            kept = left
        yield kept


def _cut(line: NoteLine, noise: Noise) -> NoteLine:
    """The line without what the noise matches, blank if nothing is left; the line itself if that is nothing."""
    if noise.label:
        meant = line.kind == "label" and fold_label(line.name) in noise.label
        return _blank(line) if meant and (not noise.when or fold_label(line.text) in noise.when) else line
    raw = line.raw.strip()
    if noise.pattern is None or (found := noise.pattern.search(raw[:LONGEST_MATCHED])) is None or not found[0]:
        return line
    rest = raw[: found.start()] + raw[found.end() :]
    if not rest.strip() or line.level or line.kind == "code":
        return _blank(line)
    return replace(line, raw=rest, text=line.text.replace(found[0], "", 1).strip())


def _blank(line: NoteLine) -> NoteLine:
    return NoteLine(kind="blank", raw="", text="", span=line.span)
