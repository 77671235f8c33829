"""A paper of a foreign file as a draft: the values that the places of a recipe give, and what is left."""

import datetime
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import takewhile
from typing import Any

from digest.authoring.composing import Draft, NewEntry
from digest.authoring.escaping import escape_paragraph
from digest.authoring.importing.bylines import read_byline
from digest.authoring.importing.field_values import (
    days_in,
    entry_text,
    in_other_language,
    plain_words,
    read_category,
    read_value,
    said_by,
    texts_of,
)
from digest.authoring.importing.note_lines import fold_label, label_of
from digest.authoring.importing.paper_urls import BETWEEN, find_addresses, rest_of
from digest.authoring.importing.pieces import Piece, is_link, known_name, read_keys_of, read_pieces
from digest.authoring.importing.recipe import EXTRA, LONGEST_MATCHED, Place, Recipe, split_at
from digest.authoring.importing.splitting import PaperPart, read_headline, squeeze
from digest.content.sections import ASPECTS, PAIRS, heading_of
from digest.model.front_matter import IDENTITIES
from digest.model.yaml.nodes import Mapping, Node, Scalar
from digest.model.yaml.nodes import Sequence as SequenceNode
from digest.text.characters import has_han
from digest.text.open_mapping import OpenMapping
from digest.text.source import Span

OTHER = {"zh": "其他", "en": "Other"}
"""Headings of the lines of a paper that have no place."""

VALUE_OF = "value of "
"""What a label that a recipe names is reported as, if its value is none."""

AtPlace = tuple[list[Piece], Node, list[str]]
"""Pieces at a place, the value in them, and what else the value says."""

_ASPECTS = [field for aspect in ASPECTS for field in (aspect, PAIRS[aspect])]
"""The fields of aspects in their order."""

_TITLE_START = re.compile(r"[\w《“「\"'(（\[【]")
_WITH_LINKS = ("label", "line", "title")
"""Pieces that addresses and patterns are looked for in."""

_OF_ONE = frozenset(map(fold_label, ("First author", "Author")))
"""Labels of one author each, if there are several."""


def written_as(text: str, is_markdown: bool) -> str:  # noqa: FBT001 - a format
    """A text of an entry."""
    if is_markdown:
        return entry_text(text, is_markdown=True)
    lines = "\n".join([line.strip() for line in text.split("\n")]).strip()
    return "\n\n".join(map(escape_paragraph, re.split(r"\n{2,}", lines)))


