"""Foreign front matter as lines with keys, with any keys, valid YAML or not."""

import re

from digest.authoring.importing.labels import text_label
from digest.authoring.importing.post_lines import Line, read_lines, whole_line
from digest.content.documents import divide
from digest.text.diagnostics import Reporter
from digest.text.source import Excerpt, Source, Span

_KEY = re.compile(r"(?P<key>[^\s:：#\-][^:：\n]{0,39})[ \t]*[:：](?:[ \t]+|$)(?P<value>.*)")
_ITEM = re.compile(r"[ \t]*-[ \t]+(?P<value>.*)")
_BLOCK = re.compile(r"[|>][+-]?\d?")


def read_notes(source: Source) -> list[Line]:
    """Lines of Markdown. Lines of the front matter follow the first heading, where posts have theirs."""
    division = divide(source, Reporter(source.path))
    if division is None or division.front.end == 0:
        return read_lines(source)
    body = [line for line in read_lines(source) if line.span.start >= division.body.start]
    facts = _facts(source, division.front)
    facts.sort(key=lambda line: text_label(line.text) is not None)  # texts last: a key below one would join it
    place = next((number + 1 for number, line in enumerate(body) if line.level and text_label(line.text) is None), 0)
    if any(line.text for line in body[: max(place - 1, 0)]):
        place = 0
    return [*body[:place], *facts, _blank(source, division.body.start), *body[place:]]


def _facts(source: Source, front: Span) -> list[Line]:
    """A line for each key, joined with its continuation lines."""
    found: list[tuple[int, int, str, list[str]]] = []
    offset = front.start
    for raw in source.text[front.start : front.end].split("\n"):
        key = _KEY.match(raw)
        item = _ITEM.fullmatch(raw)
        if key is not None:
            values = [] if _BLOCK.fullmatch(key["value"].strip()) else [key["value"]]
            found.append((offset, offset + len(raw), key["key"], values))
        elif found and raw.strip():
            start, _, name, values = found[-1]
            values.append(item["value"] if item else raw)
            found[-1] = (start, offset + len(raw), name, values)
        elif raw.strip():
            found.append((offset, offset + len(raw), "", [raw]))
        offset += len(raw) + 1
    lines = []
    for start, end, name, values in found:
        value = _joined([_unquoted(each) for each in values if each.strip()])
        if value:
            text = f"{name}: {value}" if name else value
            lines.append(whole_line(Excerpt(text=text, anchors=((0, start),), bounds=Span(start=start, end=end))))
    return lines


def _joined(values: list[str]) -> str:
    is_list = all(len(value) < 80 for value in values)
    return (", " if is_list else " ").join(values)


def _unquoted(value: str) -> str:
    value = value.strip()
    if len(value) > 1 and value[0] == value[-1] and value[0] in "\"'":
        return value[1:-1]
    if value.startswith("[") and value.endswith("]") and not value.startswith("[["):
        return ", ".join(_unquoted(each) for each in value[1:-1].split(","))
    return value


def _blank(source: Source, start: int) -> Line:
    at = min(start, len(source.text))
    return whole_line(Excerpt(text="", anchors=((0, at),), bounds=Span(start=at, end=at)))
