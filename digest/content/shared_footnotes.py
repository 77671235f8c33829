"""Footnotes across the texts of an entry: marks in one section, the note in another or below a list of key points.

Each text is rendered separately. So a note that other texts refer to is cut out of its section and appended to each
text with its mark.
"""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence

from digest.content.sections import Section
from digest.markdown.block_scan import scan_blocks
from digest.text.source import Excerpt, Span

_NAME = r"\[\^([^\s\[\]]{1,100})\]"
_MARK = re.compile(_NAME)
_DEFINITION = re.compile(rf"^[ ]{{0,3}}{_NAME}:", re.MULTILINE)

_ITEMIZED = ("key_points", "key_points_en", "figures")
"""The sections whose items or captions are separate texts."""


def share_footnotes(sections: Sequence[Section]) -> tuple[list[Section], dict[str, Excerpt]]:
    """The sections with shared notes moved to where they are used, and the shared notes by name.

    Of a note that is defined twice the first is meant, as in one text. Notes that are used in their own section only,
    or nowhere, stay in place.
    """
    defined: dict[str, list[tuple[int, int, int]]] = {}
    for number, section in enumerate(sections):
        for name, start, end in _definitions(section.content.text):
            defined.setdefault(name, []).append((number, start, end))
    single = {name: places[0] for name, places in defined.items() if len({number for number, *_ in places}) == 1}
    marks = [Counter(_marks(section.content.text)) for section in sections]
    users = Counter(name for found in marks for name in found)
    notes: dict[str, Excerpt] = {}
    waiting = [name for name, place in single.items() if _is_shared(name, place, sections, marks, users)]
    for name in waiting:  # grows by the notes that these notes refer to
        if name not in notes:
            notes[name] = _note(sections, single[name])
            waiting += [other for other in _marks(notes[name].text) if other in single]
    if not notes:
        return list(sections), notes
    taken: dict[int, list[tuple[int, int]]] = {}
    complete: dict[int, set[str]] = {}  # names of notes that a section keeps: it has two of the name, and a mark
    for name, (number, start, end) in single.items():
        field = sections[number].field
        if name in notes and len(defined[name]) > 1 and field not in _ITEMIZED and name in marks[number]:
            complete.setdefault(number, set()).add(name)
        elif name in notes:
            taken.setdefault(number, []).append((start, end))
    kept = []
    for number, section in enumerate(sections):
        content = _cut(section.content, _gaps(taken[number], section)) if number in taken else section.content
        if section.field not in _ITEMIZED:
            kept_here = complete.get(number, set())
            others = {name: note for name, note in notes.items() if name not in kept_here} if kept_here else notes
            content = add_footnotes(content, others)
        kept.append(section._replace(content=content))
    return kept, notes


def _is_shared(
    name: str,
    place: tuple[int, int, int],
    sections: Sequence[Section],
    marks: Sequence[Mapping[str, int]],
    users: Mapping[str, int],
) -> bool:
    """Whether a text other than the one with the note refers to it. `marks`: how often each section refers to each
    note; `users`: how many sections do.
    """
    number, start, end = place
    here = marks[number].get(name, 0)
    inside = _marks(sections[number].content.text[start:end]).count(name) if here else 0
    return users.get(name, 0) > (here > 0) or (here > inside and sections[number].field in _ITEMIZED)


def _note(sections: Sequence[Section], place: tuple[int, int, int]) -> Excerpt:
    number, start, end = place
    content = sections[number].content
    return _cut(content, [(start, start + len(content.text[start:end].rstrip()))])


def add_footnotes(text: Excerpt, notes: Mapping[str, Excerpt]) -> Excerpt:
    """Append the notes that a text refers to, directly or through other notes."""
    added: dict[str, Excerpt] = {}
    waiting = [name for name in _marks(text.text) if name in notes]
    for name in waiting:  # grows by the notes that these notes refer to
        if name not in added:
            added[name] = notes[name]
            waiting += [other for other in _marks(notes[name].text) if other in notes]
    parts = [text, *added.values()]
    anchors: list[tuple[int, int]] = []
    length = 0
    for part in parts:
        anchors += [(length + here, there) for here, there in part.anchors]
        length += len(part.text) + 2
    bounds = Span(start=min(part.bounds.start for part in parts), end=max(part.bounds.end for part in parts))
    return Excerpt(text="\n\n".join([part.text for part in parts]), anchors=tuple(anchors), bounds=bounds)


def _marks(text: str) -> list[str]:
    """Names of the notes that a text refers to, in order."""
    return _MARK.findall(_DEFINITION.sub("", text)) if "[^" in text else []


def _definitions(text: str) -> Iterator[tuple[str, int, int]]:
    """The notes defined at the start of a line: name, start and end, all paragraphs included."""
    for block in scan_blocks(text) if "[^" in text else ():
        if block.kind == "footnote" and _DEFINITION.match(text, block.start):
            yield block.name, block.start, min(block.end + 1, len(text))


def _gaps(taken: Sequence[tuple[int, int]], section: Section) -> list[tuple[int, int]]:
    """The ranges of a section's text that were not taken out."""
    starts = [0, *[end for _, end in taken]]
    ends = [*[start for start, _ in taken], len(section.content.text)]
    return [(start, end) for start, end in zip(starts, ends, strict=True) if start < end]


def _cut(content: Excerpt, parts: Iterable[tuple[int, int]]) -> Excerpt:
    """Parts of a section's text, joined."""
    pieces: list[str] = []
    anchors: list[tuple[int, int]] = []
    length = 0
    for start, end in parts:
        anchors.append((length, content.origin(start)))
        pieces.append(content.text[start:end])
        length += end - start
    return Excerpt(text="".join(pieces), anchors=tuple(anchors) or content.anchors[:1], bounds=content.bounds)
