"""Read RIS with `rispy`, a record at a time, so that each has its place and a broken one stands in nobody's way."""

import re
from collections.abc import Iterator, Mapping
from itertools import pairwise

from rispy import RisParser
from rispy.config import TAG_KEY_MAPPING
from rispy.parser import ParseError

from digest.authoring.importing.drafts import Imported
from digest.authoring.importing.references import (
    CitedWork,
    draft_references,
    find_published,
    find_year,
    join_name,
    plain_title,
    split_keywords,
    tell_none,
)
from digest.model.name_lists import cut_mark
from digest.text.diagnostics import Reporter
from digest.text.source import Source, Span

_RECORD = re.compile(r"^TY {0,3}-.*$", re.MULTILINE)
_END = re.compile(r"^ER {0,3}-", re.MULTILINE)
_TAG = re.compile(r"^([A-Z][A-Z0-9]) {0,3}-(?: |$)", re.MULTILINE)
_TITLE = re.compile(r"^(?:TI|T1|CT) {0,3}-[ \t]*(?P<title>.+)$", re.MULTILINE)
_KNOWN = {tag: tag for tag in TAG_KEY_MAPPING}
_TITLES = ("TI", "T1", "CT")
_VENUES = ("T2", "JO", "JF", "JA", "J1", "J2", "BT", "C3")
_YEARS = ("PY", "Y1", "DA")
_ABSTRACTS = ("AB", "N2")
_AUTHORS = ("AU", "A1")
_URLS = ("UR", "L1", "L2")
_UNSAID = ("TY", "ID", "LA", "DB", "DP", "Y2", "ST", "T1", "UK")
"""Tags that say nothing of a paper that an entry could have."""
_USED = frozenset((*_TITLES, *_VENUES, *_YEARS, *_ABSTRACTS, *_AUTHORS, *_URLS, *_UNSAID, "DO", "KW", "N1", "TT"))


def read_records(source: Source, reporter: Reporter) -> Imported:
    """Read a RIS file. A record without an end ends where the next one begins."""
    works = []
    for text, at in _records(source.text):
        title = _TITLE.search(text)
        start, end = title.span("title") if title is not None else (0, len(text.split("\n", 1)[0]))
        span = Span(start=at + start, end=at + end)
        try:
            (record,) = RisParser(
                mapping=_KNOWN, list_tags=[], delimiter_tags_mapping={}, enforce_list_tags=False
            ).parse(_END.split(_TAG.sub(r"\1  - ", text), 1)[0] + "\nER  - ")
        except (ParseError, KeyError, TypeError, ValueError):
            reporter.error("broken-ris", span, "this record cannot be read", "mend it, and import the file again")
            continue
        works.append(_of_ris({tag: _lines(value) for tag, value in record.items()}, span))
    if not works and not reporter.diagnostics():
        tell_none(source, reporter, "a record begins with its type: TY  - JOUR")
    return draft_references(works, reporter)


def _records(text: str) -> Iterator[tuple[str, int]]:
    starts = [match.start() for match in _RECORD.finditer(text)]
    for start, end in pairwise([*starts, len(text)]):
        yield text[start:end], start


def _lines(value: object) -> list[str]:
    found = value if isinstance(value, list) else [value]
    return [str(each).strip() for each in found if str(each).strip()]


def _of_ris(record: Mapping[str, list[str]], span: Span) -> CitedWork:
    def all_of(*tags: str) -> tuple[str, ...]:
        return tuple(value for tag in tags for value in record.get(tag, []))

    def first_of(*tags: str) -> str:
        return next(iter(all_of(*tags)), "")

    names = all_of(*_AUTHORS)
    people = [name for name in names if name.lower() != "others" and cut_mark(name) != ""]
    title = plain_title(first_of(*_TITLES))
    return CitedWork(
        title=title,
        title_zh=first_of("TT"),
        authors=tuple(map(_name_of_ris, people)),
        cut=len(people) < len(names),
        year=find_year(" ".join(all_of(*_YEARS))),
        published=find_published(" ".join(all_of(*_YEARS))),
        venue=plain_title(first_of(*_VENUES)),
        doi=first_of("DO"),
        urls=all_of(*_URLS),
        abstract="\n\n".join(all_of(*_ABSTRACTS)),
        keywords=split_keywords(*all_of("KW")),
        notes=all_of("N1"),
        others={tag: ", ".join(values) for tag, values in record.items() if tag not in _USED and values},
        span=span,
        name=first_of("ID") or title,
    )


def _name_of_ris(name: str) -> str:
    """`Last, First, Suffix`; a name without a comma as it is."""
    family, _, rest = name.partition(",")
    given, _, suffix = rest.partition(",")
    return join_name(given.strip(), family.strip(), suffix=suffix.strip())
