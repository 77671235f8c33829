"""Read one paper of a post from its lines."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any, NamedTuple

from digest.authoring.composing import NewEntry
from digest.authoring.importing.bylines import read_byline, read_venue
from digest.authoring.importing.classes import Classed, Kind, rest_of
from digest.authoring.importing.facts import CLASS, Facts
from digest.authoring.importing.header import HEADLINE_KEY, english_title, is_english, is_long, is_text, read_header
from digest.authoring.importing.headlines import squeeze, title_line
from digest.authoring.importing.labels import codes_of_word, other_label, word_tag
from digest.authoring.importing.paper_texts import Paragraphs, Points, mark_end
from digest.authoring.importing.paper_urls import Address, find_addresses
from digest.authoring.importing.post_lines import Line
from digest.authoring.importing.remarks import is_remark, unknown_label
from digest.content.sections import SECTIONS
from digest.model.front_matter import IDENTITIES
from digest.text.characters import has_han
from digest.text.diagnostics import Reporter
from digest.text.language import language_of

HEADER, CLOSED, SECTION, POINTS = "header", "closed", "section", "key_points"
"""States of the reader, beside the fields of texts: below the headline, after the link that ends the paper, in a free
section, in key points.
"""

_LONGEST_LABEL = 10
"""Maximum characters of an unknown label alone on its line."""

_ENDS = (".", "。", "!", "！", "?", "？")
_FIGURES = SECTIONS["figures"]
"""Headings dropped if the images below them are left out."""


class Read(NamedTuple):
    """The entry, its title's line, and lines that could not be placed."""

    entry: NewEntry
    title: Line
    left: list[Line]


def read_paper(
    lines: Sequence[Classed],
    reporter: Reporter,
    *,
    codes: tuple[str, ...] = (),
    has_headline: bool = True,
    markdown: bool = False,
) -> Read:
    """Read a paper from its lines; the first is its headline, if `has_headline`.

    `codes` are categories from a table of contents, used if the headline has none. `markdown`: texts are Markdown, not
    plain text.
    """
    reading = _Reading(reporter)
    reading.points = Points(nests=markdown)
    title = lines[0].line
    if has_headline:
        title = title_line(lines[0])
        reading.facts.note(HEADLINE_KEY, title.text)
        word = word_tag(lines[0].text) if lines[0].kind is Kind.TEXT else None
        named = codes_of_word(word[0]) if word else ()
        reading.facts.note_list("category", lines[0].codes or named or codes)
        reading.facts.note_list("tags", (word[0],) if word and not named else ())
        reading.left += reading.facts.note_addresses(lines[0].line, tuple(find_addresses(lines[0].line)))
    own = lines[1:] if has_headline else lines
    for number, line in enumerate(own):
        is_first = number == 0 or own[number - 1].kind is not Kind.TEXT
        reading.take(line, _paragraph(own, number) if is_first else line.text)
    reading.left[:0] = read_header(reading.header, reading.facts, reporter)
    entry = _entry(reading, markdown=markdown)
    headline = reading.facts.texts.get(HEADLINE_KEY, "")
    if squeeze(headline) not in (
        squeeze(entry.title),
        squeeze(entry.title_zh),
    ):  # another line is the title
        taken = [title] if has_headline else [line for line in reading.header if line.text == headline]
        reading.left[:0] = taken[:1]
    return Read(entry=entry, title=title, left=reading.left)


def _paragraph(lines: Sequence[Classed], number: int) -> str:
    """The text from a line to the end of its paragraph."""
    texts = []
    for line in lines[number:]:
        if line.kind is not Kind.TEXT:
            break
        texts.append(line.text)
    return "\n".join(texts)


def _moved(addresses: tuple[Address, ...], by: int) -> tuple[Address, ...]:
    return tuple(replace(each, start=each.start + by, end=each.end + by) for each in addresses)


