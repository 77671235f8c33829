"""Find the lines at which the papers of a post begin."""

from collections import Counter
from collections.abc import Sequence

from digest.authoring.importing.classes import Classed, Kind
from digest.authoring.importing.headlines import is_title_key, is_title_of_issue, squeeze, title_of
from digest.authoring.importing.labels import NUMBER, number_of, other_label, word_tag
from digest.model.front_matter import IDENTITIES
from digest.text.language import language_of
from digest.text.records import frozen

_MATTER = (Kind.LABEL, Kind.LINK, Kind.FACT)
"""Kinds of lines that only papers have."""

_ENDS = (Kind.LABEL, Kind.LINK)
"""Kinds of lines that never stand between a paper's titles in two languages."""

_LONGEST_HEAD = 5
"""Maximum lines above the first label that may belong to a paper without a headline."""


@frozen
class Starts:
    """Line numbers at which papers begin, and of lines that only list the titles of papers elsewhere (a table of
    contents).

    `guessed`: found by labels alone.
    """

    papers: tuple[int, ...] = ()
    listed: frozenset[int] = frozenset()
    guessed: bool = False


def find_starts(lines: Sequence[Classed]) -> Starts:
    """Find papers by the strongest sign present: tagged headlines, headings, title keys, numbered lines, labels."""
    for signs in (_tagged, _headings, _titled, _numbered):
        found = signs(lines)
        if found:
            chosen = _without_lists(lines, found)
            if chosen.papers:
                return chosen
    return _labelled(lines)


def _tagged(lines: Sequence[Classed]) -> list[int]:
    headlines = [number for number, line in enumerate(lines) if line.kind is Kind.HEADLINE]
    titles = {squeeze(title_of(lines[number])) for number in headlines}
    strange = _strange_tags(lines)
    repeated = _repeated(lines, titles)
    return sorted({*headlines, *strange, *repeated}) if headlines else []


def _repeated(lines: Sequence[Classed], titles: set[str]) -> list[int]:
    """Lines that consist of one of the titles."""
    return [
        number
        for number, line in enumerate(lines)
        if line.kind is Kind.TEXT and len(line.text) < 300 and squeeze(title_of(line)) in titles
    ]


def _strange_tags(lines: Sequence[Classed]) -> list[int]:
    """Lines that continue the numbering of the headlines, with a word as their tag, or no tag but a link to a paper."""
    found = []
    last = 0
    item: int | None = None  # number of the last key point, inside a list
    for number, line in enumerate(lines):
        here = number_of(line.text) if line.kind is Kind.TEXT else None
        if line.kind is Kind.HEADLINE:
            last, item = number_of(line.text) or last, None
        elif (
            here == last + 1
            and (item is None or here != item + 1)
            and (not number or lines[number - 1].kind in (Kind.BLANK, Kind.LINK, Kind.NOISE, Kind.PART))
            and (word_tag(line.text) or _has_own_link(lines, number))
        ):
            found.append(number)
            last, item = last + 1, None
        elif line.kind is Kind.LABEL or _names_paper(line):
            item = 0 if line.kind is Kind.LABEL else None
        elif here is not None:
            item = here
    return found


def _has_own_link(lines: Sequence[Classed], start: int) -> bool:
    """Whether a link to a paper follows before the next headline."""
    for line in lines[start + 1 :]:
        if line.kind in (Kind.LINK, Kind.FACT) and _names_paper(line):
            return True
        if line.kind is Kind.HEADLINE:
            return False
    return False


def _titled(lines: Sequence[Classed]) -> list[int]:
    """Title keys (the first of two languages), and lines that repeat these titles."""
    found: list[int] = []
    seen: set[str] = set()
    for number, line in enumerate(lines):
        if is_title_key(line):
            if line.name in seen or not found or any(each.kind in _ENDS for each in lines[found[-1] : number]):
                found.append(number)
                seen.clear()
            seen.add(line.name)
    if len(found) < 2 or all(n and lines[n - 1].kind is Kind.TEXT and NUMBER.match(lines[n - 1].text) for n in found):
        return []  # titles below numbered lines: see `_numbered`
    return sorted({*found, *_repeated(lines, {squeeze(title_of(lines[number])) for number in found})})


def _headings(lines: Sequence[Classed]) -> list[int]:
    """Headings followed by lines that only papers have. Deeper headings below the first belong to its paper."""
    headings = [n for n, line in enumerate(lines) if line.line.level and line.kind is Kind.TEXT]
    found: list[int] = []
    level = 0
    for place, number in enumerate(headings):
        stop = headings[place + 1] if place + 1 < len(headings) else len(lines)
        here = lines[number].line.level
        deeper = stop < len(lines) and lines[stop].line.level > here
        if (level and here > level) or (is_title_of_issue(lines[number].text) and (deeper or not found)):
            continue
        if any(line.kind in _MATTER for line in lines[number:stop]) or _names_paper(lines[number]):
            found.append(number)
            level = here
        elif level and here == level:
            found.append(number)
    return found


