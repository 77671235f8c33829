"""Categories, tags, authors and affiliations: their terms, each with its page's address and its papers."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from digest.content.entry import Entry
from digest.content.people import KnownPerson
from digest.content.site import Site
from digest.model.categories import category_code, category_names
from digest.plan.urls import address_word
from digest.text.fingerprint import fingerprint_bytes

TAXONOMIES = ("categories", "tags", "authors", "affiliations")
"""The lists that a site has, in the order of its navigation."""


@dataclass(slots=True, kw_only=True)
class Term:
    """One term and its papers, oldest first."""

    name: str
    path: str
    entries: list[Entry] = field(default_factory=list)


@dataclass(frozen=True, slots=True, kw_only=True)
class Terms:
    """The terms of one taxonomy by their names; `names` leads from a spelling to the term's name where they differ."""

    terms: Mapping[str, Term]
    names: Mapping[str, str]

    def path(self, spelling: str) -> str:
        """The page of the term that is written so; empty if it has none."""
        term = self.terms.get(self.names.get(spelling, spelling))
        return term.path if term is not None else ""


def collect_terms(site: Site) -> dict[str, Terms]:
    """The terms of every taxonomy, in the order in which they first appear."""
    entries = [entry for issue in site.issues for entry in issue.entries]
    spellings = {spelling: person.name for person in site.people for spelling in (person.name, *person.spellings)}
    return {
        "categories": _collect("categories", entries, _category_codes, {}, 1),
        "tags": _collect("tags", entries, lambda entry: entry.matter.tags, {}, 1),
        "authors": _collect("authors", entries, _author_names, spellings, site.config.authors.min_papers),
        "affiliations": _collect("affiliations", entries, _affiliations, {}, 1),
    }


def category_titles(site: Site, code: str) -> tuple[str, str, str]:
    """A category's Chinese name, English name and colour: the site's own where it has them, else arXiv's."""
    zh, en = category_names(code) or (code, code)
    for typed, settings in site.config.categories:
        if category_code(typed) == code:
            return settings.zh or zh, settings.en or settings.zh or en, settings.colour
    return zh, en, ""


def known_people(site: Site) -> dict[str, KnownPerson]:
    """The people of `authors.yaml` by the names on their pages."""
    return {person.name: person for person in site.people}


def _category_codes(entry: Entry) -> Iterator[str]:
    return (category_code(typed) for typed in entry.matter.category)


def _author_names(entry: Entry) -> Iterator[str]:
    return (person.name for person in entry.matter.authors.people)


def _affiliations(entry: Entry) -> Iterator[str]:
    yield from entry.matter.affiliations
    yield from (person.affiliation for person in entry.matter.authors.people if person.affiliation)


def _collect(
    taxonomy: str,
    entries: Iterable[Entry],
    names_in: Callable[[Entry], Iterable[str]],
    spellings: Mapping[str, str],
    at_least: int,
) -> Terms:
    papers: dict[str, list[Entry]] = {}
    for entry in entries:
        for name in dict.fromkeys(spellings.get(typed, typed) for typed in names_in(entry)):
            papers.setdefault(name, []).append(entry)
    terms: dict[str, Term] = {}
    taken: set[str] = set()
    for name, listed in papers.items():
        if len(listed) < at_least:
            continue
        word = address_word(name)
        if word in taken or word == "index":
            # Who came first keeps the address, so that pages stay where they are when another spelling turns up.
            digest = fingerprint_bytes(name.encode("utf-8", "surrogatepass"))
            word = f"{word}-{digest[:6]}"
        taken.add(word)
        terms[name] = Term(name=name, path=f"{taxonomy}/{word}.html", entries=listed)
    return Terms(terms=terms, names=spellings)
