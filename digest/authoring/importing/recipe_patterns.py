"""Regular expressions of recipes: which are refused, and how much of a text they are matched against."""

import re

LONGEST_MATCHED = 400
"""Characters of a line that a recipe's patterns are matched against."""

_MOST_REPEATS = 2
"""Unlimited repeats in a pattern; one more behind `^`. With `LONGEST_MATCHED` they bound the time of a line."""

_LONGEST_CUT = 1000
"""Characters of a text that is cut at a pattern with repeats."""

_MOST_WAYS = 100_000
"""Ways in which a pattern may match from a place; more behind `^`, where there is one place."""

_GROUP = 0xF0000
"""The first character that stands for a group, which is private."""
_LAZY = re.compile(r"([*+?]|\{\d*,?\d*\})[?+]")
_FACTOR = re.compile(r"[*+?]|\{\d*,\}|\{(?P<least>\d*),(?P<most>\d+)\}|(?P<group>[\U000f0000-\U000fffff])")
_UNLIMITED = re.compile(r"[*+]|\{\d*,\}")


def unsafe_pattern(pattern: str) -> str:
    """Why a regular expression is refused; empty if it is not: it is wrong, or may take too long.

    A group that holds a repeat or alternatives must not be repeated itself, and there must be few unlimited repeats.
    """
    try:
        re.compile(pattern)
    except (re.error, OverflowError, RecursionError) as error:
        return f"is no regular expression: {error}"
    bare = re.sub(r"\\[1-9]|\(\?P=", "\x00", re.sub(r"\\\\", "", pattern))
    if "\x00" in bare:
        return "has a back-reference, which may take too long"
    bare = re.sub(r"\\.", "x", bare)
    bare = re.sub(r"\[\^?\]?[^\]]*\]", "x", bare)
    bare = _LAZY.sub(r"\1", bare)
    unlimited = len(_UNLIMITED.findall(bare))
    costs: list[int] = []
    while (
        inner := re.search(r"\((?:\?(?:[:=!>]|<[=!]|P<\w+>))?([^()]*)\)(?P<repeat>[*+]|\{\d*,?\d*\})?", bare)
    ) is not None:
        cost = _cost(inner[1], costs)
        if inner["repeat"] and cost > 1:
            return "repeats a group that holds a repeat or alternatives, which may take too long"
        costs.append(cost)
        repeat = inner["repeat"] or ""
        bare = f"{bare[: inner.start()]}{chr(_GROUP + len(costs) - 1)}{repeat}{bare[inner.end() :]}"
    most = _MOST_REPEATS + bare.startswith("^")
    if unlimited > most:
        return f"has more than {most} unlimited repeats, which may take too long"
    if _cost(bare, costs) > _MOST_WAYS * (LONGEST_MATCHED if bare.startswith("^") else 1):
        return "has too many repeats, optional parts and alternatives, which may take too long"
    return ""


def _cost(pattern: str, costs: list[int]) -> int:
    """In about how many ways a pattern without groups may match; `costs` are those of groups that were taken out."""
    ways = 0
    for branch in pattern.split("|"):
        product = 1
        for found in _FACTOR.finditer(branch):
            if found["group"]:
                product *= costs[ord(found["group"]) - _GROUP]
            elif found["most"]:
                product *= max(int(found["most"]) - int(found["least"] or 0) + 1, 1)
            else:
                product *= 2 if found[0] == "?" else 100
        ways += product
    return ways


def split_at(separator: re.Pattern[str], text: str) -> list[str]:
    """The pieces of a text between separators; the text alone if that may take too long."""
    is_slow = len(text) > _LONGEST_CUT and _UNLIMITED.search(separator.pattern) is not None
    return [text] if is_slow else [piece for piece in separator.split(text) if piece]
