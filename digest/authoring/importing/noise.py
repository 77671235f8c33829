"""Messages about lines that are left out."""

MOST_RUNS = 20
"""Maximum line ranges listed in a note."""

NAMES: dict[str, tuple[str, str]] = {"outside": ("a line outside of the article", "lines outside of the article")}
"""Names of the kinds of lines, singular and plural."""


def tell_lines(numbers: list[int], one: str, many: str) -> str:
    """The message of a note about lines that were left out."""
    if len(numbers) == 1:
        return f"{one} was left out"
    return f"{len(numbers)} {many} were left out: lines {_list_numbers(numbers)}"


def _list_numbers(numbers: list[int]) -> str:
    """Line numbers, consecutive ones as ranges."""
    runs: list[list[int]] = []
    for number in numbers:
        if runs and number == runs[-1][1] + 1:
            runs[-1][1] = number
        else:
            runs.append([number, number])
    listed = ", ".join(str(first) if first == last else f"{first}-{last}" for first, last in runs[:MOST_RUNS])
    more = sum(last - first + 1 for first, last in runs[MOST_RUNS:])
    return f"{listed} and {more} more" if more else listed
