"""Tell authors of one name apart: by the ids of `authors.yaml`, ORCID iDs and affiliations."""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import NamedTuple

from digest.content.head import Head
from digest.content.people import KnownPerson
from digest.text.diagnostics import Diagnostic, Severity
from digest.text.names import fold_name
from digest.text.nearest import did_you_mean
from digest.text.source import Span

_FILE = "content/authors.yaml"


class Identity(NamedTuple):
    """A person. `key` is equal for equal people; `name` is empty if `authors.yaml` does not have them."""

    key: str
    name: str = ""


class _Author(NamedTuple):
    """The parts of an item of `Head.authors`."""

    name: str
    id: str = ""
    orcid: str = ""
    affiliation: str = ""


def _author(typed: str) -> _Author:
    return _Author(*typed.split("\0"))


def person_key(person: KnownPerson) -> str:
    """The key of a person's term: the id behind a NUL, else the name."""
    return f"\0{person.id}" if person.id else person.name


class _Known(NamedTuple):
    """The people of `authors.yaml` by id, ORCID iD and folded spelling; the ORCID iDs in entries by folded name."""

    ids: Mapping[str, KnownPerson]
    orcids: Mapping[str, KnownPerson]
    spellings: Mapping[str, list[KnownPerson]]
    others: Mapping[str, set[str]]

    def find(self, author: _Author) -> list[KnownPerson]:
        """The people who may be meant."""
        known = self.ids.get(author.id) or self.orcids.get(author.orcid)
        if known is not None:
            return [known]
        named = self.spellings.get(fold_name(author.name), [])
        if author.orcid:
            return [person for person in named if not person.orcid and len(named) == 1]
        if len(named) > 1 and (parts := _parts(author.affiliation)):
            known_parts = [(person, _parts(person.affiliation)) for person in named]
            exact = [person for person, own in known_parts if own == parts]
            return exact or [person for person, own in known_parts if own and (own <= parts or parts <= own)] or named
        return named


def _parts(affiliation: str) -> set[str]:
    """What is between the commas and parentheses of an affiliation, folded: `Tsinghua University, Beijing` has two."""
    return {part for each in re.split(r"[,;()]", fold_name(affiliation)) if (part := each.strip())}


def _known(people: Iterable[KnownPerson], authors: Iterable[str]) -> _Known:
    spellings: dict[str, list[KnownPerson]] = {}
    ids, orcids = {}, {}
    for person in people:
        for spelling in dict.fromkeys(map(fold_name, (person.name, *person.spellings))):
            spellings.setdefault(spelling, []).append(person)
        if person.id:
            ids[person.id] = person
        if person.orcid:
            orcids[person.orcid] = person
    others: dict[str, set[str]] = {}
    for typed in authors:
        if "\0" in typed and (author := _author(typed)).orcid and author.orcid not in orcids:
            others.setdefault(fold_name(author.name), set()).add(author.orcid)
    for folded, found in others.items():
        found.update(person.orcid for person in spellings.get(folded, ()) if person.orcid)
    return _Known(ids, orcids, spellings, others)


def identifier(people: Iterable[KnownPerson], authors: Iterable[str]) -> Callable[[str], Identity | None]:
    """A function from an item of `Head.authors` to the person; None if it may be one of several people."""
    known = _known(people, authors)

    def identify(typed: str) -> Identity | None:
        author = _author(typed)
        found = known.find(author)
        if len(found) > 1:
            return None
        if found:
            return Identity(f"\0{found[0].id}" if found[0].id else fold_name(found[0].name), found[0].name)
        folded = fold_name(author.name)
        if len(known.others.get(folded, ())) < 2 and folded not in known.spellings:
            return Identity(folded)
        return Identity(f"{folded}\0{author.orcid}") if author.orcid else None

    return identify


