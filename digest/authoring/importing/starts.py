"""Where the papers of a post begin, by the surest sign that the post has."""

from collections import Counter
from collections.abc import Sequence

from digest.authoring.importing.classes import Classed, Kind
from digest.authoring.importing.headlines import is_title_key, is_title_of_issue, squeeze, title_of
from digest.authoring.importing.labels import NUMBER, number_of, other_label, word_tag
from digest.model.front_matter import IDENTITIES
from digest.text.language import language_of
from digest.text.records import frozen

_MATTER = (Kind.LABEL, Kind.LINK, Kind.FACT)
"""What only papers have."""

_ENDS = (Kind.LABEL, Kind.LINK)
"""What a paper's two titles do not have between them."""

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
    """Where papers begin: at tagged headlines; else at headings, at keys of titles, at numbered lines, above labels."""
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
    """The lines that say nothing but one of the titles."""
    return [
        number
        for number, line in enumerate(lines)
        if line.kind is Kind.TEXT and len(line.text) < 300 and squeeze(title_of(line)) in titles
    ]


def _strange_tags(lines: Sequence[Classed]) -> list[int]:
    """Lines that go on with the numbers of the headlines, and have a word for a tag, or none and a paper's link."""
    found = []
    last = 0
    item: int | None = None  # the number of the last point, where there is a list
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
    """Whether a paper's link stands below a line, before the next that is numbered or has a tag."""
    for line in lines[start + 1 :]:
        if line.kind in (Kind.LINK, Kind.FACT) and _names_paper(line):
            return True
        if line.kind is Kind.HEADLINE:
            return False
    return False


def _titled(lines: Sequence[Classed]) -> list[int]:
    """Keys of titles, of those in two languages the first; and the lines that only list these titles."""
    found: list[int] = []
    seen: set[str] = set()
    for number, line in enumerate(lines):
        if is_title_key(line):
            if line.name in seen or not found or any(each.kind in _ENDS for each in lines[found[-1] : number]):
                found.append(number)
                seen.clear()
            seen.add(line.name)
    if len(found) < 2 or all(n and lines[n - 1].kind is Kind.TEXT and NUMBER.match(lines[n - 1].text) for n in found):
        return []  # numbered lines have the titles below them
    return sorted({*found, *_repeated(lines, {squeeze(title_of(lines[number])) for number in found})})


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
        if any(line.kind in _MATTER for line in lines[number:stop]) or _names_paper(lines[number]):
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
        in_points = _stays_in_points(line, in_points=in_points)
        if line.kind is Kind.TEXT and not in_points and NUMBER.match(line.text) and len(line.text) < 300:
            found.append(number)
    return [number for number in found if _has_matter(lines, number, set(found))] and found


def _stays_in_points(line: Classed, *, in_points: bool) -> bool:
    """Whether numbered lines below a line are points, if those above it are `in_points`."""
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
    """What stands below a headline: how much of it only papers have, the papers that it names, whether it has texts."""

    weight: int
    papers: frozenset[tuple[str, str]]
    has_texts: bool

    @staticmethod
    def of(headline: Classed, below: Sequence[Classed]) -> "_Body":
        """The body of a headline, which may name the paper itself."""
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
        """Whether it is a paper of its own, though the other has the same title. What stands behind the last title of
        a list is no body: a text of the day, say.
        """
        return self.has_texts or bool(self.papers - other.papers)


def _without_lists(lines: Sequence[Classed], found: list[int]) -> Starts:
    """Each paper once, where most is said of it; where its title stands alone, it is listed there."""
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
