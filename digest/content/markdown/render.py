"""A text as HTML: the fast path for plain text, the parser for the rest."""

import re
from collections.abc import Sequence
from typing import TYPE_CHECKING, Literal

from digest.content.markdown.blocks import blocks_html, footnotes_html, name_headings
from digest.content.markdown.breaks import join_plain
from digest.content.markdown.cleaning import clean, replace_unshowable
from digest.content.markdown.inline import formula_html
from digest.content.markdown.math import find_formulas
from digest.content.markdown.positions import locate, trim
from digest.content.markdown.punctuation import widen_punctuation
from digest.content.markdown.values import Problem, Rendered
from digest.content.markdown.writing import CLOSES, OPENS, Note, Writing, escape
from digest.text.characters import UNSAFE_BASIC

if TYPE_CHECKING:
    from markdown_it.token import Token

Punctuation = Literal["keep", "fullwidth"]

_PLACEHOLDER = re.compile(f" ?{OPENS}([0-9]+){CLOSES}")
# What might be mark-up, so that the text must go through the parser. Characters beyond the first plane go there too: a
# class of single ones among them is matched many times slower.
_MARKED = re.compile(rf"[\\`*_\[<>&$~|\t\r{UNSAFE_BASIC}\U00010000-\U0010ffff]")
_MARKED_BYTES = bytes(byte for byte in range(128) if _MARKED.match(chr(byte)))
_BLOCK_START = r"(?: {4}| {0,3}(?:#|[-+=](?=[-= \n]|\Z)|[0-9]{1,9}[.)](?=[ \n]|\Z)))"
_MARKED_START = re.compile(_BLOCK_START)
_MARKED_LINE = re.compile(rf"\n{_BLOCK_START}")
_BLANK_LINES = re.compile(r"\n(?: *\n)+")
_TITLE_MARKUP = re.compile(rf"[$\\\r\n\t{UNSAFE_BASIC}\U00010000-\U0010ffff]")
_SPACES = re.compile(r"[ \t\n]+")


def render_markdown(text: str, *, anchor: str, punctuation: Punctuation = "keep", heading_level: int = 3) -> Rendered:
    """A text of blocks as HTML, with what its editor should know. Never raises.

    Every id begins with `anchor`, so that several texts can stand on one page. The outermost headings become those of
    `heading_level`, deeper ones follow without leaving a level out.
    """
    if not may_be_marked(text):
        return Rendered(html=render_plain(text, punctuation), problems=(), references=())
    return render_parsed(text, anchor=anchor, punctuation=punctuation, heading_level=heading_level)


def may_be_marked(text: str) -> bool:
    """Whether a text might hold mark-up; if not, `render_plain` gives what the parser would."""
    if text.isascii():  # an abstract's bytes are looked through five times faster
        encoded = text.encode()
        marked = len(encoded.translate(None, _MARKED_BYTES)) < len(encoded)
    else:
        marked = _MARKED.search(text) is not None
    return (
        marked
        or "://" in text
        or "  \n" in text
        or _MARKED_START.match(text) is not None
        or ("\n" in text and _MARKED_LINE.search(text) is not None)
    )


def render_plain(text: str, punctuation: Punctuation) -> str:
    """Paragraphs of a text that holds no character of mark-up: what the parser would give, without it."""
    paragraphs = []
    for block in _BLANK_LINES.split(text) if "\n" in text else (text,):
        paragraph = join_plain(trim(block))
        if punctuation == "fullwidth":
            paragraph = widen_punctuation(paragraph)
        if paragraph:
            paragraphs.append(f"<p>{escape(paragraph)}</p>\n")
    return "".join(paragraphs)


def render_parsed(text: str, *, anchor: str, punctuation: Punctuation, heading_level: int) -> Rendered:
    """A text of blocks as HTML, by the parser."""
    from digest.content.markdown.parser import parse_environment, parse_text

    cleaned = clean(text)
    writing = Writing(cleaned=cleaned, anchor=anchor, punctuation=punctuation)
    environment = parse_environment()
    tokens = parse_text(cleaned.text, environment)
    if environment["footnotes"]:
        tokens = _take_notes(tokens, writing)
        everything = [token for note in writing.notes.values() for token in note.blocks]
        name_headings([*tokens, *everything], writing, heading_level)
    else:
        name_headings(tokens, writing, heading_level)
    html = blocks_html(tokens, writing) + footnotes_html(writing)
    for inline, start, width in environment["alone"]:
        _report_alone(writing, locate(cleaned.text, inline, start), width)
    return _finish(html, writing)


