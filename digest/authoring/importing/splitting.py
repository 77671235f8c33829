"""Split a foreign file into its papers, as a recipe says."""

import re
import unicodedata
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import replace
from itertools import pairwise, takewhile

from digest.authoring.importing.note_lines import Foreign, NoteLine, fold_label, read_foreign, split_front
from digest.authoring.importing.paper_urls import find_addresses
from digest.authoring.importing.recipe import Beginning, Noise, Recipe
from digest.authoring.importing.recipe_patterns import LONGEST_MATCHED
from digest.model.categories import category_names
from digest.model.front_matter import IDENTITIES
from digest.model.yaml.nodes import Node, Scalar
from digest.text.diagnostics import Reporter
from digest.text.item_marks import HAN_NUMBERS
from digest.text.records import frozen
from digest.text.source import Source, Span

_CODE = r"[A-Za-zＡ-Ｚａ-ｚ][A-Za-zＡ-Ｚａ-ｚ-]{0,9}(?:[.．][A-Za-zＡ-Ｚａ-ｚ-]{2,10})?"
_CODES = re.compile(_CODE)
_HEADLINE = re.compile(
    r"(?:[-*+•·●■◆◇▶►★☆○▪»\u2600-\u27bf\U0001f300-\U0001faff\ufe0f][ \t]*){0,3}"
    r"(?P<number>(?P<plain>\d{1,3})\s*(?:[、.．)）](?!\d)|(?=[\[［【]))|[(（](?P<boxed>\d{1,3})[)）]|(?P<ring>[①-⑳])"
    r"|\#(?P<hash>\d{1,3})\b|(?P<han>[一二三四五六七八九十]{1,3})\s*[、.．])?\s*"
    rf"(?P<tags>(?:[\[［【]\s*{_CODE}(?:\s*[,，、/&;|]\s*{_CODE})*\s*[\]］】](?!\()\s*)+|[\[［【][^\]］】\n]{{1,12}}[\]］】](?!\())?[:：]?\s*"
    r"(?P<title>\S.*)"
)
_LINKED = re.compile(r"\[(?P<text>.+)\]\(https?://[^\s()]+\)\s*$")


@frozen
class Headline:
    """A headline: its number (0 without one), categories or words in brackets, and title.

    `form` is the kind of the number, `mark` its text.
    """

    number: int
    codes: tuple[str, ...]
    words: tuple[str, ...]
    title: str
    form: str = ""
    mark: str = ""


