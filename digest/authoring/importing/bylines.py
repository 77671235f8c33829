"""Bylines: names, affiliations, venue and year on one line."""

import re
from dataclasses import replace
from itertools import takewhile

from digest.authoring.composing import MORE_AUTHORS
from digest.model.categories import codes_named
from digest.model.front_matter import AFFILIATION_SEPARATORS
from digest.model.name_lists import read_names
from digest.text.characters import has_han
from digest.text.person_names import PARTICLE, SUFFIX, is_capitalized, is_chinese_name, is_person
from digest.text.records import frozen

_BEHIND = re.compile(
    r"\s*(?:[(（]\s*(?P<venue>[A-Z][\w' -]{1,30}?)?\s*(?P<year>(?:19|20)\d{2})\s*年?\s*[)）]"
    r"|[,，;；·|]\s*(?P<named>[A-Z][\w'’ -]{1,30}?)\s?(?P<then>(?:19|20)\d{2}))\s*$"
)
"""A year, with or without a venue."""
_AFFILIATIONS = re.compile(r"\s*[\[［【](?P<inner>[^\[\]［］【】]+)[\]］】]\s*$")
_BY = re.compile(r"\A\s*(?:[\u2600-\u27bf\U0001f300-\U0001faff]\ufe0f?\s*)*(?:by[:：]?\s+)?", re.IGNORECASE)
_WITH_PLACE = re.compile(
    r"\s*(?:and\s+|[,，、;；]\s*(?:and\s+)?)?([^()（）,，、;；\d]{2,50})[(（]([^()（）]{2,60})[)）]"
)
_SIGNS = re.compile(r"\s*[|｜]\s*|(?<=\S)\s*[·•]\s+")
"""Separators of names besides those of `read_names`."""
_BESIDE = re.compile(r"[|｜](?![^\[\]]{0,100}\]\])|(?<=\S)\s+/\s+")
_DASH = re.compile(r"(?<=\S)\s+(?:[–—]+|--)\s+")
_NUMBERS = re.compile(r"[(（](?:(?:\d|[,，]|\s|and)+[)）]|[(（]1[)）].*\Z)", re.DOTALL)
"""Affiliations as arXiv has them: `Kurt Gödel (1 and 2) ((1) Princeton, (2) IAS)`."""

_BETWEEN_AFFILIATIONS = re.compile(AFFILIATION_SEPARATORS)
_ROUND = re.compile(r"\s*[(（](?P<inner>[^()（）]+)[)）]\s*$")
_ANY_ROUND = re.compile(r"[(（]([^()（）]+)[)）]")
_PLACE = re.compile(
    r"universit|institut|laborator|\blabs?\b|research|college|school|academy|\b(?:inc|ltd|corp|gmbh)\b|google|microsoft|"
    r"\bmeta\b|deepmind|openai|nvidia|amazon|\bibm\b|tencent|alibaba|bytedance|huawei|baidu|\bmit\b|\bcmu\b|kaist|"
    r"eth z|epfl|inria|大学|学院|研究院|研究所|研究中心|公司|实验室|科学院",
    re.IGNORECASE,
)

_NO_NAME = re.compile(
    r"\b(?:[a-z]{3,}(?:[ts]ions?|ology|ics)|learning|processing|understanding|models?|ideas?|code|data|pages?|papers?|"
    r"languages?|images?|videos?)\b",
    re.IGNORECASE,
)
"""Words of titles and topics, which are no names."""


@frozen
class Byline:
    """The data of a byline. `authors` ends with `…` if the list is cut."""

    authors: tuple[str, ...] = ()
    affiliations: tuple[str, ...] = ()
    venue: str = ""
    year: str = ""


def read_byline(text: str) -> Byline | None:
    """Parse names, affiliations in brackets, venue and year, or some of these; None if the line is not a byline."""
    text = _BY.sub("", text)
    people, *behind = _DASH.split(text, maxsplit=1)
    if behind and _is_place(behind[0]) and (byline := read_byline(people)) is not None and byline.authors:
        return replace(byline, affiliations=byline.affiliations or _split_places(behind[0]))
    if (pairs := _names_with_places(text)) is not None:
        return pairs
    rest, venue, year = _cut_behind(text)
    affiliations: tuple[str, ...] = ()
    if brackets := _AFFILIATIONS.search(rest):
        affiliations = _split_affiliations(brackets["inner"])
        rest = rest[: brackets.start()]
        if not year:
            rest, venue, year = _cut_behind(rest)
    elif (brackets := _ROUND.search(rest)) and _is_place(brackets["inner"]) and not _is_place(rest[: brackets.start()]):
        affiliations = _split_places(brackets["inner"])
        rest = rest[: brackets.start()]
    if not rest.strip():
        return Byline(affiliations=affiliations, venue=venue, year=year)
    names = _split_names(rest)
    if not _are_names(names, sure=bool(affiliations or year)):
        return None
    return Byline(authors=names, affiliations=affiliations, venue=venue, year=year)


