"""Related papers: the older papers that a paper has most in common with.

A paper has only older ones, those of days before and those before it in its issue. Words count the more the fewer of
these have them. So a new paper changes nothing for the others.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, NamedTuple

from digest.content.head import Head, metadata_of, summaries_of, titles_of
from digest.content.identities import identifier, identities_known
from digest.content.site import Site
from digest.content.topics import (
    AUTHOR,
    CHARACTERS,
    KIND_BITS,
    PHRASE,
    TAG,
    WORD,
    Phrases,
    TopicPlaces,
    TopicText,
    phrases_of,
    places_of,
    read_topic_texts,
    read_topics,
    shared_words,
    topic_number,
)
from digest.plan.link_targets import Resolved
from digest.plan.urls import paper_path
from digest.text.fingerprint import fingerprint, fingerprint_bytes
from digest.text.names import fold_name
from digest.text.packing import pack, unpack

_MOST, _TRIED = 5, 8
"""Related papers of a paper, and among how many they are: some have no more in common than parts of words."""

_WEIGHTS = {WORD: 2, CHARACTERS: 1, PHRASE: 3, TAG: 6, AUTHOR: 4}
_LINK = 1_000_000
"""What having a thing in common counts, times the logarithm of its rarity; a link from the one to the other."""

_STRONG = 2
"""What two papers must have in common, times the logarithm of the number of papers."""

_HEAVIEST, _NEWEST = 16, 8
"""How many topics and authors of a paper count, those that weigh most, and with how many papers of each it is
compared.
"""

_USUAL, _USUAL_TAG, _OFTEN = 12, 4, 12
"""What more than one in `_USUAL` papers have says nothing, and a tag of more than one in `_USUAL_TAG`; on a small site
what more than `_OFTEN` have.
"""

_FEW = 64
"""A site with fewer papers is taken as one with so many: on it all words are rare."""

_SAID = 3
"""Words that say what two papers share."""


class Relation(NamedTuple):
    """A related paper, by its source, and why: a link, shared authors, shared topics in each language."""

    path: str
    linked: bool
    authors: tuple[str, ...]
    topics_zh: tuple[str, ...]
    topics_en: tuple[str, ...]


class Relations(NamedTuple):
    """Those of the papers of an issue. `marks` has for each paper the fingerprint of what `Cards.related` shows."""

    chain: str
    """Fingerprint of everything that they are made from."""
    marks: tuple[str, ...]
    packed: bytes

    def of(self, place: int) -> tuple[Relation, ...]:
        """Those of the paper at this place in the issue."""
        found: tuple[Relation, ...] = unpack(self.packed, tuple[tuple[Relation, ...], ...])[place]
        return found


def relate(
    site: Site, resolved: Mapping[str, Resolved], kept: Mapping[str, Any]
) -> tuple[tuple[Relations, ...], dict[str, Any]]:
    """The related papers of all issues. Also returns what differs from `kept`, by day; a day that is gone has None."""
    authors = [typed for issue in site.issues for head in issue.entries for typed in head.authors]
    known_people = identities_known(site.people, authors)
    chain = fingerprint(known_people)
    found: list[Relations] = []
    chains = []
    for issue in site.issues:
        parts = [_digest_of(head, resolved) for head in issue.entries]
        chain = fingerprint_bytes("\n".join((chain, issue.date.isoformat(), *parts)).encode())
        chains.append(chain)
        known = kept.get(issue.date.isoformat())
        if known is not None and known[0] == chain and len(found) == len(chains) - 1:
            found.append(Relations(*known))
    days = [issue.date.isoformat() for issue in site.issues]
    changed: dict[str, Any] = dict.fromkeys(kept.keys() - set(days))
    first = len(found)
    if first < len(days):
        finder = _Finder(resolved, site, authors, known_people[1])
        new = [head for issue in site.issues[first:] for head in issue.entries]
        finder.learn([head for issue in site.issues[:first] for head in issue.entries], new)
        for issue, day, chain in zip(site.issues[first:], days[first:], chains[first:], strict=True):
            pairs = [finder.find(head) for head in issue.entries]
            packed = pack(tuple([each for each, _ in pairs]), tuple[tuple[Relation, ...], ...])
            relations = Relations(chain, tuple([mark for _, mark in pairs]), packed)
            found.append(relations)
            changed[day] = tuple(relations)
    return tuple(found), changed


def _digest_of(head: Head, resolved: Mapping[str, Resolved]) -> str:
    """Fingerprints of all of a paper that matters here."""
    links = resolved[head.path].fingerprint if head.references else ""
    return f"{head.path} {head.slug} {head.digest} {head.row} {links} {'|'.join(head.authors)}"


class _Finder:
    """The papers so far, from the oldest: by topic, the places of those that have it.

    `shared` are the folded names of several people.
    """

    def __init__(
        self, resolved: Mapping[str, Resolved], site: Site, authors: Iterable[str], shared: Iterable[str]
    ) -> None:
        self._resolved = resolved
        self._identify = identifier(site.people, authors)
        self._has_marks = any("\0" in typed for typed in authors)
        named = [*[name for person in site.people for name in (person.name, *person.spellings)], *shared]
        self._has_names = bool(named)
        self._renamed = {topic_number(AUTHOR, fold_name(name)): self._person(name) for name in named}
        self._heads: list[Head] = []
        self._having: dict[int, list[int]] = defaultdict(list)
        self._pages: dict[str, int] = {}
        self._phrases: dict[str, Phrases] = {}

    def learn(self, older: Sequence[Head], new: Iterable[Head]) -> None:
        """Add papers, as far as the `new` ones need them."""
        if not older:
            return
        needed = {topic for head in new for topic in self._topics(head)}
        for head in older:
            self._add(head, needed.intersection(self._topics(head)))

    def find(self, head: Head) -> tuple[tuple[Relation, ...], str]:
        """The related papers of a paper, and the fingerprint of their rows on its page. Then add the paper."""
        topics, having = self._topics(head), self._having
        many = max(len(self._heads), _FEW)
        usual, least = max(_OFTEN, many // _USUAL), _STRONG * many.bit_length()
        limits = {TAG: max(_OFTEN, many // _USUAL_TAG)}
        counts = [(topic, len(having[topic])) for topic in topics if topic in having]
        known = [
            (_WEIGHTS[kind] * ((many // size).bit_length() - 1), topic)
            for topic, size in counts
            if size <= limits.get(kind := topic & KIND_BITS, usual)
        ]
        weights = {topic: weight for weight, topic in sorted(known, reverse=True)[:_HEAVIEST]}
        scores: dict[int, int] = dict.fromkeys(self._links(head), _LINK)
        if sum(weights.values()) >= least:
            for topic, weight in weights.items():
                for place in having[topic][-_NEWEST:]:
                    scores[place] = scores.get(place, 0) + weight
        best = sorted([(-score, -place) for place, score in scores.items() if score >= least])[:_TRIED]
        self._add(head, topics)
        if not best:
            return (), ""
        relations: list[Relation] = []
        shown: list[tuple[object, ...]] = []
        people = self._people(head) if any(topic & KIND_BITS == AUTHOR for topic in weights) else ()
        texts = _texts(head)
        places = places_of(texts, weights)
        ours = self._phrases[head.path] = phrases_of(texts)
        for score, place in best:
            other = self._heads[-place]
            shared = weights.keys() & self._topics(other)
            why = self._explain(head, other, people, places, ours, shared, linked=-score >= _LINK)
            if any(why[1:]):
                relations.append(why)
                shown.append((other.slug, other.day, other.titles, why[1:]))
                if len(shown) == _MOST:
                    break
        return tuple(relations), fingerprint_bytes(repr(shown).encode("utf-8", "replace"))[:16] if shown else ""

    def _add(self, head: Head, topics: Iterable[int]) -> None:
        place, having = len(self._heads), self._having
        for topic in topics:
            having[topic].append(place)
        self._pages[paper_path(head.slug)] = place
        self._heads.append(head)

    def _topics(self, head: Head) -> Sequence[int]:
        """What it is about, and its authors as `identifier` tells them apart."""
        topics: Sequence[int] = read_topics(head.topics)
        if not self._renamed.keys().isdisjoint(topics):
            topics = [topic for each in topics if (topic := self._renamed.get(each, each))]
        if self._has_marks:
            topics = [*topics, *[topic for each in head.authors if "\0" in each and (topic := self._person(each))]]
        return tuple(dict.fromkeys(topics)) if self._renamed or self._has_marks else topics

    def _person(self, typed: str) -> int:
        """The topic of an author, 0 for one of several people."""
        if not self._has_names and "\0" not in typed:  # fast path
            return topic_number(AUTHOR, fold_name(typed))
        person = self._identify(typed)
        return topic_number(AUTHOR, person.key) if person is not None else 0

    def _links(self, head: Head) -> list[int]:
        """The older papers that it links to."""
        links = self._resolved[head.path].links if head.references else ()
        return [self._pages[link.path] for link in links if link.kind == "page" and link.path in self._pages]

    def _people(self, head: Head) -> list[tuple[int, str]]:
        """The authors' topics and names."""
        named = zip(head.authors, metadata_of(head).people, strict=True)
        return [(self._person(typed), credit.name) for typed, credit in named]

    def _explain(
        self,
        head: Head,
        other: Head,
        people: Iterable[tuple[int, str]],
        places: TopicPlaces,
        ours: Phrases,
        shared: set[int],
        *,
        linked: bool,
    ) -> Relation:
        authors = [name for topic, name in people if topic in shared]
        tags: list[str] = []
        if (other.tags or other.areas) and (head.tags or head.areas):
            names = {fold_name(name) for name in (*other.tags, *other.areas)}
            tags = [name for name in (*head.tags, *head.areas) if fold_name(name) in names]
        phrases = self._phrases.get(other.path)
        if phrases is None:
            phrases = self._phrases[other.path] = phrases_of(_texts(other))
        words = shared_words(places, ours, phrases, shared)
        return Relation(
            path=other.path,
            linked=linked,
            authors=tuple(authors[:_SAID]),
            topics_zh=_few(*tags, *(words.chinese or words.latin)),
            topics_en=_few(*tags, *(words.latin or words.chinese)),
        )


def _few(*names: str) -> tuple[str, ...]:
    """The first names, without those that are a part of one before."""
    found: list[str] = []
    for name in names:
        if not any(name.casefold() in each.casefold() for each in found):
            found.append(name)
    return tuple(found[:_SAID])


def _texts(head: Head) -> list[TopicText]:
    return read_topic_texts([title for title in titles_of(head)[:2] if title], summaries_of(head).zh)
