"""Taxonomies (categories, areas, tags, ...): their terms, each with its papers and the path of its page."""

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from itertools import chain
from operator import attrgetter

from digest.content.head import Head
from digest.content.people import KnownPerson
from digest.content.site import Site
from digest.model.categories import category_code, category_names
from digest.plan.urls import address_word
from digest.text.fingerprint import fingerprint_bytes
from digest.text.records import frozen

TAXONOMIES = ("categories", "areas", "tags", "authors", "affiliations", "venues")
"""In the order of the navigation."""

MINOR = ("venues",)
"""Taxonomies whose lists are linked from the other lists instead of the menu, which has no room for all."""


@frozen
class Term:
    """A term and the source paths of its papers, oldest first."""

    name: str
    path: str
    papers: tuple[str, ...]


@frozen
class Terms:
    """The terms of a taxonomy by name. `names` maps other spellings to the term's name."""

    terms: Mapping[str, Term]
    names: Mapping[str, str]

    def path(self, spelling: str) -> str:
        """The path of the term's page, by any spelling; empty if it has none."""
        term = self.terms.get(self.names.get(spelling, spelling))
        return term.path if term is not None else ""


def has_list(taxonomy: str, terms: Terms) -> bool:
    """Whether a taxonomy has a list of terms: if it is not empty, and always for categories."""
    return bool(terms.terms) or taxonomy == "categories"


_NAMED = attrgetter("path", *TAXONOMIES)


def named_in(site: Site) -> list[object]:
    """All values that `collect_terms` reads."""
    return [site.people, site.config.authors, *[_NAMED(entry) for issue in site.issues for entry in issue.entries]]


def collect_terms(site: Site) -> dict[str, Terms]:
    """Collect the terms of each taxonomy, in the order of first use.

    Authors with fewer papers than the setting `authors.min_papers` are no terms.
    """
    entries = [entry for issue in site.issues for entry in issue.entries]
    spellings = {spelling: person.name for person in site.people for spelling in (person.name, *person.spellings)}
    usual: dict[str, str] = {}
    return {
        name: _collect(
            name,
            entries,
            attrgetter(name),
            spellings if name == "authors" else usual,
            site.config.authors.min_papers if name == "authors" else 1,
        )
        for name in TAXONOMIES
    }


def category_titles(site: Site, code: str) -> tuple[str, str, str]:
    """A category's `(Chinese name, English name, colour)`: from the settings, else arXiv's names and no colour."""
    zh, en = category_names(code) or (code, code)
    for typed, settings in site.config.categories:
        if category_code(typed) == code:
            return settings.zh or zh, settings.en or settings.zh or en, settings.colour
    return zh, en, ""


def known_people(site: Site) -> dict[str, KnownPerson]:
    """The people of `authors.yaml` by name."""
    return {person.name: person for person in site.people}


def _collect(
    taxonomy: str,
    entries: Sequence[Head],
    names_in: Callable[[Head], tuple[str, ...]],
    spellings: Mapping[str, str],
    at_least: int,
) -> Terms:
    named = [names_in(entry) for entry in entries]
    if spellings:
        named = [tuple([spellings.get(typed, typed) for typed in names]) for names in named]
    # Most names occur once: count all names first, then collect the papers of those that qualify.
    counts = Counter(chain.from_iterable(named))
    papers: dict[str, list[str]] = {name: [] for name, count in counts.items() if count >= at_least}
    if papers:
        for entry, names in zip(entries, named, strict=True):
            for name in dict.fromkeys(names) if len(names) > 1 else names:
                listed = papers.get(name)
                if listed is not None:
                    listed.append(entry.path)
    terms: dict[str, Term] = {}
    taken: set[str] = set()
    for name, listed in papers.items():
        if len(listed) < at_least:  # a paper that names it twice was counted twice
            continue
        word = address_word(name)
        if word in taken or word == "index":
            # The first name keeps the plain path, so that a later one does not move its page.
            digest = fingerprint_bytes(name.encode("utf-8", "surrogatepass"))
            word = f"{word}-{digest[:6]}"
        taken.add(word)
        terms[name] = Term(name=name, path=f"{taxonomy}/{word}.html", papers=tuple(listed))
    return Terms(terms=terms, names=spellings)