class PaperReading:
    """A paper while it is read: its pieces, and the values that were found."""

    def __init__(self, part: PaperPart, recipe: Recipe) -> None:
        self._part = part
        self._recipe = recipe
        self._is_markdown = part.foreign.is_markdown
        self._values: dict[str, Any] = {}
        self._guessed: Counter[str] = Counter()
        keys = read_keys_of(part, recipe)
        names = [name.casefold() for place in recipe.fields.get("title", ()) for name in place.key]
        given = next((piece.whole for name in names for piece in keys if piece.name.casefold() == name), "")
        self._pieces = read_pieces(part, recipe, given)

    def draft(self) -> Draft:
        """The paper as a draft."""
        number = 0
        while number < len(self._pieces):  # again, where what is left beside a value became a piece
            number = len(self._pieces)
            for field, places in self._recipe.fields.items():
                for place in places:
                    if field not in self._values and self._fill(field, place):
                        break
        self._take_repeated()
        for field, default in self._recipe.defaults.items():
            value = self._read(field, Scalar(default, 0, 0, None))
            if value is not None:
                self._values.setdefault(field, value)
        day = find_day_at([each for each in self._recipe.day if not each.above], self._pieces, "")
        extra, sections, unplaced = self._rest()
        extra |= {name[len(EXTRA) :]: self._values.pop(name) for name in [*self._values] if name.startswith(EXTRA)}
        self._values["extra"] = OpenMapping({**extra, **self._values.get("extra", {})})
        aspects = [(heading_of(field)[3:], str(self._values.pop(field))) for field in _ASPECTS if field in self._values]
        entry = NewEntry(**{"title": "", **self._values}, sections=(*aspects, *sections))
        return Draft(entry=entry, span=self._span(), day=day, unplaced=unplaced, guessed=self._guessed)

    def _split(self, piece: Piece) -> None:
        """Make pieces of what is left beside a value and has a label of its own."""
        for part in piece.text.split(BETWEEN) if piece.lines else ():
            name, value = label_of(part.strip("()（）"), self._recipe.labels)
            if name and value and fold_label(name) in self._recipe.labels:
                line = replace(piece.lines[0], kind="label", raw=part, text=value, name=name)
                self._pieces.append(Piece("label", name, [line]))
                piece.take([part])

    def _fill(self, field: str, place: Place) -> bool:
        """Take the value of a field from a place; False if it is not there."""
        cut = self._recipe.cut.get(field)
        for pieces, node, said in self._find(field, place):
            value = self._read(field, node)
            others = read_category(node, cut)[1] if field == "category" else ()
            target = in_other_language(field, value) or field
            if (value is None and not others) or target in self._values:
                continue
            if value is not None:
                self._values[target] = value
            if others:
                self._values["tags"] = tuple(dict.fromkeys((*self._values.get("tags", ()), *others)))
                self._guessed["tags: words of a category that arXiv does not have"] += 1
            if place.line or place.byline or place.text or place.file or place.folder:
                self._guessed[f"{target}: by its position"] += 1
            for piece in pieces:
                piece.take([*said_by(field, value, node), *said], has_marks=field == "authors")
                self._split(piece)
            return value is not None and target == field
        return False

    def _read(self, field: str, node: Node) -> Any:
        """The value of a field, or of a key of one's own."""
        cut = self._recipe.cut.get(field)
        if not field.startswith(EXTRA):
            return read_value(field, node, cut, is_markdown=self._is_markdown)
        texts = [each.strip() for text in texts_of(node) for each in (split_at(cut, text) if cut else [text])]
        return (tuple(texts) if cut else "\n".join(texts)) or None

    def _titles(self) -> set[str]:
        return {squeeze(str(self._values.get(name, ""))) for name in ("title", "title_zh")} - {""}

    def _take_repeated(self) -> None:
        """Take the pieces that say again what a field holds: the title, addresses."""
        titles = self._titles()
        known = {str(value) for value in self._values.values() if isinstance(value, str)}
        for piece in self._pieces:
            if piece.is_taken or piece.kind not in _WITH_LINKS:
                continue
            text, squeezed = piece.text, squeeze(plain_words(piece.text))
            found = find_addresses(f"{piece.name}: {text}" if piece.kind == "label" else text)
            again = [part for each in found if known & {each.value, each.url} for part in (each.value, each.url)]
            is_title = squeezed in titles or (piece.said and any(squeezed in title for title in titles))
            names = [str(self._values[name]) for name in ("title", "title_zh") if name in self._values]
            if is_title or (again and not rest_of(text, [*again, *names])):
                piece.take()
            elif piece.said:
                piece.take(again)

    # Places.

    def _find(self, field: str, place: Place) -> Iterator[AtPlace]:
        """The pieces at a place, the values in them, and what else a value says."""
        if place.headline:
            yield from self._find_headline(place.headline)
        elif place.byline:
            yield from self._find_byline(place.byline)
        elif place.link:
            yield from self._find_links(field, place.link)
        elif place.pattern:
            yield from self._find_pattern(place.pattern)
        elif place.file or place.folder:
            *folders, file = self._part.foreign.source.path.split("/")
            names = folders[::-1] if place.folder else [file.rpartition(".")[0]]
            matches = (re.search(place.folder or place.file, name) for name in names)
            yield from [([], Scalar(each[1], 0, 0, None), []) for each in matches if each and each[1]]
        elif place.line:
            free = list(self._free_lines())
            if field in ("title", "title_zh"):
                free = [piece for piece in free if has_han(piece.text) is (field == "title_zh")]
            yield from [([piece], piece.node, []) for piece in free[place.line - 1 : place.line]]
        else:
            keys = [*map(str.casefold, place.key)]  # the first one counts
            found = [piece for piece in self._pieces if not piece.is_taken and is_at(piece, place)]
            found.sort(key=lambda piece: keys.index(piece.name.casefold()) if piece.kind == "key" else 0)
            found = [piece for piece in found if field != "url" or not piece.said]  # what is beside an id is another
            people = [piece for piece in found if fold_label(piece.name) in _OF_ONE] if field == "authors" else []
            if len(people) > 1:
                yield people, SequenceNode(tuple([piece.node for piece in people]), 0, 0, flow=False), []
            yield from [([piece], piece.node, []) for piece in found]

    def _find_headline(self, name: str) -> Iterator[AtPlace]:
        headline, title = self._part.headline, self._part.title
        if headline is None or title is None:
            return
        text = ", ".join((*headline.codes, *headline.words)) if name == "category" else headline.title
        if not (headline.number or headline.codes):  # words in brackets are a part of the title
            text = "" if name == "category" else title.text
        if text:
            pieces = [piece for piece in self._pieces if piece.kind == "title"][:1]
            yield pieces, Scalar(text, 0, 0, None), [headline.mark]

    def _find_byline(self, name: str) -> Iterator[AtPlace]:
        for piece in self._behind_title():
            if value := getattr(read_byline(plain_words(piece.whole)), name, None):
                nodes = [Scalar(each, 0, 0, "'") for each in ((value,) if isinstance(value, str) else value)]
                yield [piece], nodes[0] if isinstance(value, str) else SequenceNode(tuple(nodes), 0, 0, flow=False), []
                return

    def _find_links(self, field: str, wanted: Sequence[str]) -> Iterator[AtPlace]:
        words = {fold_label(each) for each in wanted if "." not in each}
        hosts = [each.casefold() for each in wanted if "." in each]
        # A DOI in a paragraph may be that of data, unless it is all there is.
        kinds = ("label", "title") if field == "doi" and self._values.keys() & IDENTITIES else _WITH_LINKS
        for piece in (each for each in self._pieces if each.kind in kinds):
            label = f"{piece.name}: " if piece.kind == "label" else ""
            for address in find_addresses(label + piece.text):
                bare = address.url.partition("://")[2].casefold()
                host = f".{bare.partition('/')[0]}"
                paper = f"{address.field}.org"  # of an id, or a DOI of arXiv's
                is_host = any(bare.startswith(each) or host.endswith(f".{each}") or each == paper for each in hosts)
                if is_host or (address.label and fold_label(address.label) in words):
                    yield [piece], Scalar(address.url, 0, 0, None), [address.url.removeprefix(label)]

    def _find_pattern(self, pattern: re.Pattern[str]) -> Iterator[AtPlace]:
        for piece in self._pieces:
            for line in piece.lines if piece.kind in _WITH_LINKS else ():
                if (found := pattern.search(line.raw[:LONGEST_MATCHED])) and found[1]:
                    yield [piece], Scalar(found[1], 0, 0, None), [found[0]]

    def _behind_title(self) -> Iterator[Piece]:
        """The lines between the title and the first label or section, without those that repeat a title."""
        titles = self._titles()
        for piece in takewhile(lambda piece: piece.kind not in ("label", "section", "text"), self._pieces):
            headline = read_headline(piece.whole) if piece.kind == "line" else None
            is_again = (headline and headline.codes) or squeeze(plain_words(piece.whole)) in titles
            if piece.kind == "line" and not is_again:
                yield piece

    def _free_lines(self) -> Iterator[Piece]:
        """Of these lines, those above the first link that may be anything: no names, addresses or signs."""
        has_bylines = any(each.byline for each in self._recipe.fields.get("authors", ()))
        for piece in takewhile(lambda piece: not is_link(piece.lines[0]), self._behind_title()):
            byline = read_byline(plain_words(piece.whole)) if has_bylines else None
            are_names = byline and (len(byline.authors) > 1 or byline.affiliations or byline.year)
            if not are_names and not piece.said and not find_addresses(piece.text) and _TITLE_START.match(piece.text):
                yield piece

    # What is left.

    def _rest(self) -> tuple[dict[str, Any], tuple[tuple[str, str], ...], tuple[tuple[str, Span], ...]]:
        """What no place took: keys for `extra`, sections of their own, and lines for a section at the end; and their
        names and spans.
        """
        extra: dict[str, Any] = {}
        sections: list[tuple[str, str]] = []
        others: list[str] = []
        unplaced: list[tuple[str, Span]] = []
        end = -2  # of the line above
        for piece in (each for each in self._pieces if not each.is_taken):
            raw = "\n".join([line.raw for line in piece.lines])
            is_known = bool(known_name(piece.name, self._recipe.labels))
            if piece.said:
                label = piece.name if piece.kind in ("key", "label") else ""
                is_torn = any(piece.text.count(pair[0]) != piece.text.count(pair[1]) for pair in ("[]", "()"))
                rest = raw if is_torn else piece.text
                others.append(f"{label}: {piece.text}" if label else rest)
                unplaced.append((f"beside {label or 'a value'}", self._place(piece)))
            elif piece.kind == "key":
                named = Mapping(((Scalar(piece.name, 0, 0, None), piece.node),), 0, 0)
                extra |= read_value("extra", named, None) if piece.text.strip() else {}
                unplaced += [(f"key {piece.name}", piece.span)] if piece.text.strip() else []
            elif piece.is_empty and is_known and (piece.level or not any(map(str.isdigit, piece.name))):
                continue  # without a value
            elif piece.kind == "section" and (piece.level or not piece.is_empty):
                sections.append((plain_words(piece.name), written_as(raw, self._is_markdown)))
            elif written_as(raw, self._is_markdown):
                if self._is_markdown and piece.kind == "line" and end + 1 == piece.span.start:
                    others[-1] += f"\n{raw}"
                else:
                    others.append(raw)
                end = piece.span.end
                name = piece.name if piece.kind in ("label", "topic") else ""
                unplaced.append((VALUE_OF + name if piece.kind == "label" and is_known else name, piece.span))
        if others:
            text = "\n\n".join([written_as(each, self._is_markdown) for each in others])
            sections.append((OTHER["zh" if has_han(text) else "en"], text))
        return extra, tuple(sections), tuple(unplaced)

    def _place(self, piece: Piece) -> Span:
        """Where the first words of what is left of a piece are."""
        words = piece.text.split(BETWEEN)[0]
        at = self._part.foreign.source.text.find(words, piece.span.start, piece.span.end)
        return Span(start=at, end=at + len(words)) if at >= 0 else piece.span

    def _span(self) -> Span:
        """The place of the title, or else of the first piece."""
        titles = [piece for piece in self._pieces if piece.kind == "title" or piece.name.casefold() == "title"]
        return next((piece.span for piece in (*titles, *self._pieces)), Span(start=0, end=0))


