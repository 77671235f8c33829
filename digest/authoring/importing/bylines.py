"""Parse bylines: authors, affiliations, venue and year below a headline."""

import re

from digest.authoring.composing import MORE_AUTHORS
from digest.model.name_lists import read_names
from digest.text.characters import has_han
from digest.text.person_names import is_chinese_name
from digest.text.records import frozen

_YEAR = re.compile(r"\s*[(（]\s*(?P<year>(?:19|20)\d{2})\s*(?:年)?\s*[)）]\s*$")
_VENUE_BEHIND = re.compile(r"\s*[(（]\s*(?P<venue>[A-Z][\w' -]{1,30}?)\s*(?P<year>(?:19|20)\d{2})\s*[)）]\s*$")
_AFFILIATIONS = re.compile(r"\s*[\[［【](?P<inner>[^\[\]［］【】]+)[\]］】]\s*$")
_WITH_PLACE = re.compile(
    r"\s*(?:and\s+|[,，、;；]\s*(?:and\s+)?)?([^()（）,，、;；\d]{2,50})[(（]([^()（）]{2,60})[)）]"
)
_SIGNS = re.compile(r"\s*[|｜]\s*|(?<=\S)\s*[·•]\s+")
"""Separators of names besides those of `read_names`."""

_BETWEEN_AFFILIATIONS = re.compile(r"\s+&\s+|(?<![A-Za-z0-9\s])&\s*|\s*&(?![A-Za-z0-9\s])|[;；]")
_PARTICLES = re.compile(
    r"van|von|de|der|da|di|la|le|bin|ibn|al|el|dos|den|ter|du|del|das|do|zu|y|e|i|jr|sr|ii|iii", re.IGNORECASE
)
_ROUND = re.compile(r"\s*[(（](?P<inner>[^()（）]+)[)）]\s*$")
_PLACE = re.compile(
    r"universit|institut|laborator|\blabs?\b|research|college|school|academy|\b(?:inc|ltd|corp|gmbh)\b|google|microsoft|"
    r"\bmeta\b|deepmind|openai|nvidia|amazon|\bibm\b|tencent|alibaba|bytedance|huawei|baidu|\bmit\b|\bcmu\b|kaist|"
    r"eth z|epfl|inria|大学|学院|研究院|研究所|研究中心|公司|实验室|科学院",
    re.IGNORECASE,
)
_NAMED = (
    r"(?:ICLR|NeurIPS|NIPS|ICML|CVPR|ECCV|ICCV|WACV|ACL|EMNLP|NAACL|EACL|COLING|TACL|AAAI|IJCAI|KDD|SIGIR|WWW"
    r"|SIGGRAPH|ICRA|IROS|CoRL|RSS|INTERSPEECH|ICASSP|AISTATS|UAI|COLT|MICCAI|TMLR|JMLR|TPAMI|Nature|Science)\b"
)
_NAMED_BEHIND = re.compile(rf"\s*[,，;；·|]\s*(?P<venue>{_NAMED}[ '’]*(?P<year>(?:19|20)\d{{2}}))\s*$")


@frozen
class Byline:
    """The data of a byline. `authors` ends with `…` if the list is cut."""

    authors: tuple[str, ...] = ()
    affiliations: tuple[str, ...] = ()
    venue: str = ""
    year: str = ""


def read_byline(text: str) -> Byline | None:
    """Parse names, affiliations in brackets, venue and year, or some of these; None if the line is not a byline."""
    if (pairs := _names_with_places(text)) is not None:
        return pairs
    rest, venue, year = text, "", ""
    if behind := _YEAR.search(rest):
        rest, year = rest[: behind.start()], behind["year"]
    elif behind := _VENUE_BEHIND.search(rest):
        rest, venue, year = rest[: behind.start()], f"{behind['venue']} {behind['year']}", behind["year"]
    elif behind := _NAMED_BEHIND.search(rest):
        rest, venue, year = rest[: behind.start()], behind["venue"], behind["year"]
    affiliations: tuple[str, ...] = ()
    if brackets := _AFFILIATIONS.search(rest):
        affiliations = _split_affiliations(brackets["inner"])
        rest = rest[: brackets.start()]
        if not year and (behind := _YEAR.search(rest)):
            rest, year = rest[: behind.start()], behind["year"]
    elif (brackets := _ROUND.search(rest)) and _is_place(brackets["inner"]) and not _is_place(rest[: brackets.start()]):
        affiliations = _split_places(brackets["inner"])
        rest = rest[: brackets.start()]
    if not rest.strip():
        return Byline(affiliations=affiliations, venue=venue, year=year)
    names = _split_names(rest)
    if not _are_names(names, sure=bool(affiliations or year)):
        return None
    return Byline(authors=names, affiliations=affiliations, venue=venue, year=year)


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
    if not people or any(len(name) > 60 for name in people):
        return False
    is_cut = len(people) < len(names)
    if all(has_han(name) for name in people):
        return all(is_chinese_name(name) for name in people) and (len(people) > 1 or is_cut or sure)
    known = sum(_may_be_name(name) for name in people)
    if known < len(people) and not (len(people) > 2 and 3 * known >= 2 * len(people)):
        return False  # in a long list, a few names may be in lower case
    if len(people) == 1 and not is_cut and not sure:
        words = people[0].split()
        return 2 <= len(words) <= 4 and all(
            word.lstrip("-")[:1].isupper() or _PARTICLES.fullmatch(word) for word in words
        )
    return True


def _may_be_name(text: str) -> bool:
    """Whether a text looks like one name."""
    return is_chinese_name(text) if has_han(text) else _is_latin_name(text)


def _is_latin_name(name: str) -> bool:
    words = name.split()
    if not 1 <= len(words) <= 7 or _PLACE.search(name) or re.search(r"[:：!?\"“”$\\/@=]|\d{2}", name):
        return False
    given = [word for word in words if not _PARTICLES.fullmatch(word.strip("."))]
    return bool(given) and all(word.strip("('’-.\"")[:1].isupper() or not word[0].isalpha() for word in given)