def read_headline(text: str) -> Headline | None:
    """Read a line as a headline; None if it has neither a number nor brackets in front."""
    linked = _LINKED.fullmatch(text)
    found = _HEADLINE.fullmatch(linked["text"] if linked else text)
    if found is None or not (found["number"] or found["tags"]):
        return None
    digits = found["plain"] or found["boxed"] or found["hash"] or unicodedata.normalize("NFKC", found["ring"] or "")
    number = int(digits) if digits else HAN_NUMBERS.get(found["han"] or "", 0)
    tags = found["tags"] or ""
    codes = tuple([unicodedata.normalize("NFKC", code) for code in _CODES.findall(tags)])
    longest = 4 if number else 2  # two capitals are a category even if arXiv has none of that name
    if not all(category_names(code) is not None or (len(code) <= longest and code.isupper()) for code in codes):
        codes = ()
    words = (tags.strip(" []［］【】"),) if tags and not codes else ()
    title = found["title"].strip()
    again = _LINKED.fullmatch(title)
    form = next((each for each in ("plain", "boxed", "ring", "hash", "han") if found[each]), "")
    bare = again["text"] if again else title
    return Headline(number=number, codes=codes, words=words, title=bare, form=form, mark=found["number"] or "")


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
    headline: Headline | None = None
    section: str = ""
    topics: tuple[NoteLine, ...] = ()
    lead: tuple[NoteLine, ...] = ()


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
    if begins.front_matter:
        files = _by_front_matter(source, labels, reporter, is_markdown=is_markdown)
        kept = tuple([PaperPart(foreign=_without_noise(each, recipe, noise)) for each in files])
        return Parts(above=Foreign(source=source), papers=kept, noise=noise)
    whole = read_foreign(source, labels, reporter, is_markdown=is_markdown)
    if begins.pattern is None:  # a line that begins a paper may be noise, too
        whole = _without_noise(whole, recipe, noise)
    starts = _starts(whole.lines, recipe)
    if starts is None:
        return Parts(above=Foreign(source=source), papers=(PaperPart(foreign=whole),), noise=noise)
    lines, size = whole.lines, len(whole.lines)
    is_titled = bool(begins.heading or begins.headline)
    places = dict(_part_places(lines, recipe))
    listed = _listed(lines, starts) if is_titled else set()
    noise["titles that are there again"] += len(listed)
    levels = {place.heading_above for each in recipe.fields.values() for place in each} - {0}
    ends = {
        start: _topic_above(lines, start, stop, places) if not begins.separator else stop
        for start, stop in pairwise([*starts, size])
    }
    topics: list[int] = []

    def without_topics(numbers: Iterable[int]) -> list[int]:
        """The lines without the headings that stand above the next paper, which are its topics."""
        kept: list[int] = []
        fresh: list[int] = []
        for number in numbers:
            level = lines[number].level
            if level not in levels or number in places:
                kept.append(number)
                continue
            kept += [each for each in fresh if lines[each].level >= level]  # no paper is below them
            fresh = [*(each for each in fresh if lines[each].level < level), number]
            topics[:] = [*(each for each in topics if lines[each].level < level), number]
        return sorted(kept)

    def part_of(numbers: Iterable[int], keys: Sequence[tuple[Scalar, Node]] = ()) -> Foreign:
        some = tuple([lines[number] for number in numbers if number not in places])
        part = Foreign(source=source, keys=tuple(keys), lines=some, is_markdown=is_markdown)
        return part if begins.pattern is None else _without_noise(part, recipe, noise)

    above = without_topics(range(max(min(starts, default=size), 0)))
    between = {lines[end].level for end in ends.values() if end not in (*starts, size)} - levels
    of_day = next((number for number in above if lines[number].level == 1), -1)
    first = max((number for number in above if number != of_day and lines[number].level in between), default=size)
    lead = [number for number in above if number >= first]
    above = [number for number in above if number < first]
    papers: list[PaperPart] = []
    for start, stop in pairwise([*starts, size]):
        has_title = is_titled or (begins.pattern is not None and lines[start].kind in ("heading", "text"))
        is_within = bool(begins.label or begins.pattern) and not has_title  # the line is a part of the paper
        numbers = range(start if is_within else start + 1, ends[start])
        if start in listed:
            above += [number for number in range(numbers.start, stop) if lines[number].kind != "blank"]
            continue
        foreign = part_of(numbers, whole.keys if begins.separator and not papers else ())
        if begins.separator and all(line.kind == "blank" for line in foreign.lines):
            continue
        title = lines[start] if has_title else None
        part = PaperPart(
            foreign=foreign,
            title=title,
            headline=read_headline(title.text) if title is not None else None,
            section=next((places[at] for at in reversed(places) if at <= start), "featured" if places else ""),
            topics=tuple([lines[number] for number in topics]),
            lead=tuple([line for line in part_of(lead).lines if line.kind != "blank"]),
        )
        papers.append(part)
        lead = [*range(ends[start], stop)] if stop == size else without_topics(range(ends[start], stop))
    return Parts(
        above=part_of(above, () if begins.separator else whole.keys),
        papers=tuple(papers),
        noise=+noise,
        closing=part_of(lead).lines if starts else (),
    )


def _topic_above(lines: Sequence[NoteLine], start: int, stop: int, places: Collection[int]) -> int:
    """The first line of a paper's that is a heading above the next one; `stop` if there is none.

    It is of a higher level than the paper's own heading; if that is no heading, nothing stands below it.
    """
    found = stop
    is_last = stop == len(lines)
    level = lines[start].level if is_last and start >= 0 else 0 if is_last else lines[stop].level
    if is_last and not level:
        return stop
    for number in range(stop - 1, start, -1):
        line = lines[number]
        is_heading = line.level and number not in places and fold_label(line.text) not in _NO_PAPERS
        if is_heading and (not level or line.level < level):
            found = number
        elif not level and line.kind != "blank":
            break
    return found


def find_fronts(source: Source) -> list[tuple[int, Span]]:
    """Where each front matter of a file begins, and its span."""
    found: list[tuple[int, Span]] = []
    at = 0
    for opening in re.finditer(r"^---[ \t]*$", source.text, re.MULTILINE):
        if opening.start() >= at:
            front, fence, end = split_front(source.text, opening.start())
            found += [(opening.start(), front)] if fence else []
            at = end if fence else at
    return found