def is_at(piece: Piece, place: Place) -> bool:
    """Whether a piece is at a place by its key, label, heading or language."""
    if piece.kind == "key":
        return piece.name.casefold() in map(str.casefold, place.key)
    if piece.kind in ("label", "section"):
        return bool(known_name(piece.name, place.label if piece.kind == "label" else place.section))
    if piece.kind == "topic":
        return place.heading_above > 0 and piece.name == str(place.heading_above)
    if piece.kind == "title":
        return place.heading > 0 and piece.name == str(place.heading)
    return piece.kind == "text" and piece.name == place.text


def find_day_at(places: Sequence[Place], pieces: Sequence[Piece], path: str) -> datetime.date | None:
    """The day by the first place that has one."""
    folders, _, file = path.rpartition("/")
    for place in places:
        form = place.folder or place.file
        names = folders.split("/")[::-1] if place.folder else [file] if form else []
        found = [day for name in names if (day := _by_format(form, name))]
        for piece in pieces if not form else ():
            is_there = place.above or is_at(piece, place) or (place.heading and (piece.kind == "title" or piece.level))
            day, text = next(days_in(f"{piece.name}\n{piece.whole}"), (None, "")) if is_there else (None, "")
            if day and (piece.kind == "key" or (piece.kind == "label" and not found)):  # `created` beside `date`
                piece.take([text])
            found += [day] if day else []
        if found:
            return found[0]
    return None


def _by_format(form: str, name: str) -> datetime.date | None:
    """The day at the start of a name, in a format of `strptime`; None if there is none."""
    for end in range(min(len(name), 40), 3, -1):
        try:
            return datetime.datetime.strptime(name[:end], form).date()  # noqa: DTZ007 - a day, without a time
        except ValueError:
            continue
    return None
