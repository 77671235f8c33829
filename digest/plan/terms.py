"""The pages of taxonomies: the lists of terms, and the papers of each term."""

import math

from digest.content.head import Head
from digest.plan.plan import Contents, Shown
from digest.plan.taxonomies import Term
from digest.plan.urls import page_of
from digest.plan.views import Pager, TermCard, TermsView, TermView
from digest.text.fingerprint import seal


def sorted_terms(contents: Contents, taxonomy: str) -> list[Term]:
    """The terms of a taxonomy as its list has them: authors by name, all others by how many papers they have."""
    terms = contents.taxonomies[taxonomy].terms.values()
    if taxonomy == "authors":
        return sorted(terms, key=lambda term: (term.name.casefold(), term.name))
    return sorted(terms, key=lambda term: (-len(term.entries), term.name.casefold(), term.name))


def term_key(contents: Contents, taxonomy: str, term: Term) -> str:
    """All that a term's card is made of."""
    known = ""
    if taxonomy == "categories":
        category = contents.cards.categories[term.name]
        known = "\n".join((category.zh, category.en, category.colour))
    elif taxonomy == "authors" and (person := contents.cards.people.get(term.name)) is not None:
        known = "\n".join((*person.spellings, person.url, person.orcid))
    return "\n".join((term.name, term.path, str(len(term.entries)), known))


def term_card(contents: Contents, taxonomy: str, term: Term) -> TermCard:
    """A term without its papers."""
    category = contents.cards.categories[term.name] if taxonomy == "categories" else None
    person = contents.cards.people.get(term.name) if taxonomy == "authors" else None
    return seal(
        TermCard(
            zh=category.zh if category else term.name,
            en=category.en if category else term.name,
            code=category.code if category else "",
            path=term.path,
            papers=len(term.entries),
            colour=category.colour if category else "",
            names=tuple(name for name in person.spellings if name != term.name) if person else (),
            url=person.url if person else "",
            orcid=person.orcid if person else "",
        )
    )


def show_terms(
    taxonomy: str, names: tuple[str, ...], pager: Pager, count: int, contents: Contents, _language: str
) -> Shown:
    """A page of the list of a taxonomy's terms: these, of `count`."""
    terms = contents.taxonomies[taxonomy].terms
    shown = tuple([term_card(contents, taxonomy, terms[name]) for name in names])
    return Shown(TermsView(taxonomy=taxonomy, terms=shown, count=count, pager=pager))


def show_term(
    taxonomy: str, name: str, papers: tuple[Head, ...], pager: Pager, contents: Contents, language: str
) -> Shown:
    """A page of a term's papers: these."""
    cards = contents.cards
    card = term_card(contents, taxonomy, contents.taxonomies[taxonomy].terms[name])
    shown = tuple([cards.paper(cards.slots[head.path]) for head in papers])
    view = TermView(taxonomy=taxonomy, term=card, papers=shown, pager=pager)
    return Shown(view, card.zh if language == "zh" else card.en)


def make_pagers(path: str, count: int, per_page: int) -> list[Pager]:
    """The pagers of the pages of a list; an empty list has one page."""
    total = max(1, math.ceil(count / per_page))
    return [
        Pager(
            number=number,
            total=total,
            first=page_of(path, 1) if number > 1 else "",
            previous=page_of(path, number - 1) if number > 1 else "",
            next=page_of(path, number + 1) if number < total else "",
            last=page_of(path, total) if number < total else "",
        )
        for number in range(1, total + 1)
    ]
