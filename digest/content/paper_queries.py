"""Which papers are meant by words on a command line: days, ids, names of terms, and texts."""

import json
import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import cached_property, partial
from typing import Any, NamedTuple, NoReturn
from urllib.parse import unquote

from digest.content.data_schema import paper_schema
from digest.content.day_ranges import NoQuery, read_days
from digest.content.head import Head, metadata_of
from digest.content.identities import Identity, identifier
from digest.content.paper_data import PaperData
from digest.content.people import KnownPerson
from digest.model.arxiv_ids import read_identifier
from digest.model.categories import category_code
from digest.model.fields import names_of
from digest.model.front_matter import DOI, FrontMatter, read_id, split_version
from digest.text.characters import HAN
from digest.text.folding import fold
from digest.text.names import fold_name
from digest.text.nearest import did_you_mean

FORMS = (
    "2023-02-08, 2023-W06, 2023-02, 2023, latest or A..B; ids, slugs or files; cat:, tag:, area:, author:,"
    " affil:, venue:, text:, has:, missing:, is:, not:; other words are looked for in all texts"
)
"""What `read_query` takes."""


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
        """The names of its data, and the values that the entry alone gives. The others are True."""
        read: dict[str, Any] = json.loads(self.data.text)
        others = {"page": not self.state, "citation_key": not self.state, "aliases": bool(self.head.aliases)}
        return {
            "slug": self.head.slug,
            **read,
            **({"figures": self.data.figures} if self.data.figures else {}),
            **{name: True for name, is_there in others.items() if is_there},
        }

    @cached_property
    def folded(self) -> str:
        """All its texts, folded as for the search."""
        return fold("\0".join(_texts_in(self.fields)))


Condition = Callable[[Candidate], bool]


class Query(NamedTuple):
    """Conditions that all have to hold. `states` are those asked for by `is:`."""

    conditions: tuple[Condition, ...]
    absent: tuple[str, ...]
    """What no paper has of the ids, categories, tags and areas in it: sentences."""
    states: frozenset[str]

    def matches(self, paper: Candidate) -> bool:
        """Whether a paper is meant."""
        return all(condition(paper) for condition in self.conditions)


def read_query(words: Sequence[str], papers: Sequence[Candidate], people: Sequence[KnownPerson] = ()) -> Query:
    """Read the words of a query about some papers; `people` are those of `authors.yaml`. Raises `NoQuery`.

    Several words narrow what is meant, but any will do of several ids, and of several ranges of days.
    """
    reader = _Reader(papers, people)
    read = [reader.read(word) for word in words]
    conditions = [condition for group, condition in read if not group]
    for group in dict.fromkeys([group for group, _ in read if group]):
        conditions.insert(0, partial(_any_holds, [condition for each, condition in read if each == group]))
    states = {each for name, value in map(_split, words) if name == "is" for each in _values(value)}
    return Query(tuple(conditions), tuple(reader.absent), frozenset(states))


def _any_holds(conditions: Iterable[Condition], paper: Candidate) -> bool:
    return any(condition(paper) for condition in conditions)


_SEPARATORS = ",，、"
_COMMA = re.compile(f"[{_SEPARATORS}]")
_QUOTES = '"“”„‟＂〝〞〟'
_QUOTED = rf"[{_QUOTES}]([^{_QUOTES}]*)[{_QUOTES}]|「([^」]*)」|『([^』]*)』|«([^»]*)»|‘([^’]*)’|'([^']*)'"
"""A phrase in quotation marks, as the site's search reads them."""
_PHRASE = re.compile(rf"\s*(?:{_QUOTED})\s*")
_VALUE = re.compile(rf"\s*(?:(?:{_QUOTED})\s*|([^{_SEPARATORS}]*))(?:[{_SEPARATORS}]|\Z)")
_FIELD = re.compile(r"(?P<name>[A-Za-z]+|[^\W\d_A-Za-z]+)[:：]\s*(?P<value>.*)", re.DOTALL)
_PAGE = re.compile(r"(?:.*/)?papers/(?P<slug>[^/?#]+?)\.(?:html|bib|ris|csl\.json|json|md)(?:[?#].*)?")
"""The address of a paper's page, or of a file beside it."""


def _unquoted(text: str) -> str:
    """A text without the quotation marks around it."""
    match = _PHRASE.fullmatch(text)
    return next(each for each in match.groups() if each is not None) if match else text


def _values(text: str) -> list[str]:
    """Values with commas between them. In quotation marks, a comma is a part of the value."""
    found: list[str] = []
    for match in _VALUE.finditer(text):
        *quoted, plain = match.groups()
        found.append(plain.strip() if plain is not None else next(each for each in quoted if each is not None))
    return [each for each in found if each]


