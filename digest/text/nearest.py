"""Find the known word that a typo means, for hints."""

from collections.abc import Iterable

_MOST_SHOWN = 3
CUTOFF = 0.6
"""Least similarity (`difflib`) of words that differ by more than a few typos."""
_LETTERS_A_TYPO = 4
_SHORT = 2
"""A word may have a typo for each four letters, and one if it has fewer but more than two."""
_LONGEST = 80
"""Longer words are not compared: the time grows with the product of the lengths."""

MOST_COMPARED = 50
"""Missing addresses of one file that are compared with all pages: the time grows with the product of their numbers."""


def did_you_mean(typed: str, known: Iterable[str], *, sign: str = "", cutoff: float = CUTOFF) -> str:
    """The hint `did you mean 'x'?`, with a few words if several are equally near; empty if none is near.

    `sign` stands before each word, as in `'#details'`.
    """
    close = nearest(typed, known, cutoff=cutoff)
    if not close:
        return ""
    *others, last = [f"'{sign}{each}'" for each in close]
    return f"did you mean {', '.join(others)}{' or ' if others else ''}{last}?"


def hint_of_typo(typed: str, known: Iterable[str]) -> str:
    """The hint `did you mean 'x'?` for words that have one typo less or more; empty if there are none."""
    word = typed.casefold()
    return did_you_mean(typed, [each for each in known if count_typos(word, each.casefold(), 1) == 1])


def nearest(typed: str, known: Iterable[str], *, cutoff: float = CUTOFF) -> tuple[str, ...]:
    """The known words with the fewest typos (`count_typos`), at most three; of these, one with the same letters goes
    before others. If all have more typos than a word of this length may have, the most similar word.

    Case does not count.
    """
    if len(typed) > _LONGEST:
        return ()
    from difflib import SequenceMatcher  # slow to import, rarely needed

    word = typed.strip().casefold()
    most = max(len(word) // _LETTERS_A_TYPO, int(len(word) > _SHORT))
    ranked = []
    bounds = SequenceMatcher(None, "", word)
    for each in dict.fromkeys(each for each in known if len(each) <= _LONGEST):
        other = each.casefold()
        bounds.set_seq1(other)
        if bounds.real_quick_ratio() < cutoff or bounds.quick_ratio() < cutoff:  # fast, and no less than the ratio
            continue
        typos = 0 if word == other else count_typos(word, other, most)
        is_swapped = sorted(word) == sorted(other)
        ratio = SequenceMatcher(None, word, other).ratio()
        if is_swapped or ratio >= cutoff:
            ranked.append((min(typos, most + 1), not is_swapped, -ratio, each))
    if not ranked:
        return ()
    best = min(ranked)[:3]
    return tuple([each for *rank, each in ranked if tuple(rank) == best][: _MOST_SHOWN if best[0] <= most else 1])


def count_typos(one: str, other: str, most: int) -> int:
    """The number of letters inserted, deleted or replaced, or of neighbours swapped, between two words (optimal string
    alignment distance); `most + 1` if it is larger.
    """
    if abs(len(one) - len(other)) > most:
        return most + 1
    before: list[int] = []
    row = list(range(len(other) + 1))
    for i, letter in enumerate(one, 1):
        last, row = row, [i]
        for j, against in enumerate(other, 1):
            cost = min(last[j] + 1, row[j - 1] + 1, last[j - 1] + (letter != against))
            if i > 1 and j > 1 and letter == other[j - 2] and one[i - 2] == against:
                cost = min(cost, before[j - 2] + 1)
            row.append(cost)
        before = last
    return min(row[-1], most + 1)