def check_identities(people: tuple[KnownPerson, ...], entries: list[Head]) -> Iterator[Diagnostic]:
    """Report unknown ids, names of several people, and names, ids and ORCID iDs that do not fit."""
    shared = any(len(each) > 1 for each in _known(people, ()).spellings.values())
    if not shared and not any("\0" in typed for entry in entries for typed in entry.authors):
        return
    known = _known(people, (typed for entry in entries for typed in entry.authors))
    marked = [each for each in people if each.orcid]
    first = {(key, each.orcid): _FILE for each in marked for key in (fold_name(each.name), person_key(each))}
    for entry in entries:
        for author in map(_author, entry.authors):
            folded = fold_name(author.name)
            found = known.find(author)
            if author.id and author.id not in known.ids:
                yield _unknown_id(author, entry, known)
            elif told := _check_marks(author, entry, known):
                yield told
            elif author.orcid and author.orcid not in known.orcids:
                named = found or known.spellings.get(folded, [])
                group = person_key(named[0]) if len(named) == 1 else folded
                place = first.setdefault((group, author.orcid), entry.path)
                other = next((pair for pair in first if pair[0] == group and pair[1] != author.orcid), None)
                if place == entry.path and other is not None:
                    message = f"'{author.name}' has the ORCID iD {author.orcid} here and {other[1]} in {first[other]}"
                    hint = "correct it; if these are two people, give both a key in authors.yaml"
                    yield _warning("two-orcids", message, hint, entry)
            elif len(found) > 1:
                message = f"'{author.name}' is the name of {len(found)} people; the page of none lists this paper"
                if all(person.id for person in found):
                    ids = " or ".join(f"id: {person.id}" for person in found)
                    hint = f"write - name: {author.name} and {ids} below it"
                else:
                    hint = f"give each an id as key in authors.yaml, as in wei-wang-pku: {{name: {found[0].name}}}"
                yield _warning("ambiguous-author", message, hint, entry)
            elif not found and len(known.others.get(folded, ())) > 1:
                message = f"'{author.name}' has several ORCID iDs in other entries; no page of theirs lists this paper"
                yield _warning("ambiguous-author", message, "add 'orcid' to the author", entry)


def _check_marks(author: _Author, entry: Head, known: _Known) -> Diagnostic | None:
    """Report an ORCID iD or a name that is not that of the person whom the id or the ORCID iD names."""
    owner = known.orcids.get(author.orcid)
    person = known.ids.get(author.id) or owner
    if person is None:
        return None
    mark, value = ("id", author.id) if author.id else ("ORCID iD", author.orcid)
    here = f"'{author.name}' has the {mark} {value} here"
    named = known.spellings.get(fold_name(author.name), [])
    if author.orcid and author.orcid != person.orcid and (owner or person.orcid):
        if owner:
            message = f"{here}, but the ORCID iD {author.orcid}, that of '{owner.id or owner.name}' in {_FILE}"
        else:
            message = f"{here}, and the ORCID iD {author.orcid}; in {_FILE} it is {person.orcid}"
        return _warning("two-orcids", message, "correct the id or the ORCID iD", entry)
    if person in named:
        return None
    if named and not author.id:
        message = f"{here}, which is that of '{person.name}' in {_FILE}"
        return _warning("two-orcids", message, "correct the name or the ORCID iD", entry)
    message = f"{here}, but is no spelling of '{person.name}' in {_FILE}"
    hint = f"add it to 'spellings' of {person.id or person.name} there, or correct the {mark} here"
    return _warning("mismatched-author", message, hint, entry)


def _unknown_id(author: _Author, entry: Head, known: _Known) -> Diagnostic:
    named = [person.id for person in known.spellings.get(fold_name(author.name), ()) if person.id]
    hint = did_you_mean(author.id, known.ids)
    if not hint:
        hint = (
            f"did you mean '{named[0]}'?"
            if named
            else f"add a person to content/authors.yaml: '{author.id}: {{name: {author.name}}}'"
        )
    return _diagnostic("unknown-author", Severity.ERROR, f"authors.yaml has no '{author.id}'", hint, entry)


def _warning(code: str, message: str, hint: str, entry: Head) -> Diagnostic:
    return _diagnostic(code, Severity.WARNING, message, hint, entry)


def _diagnostic(code: str, severity: Severity, message: str, hint: str, entry: Head) -> Diagnostic:
    start, end = entry.authors_span
    return Diagnostic(
        code=code, severity=severity, message=message, hint=hint, path=entry.path, span=Span(start=start, end=end)
    )
