"""Bylines: names, affiliations, venue and year on one line."""

import re
from dataclasses import replace

from digest.authoring.composing import MORE_AUTHORS
from digest.authoring.importing.paper_urls import is_link_word
from digest.model.categories import codes_named
from digest.model.front_matter import AFFILIATION_SEPARATORS
from digest.model.name_lists import read_names
from digest.text.characters import has_han
from digest.text.person_names import is_capitalized, is_group, is_person
from digest.text.records import frozen

_BY = re.compile(r"\A[^\w\[［【(（….]*(?:by[:：]?\s+)?", re.IGNORECASE)
_BESIDE = re.compile(
    r"\s*(?:[(（,，;；·|｜]\s*(?P<venue>[A-Z][\w'’ -]{1,30}?)?\s?(?P<year>(?:19|20)\d{2})\s?年?\s?[)）]?"
    r"(?=\s*(?:[\[［【]|\Z))"
    r"|(?<!\[)[\[［【](?P<square>[^\[\]［］【】]{2,})[\]］】]"
    r"|(?P<note>[(（][\d,，\sand]+[)）]|[(（]{2}.*|(?<=等)[(（][^()（）]*[)）])"
    r"|[(（](?P<round>[^()（）]+)[)）](?!\s*(?!and\b)\w)"
    r"|\s(?:[–—]+|--)\s+(?P<dash>.+))",
    re.DOTALL,
)
"""What stands beside names. `note`: arXiv's `Kurt Gödel (1 and 2) ((1) Princeton, (2) IAS)`, or behind a cut list."""
_PARTS = re.compile(r"\s*[|｜](?![^\[\]]{0,100}\]\])\s*|(?<=\S)\s+/\s+|(?<=\S)\s*[·•]\s+")
"""Separators of names besides those of `read_names`."""
_PLACES = re.compile(rf"{AFFILIATION_SEPARATORS}|[，、]")
_NO_NAME = re.compile(r"[:：!?\"“”$\\/@=\d]|(?:\A|\. )[A-Z]{3,}\Z")
"""Signs that no name has, and an abbreviation alone or behind a full stop."""


@frozen
class Byline:
    """The data of a byline. `authors` ends with `…` if the list is cut."""

    authors: tuple[str, ...] = ()
    affiliations: tuple[str, ...] = ()
    venue: str = ""
    year: str = ""


def read_byline(text: str) -> Byline | None:
    """Parse names, affiliations in brackets, venue and year, or some of these; None if the line is not a byline."""
    rest, byline = _take_beside(text, has_label=False)
    parts = _PARTS.split(rest)
    groups = dict.fromkeys(part for part in parts[1:] if is_group(part))
    byline = replace(byline, affiliations=(*byline.affiliations, *groups))
    names = _split_names(", ".join(part for part in parts if part not in groups))
    if rest.strip() and not _are_names(names, sure=bool(byline.affiliations or byline.year)):
        return None
    return replace(byline, authors=names)


def names_alone(text: str) -> str:
    """A list of names behind a label without what is beside them: affiliations, and facts behind a dash or `|`."""
    first, *parts = _PARTS.split(_take_beside(text, has_label=True)[0])
    return "; ".join((first, *(part for part in parts if _are_names(_split_names(part), sure=True))))


def _take_beside(text: str, *, has_label: bool) -> tuple[str, Byline]:
    """A text without what stands beside names, and what that says."""
    text = _BY.sub("", text)
    rest, at = "", 0
    places: list[str] = []
    byline = Byline()
    brackets = sum(found["round"] is not None for found in _BESIDE.finditer(text))
    for found in _BESIDE.finditer(text):
        inner = found["square"] or found["round"] or found["dash"] or ""
        if found["year"]:
            venue = f"{found['venue']} {found['year']}" if found["venue"] else ""
            byline = replace(byline, venue=venue, year=found["year"])
        elif found["square"] or is_group(inner) or (found["round"] and brackets > 1 and not is_person(inner)):
            places += [place for each in _PLACES.split(inner) if (place := each.strip())]
        elif not found["note"] and not (has_label and found["dash"]):
            continue
        rest, at = rest + text[at : found.start()], found.end()
    return rest + text[at:], replace(byline, affiliations=tuple(dict.fromkeys(places)))


def _split_names(text: str) -> tuple[str, ...]:
    """Split a list of names, without footnote marks; `…` at the end if it is cut."""
    found = read_names(text, apart=True)
    return (*[each.name for each in found.names], *([MORE_AUTHORS] if found.cut else []))


def _are_names(names: tuple[str, ...], *, sure: bool) -> bool:
    """Whether these are names, of persons but for a few; `sure` if the line has an affiliation or year."""
    people = [name for name in names if name != MORE_AUTHORS]
    if any(_NO_NAME.search(name) or codes_named(name) or is_link_word(name) for name in people):
        return False
    known = sum(is_person(name) or (" " not in name and is_capitalized(name)) for name in people)
    is_enough = 3 * known > 2 * len(people) and any(map(is_person, people))
    return is_enough and (sure or len(names) > 1 or not has_han(people[0]))