def _by_front_matter(
    source: Source, labels: frozenset[str], reporter: Reporter, *, is_markdown: bool
) -> Iterator[Foreign]:
    """The parts of a file that begin with a front matter each."""
    starts = [0, *(start for start, _ in find_fronts(source)[1:])]
    for start, end in pairwise([*starts, len(source.text)]):
        yield read_foreign(source, labels, reporter, is_markdown=is_markdown, start=start, end=end)


_NO_PAPERS = frozenset(map(fold_label, ("参考文献", "参考资料", "参考", "References", "Reference", "Bibliography")))
"""Headings of lists of other papers, which belong to the paper above."""


def _starts(lines: Sequence[NoteLine], recipe: Recipe) -> list[int] | None:
    """The numbers of the lines that begin papers; None if the file is one paper."""
    begins = recipe.paper.begins
    if begins.headline:
        return list(_headlines(lines, is_tagged=begins.headline == "tagged"))
    if begins == Beginning():
        return None

    def is_start(line: NoteLine) -> bool:
        if begins.heading:
            return line.level == begins.heading and fold_label(line.text) not in _NO_PAPERS
        if begins.label:
            return line.kind == "label" and fold_label(line.name) in begins.label
        if begins.separator:
            return line.raw.strip() == begins.separator
        return begins.pattern is not None and begins.pattern.search(line.raw[:LONGEST_MATCHED]) is not None

    starts = [number for number, line in enumerate(lines) if is_start(line)]
    if begins.label:
        starts = _with_labels_above(lines, list(_first_of_each(lines, starts)))
    return [-1, *starts] if begins.separator and not (begins.heading or begins.label) else starts


def _first_of_each(lines: Sequence[NoteLine], starts: Sequence[int]) -> Iterator[int]:
    """Of lines with labels of titles the first of each paper: another is of the same paper if its name is new, and it
    is in the same block, or nothing but blank lines is between them.
    """
    names: set[str] = set()
    for last, start in pairwise([-1, *starts]):
        kinds = {line.kind for line in lines[last + 1 : start]}
        name = fold_label(lines[start].name)
        if not names or name in names or ("blank" in kinds and kinds != {"blank"}):
            names = set()
            yield start
        names.add(name)


def _with_labels_above(lines: Sequence[NoteLine], starts: Sequence[int]) -> list[int]:
    """The starts of papers whose block begins above the label of their title, with a label that most have there."""
    above = [_labels_above(lines, start, last) for last, start in pairwise([-1, *starts])]
    for name in above[0] if above else ():
        if 2 * sum(name in each for each in above) > len(above):
            return [each.get(name, start) for start, each in zip(starts, above, strict=True)]
    return list(starts)


def _labels_above(lines: Sequence[NoteLine], start: int, last: int) -> dict[str, int]:
    """The labels in the block above a line, from its top, and where they are; "" is an address of a paper.

    The block begins below a blank line, or below a line without words if the id of a paper is there.
    """
    above = list(takewhile(lambda number: _is_of_block(lines[number]), range(start - 1, last, -1)))
    block = list(takewhile(lambda number: lines[number].kind != "blank", above))
    filled = [number for number in above if lines[number].kind != "blank"]
    if filled and (last < 0 or len(above) < start - 1 - last) and _names_paper(lines[filled[-1]]):
        block = filled
    named = [number for number in block[::-1] if lines[number].kind == "label" or _names_paper(lines[number])]
    return {fold_label(lines[number].name): number for number in named}


def _is_of_block(line: NoteLine) -> bool:
    return not line.level and (line.kind == "blank" or re.search(r"[^\W_]", line.raw) is not None)


def _names_paper(line: NoteLine) -> bool:
    return line.kind in ("label", "text") and any(each.field in IDENTITIES for each in find_addresses(line.raw))


def _headline(line: NoteLine) -> Headline | None:
    is_candidate = line.kind in ("text", "heading") and not line.is_quoted and len(line.text) < LONGEST_MATCHED
    return read_headline(line.text) if is_candidate else None