def render_title(text: str, *, punctuation: Punctuation = "keep") -> Rendered:
    """One line as HTML: formulas become MathML, all else is text (titles hold `*` and `_` freely). Never raises."""
    if _TITLE_MARKUP.search(text) is None:
        shown = widen_punctuation(text) if punctuation == "fullwidth" else text
        return Rendered(html=escape(shown.strip()), problems=(), references=())
    cleaned = clean(text)
    writing = Writing(cleaned=cleaned, anchor="", punctuation=punctuation)
    source = cleaned.text
    formulas = find_formulas(source)
    texts: list[str] = []
    shown_formulas: list[str] = []
    position = 0
    for start, formula in formulas.at.items():
        texts.append(source[position:start])
        shown_formulas.append(formula_html(formula.tex, display=False, writing=writing, span=(start, formula.end)))
        position = formula.end
    texts.append(source[position:])
    parts = "\ufffc".join(_unescape_dollars(part) for part in texts)
    if punctuation == "fullwidth":
        parts = widen_punctuation(parts)
    pieces = escape(_SPACES.sub(" ", join_plain(parts)).strip()).split("\ufffc")
    if len(pieces) != len(texts):
        # The text itself holds the character that stood for formulas.
        pieces = [escape(_SPACES.sub(" ", _unescape_dollars(part))) for part in texts]
    html = pieces[0] + "".join(f + p for f, p in zip(shown_formulas, pieces[1:], strict=True))
    for start, width in formulas.alone.items():
        _report_alone(writing, start, width)
    return _finish(html, writing)


def resolve(html: str, attributes: Sequence[str]) -> str:
    """The HTML with `attributes[N]` in place of the reference N, such as `href="pic2word.html"`; empty: nothing."""
    if OPENS not in html:
        return html
    return _PLACEHOLDER.sub(lambda match: f" {attributes[int(match[1])]}".rstrip(), html)


def _unescape_dollars(text: str) -> str:
    return text.replace("\\$", "$")


def _take_notes(tokens: "list[Token]", writing: Writing) -> "list[Token]":
    """The tokens without the notes, which go to `writing`; a note inside a note becomes one of its own."""
    kept: list[Token] = []
    open_notes: list[list[Token]] = []
    for token in tokens:
        if token.type == "footnote_open":
            blocks: list[Token] = []
            name = token.meta["name"]
            repeated = name in writing.notes
            if repeated:
                writing.report(
                    "duplicate-footnote",
                    f"the footnote [^{name}] is defined twice; the first is used, this one is shown at the end",
                    "give it a name of its own",
                    *token.meta["at"],
                )
                # No mark can hold a space, so none leads to this one.
                name = f"{name} {len(writing.notes)}"
            writing.notes[name] = Note(blocks=blocks, at=token.meta["at"], is_repeated=repeated)
            open_notes.append(blocks)
        elif token.type == "footnote_close":
            open_notes.pop()
        else:
            (open_notes[-1] if open_notes else kept).append(token)
    return kept


def _report_alone(writing: Writing, start: int, width: int) -> None:
    sign = "$" * width
    writing.report(
        "unbalanced-math",
        f"this {sign} has no partner, so it is shown as text",
        f"close the formula with another {sign}, or write \\$ for a dollar sign",
        start,
        start + width,
    )


def _finish(html: str, writing: Writing) -> Rendered:
    cleaned = writing.cleaned
    for start, end in cleaned.unsafe:
        if not any(first <= start and end <= last for first, last in writing.repaired):
            writing.report(
                "control-character",
                "a control character or noncharacter cannot be shown",
                "delete it; it may have come from a broken copy",
                start,
                end,
            )
    if cleaned.unsafe or "&" in cleaned.text:
        html = replace_unshowable(html)
    problems = sorted(writing.problems, key=_position)
    return Rendered(html=html, problems=tuple(problems), references=tuple(writing.references))


def _position(problem: Problem) -> tuple[int, int, str]:
    return problem.start, problem.end, problem.code