def _parts(word: str) -> list[str]:
    """The parts of a word between commas."""
    parts = _COMMA.split(word)
    return [each.strip() for each in parts] if len(parts) > 1 else parts


def _split(word: str) -> tuple[str, str]:
    """The name before the colon, in lower case, and the value; no name if there is no colon."""
    match = _FIELD.fullmatch(word.strip())
    return (match["name"].lower(), match["value"].strip()) if match else ("", word)


class _Reader:
    """Reads words of a query about some papers."""

    def __init__(self, papers: Sequence[Candidate], people: Sequence[KnownPerson]) -> None:
        self._papers = papers
        self._people = people
        self.absent: list[str] = []

    def read(self, word: str) -> tuple[str, Condition]:
        """A condition, and what it is about: `ids`, `days` or nothing."""
        if _PHRASE.fullmatch(word):
            return "", _in_texts(word)
        if paths := self._paths(word):
            return "ids", lambda paper: paper.head.path in paths
        name, value = _split(word)
        if name in _NAMES:
            return "", self._condition(name, value, word)
        parts = _parts(word)
        ranges = [days for each in parts if (days := read_days(each, self._latest)) is not None]
        if len(ranges) == len(parts):
            return "days", _in_days(ranges)
        _refuse(name, value, word)
        return "", _in_texts(word)

    @cached_property
    def _latest(self) -> str:
        return max([paper.head.day for paper in self._papers if not paper.state], default="")

    def _condition(self, name: str, value: str, word: str) -> Condition:
        if not (_values(value) if name != "not" else value):
            raise NoQuery(f"'{word}' names nothing", f"write what to look for behind '{name}:'")
        if name == "not":
            is_meant = False
            while _split(value)[0] == "not" and (inner := _split(value)[1]):
                value, is_meant = inner, not is_meant
            _, condition = self.read(value)
            return lambda paper: condition(paper) is is_meant
        if name in _DAYS:
            forms = [_DAYS[name].format(each) for each in _values(value)]
            return _in_days([read_days(each, self._latest) or _refuse_days(each) for each in forms])
        if name in _WHOLE:
            return self._among(name, value)
        if name == "author":
            return _within(self._author_names, value)
        return _FIELDS[name](value)

    def _paths(self, word: str) -> frozenset[str]:
        """The files of the papers whose ids are in a word, with commas between several; nothing if it is something
        else. An empty name stands for ids that no paper has.
        """
        found: set[str] = set()
        absent: list[str] = []
        for each in _parts(word):
            forms = _forms_of_id(each)
            known = [form.casefold() for form in (each.rstrip("/"), *forms) if form.casefold() in self._named]
            if not known and not forms:
                return frozenset()
            found |= self._named[known[0]] if known else {""}
            absent += [] if known else [f"There is no paper {forms[-1]}."]
        self.absent += absent
        return frozenset(found)

    @cached_property
    def _named(self) -> Mapping[str, set[str]]:
        """The files by all that names papers, in lower case."""
        named: dict[str, set[str]] = {}
        for paper in self._papers:
            for name in _names(paper.head):
                named.setdefault(name.casefold(), set()).add(paper.head.path)
        return named

    def _among(self, field: str, value: str) -> Condition:
        """A condition on whole names by values: any of them will do."""
        names, read = _WHOLE[field]
        wanted = {read(each): each for each in _values(value)}
        known = {read(name): name for paper in self._papers for name in names(paper.head)}
        for each, typed in wanted.items():
            if each not in known:
                hint = did_you_mean(typed, known.values())
                self.absent.append(f"No paper has {field}:{typed}{f'; {hint}' if hint else '.'}")
        return lambda paper: any(read(name) in wanted for name in names(paper.head))

    def _author_names(self, head: Head) -> Iterator[str]:
        """The names of a paper's authors as typed, and those that `authors.yaml` has for them."""
        identify, known = self._identities
        for typed in head.authors:
            yield _plain(typed)
            identity = identify(typed)
            yield from known.get(identity.key, ()) if identity else ()

    @cached_property
    def _identities(self) -> tuple[Callable[[str], Identity | None], Mapping[str, tuple[str, ...]]]:
        identify = identifier(self._people, [typed for paper in self._papers for typed in paper.head.authors])
        known = {
            f"\0{person.id}" if person.id else fold_name(person.name): (person.name, *person.spellings, person.id)
            for person in self._people
        }
        return identify, known