def _headlines(lines: Sequence[NoteLine], *, is_tagged: bool) -> Iterator[int]:
    """Lines with a category in brackets; or, without one, those that go on with the numbers of the papers, written
    alike, at the margin and below a blank line, or as headings, and not right above the next number. Tagged ones have
    at least a word in brackets.
    """
    last = 0
    form = ""
    for number, line in enumerate(lines):
        found = _headline(line)
        if found is None:
            continue
        stands_alone = not number or lines[number - 1].kind == "blank" or line.level
        is_next = found.number == last + 1 and found.form in (form or found.form, "")
        is_bare = not (line.level or found.codes or found.words)
        below = _headline(lines[number + 1]) if is_bare and number + 1 < len(lines) else None
        is_item = below is not None and (below.number, below.form) == (found.number + 1, found.form)
        goes_on = is_next and stands_alone and not is_item and not line.raw[:1].isspace()
        if (is_tagged and found.codes) or (goes_on and (found.words or found.codes or not is_tagged)):
            last, form = found.number or last, form or found.form
            yield number


def _part_places(lines: Sequence[NoteLine], recipe: Recipe) -> list[tuple[int, str]]:
    """The lines that head the parts of an issue, with the section of their papers."""
    names = {**dict.fromkeys(recipe.paper.featured, "featured"), **dict.fromkeys(recipe.paper.notable, "notable")}
    found = []
    for number, line in enumerate(lines) if names else ():
        name = line.name if line.kind == "label" and not line.text else line.text
        if line.kind in ("label", "text", "heading") and (section := names.get(fold_label(name))):
            found.append((number, section))
    return found


_FEW = 2
"""Lines of a paper, at least, where its title is there more than once."""


def _listed(lines: Sequence[NoteLine], starts: Sequence[int]) -> set[int]:
    """Starts that only list a title that has its paper elsewhere: a table of contents."""
    weights: dict[int, int] = {}
    best: dict[str, int] = {}
    titles = {}
    for start, stop in pairwise([*starts, len(lines)]):
        if start < 0 or lines[start].kind == "label":
            continue
        found = read_headline(lines[start].text)
        titles[start] = title = squeeze(found.title if found else lines[start].text)
        weights[start] = sum(line.kind != "blank" for line in lines[start + 1 : stop])
        if title not in best or weights[start] >= weights[best[title]]:
            best[title] = start
    return {start for start, title in titles.items() if best[title] != start and weights[start] < _FEW}


def _without_noise(foreign: Foreign, recipe: Recipe, counts: Counter[str]) -> Foreign:
    """The file without the keys, lines and parts of lines that the recipe names as noise, which are counted."""
    keys = []
    for name, node in foreign.keys:
        if any(name.text.casefold() in map(str.casefold, noise.key) for noise in recipe.noise):
            counts[f"key {name.text}"] += 1
        else:
            keys.append((name, node))
    starts = {*(_starts(foreign.lines, recipe) or ())}
    return replace(foreign, keys=tuple(keys), lines=tuple(_lines_kept(foreign.lines, starts, recipe.noise, counts)))


def _lines_kept(
    lines: Sequence[NoteLine], starts: Collection[int], noise: Sequence[Noise], counts: Counter[str]
) -> Iterator[NoteLine]:
    """The lines that are no noise. A heading that is leaves out what is below it, up to a line of `starts`."""
    dropped, reason = 0, ""  # level of the heading whose section is left out
    above, block = "", ""  # kind of the line above, and the pattern for which its block of code is left out
    for number, line in enumerate(lines):
        if line.kind == "code" != above:
            block = next((each.pattern.pattern for each in noise if each.pattern and _cut(line, each) is not line), "")
            counts.update([block] if block else [])
        above = line.kind
        if line.kind == "code" and block:
            continue
        if dropped and number not in starts and (not line.level or line.level > dropped):
            counts[reason] += line.kind != "blank"
            continue
        dropped = 0
        kept: NoteLine | None = line
        for each in noise if line.kind not in ("code", "blank") else ():
            left = _cut(kept, each) if kept is not None else None
            if left is not kept:
                reason = each.pattern.pattern if each.pattern else f"label {line.name}"
                counts[reason] += 1
                dropped = line.level if left is None else 0
            kept = left
        if kept is not None:
            yield kept


def _cut(line: NoteLine, noise: Noise) -> NoteLine | None:
    """The line without what the noise matches: the line itself, a shorter one, or None."""
    if noise.label:
        meant = line.kind == "label" and fold_label(line.name) in noise.label
        return None if meant and (not noise.when or fold_label(line.text) in noise.when) else line
    raw = line.raw.strip()
    if noise.pattern is None or (found := noise.pattern.search(raw[:LONGEST_MATCHED])) is None or not found[0]:
        return line
    rest = raw[: found.start()] + raw[found.end() :]
    if not rest.strip() or line.level:
        return None
    return replace(line, raw=rest, text=line.text.replace(found[0], "", 1).strip())
