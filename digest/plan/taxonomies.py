"""Taxonomies (categories, areas, tags, ...): their terms, each with its papers and the path of its page."""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from collections.abc import Set as AbstractSet
from itertools import chain
from operator import attrgetter

from digest.content.head import Head
from digest.content.identities import Identity, identifier, person_key
from digest.content.people import KnownPerson
from digest.content.site import Site
from digest.model.categories import category_code, category_names
from digest.model.languages import HANT
from digest.plan.urls import hashed_word, tell_apart, term_path
from digest.text.hanzi import to_traditional
from digest.text.names import fold_name, tidy_name
from digest.text.records import frozen
from digest.text.segments import is_portable, may_differ, plain_word, spelled_word

TAXONOMIES = ("categories", "areas", "tags", "authors", "affiliations", "venues")
"""In the order of the navigation."""

MINOR = ("venues",)
"""Taxonomies whose lists are linked from the other lists instead of the menu, which has no room for all."""


@frozen
class Term:
    """A term and the source paths of its papers, oldest first.

    Names that are equal when folded (`fold_name`) are one term. It is shown by its commonest spelling; an author by the
    name in `authors.yaml`.
    """

    key: str
    """The name, but of an author whom only an id or an ORCID iD tells from others of the name."""
    name: str
    path: str
    papers: tuple[str, ...]


@frozen
class Terms:
    """The terms of a taxonomy by key. `names` maps other spellings to the term's key; `keys` maps the spellings in
    entries, of terms or not, to what is equal for those of one name or person. Those of several people are not in it.

    `former` maps paths that older versions of digest gave to terms, and that no term has now, to the keys of the terms
    that may have been there.
    """

    terms: Mapping[str, Term]
    names: Mapping[str, str]
    keys: Mapping[str, str]
    former: Mapping[str, tuple[str, ...]]
    choices: frozenset[str]

    def name(self, spelling: str) -> str:
        """The key of the term with this spelling."""
        return self.names.get(spelling, spelling)

    def path(self, spelling: str) -> str:
        """The path of the term's page, by any spelling; empty if it has none."""
        term = self.terms.get(self.name(spelling))
        return term.path if term is not None else ""

    @property
    def spellings(self) -> Iterable[str]:
        """All spellings in the site of terms and of known people."""
        return chain(self.terms, self.names)


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
    identify = identifier(site.people, (typed for entry in entries for typed in entry.authors))
    return {
        name: _collect(
            name,
            entries,
            attrgetter(name),
            identify if name == "authors" else _same_name,
            site.config.authors.min_papers if name == "authors" else 1,
            {person_key(person) for person in site.people if person.id} if name == "authors" else frozenset(),
        )
        for name in TAXONOMIES
    }


def category_titles(site: Site, code: str) -> tuple[str, str, str]:
    """A category's `(Chinese name, English name, colour)`: from the settings, else arXiv's names and no colour."""
    zh, en = category_names(code) or (code, code)
    if site.config.chinese == HANT:
        zh = to_traditional(zh)
    for typed, settings in site.config.categories:
        if category_code(typed) == code:
            return settings.zh or zh, settings.en or settings.zh or en, settings.colour
    return zh, en, ""


def known_people(site: Site) -> dict[str, KnownPerson]:
    """The people of `authors.yaml` by the keys of their terms."""
    return {person_key(person): person for person in site.people}


def _collect(
    taxonomy: str,
    entries: Sequence[Head],
    names_in: Callable[[Head], tuple[str, ...]],
    identify: Callable[[str], Identity | None],
    at_least: int,
    ids: AbstractSet[str],
) -> Terms:
    """Collect the terms of a taxonomy. No other term takes the address of a key in `ids`, even if that has no page."""
    named = [names_in(entry) for entry in entries]
    # Most names occur once: count all names first, then collect the papers of those that qualify.
    counts = Counter(chain.from_iterable(named))
    keys: dict[str, str] = {}
    names: dict[str, str] = {}
    spellings: dict[str, list[str]] = {}
    for typed in counts:
        if (found := identify(typed)) is not None:
            keys[typed] = found.key
            names[found.key] = found.name
            spellings.setdefault(found.key, []).append(typed)
    papers: dict[str, list[str]] = {
        key: [] for key, listed in spellings.items() if sum([counts[typed] for typed in listed]) >= at_least
    }
    if papers:
        for entry, typed_here in zip(entries, named, strict=True):
            for key in dict.fromkeys([keys.get(typed, "") for typed in typed_here]) if typed_here else ():
                listed = papers.get(key)
                if listed is not None:
                    listed.append(entry.path)
    # A paper that names a term twice was counted twice.
    papers = {key: listed for key, listed in papers.items() if len(listed) >= at_least}
    bare = {key: spelled_word(key) for key in (*papers, *(ids - papers.keys()))}
    words = tell_apart(bare, ids)
    terms: dict[str, Term] = {}
    others: dict[str, str] = {}
    raw: list[tuple[str, str, str]] = []
    choices: set[str] = set()
    for key, typed_as in spellings.items():
        name = names[key] or _commonest(typed_as, counts)
        known = key if "\0" in key else name
        if key in papers:
            path = term_path(taxonomy, words[key])
            terms[known] = Term(key=known, name=name, path=path, papers=tuple(papers[key]))
            for each in dict.fromkeys([names[key] or typed.partition("\0")[0] for typed in typed_as]):
                is_folded = "\0" not in key and not may_differ(each)
                word = bare[key] if is_folded else plain_word(each)
                raw.append((word, each, known))
                if "\0" in key and identify(each) is None:
                    choices.add(term_path(taxonomy, word))
        if key in papers or names[key]:
            others |= dict.fromkeys(typed_as, known)
    former = _former(taxonomy, terms, words, raw)
    return Terms(terms=terms, names=others, keys=keys, former=former, choices=frozenset(choices & former.keys()))


def _former(
    taxonomy: str, terms: Mapping[str, Term], taken: Mapping[str, str], words: Sequence[tuple[str, str, str]]
) -> dict[str, tuple[str, ...]]:
    """The paths that each spelling may have had when each was a term of its own.

    `words` has the `plain_word` of each spelling, the spelling, and the term's name. The first of those with one word
    had the word, the others the word and the hash of the spelling. Which was first depended on the days, so both count.
    `taken` are the words that terms and ids have now.
    """
    counts = Counter([word for word, _ in {(word, each) for word, each, _ in words}])
    now = {term_path(taxonomy, word) for word in taken.values()}
    found: dict[str, dict[str, None]] = {}
    for word, each, name in words:
        path = term_path(taxonomy, word)
        shared = counts[word] > 1 or word == "index"
        if not shared and path == terms[name].path:
            continue
        for former in (word, *([hashed_word(word, each)] if shared else [])):
            path = term_path(taxonomy, former)
            if path not in now and former != "index" and is_portable(former):
                found.setdefault(path, {})[name] = None
    return {path: tuple(sorted(names)) for path, names in sorted(found.items())}


def _same_name(typed: str) -> Identity:
    return Identity(fold_name(typed))


def _commonest(spellings: Sequence[str], counts: Mapping[str, int]) -> str:
    """The spelling that most papers have; of equals the least."""
    if len(spellings) == 1:
        return tidy_name(spellings[0].partition("\0")[0])
    found: Counter[str] = Counter()
    for typed in spellings:
        found[tidy_name(typed.partition("\0")[0])] += counts[typed]
    return min(found, key=lambda name: (-found[name], name))
