"""Which lines of a text are fenced code: inside list items and quotes too, where most of CommonMark has a say.

A fence ends with its own mark, or with the item or quote that it stands in (CommonMark 0.31.2, 4.5, 5.1 and 5.2). To
know where those end, the lines are followed one by one; only texts that `may_have_fences` are worth that.
"""

import re

_QUOTE = re.compile(r" {0,3}> ?")
_QUOTE_ON = re.compile(r" *> ?")
"""How a quote goes on: the parser that shows the text takes any indentation there."""

_ITEM = re.compile(
    r" {0,3}(?:[-+*]|(?P<number>[0-9]{1,9})[.)])(?= |$)"
    # Marks of points that Markdown does not know, where they have a fence behind them.
    r"| {0,3}(?:[•·●]|[0-9]{1,2}[、．）]|\([0-9]{1,2}\)|（[0-9]{1,2}）|[①-⑳])(?= *(?:```|~~~))"
)
_RULE = re.compile(r" {0,3}([-*_])(?: *\1){2,} *$")
_HEADING = re.compile(r" {0,3}(?:#{1,6}(?: |$)|(?:=+|-+) *$)")
_FENCE = re.compile(r" {0,3}(?P<mark>`{3,}(?=[^`]*$)|~{3,})")
_DEEP = " " * 4
"""What begins indented code, which is no mark of anything else."""


def may_have_fences(text: str) -> bool:
    """Whether a text has what begins a fence, anywhere. A single character is found much faster than three."""
    return ("`" in text and "```" in text) or ("~" in text and "~~~" in text)


class Fences:
    """Follows the lines of a text; `is_open` says whether the line below is in fenced code if its place allows it."""

    def __init__(self) -> None:
        self._inside: list[int] = []  # of each quote 0, of each list item how far its text is indented
        self._fence = ""
        self._is_text = False  # whether a paragraph goes on
        self._is_hollow = False  # whether the innermost item has nothing yet

    @property
    def is_open(self) -> bool:
        """Whether a fence was opened and not closed."""
        return bool(self._fence)

    def step(self, line: str) -> bool:
        """Take the next line; whether it is fenced code, or the fence that closes it."""
        rest, depth = self._enter(line.expandtabs(4).rstrip(" "))
        if self._fence:
            if depth == len(self._inside):
                if self._closes(rest):
                    self._fence = ""
                return True
            self._fence = ""
        self._look(rest, depth)
        return False

    def _enter(self, rest: str) -> tuple[str, int]:
        """What remains of a line in the containers that go on, and how many do."""
        hollow, self._is_hollow = self._is_hollow, False
        for depth, indent in enumerate(self._inside):
            if indent:
                is_hollow = hollow and depth == len(self._inside) - 1
                if (rest and not rest.startswith(" " * indent)) or (not rest and is_hollow):
                    return rest, depth
                rest = rest[indent:]
            else:
                quote = _QUOTE_ON.match(rest)
                if quote is None:
                    return rest, depth
                rest = rest[quote.end() :]
        return rest, len(self._inside)

    def _closes(self, rest: str) -> bool:
        mark = self._fence
        stripped = rest.strip(" ")
        return len(stripped) >= len(mark) and not stripped.strip(mark[0]) and not rest.startswith(_DEEP)

    def _look(self, rest: str, depth: int) -> None:
        """See what a line outside fenced code begins."""
        goes_on = self._is_text and depth == len(self._inside)  # the paragraph, unless something interrupts it
        begun: list[int] = []
        while not rest.startswith(_DEEP) and not _RULE.match(rest):
            quote = _QUOTE.match(rest)
            item = None if quote else _ITEM.match(rest)
            if quote is not None:
                begun.append(0)
                rest = rest[quote.end() :]
            elif item is not None and not (goes_on and not _interrupts(item, rest)):
                indent = _indent_of(item, rest)
                begun.append(indent)
                rest = rest[indent:]
                self._is_hollow = not rest
            else:
                break
            goes_on = False
        fence = _FENCE.match(rest)
        is_mark = fence is not None or _RULE.match(rest) is not None
        is_heading = _HEADING.match(rest) is not None and (goes_on or rest.lstrip(" ").startswith("#"))
        if self._is_text and rest and not begun and not is_mark and not is_heading:
            if not goes_on and depth < len(self._inside):
                return  # a paragraph may go on outside its item or quote
            del self._inside[depth:]
            return
        self._inside[depth:] = begun
        self._fence = fence["mark"] if fence is not None else ""
        self._is_text = bool(rest) and not is_mark and not is_heading and not rest.startswith(_DEEP)


def _interrupts(item: re.Match[str], rest: str) -> bool:
    """Whether an item may stand right below a paragraph: one with text that is the first of its list."""
    return bool(rest[item.end() :].strip(" ")) and (item["number"] is None or int(item["number"]) == 1)


def _indent_of(item: re.Match[str], rest: str) -> int:
    """How far the text of an item is indented."""
    text = rest[item.end() :]
    spaces = len(text) - len(text.lstrip(" "))
    return item.end() + (spaces if text and spaces <= len(_DEEP) else 1)
