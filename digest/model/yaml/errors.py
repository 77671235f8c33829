"""Turn syntax errors of libyaml into advice, at the place of the fault."""

import re
from typing import TYPE_CHECKING, Any

from digest.model.yaml.repair import RepairedText
from digest.text.diagnostics import Reporter
from digest.text.source import Span

if TYPE_CHECKING:
    import yaml

MAX_DEPTH = 8
"""Maximum nesting of front matter: more than any key needs, less than overflows a parser's stack."""

TOO_DEEP = (f"nested deeper than {MAX_DEPTH} levels", "no key needs that: flatten it")
"""Message and hint for deeper nesting."""

COMMENT = re.compile(r"[ \t]+(?P<comment>#[^\s#].*)")
"""A comment that was probably meant as a value, such as `#1b7f5c`."""

_SYNTAX: tuple[tuple[str, str, str], ...] = (
    ("cannot start any token", "this character cannot start a value", "put the value in quotes"),
    (
        "did not find expected key",
        "this line does not belong to what stands above it",
        "line it up with the other keys",
    ),
    ("expected <document start>", "this line does not belong to what stands above it", "line it up with the first key"),
    ("expected ',' or ']'", "a list that is opened here is not closed", "close it with ']'"),
    ("expected ',' or '}'", "a mapping that is opened here is not closed", "close it with '}'"),
    ("unexpected end of stream", "a quotation mark that is opened here is not closed", "close it"),
    ("expected '-' indicator", "this line is not an item of the list above it", "start it with '- '"),
    ("unknown escape character", "an unknown escape in a double-quoted value", "use single quotes, or write \\\\"),
    ("character escape code", "this escape is not a character", "write the character itself"),
    ("hexdecimal number", "this escape lacks a digit", "use single quotes, or write \\\\"),
    ("expected node content", "a value is missing here", "write one, or delete the comma"),
    ("expected tag URI", "a value that starts with '!' is a tag to YAML", "put the value in quotes"),
)
"""Part of libyaml's message -> our message and hint. The first match wins."""


def report_syntax(error: "yaml.YAMLError", repaired: RepairedText, text: str, reporter: Reporter) -> None:
    """Report the error at its place; `text` is the original, `repaired` is what libyaml parsed."""
    problem = str(getattr(error, "problem", None) or error)
    mark: Any = getattr(error, "problem_mark", None)
    at = _offset(mark, repaired, text)
    opened = _offset(getattr(error, "context_mark", None) or mark, repaired, text)
    line = _line(text, at)
    indented = text[line.start : line.end]
    tab = indented.find("\t", 0, len(indented) - len(indented.lstrip()))
    if tab >= 0:
        place = Span(start=line.start + tab, end=line.start + tab + 1)
        reporter.error("tab-indentation", place, "a tab indents this line", "indent with spaces: YAML knows no tabs")
        return
    here = Span(start=at, end=min(at + 1, len(text)))
    if "nesting depth" in problem:  # libyaml's own limit, reached before it emits events
        reporter.error("too-deep", here, *TOO_DEEP)
    elif "mapping values are not allowed" in problem:
        reporter.error("yaml-syntax", *_second_colon(text, here, line))
    elif "could not find expected ':'" in problem:
        reporter.error("yaml-syntax", *_no_key(text, opened))
    elif "expected ',' or" in problem and text[at : at + 1] == ":" and "\n" not in text[opened:at]:
        reporter.error("yaml-syntax", here, *_QUOTES_NEEDED)
    elif "did not find expected key" in problem and text[at : at + 1] in ("]", "}"):
        reporter.error("yaml-syntax", here, f"no '{_OPENING[text[at]]}' stands before this '{text[at]}'", "delete it")
    elif "expected <document start>" in problem and (ending := _ENDING.search(text, repaired.start, at)):
        place = Span(start=ending.start("sign"), end=ending.end("sign"))
        reporter.error("yaml-syntax", place, "this line is a sign to YAML, and no key", "delete it")
    elif "node content" in problem and (last := _last_opened(mark, repaired)) is not None:
        kind, sign = ("list", "]") if text[last] == "[" else ("mapping", "}")
        place = Span(start=last, end=last + 1)
        reporter.error("yaml-syntax", place, f"a {kind} that is opened here is not closed", f"close it with '{sign}'")
    else:
        _report_by_table(problem, here, opened, text, reporter)


def _last_opened(mark: Any, repaired: RepairedText) -> int | None:
    """Offset of the last `[` or `{` if the parser failed at the end of the text, else None."""
    if mark is None or repaired.text[mark.index :].strip():
        return None
    at = max(repaired.text.rfind("["), repaired.text.rfind("{"))
    return repaired.origin(at) if at >= 0 else None


_QUOTES_NEEDED = ("a second ': ' in an unquoted value", "put the value in quotes")
_OPENING = {"]": "[", "}": "{"}
_ENDING = re.compile(r"^(?P<sign>\.\.\.|%.*)\s*\Z", re.MULTILINE)
_ESCAPE = re.compile(r"\\(?:[uUx][0-9A-Fa-f]*|.)")


def _report_by_table(problem: str, here: Span, opened: int, text: str, reporter: Reporter) -> None:
    unclosed = "end of stream" in problem or "expected ','" in problem
    in_brackets = "expected ','" in problem or "node content" in problem
    comment = COMMENT.search(text, opened, here.end) if in_brackets else None
    if comment is not None:
        place = Span(start=comment.start("comment"), end=comment.end("comment"))
        reporter.error("yaml-syntax", place, "what follows a '#' is a comment to YAML", "put the value in quotes")
        return
    if "escape" in problem or "hexdecimal" in problem:
        escape = _ESCAPE.match(text, max(text.rfind("\\", opened, here.end), opened))
        here = Span(start=escape.start(), end=escape.end()) if escape else here
    place = Span(start=opened, end=min(opened + 1, len(text))) if unclosed else here
    for part, message, hint in _SYNTAX:
        if part in problem:
            reporter.error("yaml-syntax", place, message, hint)
            return
    reporter.error("yaml-syntax", place, f"not YAML: {problem}", "put the value in quotes")


def _second_colon(text: str, here: Span, line: Span) -> tuple[Span, str, str]:
    before = text[line.start : here.start]
    if before[:1] == " " and not re.search(r":\s|^[ ]*-[ ]", before):
        key = Span(start=line.start + len(before) - len(before.lstrip()), end=here.start)
        return key, "this line is indented, so that it belongs to the value above it", "line it up with the other keys"
    return here, *_QUOTES_NEEDED


def _no_key(text: str, start: int) -> tuple[Span, str, str]:
    span = Span(start=start, end=start + len(text[start : _line(text, start).end].rstrip()))
    glued = re.match(r"([^\W\d_][\w-]*):(\S.*)", text[span.start : span.end])
    if glued:
        return span, f"no space after the colon of '{glued[1]}'", f"write {glued[1]}: {glued[2]}"
    return span, "this line is not 'key: value'", "write key: value, or indent what belongs to the line above"


def _line(text: str, offset: int) -> Span:
    end = text.find("\n", offset)
    return Span(start=text.rfind("\n", 0, offset) + 1, end=end if end >= 0 else len(text))


def _offset(mark: Any, repaired: RepairedText, text: str) -> int:
    return min(repaired.origin(mark.index) if mark is not None else repaired.start, len(text))
