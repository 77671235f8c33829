"""Turn exceptions from templates into diagnostics (`template-error`) with the line in the template."""

import dataclasses
import re
from collections.abc import Iterable
from types import TracebackType

from digest.text.diagnostics import Diagnostic, Severity
from digest.text.source import Source, Span
from digest.theme.layers import START, suggest
from digest.theme.loading import Theme
from digest.theme.strings import StringFailed

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
        self.hint = suggest(name, names)


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class _Explanation:
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
        span=_find_span(source, number, explanation.word) if source is not None else START,
    )
    return TemplateFailed(diagnostic, source)


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


def _explain(error: Exception, theme: Theme, line: str, source: Source | None) -> _Explanation:
    from jinja2 import TemplateNotFound, TemplatesNotFound, TemplateSyntaxError, UndefinedError

    from digest.theme.environment import UndefinedName

    if isinstance(error, StringFailed | AssetFailed):
        return _Explanation(message=str(error), hint=error.hint, word=error.name or "")
    if isinstance(error, UndefinedName) and error.is_variable:
        return _explain_variable(error.name, source)
    if isinstance(error, UndefinedName):
        return _explain_attribute(error.owner, error.name, line)
    if isinstance(error, AttributeError) and error.name:
        return _explain_attribute(error.obj, error.name, line)
    if isinstance(error, TemplateSyntaxError | UndefinedError):
        message = (error.message or "undefined").rstrip(".")
        return _Explanation(message=message[:1].lower() + message[1:])
    if isinstance(error, TemplatesNotFound):
        return _Explanation(message=f"the theme has none of the templates {', '.join(map(str, error.templates))}")
    if isinstance(error, TemplateNotFound):
        return _explain_missing_template(str(error.name), theme, source)
    if isinstance(error, RecursionError):
        return _Explanation(message="templates use each other without end")
    return _Explanation(message=f"{error} ({type(error).__name__})" if str(error) else type(error).__name__)


def _explain_variable(name: str, source: Source | None) -> _Explanation:
    in_fragment = source is not None and "/fragments/" in source.path
    if name in PAGE_NAMES:
        hint = "a fragment is shared by pages: hand it what it needs as its value"
        if not in_fragment:  # it may be an imported template
            hint += "; macros know the page if they are imported with context"
    else:
        names = (*(("value",) if in_fragment else PAGE_NAMES), *COMMON_NAMES)
        hint = suggest(name, names) or f"templates know {', '.join(names)}"
    return _Explanation(message=f"'{name}' is undefined", hint=hint, word=name)


def _explain_attribute(owner: object, name: str, line: str) -> _Explanation:
    called = re.search(rf"([A-Za-z_][\w.]*)(?:\.|\[['\"]){re.escape(name)}\b", line)
    shown = f"'{called[1]}'" if called else f"a {type(owner).__name__}"
    names = tuple(f.name for f in dataclasses.fields(owner)) if dataclasses.is_dataclass(owner) else ()
    names += getattr(getattr(owner, "facts", None), "_fields", ())  # a card also has the front-matter keys in `facts`
    hint = suggest(name, names) or (f"it has {', '.join(names)}" if names else "")
    return _Explanation(message=f"{shown} has no attribute '{name}'", hint=hint, word=name)


def _explain_missing_template(name: str, theme: Theme, source: Source | None) -> _Explanation:
    if name.startswith("!"):
        where = source.path if source is not None else "this"
        return _Explanation(message=f"no layer below {where} has the template '{name[1:]}'", word=name[1:])
    names = {each for folder in theme.templates for each in folder}
    word = name
    if name.startswith("fragments/") and source is not None and f'"{name}"' not in source.text:
        word = name.removeprefix("fragments/").removesuffix(".html")
    hint = suggest(name, names) or "put it into the theme's folder templates/"
    return _Explanation(message=f"the theme has no template '{name}'", hint=hint, word=word)


def _find_span(source: Source, number: int, word: str) -> Span:
    lines = source.text.split("\n")
    line = lines[number - 1] if 0 < number <= len(lines) else ""
    start = sum(len(each) + 1 for each in lines[: number - 1])
    match = re.search(rf"(?<!\w){re.escape(word)}(?!\w)", line) if word else None
    if match:
        return Span(start=start + match.start(), end=start + match.end())
    return Span(start=start + len(line) - len(line.lstrip()), end=start + len(line.rstrip()))