def _names(head: Head) -> Iterator[str]:
    """All that names the paper of an entry: ids, its file, and the folders that it is in."""
    folders = head.path.split("/")
    yield from (head.slug, head.path, head.path.partition("/")[2], folders[-1], folders[-1].removesuffix(".md"))
    yield from ["/".join(folders[:depth]) for depth in range(2, len(folders))]
    if head.arxiv:
        yield from (head.arxiv, split_version(head.arxiv)[0])
    kind, _, value = head.identity.partition(":")
    if kind != "title":
        yield value
    yield from filter(None, [metadata_of(head).facts.doi] if kind == "arxiv" else ())


def _forms_of_id(text: str) -> list[str]:
    """The ways to write the id of a paper; nothing if the text is none."""
    text = text.strip()
    if page := _PAGE.fullmatch(text):
        return [text, unquote(page["slug"])]
    if name := read_identifier(text):
        return [name.whole, name.paper]
    doi = read_id(DOI, text)
    return [doi] if doi is not None else [text] if text.endswith(".md") else []


_KEYS = {"category": "cat", "tags": "tag", "authors": "author", "affiliations": "affil"}
"""Keys of the front matter that have another name in a query."""
_DAYS = {"year": "{}", "month": "{}", "date": "{}", "from": "{}..", "to": "..{}"}
"""Names of days, and the range that a value is."""


def _refuse(name: str, value: str, word: str) -> None:
    """Raise `NoQuery` if a word is meant as something else than words to look for."""
    if word[:1] in ("-", "－") and word[1:]:
        raise NoQuery(f"'{word}' begins like an option", f"write not:{word[1:]}, or text:'{word}'")
    key = names_of(FrontMatter).get(name)
    if key is None and not name.isascii():
        return
    if name:
        meant = _KEYS.get(key.name, key.name) if key else ""
        hint = f"write {meant}:{value}" if meant in _NAMES else did_you_mean(name, _NAMES)
        raise NoQuery(f"a selection has no '{name}:'", hint or f"write text:'{word}' to look for these words")


def _in_days(ranges: Sequence[tuple[str, str]]) -> Condition:
    return lambda paper: any(first <= paper.head.day <= last for first, last in ranges)


def _refuse_days(text: str) -> NoReturn:
    raise NoQuery(f"'{text}' is no day, week, month or year", f"a selection takes {FORMS}")


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


def _within(names: Callable[[Head], Iterable[str]], value: str) -> Condition:
    """A condition on words in names by values: any of them will do."""
    wanted = [words_in(each) for each in _values(value)]
    return lambda paper: any(each.search(fold(name)) for name in names(paper.head) for each in wanted)


def _plain(name: str) -> str:
    return name.partition("\0")[0]


def _in_texts(value: str) -> Condition:
    wanted = words_in(_unquoted(value))
    return lambda paper: wanted.search(paper.folded) is not None


def _properties() -> tuple[str, ...]:
    return (*paper_schema()["properties"], "aliases")


def fixed_conditions() -> Iterator[str]:
    """The words of a query that are the same for all sites: `is:draft`, `has:code`."""
    yield from [f"is:{state}" for state in _STATES]
    yield from [f"{field}:{name}" for field in ("has", "missing") for name in _properties()]


def _has(value: str) -> Condition:
    known = names_of(FrontMatter)
    fields = [known[each].name if each in known else each.lower() for each in _values(value)]
    properties = _properties()
    for field in fields:
        if field not in properties:
            hint = did_you_mean(field, properties)
            raise NoQuery(f"the data of papers has no '{field}'", hint or f"it has {', '.join(properties)}")
    return lambda paper: any(field in paper.fields for field in fields)


def _misses(value: str) -> Condition:
    conditions = [_has(each) for each in _values(value)]
    return lambda paper: not all(condition(paper) for condition in conditions)


_STATES = ("draft", "future")


def _is(value: str) -> Condition:
    values = _values(value)
    for each in values:
        if each not in _STATES:
            raise NoQuery(f"papers cannot be asked to be '{each}'", "write is:draft or is:future")
    return lambda paper: ("draft" in values and paper.head.draft) or ("future" in values and paper.state == "future")


_WHOLE: Mapping[str, tuple[Callable[[Head], Iterable[str]], Callable[[str], str]]] = {
    "cat": (lambda head: head.categories, category_code),
    "tag": (lambda head: head.tags, fold),
    "area": (lambda head: head.areas, fold),
}
"""Fields that hold whole names, and what is compared of a name."""

_FIELDS: Mapping[str, Callable[[str], Condition]] = {
    "affil": partial(_within, lambda head: head.affiliations),
    "venue": partial(_within, lambda head: head.venues),
    "text": _in_texts,
    "has": _has,
    "missing": _misses,
    "is": _is,
}
"""The other fields, of which `_Reader` does not know more."""

_NAMES = (*_WHOLE, "author", *_FIELDS, *_DAYS, "not")
"""What may stand before a colon."""


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
