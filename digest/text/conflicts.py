"""Find the markers that Git (also Mercurial and Subversion) leaves where two versions of a file do not fit."""

import re
from collections.abc import Callable, Iterable

from digest.text.diagnostics import Label, Reporter
from digest.text.source import Span

_MARKER = re.compile(r"^(?P<sign><{7}|\|{7}|={7}|>{7})(?![^ \t\n])(?P<name>[^\n]*)", re.MULTILINE)
_END_NAME = re.compile(r"[ \t]+\S+(?:[ \t]+\(.*\))?[ \t]*")
_MEANING = {"|": "what both versions come from", "=": "the other version", ">": "the end of the conflict"}


def may_have_conflicts(text: str) -> bool:
    """Whether `report_conflicts` may find something, quickly."""
    return "<<<<<<<" in text or ">>>>>>>" in text


def report_conflicts(text: str, reporter: Reporter, code: Callable[[], Iterable[tuple[int, int]]] = tuple) -> bool:
    """Report each conflict in a file (`conflict-marker`), and return whether there is one.

    A line of `=======` alone underlines a heading, and one of `|||||||` is a table, so they count only in a conflict.
    An end without a beginning counts if it is no quote: it names a branch or a commit. Lines in the ranges of `code`
    are somebody's example.
    """
    if not may_have_conflicts(text):
        return False
    hidden = list(code())
    conflicts: list[list[re.Match[str]]] = []
    is_open = False
    for match in _MARKER.finditer(text):
        if any(start <= match.start() < end for start, end in hidden):
            continue
        sign = match["sign"][0]
        if sign == "<":
            conflicts.append([match])
            is_open = True
        elif is_open:
            conflicts[-1].append(match)
            is_open = sign != ">"
        elif sign == ">" and _is_end(text, match):
            conflicts.append([match])
    for first, *others in conflicts:
        reporter.error(
            "conflict-marker",
            Span(start=first.start(), end=first.end()),
            "a merge left two versions of these lines",
            "keep one of them, and delete the lines <<<<<<<, ======= and >>>>>>>",
            labels=[
                Label(span=Span(start=each.start(), end=each.end()), message=_MEANING[each["sign"][0]])
                for each in others
            ],
        )
    return bool(conflicts)


def _is_end(text: str, match: re.Match[str]) -> bool:
    before = text.rfind("\n", 0, max(match.start() - 1, 0)) + 1
    return _END_NAME.fullmatch(match["name"]) is not None and not text.startswith(">", before)
