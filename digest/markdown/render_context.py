"""State while one text is rendered."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, Any, Literal

from digest.markdown.cleaning import Cleaned
from digest.markdown.links import split_target
from digest.markdown.positions import locate
from digest.markdown.rendered import CLOSES, OPENS, Problem, Reference, escape
from digest.text.language import language_of

if TYPE_CHECKING:
    from markdown_it.token import Token

_NARROW = 20
"""A part of this width, in Latin letters, fits on a phone, also in a list."""


def columns(text: str) -> int:
    """The width of a text in Latin letters, roughly: from U+2E80 on most characters are as wide as two."""
    return sum(2 if each >= "\u2e80" else 1 for each in text)


@dataclass(slots=True, kw_only=True)
class Footnote:
    """A footnote. `number` is 0 until it is first used, `uses` counts its marks."""

    blocks: "list[Token]"
    at: tuple[int, int]
    is_repeated: bool = False
    """Whether an earlier note has the same name; already reported."""
    number: int = 0
    uses: int = 0


@dataclass(kw_only=True)
class RenderContext:
    """Rendering state of one text: its settings, and what was found so far."""

    cleaned: Cleaned
    anchor: str
    punctuation: Literal["keep", "fullwidth"]
    lang: str = ""
    """Language of the text, in which what is added to it is named; empty: to be detected."""
    outside: Mapping[str, str] = field(default_factory=dict)
    """Names of headings around the text -> their ids."""
    environment: dict[str, Any] = field(default_factory=dict)
    """What the parser's rules share."""
    slugs: dict[int, str] = field(default_factory=dict)
    """`id()` of a heading's opening token -> its slug."""
    levels: dict[int, int] = field(default_factory=dict)
    notes: dict[str, Footnote] = field(default_factory=dict)
    used: list[Footnote] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    references: list[Reference] = field(default_factory=list)
    repaired: list[tuple[int, int]] = field(default_factory=list)
    scrollers: dict[str, int] = field(default_factory=dict)
    """Kind of a part that may scroll by itself -> how many there were, also in earlier texts of the file."""
    inline: "Token | None" = None
    codes: set[str] = field(default_factory=set)
    """Those of `problems`."""
    link_end: str | None = None
    """The end tag of the open link, empty if the link is shown as text; None outside links."""

    def report(self, code: str, message: str, hint: str, start: int, end: int) -> None:
        """Report a problem between two offsets of the cleaned text."""
        original = self.cleaned.original
        self.codes.add(code)
        self.problems.append(Problem(code=code, message=message, hint=hint, start=original(start), end=original(end)))

    def span(self, token: "Token") -> tuple[int, int]:
        """The span of a token in the cleaned text."""
        if "at" in token.meta:
            start, end = token.meta["at"]
            return start, end
        if self.inline is None or "span" not in token.meta:
            return 0, 0
        start, end = token.meta["span"]
        text = self.cleaned.text
        return locate(text, self.inline, start), locate(text, self.inline, end - 1) + 1

    def scroller(self, zh: str, en: str, width: int) -> str:
        """The attributes of a part that scrolls where it is too wide; none if it fits on a phone, by its width in Latin
        letters; a sign of a formula may take two. Names of regions must differ on a page, and one page may show several
        files.
        """
        count = self.scrollers[en] = self.scrollers.get(en, 0) + 1
        if width <= _NARROW:
            return ""
        file = self.anchor.rpartition("-")[0]
        name = f"{self.word(zh, en)} {count}" + (f" · {file}" if file else "")
        return f' tabindex="0" role="region" aria-label="{escape(name)}"'

    def word(self, zh: str, en: str) -> str:
        """The one that is in the language of the text."""
        return zh if self._language == "zh" else en

    @cached_property
    def _language(self) -> str:
        return self.lang or language_of(self.cleaned.text)

    def refer(self, kind: Literal["link", "image", "plate"], href: str, span: tuple[int, int]) -> str:
        """Record a reference into the site, and return its placeholder."""
        target, suffix = split_target(href)
        start, end = (self.cleaned.original(offset) for offset in span)
        self.references.append(Reference(kind=kind, target=target, suffix=suffix, start=start, end=end))
        return f"{OPENS}{len(self.references) - 1}{CLOSES}"


TokenRenderer = Callable[["Token", RenderContext], str]
"""Renders one token."""


def constant(html: str) -> TokenRenderer:
    """A rule for tokens whose HTML is always the same."""
    return lambda _token, _context: html
