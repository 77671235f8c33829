"""Read the lines between a paper's headline and its first label."""

import re

from digest.authoring.importing.bylines import (
    is_place,
    may_be_name,
    read_byline,
    read_venue,
    split_affiliations,
    split_names,
)
from digest.authoring.importing.dates import find_day
from digest.authoring.importing.facts import Facts
from digest.authoring.importing.headlines import squeeze
from digest.authoring.importing.paper_urls import find_addresses
from digest.authoring.importing.post_lines import Line
from digest.authoring.importing.remarks import is_no_title, is_remark
from digest.text.characters import has_han
from digest.text.diagnostics import Reporter
from digest.text.language import count_words, language_of

LONG_WORDS = 25
LONG_HAN = 60
"""From these numbers of English words or Han characters, a paragraph is neither a title nor a list of names."""

SHORTEST_LINE = 40
"""Minimum characters of the first line of hard-wrapped text."""

HEADLINE_KEY = "headline"
"""Key in `Facts` for the headline, until its language is known."""


def is_long(text: str) -> bool:
    """Whether a paragraph is too long for a title or names."""
    return len(text) >= LONG_HAN and (language_of(text) == "zh" or count_words(text) >= LONG_WORDS)


def is_text(line: str, paragraph: str) -> bool:
    """Whether the paragraph that starts with this line is running text: not a title, names or affiliations."""
    if not is_long(paragraph) or len(line) < SHORTEST_LINE or read_byline(line) is not None:
        return False
    words = paragraph.split()
    is_running = 2 * sum(word[0].islower() for word in words) > len(words)
    return is_running or paragraph.endswith((".", "。", "!", "！", "?", "？")) or len(paragraph) >= 200


def is_english(text: str) -> bool:
    """Whether a paragraph, even a short one, is certainly an English sentence."""
    words = text.split()
    is_running = 2 * sum(word[0].islower() for word in words) > len(words) > 4
    return not has_han(text) and is_running and text.endswith((".", "!", "?"))


def read_header(lines: list[Line], facts: Facts, reporter: Reporter) -> list[Line]:
    """Note what the lines below a headline say; return the others."""
    unread: list[Line] = []
    for line in lines:
        text = line.text
        byline = read_byline(text)
        if squeeze(text) in {squeeze(facts.texts.get(key, "")) for key in (HEADLINE_KEY, "title", "title_zh")}:
            continue
        if HEADLINE_KEY not in facts and "title" not in facts:
            facts.note(HEADLINE_KEY, text)
        elif byline is not None and facts.note_byline(byline):
            continue
        elif "title_zh" not in facts and _may_be_title(line) and not is_place(text):
            facts.note("title_zh", text)
            if unread or text.endswith((".", "。", "!", "！", ";", "；")):
                reporter.note("guessed-title", line.span, "this line was taken for the Chinese title")
        elif is_place(text) and "affiliations" not in facts and ("authors" in facts or not re.search("[,，、]", text)):
            facts.note_list("affiliations", split_affiliations(text))
        elif "venue" not in facts and (venue := read_venue(text)):
            facts.note("venue", venue)
        else:
            unread.append(line)
    return unread if "authors" in facts else _guess_authors(unread, facts, reporter)


def _may_be_title(line: Line) -> bool:
    """Whether a line can be a Chinese title."""
    text = line.text
    is_plain = not line.links and not is_no_title(text) and find_day(text) is None
    return is_plain and has_han(text) and language_of(text) == "zh" and not is_long(text)


def english_title(left: list[Line]) -> Line | None:
    """The first unread line that can be the English title below a Chinese headline."""
    return next((line for line in left if language_of(line.text) == "en" and count_words(line.text) >= 3), None)


def _guess_authors(unread: list[Line], facts: Facts, reporter: Reporter) -> list[Line]:
    """Take the only line that can be names as the authors; return the others."""
    likely = [line for line in unread if re.search(r"[,，、;；]|\band\b", line.text) or may_be_name(line.text)]
    likely = [line for line in likely if not is_remark(line.text) and not find_addresses(line)]
    likely = [line for line in likely if not is_text(line.text, line.text)]
    likely = [line for line in likely if not line.text.endswith((".", "。", "?", "？"))]
    if len(likely) != 1:
        return unread
    facts.note_list("authors", split_names(likely[0].text))
    reporter.warning(
        "guessed-authors", likely[0].span, "this line was taken for the authors", "look at them in the entry"
    )
    return [each for each in unread if each is not likely[0]]
