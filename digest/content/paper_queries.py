"""Which papers are meant by words on a command line: days, ids, names of terms, and texts."""

import datetime
import json
import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import cached_property
from typing import Any, NamedTuple

from digest.content.data_schema import paper_schema
from digest.content.head import Head
from digest.content.paper_data import PaperData
from digest.content.periods import WEEK
from digest.model.arxiv_ids import read_identifier
from digest.model.categories import category_code
from digest.model.fields import names_of
from digest.model.front_matter import DOI, FrontMatter, read_id, split_version
from digest.text.characters import HAN
from digest.text.folding import fold
from digest.text.nearest import did_you_mean

FORMS = (
    "2023-02-08, 2023-W06, 2023-02, 2023, A..B or latest; ids, slugs or files; cat:, tag:, area:, author:,"
    " affil:, venue:, text:, has:, missing:, is:, not:; other words are looked for in all texts"
)
"""What `read_query` takes."""


class NoQuery(ValueError):
    """A word cannot be read as a part of a query."""

    def __init__(self, message: str, hint: str) -> None:
        super().__init__(message)
        self.message = message
        self.hint = hint


class Candidate:
    """A paper that may be meant. Its data is loaded when a condition asks for it."""

    def __init__(self, head: Head, state: str, load: Callable[[str], PaperData]) -> None:
        """`state` is `draft`, `future`, or empty if the paper is published."""
        self.head = head
        self.state = state
        self._load = load

    @cached_property
    def data(self) -> PaperData:
        """Its data."""
        return self._load(self.head.path)

    @cached_property
    def fields(self) -> Mapping[str, Any]:
        """The names and values of its data that the entry alone gives."""
        read: dict[str, Any] = json.loads(self.data.text)
        return {"slug": self.head.slug, **read} | ({"figures": self.data.figures} if self.data.figures else {})

    @cached_property
    def folded(self) -> str:
        """All its texts, folded as for the search."""
        return fold("\0".join(_texts_in(self.fields)))


Condition = Callable[[Candidate], bool]


class Query(NamedTuple):
    """Conditions that all have to hold. `unknown` are ids that no paper has, `states` those asked for by `is:`."""

    conditions: tuple[Condition, ...]
    unknown: tuple[str, ...]
    states: frozenset[str]

    def matches(self, paper: Candidate) -> bool:
        """Whether a paper is meant."""
        return all(condition(paper) for condition in self.conditions)


def read_query(words: Sequence[str], papers: Sequence[Candidate]) -> Query:
    """Read the words of a query about some papers. Raises `NoQuery`.

    Several words narrow what is meant, but for ids, of which any will do.
    """
    named: dict[str, set[str]] = {}
    for paper in papers if words else ():
        for name in _names(paper.head):
            named.setdefault(name.casefold(), set()).add(paper.head.path)
    chosen: set[str] = set()
    unknown: list[str] = []
    states: set[str] = set()
    conditions: list[Condition] = []
    has_ids = False
    for word in words:
        ids = list(_ids(word, named))
        has_ids = has_ids or bool(ids)
        for each in ids:
            chosen |= named.get(each.casefold(), set())
            unknown += [each] if each.casefold() not in named else []
        if not ids:
            conditions.append(_condition(word, papers))
            name, value = _split(word)
            states |= {value} if name == "is" else set()
    if has_ids:
        conditions.insert(0, lambda paper: paper.head.path in chosen)
    return Query(tuple(conditions), tuple(unknown), frozenset(states))


_COMMA = re.compile(r"\s*[,，]\s*")
_FIELD = re.compile(r"(?P<name>[A-Za-z]+)[:：]\s*(?P<value>.*)", re.DOTALL)
_DAY_LIKE = re.compile(r"\d{4}(?:-(?:\d{1,2}(?:-\d{1,2})?|[Ww]\d{1,2}))?")


def _names(head: Head) -> Iterator[str]:
    """All that names the paper of an entry."""
    yield from (head.slug, head.path, head.path.partition("/")[2], head.path.rpartition("/")[2].removesuffix(".md"))
    if head.arxiv:
        yield from (head.arxiv, split_version(head.arxiv)[0])
    kind, _, value = head.identity.partition(":")
    if kind != "title":
        yield value


def _ids(word: str, named: Mapping[str, object]) -> Iterator[str]:
    """The ids in a word, with commas between several; nothing if it is something else."""
    found = []
    for each in _COMMA.split(word):
        identifier, doi = read_identifier(each), read_id(DOI, each)
        if each.casefold() in named:
            found.append(each)
        elif identifier is not None:
            found.append(identifier.whole if identifier.whole.casefold() in named else identifier.paper)
        elif doi is not None:
            found.append(doi)
        elif each.endswith(".md"):
            found.append(each)
        else:
            return
    yield from found


def _split(word: str) -> tuple[str, str]:
    """The name before the colon, in lower case, and the value; no name if there is no colon."""
    match = _FIELD.fullmatch(word.strip())
    return (match["name"].lower(), match["value"].strip()) if match else ("", word)


