"""Turn exceptions from templates into diagnostics (`template-error`) with the line in the template."""

import dataclasses
import re
from collections.abc import Iterable
from types import TracebackType
from typing import TYPE_CHECKING

from digest.text.diagnostics import Diagnostic, Severity
from digest.text.nearest import did_you_mean
from digest.text.source import Source, Span
from digest.theme.layers import START
from digest.theme.loading import Theme
from digest.theme.strings import StringFailed

if TYPE_CHECKING:
    from jinja2 import TemplateSyntaxError

PAGE_NAMES = ("page", "view")
COMMON_NAMES = ("site", "lang", "lang_tag", "root", "tree", "t", "asset", "fragment")


class TemplateFailed(Exception):
    """An output cannot be rendered. `source` is the template that `diagnostic` points at; None if it is missing."""

    def __init__(self, diagnostic: Diagnostic, source: Source | None) -> None:
        super().__init__(diagnostic.message)
        self.diagnostic = diagnostic
        self.source = source

    def __reduce__(self) -> tuple[type["TemplateFailed"], tuple[Diagnostic, Source | None]]:
        return TemplateFailed, (self.diagnostic, self.source)


class AssetFailed(Exception):
    """A template used `asset(name)` with an unknown name."""

    def __init__(self, name: str, names: Iterable[str]) -> None:
        super().__init__(f"the theme has no static file '{name}'")
        self.name = name
        self.hint = did_you_mean(name, names)


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class Explanation:
    """A message with its hint."""

    message: str
    hint: str = ""
    word: str = ""
    """The word to point at in the line; empty: the whole line."""


def describe_failure(error: Exception, theme: Theme, *, template: str, page: str) -> TemplateFailed:
    """Make a `TemplateFailed` of an exception raised while the output at `page` was rendered with `template`."""
    source, number = _find_line(error, theme)
    line = source.line(number) if source is not None else ""
    explanation = _explain(error, theme, line, source)
    diagnostic = Diagnostic(
        code="template-error",
        severity=Severity.ERROR,
        message=f"{explanation.message}, while rendering {page}",
        hint=explanation.hint,
        path=source.path if source is not None else f"templates/{template}",
        span=span_in_line(source, number, explanation.word) if source is not None else START,
    )
    return TemplateFailed(diagnostic, source)


def describe_syntax_error(
    error: "TemplateSyntaxError", source: Source, filters: Iterable[str], tests: Iterable[str]
) -> Diagnostic:
    """The diagnostic of a template that cannot be compiled. Of a tag that is not closed, it is at the tag."""
    message, hint, line, word = (error.message or "").rstrip("."), "", error.lineno, ""
    if (tag := _UNKNOWN_TAG.match(message)) and (meant := did_you_mean(tag["name"], _tags_near(message))):
        word, hint, message = tag["name"], meant, tag.group()
    elif unclosed := _UNCLOSED.search(message):
        word = unclosed["tag"]
        message, hint = f"this '{word}' is not closed", f"close it with {{% end{word} %}}"
        line = _line_of_unclosed(source, word) or line
    elif unknown := _UNKNOWN_FILTER.match(message):
        word, hint = unknown["name"], did_you_mean(unknown["name"], filters)
    elif unknown := _UNKNOWN_TEST.match(message):
        word, hint = unknown["name"], did_you_mean(unknown["name"], tests)
    return Diagnostic(
        code="template-error",
        severity=Severity.ERROR,
        message=message[:1].lower() + message[1:],
        hint=hint,
        path=source.path,
        span=span_in_line(source, line, word),
    )


_UNCLOSED = re.compile(r"innermost block that needs to be closed is '(?P<tag>\w+)'")

_UNKNOWN_FILTER = re.compile(r"No filter named '(?P<name>\w+)'")
_UNKNOWN_TEST = re.compile(r"No test named '(?P<name>\w+)'")
_UNKNOWN_TAG = re.compile(r"Encountered unknown tag '(?P<name>\w+)'")
_TAGS = (
    *("extends", "block", "include", "import", "from", "set", "macro", "call", "filter", "for", "if", "with"),
    *("raw", "autoescape"),
)


def _tags_near(message: str) -> list[str]:
    """The tags of which an unknown one may be a typo: those that Jinja looked for, and those that begin something. One
    that ends something else is a mistake of nesting.
    """
    wanted = re.findall(r"'(\w+)'", message)
    return [] if wanted[0].removeprefix("end") in _TAGS else [*wanted[1:], *_TAGS]


def _line_of_unclosed(source: Source, tag: str) -> int:
    """The line of the innermost tag that is not closed; 0 if none is found."""
    opened: list[int] = []
    text = re.sub(r"\{#.*?(?:#\}|\Z)", _blank, source.text, flags=re.DOTALL)
    for match in re.finditer(rf"\{{%[-+]?\s*(?P<end>end)?{tag}\b", text):
        if not match["end"]:
            opened.append(match.start())
        elif opened:
            opened.pop()
    return source.position(opened[-1]).line if opened else 0