class _Reading:
    """State of the reader: one pass over the lines, top to bottom."""

    def __init__(self, reporter: Reporter) -> None:
        self.facts = Facts()
        self.texts: dict[str, Paragraphs] = {}
        self.points = Points()
        self.sections: list[tuple[str, Paragraphs]] = []
        self.header: list[Line] = []
        self.left: list[Line] = []
        self._reporter = reporter
        self._state = HEADER
        self._below_blank = True
        self._last = ""

    def take(self, line: Classed, paragraph: str) -> None:
        """Take the next line. `paragraph` is the text of its whole paragraph, if it is the first line."""
        if line.kind in (Kind.BLANK, Kind.NOISE):
            self._below_blank = True
            return
        if line.kind is Kind.LABEL:
            self._state, self._below_blank = line.name, True
            if line.rest is not None:
                self._take_text(line.rest, line.rest.text)
        elif line.kind is Kind.HEADLINE:
            self._take_again(line)
        elif not self._take_facts(line) and not self._take_byline(line):
            self._take_line(line, paragraph or line.text)
        self._below_blank = False
        self._last = line.rest.text if line.kind is Kind.LABEL and line.rest is not None else line.text

    def _take_again(self, line: Classed) -> None:
        """A headline inside a paper: its own title again, or left over."""
        if not self._is_title(line) or not self.facts.note_list("category", line.codes):
            self.left.append(line.line)

    def _is_title(self, line: Classed) -> bool:
        return squeeze(title_line(line).text) == squeeze(self.facts.texts.get(HEADLINE_KEY, ""))

    def _take_facts(self, line: Classed) -> bool:
        """Take a line with a key or links; False if it is neither."""
        if line.kind is Kind.FACT:
            if self._state not in (HEADER, CLOSED) and not self._ends_text(line):
                return False
            if line.name == "comment":
                self._take_comment(line)
                return True
            left = self.facts.note_fact(line.name, line)
            if left is None:
                return False
            is_address = True  # any key ends a text
        elif line.kind is Kind.LINK:
            left = self.facts.note_addresses(line.line, line.addresses)
            if self._runs_on(line):
                return False
            is_address = True
        else:
            return False
        self.left += left
        if is_address and self._state != HEADER:
            self._state = CLOSED
        return True

    def _take_byline(self, line: Classed) -> bool:
        """Take names followed by links: `A Lovelace et al. · [code](https://...)`."""
        if self._state != HEADER or line.kind is not Kind.TEXT or not line.addresses:
            return False
        first = line.addresses[0].start
        names = line.line.part(0, len(line.text[:first].rstrip(" \t·|｜/,，;；([（")))
        if read_byline(names.text) is None or rest_of(line.text[first:], _moved(line.addresses, -first)):
            return False
        self.header.append(names)
        self.left += self.facts.note_addresses(line.line, line.addresses)
        return True

    def _ends_text(self, line: Classed) -> bool:
        """Whether a line with a key ends the text above, or continues it."""
        if line.rest is None or (self._below_blank and line.addresses):
            return line.rest is not None
        if self._state == SECTION or mark_end(line.text):  # `- 数据: ...` may be a point, `Data: ...` a sentence
            return bool(line.addresses) and not rest_of(line.rest.text, line.addresses)
        key = line.text[: line.rest.at - line.line.at]
        return has_han(key) or self._below_blank or self._last.endswith(_ENDS)

    def _take_comment(self, line: Classed) -> None:
        """A comment: a venue, or else a section of its own."""
        if line.rest is None:
            return
        venue = read_venue(line.rest.text)
        if not venue or not self.facts.note("venue", venue):
            name = line.text[: line.rest.at - line.line.at].strip(" \t:：[]［］【】")
            self.sections.append((name, Paragraphs()))
            self.sections[-1][1].add(line.rest, new=True)
        if self._state != HEADER:
            self._state = CLOSED

    def _runs_on(self, line: Classed) -> bool:
        """Whether the URL continues a sentence of the line above, such as `the code is at`."""
        is_open = bool(self._last) and self._last[-1] not in ".。!！?？;；"
        in_text = not self._below_blank and self._state not in (HEADER, CLOSED)
        return in_text and is_open and line.addresses[0].field not in IDENTITIES

    def _take_line(self, line: Classed, paragraph: str) -> None:
        name = other_label(line.text) if self._below_blank and len(line.text) <= _LONGEST_LABEL + 1 else ""
        if line.kind is Kind.TEXT and (line.line.level or name) and not self._is_title(line):
            self.sections.append((name or line.text.rstrip(":：").strip(), Paragraphs()))
            self._state = SECTION
        else:
            self._take_text(line.line, paragraph)

    def _take_text(self, line: Line, paragraph: str) -> None:
        if self._state == HEADER and not (self._below_blank and is_text(line.text, paragraph)):
            self.header.append(line)
            return
        if is_remark(line.text) and self._state != HEADER:
            self._state = CLOSED
            self.left.append(line)
            return
        if self._state == SECTION:
            self.sections[-1][1].add(line, new=self._below_blank)
            return
        ended = self._last.endswith(_ENDS)
        if ended and is_long(line.text) and language_of(line.text) != language_of(self._last):
            self._below_blank = True  # a new paragraph without a blank line
            paragraph = line.text
        field = self._field_of(line, paragraph)
        if field != CLOSED and field == self._state and self._last and (word := self._strange_label(line)):
            said = f"'{word}' is no label that is known; this line was kept in the text above it"
            self._reporter.note("unknown-label", line.span, said)
        if field == CLOSED:
            self.left.append(line)
        elif field == POINTS:
            self.points.add(line, new=self._below_blank)
        else:
            if field == "abstract_zh" and field != self._state:
                self._tell_guess(field, line)
            self._state = field
            self.texts.setdefault(field, Paragraphs()).add(line, new=self._below_blank)

    def _strange_label(self, line: Line) -> str:
        """The word before a colon, if the text above has no such label."""
        word = unknown_label(line.text)
        is_new = self._below_blank or self._last.endswith(_ENDS)
        is_text = self._state in self.texts or (self._state == POINTS and self.points.is_marked)
        return word if is_new and is_text and not unknown_label(self._last) else ""

    def _field_of(self, line: Line, paragraph: str) -> str:
        """The field of a line: that of the current text, unless language and length of the paragraph forbid it."""
        state = self._state
        lang = language_of(paragraph)
        if state == "summary" and self._below_blank and lang == "en" and has_han(self._last) and len(paragraph) > 60:
            return "abstract"  # second paragraph, other language
        if state == CLOSED:
            return "abstract" if lang == "en" and is_long(paragraph) and "abstract" not in self.texts else CLOSED
        if not self._below_blank or not is_long(paragraph):
            is_first = state == "abstract_zh" and state not in self.texts and lang == "en"
            is_other = state == "abstract_zh" and self._below_blank and has_han(self._last) and is_english(paragraph)
            return "abstract" if is_first or (is_other and "abstract" not in self.texts) else state
        if state == POINTS:
            first = self.points.first
            ended = first is not None and not mark_end(line.text) and language_of(first.text) != lang
            return ("abstract" if lang == "en" else "abstract_zh") if ended else state
        if state == "summary" and state not in self.texts:
            return state
        return "abstract" if lang == "en" else "abstract_zh"

    def _tell_guess(self, field: str, line: Line) -> None:
        if field == "abstract_zh":
            message = "this paragraph has no label; it was taken for the Chinese abstract"
            self._reporter.note("guessed-text", line.span, message)


def _entry(reading: _Reading, *, markdown: bool) -> NewEntry:
    texts = dict(reading.facts.texts)
    headline = texts.pop(HEADLINE_KEY, "").strip("《》 ")
    title, title_zh = texts.pop("title", ""), texts.pop("title_zh", "")
    texts.pop("date", None)
    if code := texts.pop(CLASS, ""):
        reading.facts.note_list("category", (code,))
    if not title:
        title = headline
        if headline and language_of(headline) == "zh":
            english = english_title(reading.left)
            title_zh = title_zh or headline
            if english is not None:
                reading.left.remove(english)
                title = english.text
        if title == title_zh:
            title = ""  # `title` must be English
    elif has_han(headline) and squeeze(headline) != squeeze(title):
        title_zh = title_zh or headline
    values: dict[str, Any] = {**reading.facts.lists, **texts}
    values |= {field: text.compose(markdown=markdown) for field, text in reading.texts.items()}
    return NewEntry(
        title=title,
        title_zh=title_zh,
        key_points=reading.points.compose(markdown=markdown),
        sections=tuple(
            (name, text.compose_markdown(markdown=markdown))
            for name, text in reading.sections
            if not (text.is_empty and name in _FIGURES)
        ),
        **values,
    )
