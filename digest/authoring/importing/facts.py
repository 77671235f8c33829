"""Collect the facts of a paper. Each is noted once; a conflicting one is left to the caller."""

import re

from digest.authoring.importing.bylines import Byline, read_byline, split_affiliations, split_names
from digest.authoring.importing.classes import Classed, rest_of
from digest.authoring.importing.paper_urls import Address, bare_id
from digest.authoring.importing.post_lines import Line
from digest.model.categories import category_names
from digest.model.front_matter import ADDRESSES, IDENTITIES
from digest.text.characters import has_han
from digest.text.language import language_of

_LISTED = re.compile(r"[\w.-]+")
_COMMAS = re.compile(r"[,，、;；]")
_BRACKETS = "[]［］【】"

CLASS = "class"
"""Key in `Facts` for the category beside an id, used if the paper has no other."""


class Facts:
    """Known values, by field of the entry."""

    def __init__(self) -> None:
        self.texts: dict[str, str] = {}
        self.lists: dict[str, tuple[str, ...]] = {}

    def __contains__(self, field: str) -> bool:
        return field in self.texts or field in self.lists

    def note(self, field: str, value: str) -> bool:
        """Note a text; False if it conflicts with a noted one."""
        return not value or self.texts.setdefault(field, value) == value

    def note_list(self, field: str, values: tuple[str, ...]) -> bool:
        """Note a list; False if it conflicts with a noted one."""
        return not values or self.lists.setdefault(field, values) == values

    def note_byline(self, byline: Byline) -> bool:
        """Note a byline, all of it or nothing; False if it conflicts."""
        lists = {"authors": byline.authors, "affiliations": byline.affiliations}
        texts = {"venue": byline.venue, "year": byline.year}
        if any(values and self.lists.get(field, values) != values for field, values in lists.items()):
            return False
        if any(value and self.texts.get(field, value) != value for field, value in texts.items()):
            return False
        self.lists.update({field: values for field, values in lists.items() if values})
        self.texts.update({field: value for field, value in texts.items() if value})
        return True

    def note_addresses(self, line: Line, addresses: tuple[Address, ...], field: str = "url") -> list[Line]:
        """Note URLs and ids; URLs of no paper under `field`. Return the parts of the line that conflict."""
        left = []
        for address in addresses:
            own = address.field in IDENTITIES or (field == "url")
            if not self.note(address.field if own else field, address.value):
                left.append(line.part(address.start, address.end))
        return left

    def note_fact(self, field: str, line: Classed) -> list[Line] | None:
        """Note a line with a key; return the parts that conflict. None if the value is missing, or is no link as it
        must be.
        """
        if line.rest is None:
            return None
        value = line.rest.text
        if field == "link" or field in ADDRESSES:
            named = bare_id(value) if field == "link" else None
            if named is not None:
                if code := re.search(r"\[([a-z-]+\.[A-Z]{2}|[a-z]+-[a-z]+)\]", value):
                    self.note(CLASS, code[1])
                return _left(line, is_noted=self.note(*named))
            if not line.addresses:
                return None
            left = self.note_addresses(line.rest, line.addresses, "url" if field == "link" else field)
            behind = line.rest.part(line.addresses[-1].end)
            return [*left, behind] if rest_of(behind.text, ()) else left
        return _left(line, is_noted=self._note_value(field, value))

    def _note_value(self, field: str, value: str) -> bool:
        if field in ("title", "title_zh"):
            return self.note("title_zh" if language_of(value) == "zh" and has_han(value) else "title", value)
        if field == "authors":
            byline = read_byline(value)
            if byline is not None and byline.authors:
                return self.note_byline(byline)
            return self.note_list(field, split_names(value.strip(_BRACKETS)))
        if field == "affiliations":
            here = split_affiliations(value.strip(_BRACKETS))  # merged with those of the byline
            self.lists[field] = tuple(dict.fromkeys((*self.lists.get(field, ()), *here)))
            return True
        if field == "category":
            known = tuple(code for code in _LISTED.findall(value) if category_names(code) is not None)
            return self.note_list(field, known or _items(value, re.compile(r"[,，、;；\s]+")))
        if field == "tags":
            return self.note_list(field, _items(value, _COMMAS))
        if field == "year":
            year = re.search(r"(?:19|20)\d{2}", value)
            return year is not None and self.note(field, year.group())
        return self.note(field, value)


def _left(line: Classed, *, is_noted: bool) -> list[Line]:
    return [] if is_noted else [line.line]


def _items(value: str, separators: re.Pattern[str]) -> tuple[str, ...]:
    return tuple(item for each in separators.split(value.strip(_BRACKETS)) if (item := each.strip(" #\"'")))