def _condition(word: str, papers: Iterable[Candidate]) -> Condition:
    name, value = _split(word)
    if name and name not in (*_FIELDS, "not"):
        hint = did_you_mean(name, (*_FIELDS, "not"))
        raise NoQuery(f"a selection has no '{name}:'", hint or f"write text:'{word}' to look for these words")
    if name and not value:
        raise NoQuery(f"'{word}' names nothing", f"write what to look for behind '{name}:'")
    if name == "not":
        condition = _condition(value, papers)
        return lambda paper: not condition(paper)
    if name:
        return _FIELDS[name](value)
    if word == "latest":
        latest = max([paper.head.day for paper in papers if not paper.state], default="")
        return lambda paper: paper.head.day == latest
    start, dots, end = word.partition("..")
    if dots and all(_DAY_LIKE.fullmatch(each) for each in (start, end) if each) and start + end:
        first, last = _days(start)[0] if start else "", _days(end)[1] if end else "9999-12-31"
        if first > last:
            raise NoQuery(f"'{word}' ends before it begins", f"write {end}..{start}")
        return lambda paper: first <= paper.head.day <= last
    if _DAY_LIKE.fullmatch(word):
        from_day, to_day = _days(word)
        return lambda paper: from_day <= paper.head.day <= to_day
    return _in_texts(word)


def _days(text: str) -> tuple[str, str]:
    """The first and the last day of a day, week, month or year."""
    year, *parts = text.upper().split("-")
    try:
        if parts and parts[0].startswith("W"):
            first = WEEK.first(int(year), int(parts[0][1:]))
            return first.isoformat(), (first + datetime.timedelta(6)).isoformat()
        month, day = [int(each) for each in (*parts, "1", "1")[:2]]
        date = datetime.date(int(year), month, day)
    except (ValueError, OverflowError):
        raise NoQuery(
            f"'{text}' is no day, week or month of the calendar", "write it as 2023-02-08, 2023-W06 or 2023-02"
        ) from None
    start = date.isoformat()[: (4, 7, 10)[len(parts)]]
    return f"{start}{'-01-01'[len(start) - 4 :]}", f"{start}{'-12-31'[len(start) - 4 :]}"


def words_in(value: str) -> re.Pattern[str]:
    """A pattern that finds words in a folded text, as whole words. Raises `NoQuery` if there are none."""
    term = fold(value.strip())
    if not term:
        raise NoQuery(f"'{value}' has no words to look for", f"a selection takes {FORMS}")
    start, end = [_NO_LETTER.format(sign) if _LETTER.match(term[at]) else "" for sign, at in (("<!", 0), ("!", -1))]
    return re.compile(f"{start}{re.escape(term)}{end}")


_LETTER = re.compile(rf"[^\W_{HAN}]")
"""What joins words: in Chinese, nothing does."""
_NO_LETTER = f"(?{{}}{_LETTER.pattern})"


def _named(names: Callable[[Head], Iterable[str]]) -> Callable[[str], Condition]:
    """A condition on names by values with commas between them: any of them will do."""

    def read(value: str) -> Condition:
        wanted = [words_in(each) for each in _COMMA.split(value)]
        return lambda paper: any(each.search(fold(_plain(name))) for name in names(paper.head) for each in wanted)

    return read


def _plain(name: str) -> str:
    return name.partition("\0")[0]


def _of_category(value: str) -> Condition:
    codes = {category_code(each) for each in _COMMA.split(value)}
    return lambda paper: not codes.isdisjoint(paper.head.categories)


def _in_texts(value: str) -> Condition:
    wanted = words_in(value)
    return lambda paper: wanted.search(paper.folded) is not None


def _has(value: str) -> Condition:
    known = names_of(FrontMatter)
    fields = [known[each].name if each in known else each.lower() for each in _COMMA.split(value) if each]
    properties = [name for name in paper_schema()["properties"] if name != "page"]
    for field in fields:
        if field not in properties:
            hint = did_you_mean(field, properties)
            raise NoQuery(f"papers have no field '{field}'", hint or f"the fields are {', '.join(properties)}")
    return lambda paper: any(field in paper.fields for field in fields)


def _misses(value: str) -> Condition:
    conditions = [_has(each) for each in _COMMA.split(value) if each]
    return lambda paper: not all(condition(paper) for condition in conditions)


_STATES = ("draft", "future")


def _is(value: str) -> Condition:
    if value not in _STATES:
        raise NoQuery(f"papers cannot be asked to be '{value}'", "write is:draft or is:future")
    return lambda paper: paper.head.draft if value == "draft" else paper.state == "future"


_FIELDS: Mapping[str, Callable[[str], Condition]] = {
    "cat": _of_category,
    "tag": _named(lambda head: head.tags),
    "area": _named(lambda head: head.areas),
    "author": _named(lambda head: head.authors),
    "affil": _named(lambda head: head.affiliations),
    "venue": _named(lambda head: head.venues),
    "text": _in_texts,
    "has": _has,
    "missing": _misses,
    "is": _is,
}
"""What may stand before a colon, besides `not`."""


def _texts_in(value: Any) -> Iterator[str]:
    """All strings in a value of JSON, without names."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, Mapping):
        for each in value.values():
            yield from _texts_in(each)
    elif isinstance(value, list | tuple):
        for each in value:
            yield from _texts_in(each)