def _numbered(lines: Sequence[Classed]) -> list[int]:
    """Numbered lines outside of key points, if one of them is followed by lines that only papers have."""
    found: list[int] = []
    in_points = False
    for number, line in enumerate(lines):
        in_points = _stays_in_points(line, in_points=in_points)
        if line.kind is Kind.TEXT and not in_points and NUMBER.match(line.text) and len(line.text) < 300:
            found.append(number)
    return [number for number in found if _has_matter(lines, number, set(found))] and found


def _stays_in_points(line: Classed, *, in_points: bool) -> bool:
    """Whether numbered lines after this line are key points, given that they were before (`in_points`)."""
    if line.kind is Kind.LABEL:
        return line.name == "key_points"
    return in_points and line.kind not in (Kind.HEADLINE, Kind.LINK, Kind.PART, Kind.FACT)


def _has_matter(lines: Sequence[Classed], number: int, others: set[int]) -> bool:
    for place in range(number + 1, len(lines)):
        if place in others:
            return False
        if lines[place].kind in _MATTER:
            return True
    return False


def _names_paper(line: Classed) -> bool:
    return any(address.field in IDENTITIES for address in line.addresses)


@frozen
class _Body:
    """What follows a headline: number of lines that only papers have, ids of papers, whether there are texts."""

    weight: int
    papers: frozenset[tuple[str, str]]
    has_texts: bool

    @staticmethod
    def of(headline: Classed, below: Sequence[Classed]) -> "_Body":
        """The headline itself may have an id, too."""
        papers = {
            (address.field, address.value)
            for line in (headline, *below)
            for address in line.addresses
            if address.field in IDENTITIES
        }
        labels = {line.name for line in below if line.kind is Kind.LABEL}
        return _Body(
            weight=sum(line.kind in _MATTER or len(line.text) > 200 for line in below)
            + (headline.line.level > 0 and _names_paper(headline)),
            papers=frozenset(papers),
            has_texts="key_points" in labels or len(labels) > 1,
        )

    def is_apart(self, other: "_Body") -> bool:
        """Whether it is another paper with the same title. Text after the last title of a table of contents does not
        count.
        """
        return self.has_texts or bool(self.papers - other.papers)


def _without_lists(lines: Sequence[Classed], found: list[int]) -> Starts:
    """Each paper once, where it has most lines; other occurrences of its title are `listed`."""
    bodies = {}
    for start, stop in zip(found, [*found[1:], len(lines)], strict=True):
        bodies[start] = _Body.of(lines[start], lines[start + 1 : stop])
    best: dict[str, int] = {}
    for start in found:
        title = squeeze(title_of(lines[start]))
        if title not in best or bodies[start].weight >= bodies[best[title]].weight:
            best[title] = start
    papers = []
    for start in found:
        chosen = best[squeeze(title_of(lines[start]))]
        if bodies[start].weight and (chosen == start or bodies[start].is_apart(bodies[chosen])):
            papers.append(start)
    listed = [start for start in found if start not in papers]
    return Starts(papers=tuple(_joined(lines, papers, listed)), listed=frozenset(listed))


def _joined(lines: Sequence[Classed], papers: list[int], listed: list[int]) -> list[int]:
    """Move a paper's start up to a tagged headline right above its title."""
    begun = []
    for start in papers:
        above = [n for n in listed if n < start and not any(line.text for line in lines[n + 1 : start])]
        same = [n for n in above if squeeze(title_of(lines[n])) == squeeze(title_of(lines[start]))]
        begun.append(same[0] if same else start)
        for n in same:
            listed.remove(n)
        if same:
            listed.append(start)
    return begun


def _labelled(lines: Sequence[Classed]) -> Starts:
    """Papers without headlines: from the lines above the first label, after the link that ends the previous paper."""
    papers: list[int] = []
    closed = True
    head: list[int] = []
    names: Counter[str] = Counter()
    for number, line in enumerate(lines):
        if line.kind is Kind.LABEL or (line.kind is Kind.FACT and closed):
            again = line.kind is Kind.LABEL and names[line.name] > 0
            if closed or again:
                papers.append(_first_of(lines, head, number))
                names.clear()
            if line.kind is Kind.LABEL:
                names[line.name] += 1
            closed, head = False, []
        elif line.kind is Kind.LINK:
            closed = closed or bool(names)
            head = [] if names else head
        elif line.kind in (Kind.PART, Kind.NOISE):
            head = []
        elif line.kind is Kind.TEXT:
            head = [*head, number][-_LONGEST_HEAD:]
    return Starts(papers=tuple(dict.fromkeys(papers)), guessed=bool(papers))


def _may_be_title(text: str) -> bool:
    return (
        len(text) < 200
        and not text.endswith((".", "。", ";", "；"))
        and not (other_label(text) or is_title_of_issue(text))
    )


def _first_of(lines: Sequence[Classed], head: list[int], label: int) -> int:
    """The line above a label that is the title: the first short one, in English if possible."""
    candidates = [n for n in head if _may_be_title(lines[n].text)]
    english = [n for n in candidates if language_of(lines[n].text) == "en"]
    return (english or candidates or [label])[0]
