"""Related papers: the older papers that a paper has most in common with.

A paper has only older ones, those of days before and those before it in its issue. What two papers share counts the
more the fewer of the older ones have it. So a new paper changes nothing for those before it, and a changed paper only
matters to later ones that have a topic or name that it got or lost, or that show it or link to it.
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from itertools import chain
from operator import itemgetter
from typing import Any, NamedTuple

from digest.content.head import Head, titles_of
from digest.content.site import Site
from digest.content.topics import CHARACTERS, JOINT, KIND_BITS, PHRASE, WORD, TopicTitles, read_titles, read_topics
from digest.plan.link_targets import Resolved
from digest.plan.taxonomies import Terms
from digest.plan.urls import paper_path
from digest.text.fingerprint import fingerprint_bytes
from digest.text.packing import pack, unpack

_MOST, _TRIED = 5, 8
"""Related papers of a paper, and among how many they are: some have no more in common than parts of words."""

_AUTHOR, _TAG = 2, 6
_WEIGHTS = {WORD: 2, PHRASE: 3, JOINT: 1, CHARACTERS: 2}
_LINK = 1_000_000
"""What having a thing in common counts, times its rarity; a link from the one to the other."""

_STRONG = 2
"""What two papers must have in common, times the rarity of what no other paper has."""

_HEAVIEST, _NEWEST = 16, 8
"""How many topics and names of a paper count, those that weigh most, and with how many papers of each it is
compared.
"""

_RARE = 3
"""The rarity from which on a thing says something: what one in eight papers has does not."""

_FEW = 64
"""A site with fewer papers is taken as one with so many: on it all words are rare."""

_SAID = 3
"""Words that say what two papers share."""

_NONE = pack((), tuple[str, ...])


class Relation(NamedTuple):
    """A related paper, by its source, and why: a link, shared authors, shared topics in each language."""

    path: str
    linked: bool
    authors: tuple[str, ...]
    topics_zh: tuple[str, ...]
    topics_en: tuple[str, ...]


class Traits(NamedTuple):
    """All of a paper that matters here."""

    path: str
    slug: str
    digest: str
    level: int
    """The bits of the number of older papers: the rarity of what one of them has."""
    links: tuple[str, ...]
    """The pages that it links to."""
    names: tuple[str, ...]
    """Authors, then tags and areas with `#`; equal for those of one person or name, empty for one of several people."""
    topics: bytes


class Found(NamedTuple):
    """The related papers of a paper. They depend on its traits, and on the older papers with its topics and names."""

    traits: Traits
    pages: tuple[str, ...]
    """The pages of the related papers."""
    mark: str
    """The fingerprint of what `Cards.related` shows."""
    packed: bytes

    @property
    def relations(self) -> tuple[Relation, ...]:
        """The related papers, first that with most in common."""
        found: tuple[Relation, ...] = unpack(self.packed, tuple[Relation, ...])
        return found


_Topic = int | str
"""A topic or a name."""


def relate(
    site: Site, taxonomies: Mapping[str, Terms], resolved: Mapping[str, Resolved], kept: Mapping[str, Any]
) -> tuple[tuple[Sequence[Found], ...], dict[str, Any]]:
    """The related papers of all papers, by issue.

    `kept` has those of an earlier plan. Also returns what differs from it, by day; a day that is gone has None.
    """
    days = _describe(site, taxonomies, resolved)
    known = {day: [Found(Traits._make(traits), *rest) for traits, *rest in papers] for day, papers in kept.items()}
    changes = _compare(known, days)
    found = {each.traits.path: each for day, papers in known.items() for each in papers if changes.spare(day, each)}
    stale = [traits for papers in days.values() for traits in papers if traits.path not in found]
    if stale:
        finder = _Finder({topic for traits in stale for topic in _topics(traits)} if found else None)
        heads = [head for issue in site.issues for head in issue.entries]
        for head, traits in zip(heads, chain.from_iterable(days.values()), strict=True):
            if traits.path not in found:
                found[traits.path] = finder.find(head, traits)
            finder.add(head, traits)
    by_day = {day: [found[traits.path] for traits in papers] for day, papers in days.items()}
    changed: dict[str, Any] = dict.fromkeys(known.keys() - days.keys())
    for day, papers in by_day.items():
        if papers != known.get(day):
            changed[day] = [(tuple(each.traits), *each[1:]) for each in papers]
    return tuple(by_day.values()), changed


def _describe(site: Site, taxonomies: Mapping[str, Terms], resolved: Mapping[str, Resolved]) -> dict[str, list[Traits]]:
    authors, tags, areas = [taxonomies[each].keys for each in ("authors", "tags", "areas")]
    days: dict[str, list[Traits]] = {}
    older = 0
    for issue in site.issues:
        here = days[str(issue.date)] = []
        for head in issue.entries:
            links = resolved[head.path].links if head.references else ()
            named = [authors.get(each, "") for each in head.authors]
            named += [f"#{tags[each]}" for each in head.tags] + [f"#{areas[each]}" for each in head.areas]
            here.append(
                Traits(
                    path=head.path,
                    slug=head.slug,
                    digest=head.digest,
                    level=max(older, _FEW).bit_length(),
                    links=tuple([link.path for link in links if link.kind == "page"]),
                    names=tuple(named),
                    topics=head.topics,
                )
            )
            older += 1
    return days


class _Changes(NamedTuple):
    """How a plan differs from an earlier one: the papers that came, went, moved or changed, their pages, and the
    topics and names that they got or lost. `since` is the first day with such a paper; empty if there is none.
    """

    since: str
    papers: set[str]
    pages: set[str]
    topics: set[_Topic]

    def spare(self, day: str, found: Found) -> bool:
        """Whether a paper of the earlier plan has the same related ones in both."""
        if not self.since or day < self.since:
            return True
        traits = found.traits
        return (
            traits.path not in self.papers
            and self.pages.isdisjoint((*traits.links, *found.pages))
            and self.topics.isdisjoint(_topics(traits))
        )


def _compare(known: Mapping[str, Sequence[Found]], days: Mapping[str, Sequence[Traits]]) -> _Changes:
    changes = _Changes("", set(), set(), set())
    for day in sorted(known.keys() | days.keys(), reverse=True) if known else ():
        old = {each.traits.path: each.traits for each in known.get(day, ())}
        new = {each.path: each for each in days.get(day, ())}
        if list(old.values()) == list(new.values()):
            continue
        changes = changes._replace(since=day)
        is_moved = [path for path in old if path in new] != [path for path in new if path in old]
        for path in old.keys() | new.keys():
            sides = [side[path] for side in (old, new) if path in side]
            stays = len(sides) == 2 and not is_moved
            if stays and sides[0] == sides[1]:
                continue
            changes.papers.add(path)
            changes.pages.update([paper_path(each.slug) for each in sides])
            topics = [set(_topics(each)) for each in sides]
            changes.topics.update(topics[0] ^ topics[1] if stays else topics[0] | topics[-1])
    # where runs begin and end matters to papers that have their characters
    changes.topics.update([topic & ~KIND_BITS | CHARACTERS for topic in changes.topics if isinstance(topic, int)])
    return changes


def _topics(traits: Traits) -> tuple[_Topic, ...]:
    return *filter(None, traits.names), *read_topics(traits.topics)


def _weigh(topic: _Topic) -> int:
    if isinstance(topic, int):
        return _WEIGHTS.get(topic & KIND_BITS, 0)
    return _TAG if topic.startswith("#") else _AUTHOR


class _Finder:
    """The papers so far, from the oldest: by topic and name, the places of those that have it.

    `needed` are the only topics and names that matter; None for all.
    """

    def __init__(self, needed: set[_Topic] | None) -> None:
        self._needed = needed
        self._papers: list[tuple[Head, Traits]] = []
        self._having: dict[_Topic, list[int]] = defaultdict(list)
        self._places: dict[str, int] = {}

    def add(self, head: Head, traits: Traits) -> None:
        """Add the next paper."""
        place, having, topics = len(self._papers), self._having, _topics(traits)
        for topic in set(topics) if self._needed is None else self._needed.intersection(topics):
            having[topic].append(place)
        self._places[paper_path(head.slug)] = place
        self._papers.append((head, traits))

    def find(self, head: Head, traits: Traits) -> Found:
        """The related papers of the next paper."""
        known = []
        for topic in dict.fromkeys(_topics(traits)):
            places = self._having.get(topic)
            if places and (rarity := traits.level - len(places).bit_length()) >= _RARE:
                known.append((_weigh(topic) * rarity, places))
        known = sorted(known, key=itemgetter(0), reverse=True)[:_HEAVIEST]
        scores = {self._places[page]: _LINK for page in traits.links if page in self._places}
        least = _STRONG * traits.level
        if sum([weight for weight, _ in known]) >= least:
            for weight, places in known:
                for place in places[-_NEWEST:]:
                    scores[place] = scores.get(place, 0) + weight
        best = sorted([(score, place) for place, score in scores.items() if score >= least], reverse=True)[:_TRIED]
        if not best:
            return Found(traits, (), "", _NONE)
        titles = read_titles(head.topics, head.topic_places, filter(None, titles_of(head)[:2]))
        relations: list[tuple[Relation, Head]] = []
        for score, place in best:
            other, theirs = self._papers[place]
            relation = _explain(head, traits, titles, other.path, theirs, linked=score >= _LINK)
            if relation.linked or relation.topics_zh or len(relation.authors) > 1:
                relations.append((relation, other))
                if len(relations) == _MOST:
                    break
        shown = [(other.slug, other.day, other.titles, relation[1:]) for relation, other in relations]
        return Found(
            traits=traits,
            pages=tuple([paper_path(other.slug) for _, other in relations]),
            mark=fingerprint_bytes(repr(shown).encode("utf-8", "replace"))[:16] if shown else "",
            packed=pack(tuple([relation for relation, _ in relations]), tuple[Relation, ...]),
        )


def _explain(head: Head, traits: Traits, titles: TopicTitles, path: str, others: Traits, *, linked: bool) -> Relation:
    theirs = frozenset(_topics(others))
    named = zip((*head.authors, *head.tags, *head.areas), traits.names, strict=True)
    shared = [typed if name in theirs else "" for typed, name in named]
    authors = [typed.partition("\0")[0] for typed in shared[: len(head.authors)] if typed]
    tags = [typed for typed in shared[len(head.authors) :] if typed]
    chinese, latin = titles.shared(theirs)
    return Relation(
        path=path,
        linked=linked,
        authors=tuple(authors[:_SAID]),
        topics_zh=_few(*tags, *(chinese or latin)),
        topics_en=_few(*tags, *(latin or chinese)),
    )


def _few(*names: str) -> tuple[str, ...]:
    """The first names, without those that are a part of one before."""
    found: list[str] = []
    for name in names:
        if not any(name.casefold() in each.casefold() for each in found):
            found.append(name)
    return tuple(found[:_SAID])
