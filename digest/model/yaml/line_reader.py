"""Fast path for front matter: known keys with texts or lists of texts, parsed line by line.

Several times faster than YAML's events. It reads only what is unambiguous, and leaves the rest, warnings included, to
them; `tests/model/test_line_reader.py` compares the nodes of both.
"""

import re

from digest.model.yaml.tree import Keys, Mapping, Node, Scalar, Sequence, line_anchors
from digest.text.source import Span

_ODD = re.compile(
    "[\x00-\x09\x0b-\x1f\x7f-\x9f\u2028\u2029\u202d\u202e\ud800-\udfff\ufeff\ufffe\uffff\U00100000-\U0010ffff]"
)
"""What YAML rejects, drops or takes for line breaks; tabs; and the stand-ins of `repair`."""

# A plain scalar starts with no indicator, contains a colon only before a non-space, and no line of it ends with white
# space.
_FIRST = r"""(?![-?:,\[\]{}#&*!|>'"%@`\s])"""
_PLAIN = rf"{_FIRST}[^:#\n]*(?::(?=\S)[^:#\n]*)*(?<!\s)"
_ITEM = rf"{_FIRST}[^:：#\n]+(?<!\s)"
_SINGLE = r"[^'\n]*(?:''[^'\n]*)*"
_DOUBLE = r'[^"\\\n]*'
_FLOW = r"[^\W_](?:[\w '.-]*[\w.])?"

_ENTRY = re.compile(
    rf"""(?P<key>[^\W\d_][\w-]*):(?:
      [ ](?:(?P<plain>{_PLAIN}(?:\n[ ]+{_PLAIN})*)
        | '(?P<single>{_SINGLE}(?:(?<![\s'])\n[ ]+(?=[^\s']){_SINGLE})*)'
        | "(?P<double>{_DOUBLE})"
        | \[(?P<flow>{_FLOW}(?:,[ ]*{_FLOW})*)\])
      | \n(?P<items>(?P<dash>[ ]*-[ ])(?:{_ITEM}|'{_SINGLE}'|"{_DOUBLE}")
          (?:\n(?P=dash)(?:{_ITEM}|'{_SINGLE}'|"{_DOUBLE}"))*)
    )\n""",
    re.VERBOSE,
)
_FOLD = re.compile(r"\n +")


def read_simple_mapping(text: str, bounds: Span, keys: Keys) -> Mapping | None:
    """Parse `text[bounds]`; None if any line needs the full parser."""
    known, literal = keys.known, keys.literal
    at, end = bounds.start, bounds.end
    if not known or _ODD.search(text, at, end) is not None:
        return None
    entries: list[tuple[Scalar, Node]] = []
    while at < end:
        match = _ENTRY.match(text, at, end)
        if match is None or (key := match["key"]) not in known:
            return None
        kind = match.lastgroup
        start, stop = match.start(), match.end() - 1
        value: Node
        if kind == "items":
            value = _block(match)
        elif kind == "flow":
            if key in literal:
                return None
            value = _flow(match)
        else:
            value = _scalar(text, match[kind or 0], start + len(key) + 2, stop, _STYLES[kind or ""])
        entries.append((Scalar(key, start, start + len(key), None), value))
        at = stop + 1
    return Mapping(tuple(entries), bounds.start, at - 1) if entries else None


_STYLES = {"plain": None, "single": "'", "double": '"'}


def _scalar(text: str, typed: str, start: int, end: int, style: str | None) -> Scalar:
    value = typed.replace("''", "'") if style == "'" else typed
    if "\n" not in value:
        return Scalar(value, start, end, style)
    value = _FOLD.sub(" ", value)
    return Scalar(value, start, end, style, line_anchors(text, value, (start, end), style))


def _block(match: re.Match[str]) -> Sequence:
    dash = match["dash"]
    at = first = match.start("items")
    items: list[Node] = []
    for item in match["items"][len(dash) :].split("\n" + dash):
        at += len(dash)
        end = at + len(item)
        if item[0] in "'\"":
            value = item[1:-1].replace("''", "'") if item[0] == "'" else item[1:-1]
            items.append(Scalar(value, at, end, item[0]))
        else:
            items.append(Scalar(item, at, end, None))
        at = end + 1
    return Sequence(tuple(items), first + dash.index("-"), at - 1, flow=False)


def _flow(match: re.Match[str]) -> Sequence:
    at = match.start("flow")
    items: list[Node] = []
    for part in match["flow"].split(","):
        item = part.lstrip(" ")
        end = at + len(part)
        items.append(Scalar(item, end - len(item), end, None))
        at = end + 1
    return Sequence(tuple(items), match.start("flow") - 1, at, flow=True)