def _blank(match: re.Match[str]) -> str:
    return re.sub(r"[^\n]", " ", match.group())


def _find_line(error: Exception, theme: Theme) -> tuple[Source | None, int]:
    """The innermost template in the traceback, and the line number in it (from 1)."""
    from jinja2 import TemplateSyntaxError

    if isinstance(error, TemplateSyntaxError) and error.filename is not None:
        return theme.source(error.filename), error.lineno
    paths = {source.path for folder in theme.templates for source in folder.values()}
    found: tuple[str, int] | None = None
    trace: TracebackType | None = error.__traceback__
    while trace is not None:
        if trace.tb_frame.f_code.co_filename in paths:
            found = trace.tb_frame.f_code.co_filename, trace.tb_lineno
        trace = trace.tb_next
    return (theme.source(found[0]), found[1]) if found is not None else (None, 0)


def _explain(error: Exception, theme: Theme, line: str, source: Source | None) -> Explanation:
    from jinja2 import TemplateNotFound, TemplatesNotFound, TemplateSyntaxError, UndefinedError

    from digest.theme.environment import UndefinedName

    if isinstance(error, StringFailed | AssetFailed):
        return Explanation(message=str(error), hint=error.hint, word=error.name or "")
    if isinstance(error, UndefinedName) and error.is_variable:
        return _explain_variable(error.name, source)
    if isinstance(error, UndefinedName):
        return _explain_attribute(error.owner, error.name, line)
    if isinstance(error, AttributeError) and error.name:
        return _explain_attribute(error.obj, error.name, line)
    if isinstance(error, TemplateSyntaxError | UndefinedError):
        message = (error.message or "undefined").rstrip(".")
        return Explanation(message=message[:1].lower() + message[1:])
    if isinstance(error, TemplatesNotFound):
        return Explanation(message=f"the theme has none of the templates {', '.join(map(str, error.templates))}")
    if isinstance(error, TemplateNotFound):
        return explain_missing_template(str(error.name), theme, source)
    if isinstance(error, RecursionError):
        return Explanation(message="templates use each other without end")
    if isinstance(error, MemoryError):
        return Explanation(message="this takes more memory than there is")
    return Explanation(message=f"{error} ({type(error).__name__})" if str(error) else type(error).__name__)


def _explain_variable(name: str, source: Source | None) -> Explanation:
    in_fragment = source is not None and "/fragments/" in source.path
    if name in PAGE_NAMES:
        hint = "a fragment is shared by pages: hand it what it needs as its value"
        if not in_fragment:  # it may be an imported template
            hint += "; macros know the page if they are imported with context"
    else:
        names = (*(("value",) if in_fragment else PAGE_NAMES), *COMMON_NAMES)
        hint = did_you_mean(name, names) or f"templates know {', '.join(names)}"
    return Explanation(message=f"'{name}' is undefined", hint=hint, word=name)


def _explain_attribute(owner: object, name: str, line: str) -> Explanation:
    called = re.search(rf"([A-Za-z_][\w.]*)(?:\.|\[['\"]){re.escape(name)}\b", line)
    shown = f"'{called[1]}'" if called else f"a {type(owner).__name__}"
    names = tuple(f.name for f in dataclasses.fields(owner)) if dataclasses.is_dataclass(owner) else ()
    names += getattr(getattr(owner, "facts", None), "_fields", ())  # a card also has the front-matter keys in `facts`
    hint = did_you_mean(name, names) or (f"it has {', '.join(names)}" if names else "")
    return Explanation(message=f"{shown} has no attribute '{name}'", hint=hint, word=name)


def explain_missing_template(name: str, theme: Theme, source: Source | None) -> Explanation:
    """What to say of a template that is used in `source` and that no layer has."""
    if name.startswith("!"):
        where = source.path if source is not None else "this"
        layer = next((at for at, folder in enumerate(theme.templates) if source in folder.values()), -1)
        hint = did_you_mean(name[1:], {each for folder in theme.templates[layer + 1 :] for each in folder}, sign="!")
        message = f"no layer below {where} has the template '{name[1:]}'"
        return Explanation(message=message, hint=hint, word=name[1:])
    names = {each for folder in theme.templates for each in folder}
    word = name
    if name.startswith("fragments/") and source is not None and f'"{name}"' not in source.text:
        word = name.removeprefix("fragments/").removesuffix(".html")
    hint = did_you_mean(name, names) or "put it into the theme's folder templates/"
    return Explanation(message=f"the theme has no template '{name}'", hint=hint, word=word)


def span_in_line(source: Source, number: int, word: str) -> Span:
    """Where a word is in a line (from 1), else the line."""
    lines = source.text.split("\n")
    line = lines[number - 1] if 0 < number <= len(lines) else ""
    start = sum(len(each) + 1 for each in lines[: number - 1])
    match = re.search(rf"(?<!\w){re.escape(word)}(?!\w)", line) if word else None
    if match:
        return Span(start=start + match.start(), end=start + match.end())
    return Span(start=start + len(line) - len(line.lstrip()), end=start + len(line.rstrip()))