def names_alone(text: str) -> str:
    """A list of names behind a label without what is beside them: affiliations, and facts behind a dash or `|`."""
    text = _DASH.split(_NUMBERS.sub("", _BY.sub("", text)))[0]
    text = _ANY_ROUND.sub(lambda round_: "" if _is_place(round_[1]) else round_[0], text)
    first, *parts = _BESIDE.split(text)
    return "; ".join((first, *takewhile(lambda part: _are_names(_split_names(part), sure=True), parts)))


def _cut_behind(text: str) -> tuple[str, str, str]:
    """The text without a venue and year at its end, and these."""
    found = _BEHIND.search(text)
    if found is None:
        return text, "", ""
    venue, year = found["venue"] or found["named"], found["year"] or found["then"]
    return text[: found.start()], f"{venue} {year}" if venue else "", year


def _names_with_places(text: str) -> Byline | None:
    """Names with affiliations: `A Lovelace (MIT), A Turing (CMU)`."""
    names: list[str] = []
    places: list[str] = []
    at = 0
    while pair := _WITH_PLACE.match(text, at):
        names.append(pair[1].strip())
        places.append(pair[2].strip())
        at = pair.end()
    if len(names) < 2 or text[at:].strip():
        return None
    return Byline(authors=tuple(names), affiliations=tuple(dict.fromkeys(places)))


def _split_names(text: str) -> tuple[str, ...]:
    """Split a list of names, without footnote marks; `…` at the end if it is cut."""
    found = read_names(_SIGNS.sub(", ", text.strip()), apart=True)
    return (*[each.name for each in found.names], *([MORE_AUTHORS] if found.cut else []))


def _split_places(text: str) -> tuple[str, ...]:
    """Split affiliations in round brackets, at commas only between Chinese ones."""
    pieces = [piece.strip() for piece in re.split("[,，、]", text)]
    is_list = has_han(text) and all(_is_place(piece) for piece in pieces)
    return tuple(each for piece in (pieces if is_list else [text]) for each in _split_affiliations(piece))


def _split_affiliations(text: str) -> tuple[str, ...]:
    """Split affiliations like the front-matter key."""
    return tuple(piece for each in _BETWEEN_AFFILIATIONS.split(text) if (piece := each.strip()))


def _is_place(text: str) -> bool:
    """Whether the line names an affiliation."""
    return len(text) <= 300 and _PLACE.search(text) is not None and not text.endswith((".", "。", "?", "？"))


def _are_names(names: tuple[str, ...], *, sure: bool) -> bool:
    """Whether all are names; `sure` if the line has an affiliation or year."""
    people = [name for name in names if name != MORE_AUTHORS]
    if not people or any(len(name) > 60 or codes_named(name) for name in people):  # names of categories
        return False
    if not any(len(name.split()) > 1 or has_han(name) for name in people):
        return False
    is_cut = len(people) < len(names)
    if all(has_han(name) for name in people):
        return all(is_chinese_name(name) for name in people) and (len(people) > 1 or is_cut or sure)
    known = sum(_may_be_name(name) for name in people)
    if known < len(people) and not (len(people) > 2 and 3 * known >= 2 * len(people)):
        return False  # in a long list, a few names may be in lower case
    return len(people) > 1 or is_cut or sure or (len(people[0].split()) <= 4 and is_person(people[0]))


def _may_be_name(text: str) -> bool:
    """Whether a text looks like one name."""
    words = text.split()
    if has_han(text):
        return is_chinese_name(text)
    if (
        not 1 <= len(words) <= 7
        or _PLACE.search(text)
        or _NO_NAME.search(text)
        or re.search(r"[:：!?\"“”$\\/@=]|\d{2}", text)
    ):
        return False
    given = [word for word in words if not PARTICLE.fullmatch(word.casefold()) and not SUFFIX.fullmatch(word)]
    return bool(given) and all(is_capitalized(word) or not word[0].isalpha() for word in given)
