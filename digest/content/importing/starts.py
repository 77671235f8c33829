"""Where the papers of a post begin, by the surest sign that the post has."""

import re
from collections import Counter
from collections.abc import Sequence

from digest.content.importing.classes import Classed, Kind
from digest.content.importing.labels import NUMBER, other_label
from digest.content.importing.lines import Line
from digest.text.language import language_of
from digest.text.records import frozen

_MATTER = (Kind.LABEL, Kind.LINK, Kind.FACT)
"""What only papers have."""

_TITLE_OF_ISSUE = re.compile(
    r"日报|周报|月报|晨报|速递|速览|推介|精选|前沿|每日|每周|今日|论文汇总|论文分享|第\s*\d+\s*期|\d{4}[-/.年]\d{1,2}[-/.月]\d{1,2}|"
    r"\bdigest\b|\bdaily\b|\bweekly\b|\bpapers of\b",
    re.IGNORECASE,
)
_LONGEST_HEAD = 5
"""Lines above its first label that may belong to a paper without a headline."""


@frozen
class Starts:
    """The numbers of the lines at which papers begin, and of those that only list the titles of papers further on.

    `guessed` where nothing but labels says that there is a paper.
    """

    papers: tuple[int, ...] = ()
    listed: frozenset[int] = frozenset()
    guessed: bool = False


def find_starts(lines: Sequence[Classed]) -> Starts:
    """Where papers begin: at tagged headlines; else at headings, at numbered lines, above labels."""
    for signs in (_tagged, _headings, _numbered):
        found = signs(lines)
        if found:
            chosen = _without_lists(lines, found)
            if chosen.papers:
                return chosen
    return _labelled(lines)


def squeeze(text: str) -> str:
    """The letters and digits of a title: the same for every way to write it."""
    return "".join([character for character in text.casefold() if character.isalnum()])


def title_line(line: Classed) -> Line:
    """The title on a headline: without its number and tags."""
    if line.rest is not None and line.kind is Kind.HEADLINE:
        return line.rest
    number = NUMBER.match(line.text)
    return line.line.part(number.end()) if number and number.end() < len(line.text) else line.line


def title_of(line: Classed) -> str:
    """The text of the title on a headline."""
    return title_line(line).text


def is_title_of_issue(text: str) -> bool:
    """Whether a line calls itself a digest, or names a day."""
    return _TITLE_OF_ISSUE.search(text) is not None and len(text) <= 100


def _tagged(lines: Sequence[Classed]) -> list[int]:
    headlines = [number for number, line in enumerate(lines) if line.kind is Kind.HEADLINE]
    titles = {squeeze(title_of(lines[number])) for number in headlines}
    repeated = [
        number
        for number, line in enumerate(lines)
        if line.kind is Kind.TEXT and len(line.text) < 300 and squeeze(title_of(line)) in titles
    ]
    return sorted([*headlines, *repeated]) if headlines else []


def _headings(lines: Sequence[Classed]) -> list[int]:
    """Headings with what only papers have below them; those that are deeper than the first such belong to a paper."""
    headings = [n for n, line in enumerate(lines) if line.line.level and line.kind is Kind.TEXT]
    found: list[int] = []
    level = 0
    for place, number in enumerate(headings):
        stop = headings[place + 1] if place + 1 < len(headings) else len(lines)
        here = lines[number].line.level
        deeper = stop < len(lines) and lines[stop].line.level > here
        if (level and here > level) or (is_title_of_issue(lines[number].text) and (deeper or not found)):
            continue
        if any(line.kind in _MATTER for line in lines[number:stop]):
            found.append(number)
            level = here
        elif level and here == level:
            found.append(number)
    return found


def _numbered(lines: Sequence[Classed]) -> list[int]:
    """Numbered lines that are no points of a list: with what only papers have soon below them."""
    found: list[int] = []
    in_points = False
    for number, line in enumerate(lines):
        if line.kind is Kind.LABEL:
            in_points = line.name == "key_points"
        elif line.kind in (Kind.LINK, Kind.PART, Kind.FACT):
            in_points = False
        elif line.kind is Kind.TEXT and not in_points and NUMBER.match(line.text) and len(line.text) < 300:
            found.append(number)
    return [number for number in found if _has_matter(lines, number, set(found))] and found


def _has_matter(lines: Sequence[Classed], number: int, others: set[int]) -> bool:
    for place in range(number + 1, len(lines)):
        if place in others:
            return False
        if lines[place].kind in _MATTER:
            return True
    return False


def _without_lists(lines: Sequence[Classed], found: list[int]) -> Starts:
    """Each paper once, where most is said of it; where its title stands alone, it is listed there."""
    weights = {}
    for start, stop in zip(found, [*found[1:], len(lines)], strict=True):
        weights[start] = sum(line.kind in _MATTER or len(line.text) > 200 for line in lines[start + 1 : stop])
    best: dict[str, int] = {}
    for start in found:
        title = squeeze(title_of(lines[start]))
        if title not in best or weights[start] >= weights[best[title]]:
            best[title] = start
    papers = [start for start in found if best[squeeze(title_of(lines[start]))] == start and weights[start]]
    listed = [start for start in found if start not in papers]
    return Starts(papers=tuple(_joined(lines, papers, listed)), listed=frozenset(listed))


def _joined(lines: Sequence[Classed], papers: list[int], listed: list[int]) -> list[int]:
    """A paper that has its tagged headline right above its title begins there."""
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
    """Papers without headlines: each begins with the lines above its first label, below the last paper's link."""
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
    """The line that is a title among those above a label: the first that is short, and in English if one is."""
    candidates = [n for n in head if _may_be_title(lines[n].text)]
    english = [n for n in candidates if language_of(lines[n].text) == "en"]
    return (english or candidates or [label])[0]
