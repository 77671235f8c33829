"""The parser: markdown-it-py with our rules."""

import re
from collections.abc import Callable
from contextlib import suppress
from functools import cache
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any

from digest.markdown.block_gate import cut_paragraphs, is_sentence, may_have_blocks
from digest.markdown.emphasis import delimiter_run
from digest.markdown.footnotes import footnote_definition, footnote_mark
from digest.markdown.links import bare_address, find_label_end
from digest.markdown.math import accent, formula, formula_block, is_inside_formula
from digest.markdown.positions import recording_lines, trim
from digest.markdown.tables import Trouble, tables_with_bars
from digest.markdown.tex_text import tex_text

if TYPE_CHECKING:
    from markdown_it import MarkdownIt
    from markdown_it.rules_block import StateBlock
    from markdown_it.rules_core import StateCore
    from markdown_it.rules_inline import StateInline
    from markdown_it.token import Token

    BlockRule = Callable[[StateBlock, int, int, bool], bool]

_MAX_DEPTH = 24
"""Maximum nesting of quotes, lists and footnotes; deeper mark-up stays text."""

_MAX_NESTING = 32

_ORDINARY = r"[^\n!$&*:<\[\\\]_`{~]*"
_TEXT = re.compile(rf"{_ORDINARY}(?:(?:(?<![ \t\\])\n(?![ \t])|:(?!//)|!(?!\[)|\{{(?!\s?\{{{{0,4}}\s?\\)){_ORDINARY})*")


def _text(state: "StateInline", silent: bool) -> bool:  # noqa: FBT001  the parser's own signature
    """Inline rule: text up to possible mark-up, across line breaks without white space or a backslash next to them.

    Such a break stays an LF in the text; markdown-it's rule would make a token of each. A `:` or `!` that begins
    nothing is consumed too, or all other rules would try it in turn.
    """
    match = _TEXT.match(state.src, state.pos, state.posMax)
    if match is None or match.end() == state.pos:
        return False
    if not silent:
        state.pending += match.group()
    state.pos = match.end()
    return True


def _inline(state: "StateCore") -> None:
    """Core rule: parse the content of inline tokens. Rules find the current token in `env["inline"]`."""
    parse = state.md.inline.parse
    env = state.env
    for token in state.tokens:
        if token.type == "inline":
            env["inline"] = token
            children: list[Any] = []
            token.children = children
            parse(token.content, state.md, env, children)


def _bounded(rule: "BlockRule") -> "BlockRule":
    """Wrap a block rule: refuse it below `_MAX_DEPTH`, and do not let it interrupt a paragraph inside a formula."""

    def wrapped(state: "StateBlock", first: int, last: int, silent: bool) -> bool:  # noqa: FBT001
        if state.level >= _MAX_DEPTH or not rule(state, first, last, silent):
            return False
        # `silent` asks whether the rule interrupts a paragraph.
        return not (silent and is_inside_formula(state, first))

    return wrapped


def _no_sentences(rule: "BlockRule") -> "BlockRule":
    """Wrap the rule for underlined headings: a sentence above `---` is a paragraph, and a thematic break follows."""

    def wrapped(state: "StateBlock", first: int, last: int, silent: bool) -> bool:  # noqa: FBT001
        count = len(state.tokens)
        if not rule(state, first, last, silent):
            return False
        if silent or not is_sentence(state.tokens[count + 1].content):
            return True
        under = state.line - 1
        start, end = state.bMarks[under] + state.tShift[under], state.eMarks[under]
        if not state.src.startswith("---", start):
            return True
        state.env["troubles"].append(
            Trouble(
                "rule-below-text",
                "these dashes below a sentence are read as a dividing line, not as the underline of a heading",
                "put an empty line above them; a heading is written ## ...",
                start,
                end,
            )
        )
        del state.tokens[count:]
        state.line = first
        return False

    return wrapped


def _recording_span(rule: "Callable[[StateInline, bool], bool]") -> "Callable[[StateInline, bool], bool]":
    """Wrap the rule for links or images: record the source span in `token.meta["span"]`."""

    def wrapped(state: "StateInline", silent: bool) -> bool:  # noqa: FBT001
        start, count = state.pos, len(state.tokens)
        if state.src[start] not in "[!<":
            return False
        if not rule(state, silent):
            return False
        if not silent:
            for token in state.tokens[count : count + 2]:
                if token.type in ("link_open", "image"):
                    token.meta["span"] = (start, state.pos)
                    break
        return True

    return wrapped


def assemble_parser(*, html: bool = False) -> "MarkdownIt":
    """A parser for CommonMark, tables, strikethrough, footnotes, math, and the rules for Chinese.

    `html` passes raw HTML, for CommonMark's test suite only; nothing published uses it.
    """
    from markdown_it import MarkdownIt, helpers, rules_block, rules_inline

    options: Any = {"html": html, "maxNesting": _MAX_NESTING, "xhtmlOut": html, "langPrefix": "language-"}
    parser = MarkdownIt("commonmark", options)
    plain_normalize = parser.normalizeLink

    def normalize(url: str) -> str:
        with suppress(Exception):
            return plain_normalize(url)
        return ""

    def accept(_url: str) -> bool:
        # Links are checked when rendered, where a warning can be reported.
        return True

    parser.normalizeLink = normalize  # type: ignore[method-assign]
    parser.validateLink = accept  # type: ignore[method-assign,assignment]
    parser.helpers = SimpleNamespace(  # type: ignore[assignment]
        parseLinkLabel=find_label_end,
        parseLinkDestination=helpers.parseLinkDestination,
        parseLinkTitle=helpers.parseLinkTitle,
    )

    block = parser.block.ruler
    extending: Any = {"alt": ["paragraph", "reference"]}
    leading: Any = {"alt": ["paragraph", "reference", "blockquote"]}
    interrupting: Any = {"alt": ["paragraph", "reference", "blockquote", "list"]}
    block.enable("table")
    block.at("table", tables_with_bars(rules_block.table), extending)
    block.at("paragraph", recording_lines(rules_block.paragraph))
    block.at("lheading", _no_sentences(recording_lines(rules_block.lheading)))
    block.at("heading", _bounded(recording_lines(rules_block.heading)), leading)
    block.at("blockquote", _bounded(rules_block.blockquote), interrupting)
    block.at("list", _bounded(rules_block.list_block), leading)
    block.before("blockquote", "formula_block", formula_block, interrupting)
    block.before("reference", "footnote_definition", _bounded(footnote_definition), extending)

    inline = parser.inline.ruler
    inline.at("text", _text)
    inline.before("escape", "formula", formula)
    inline.before("escape", "tex_text", tex_text)
    inline.before("escape", "accent", accent)
    inline.at("emphasis", delimiter_run)
    inline.before("link", "footnote_mark", footnote_mark)
    inline.at("link", _recording_span(rules_inline.link))
    inline.at("image", _recording_span(rules_inline.image))
    inline.at("autolink", _recording_span(rules_inline.autolink))
    inline.push("bare_address", bare_address)
    parser.inline.ruler2.enable("strikethrough")

    parser.core.ruler.at("inline", _inline)
    if not html:
        block.disable("html_block")
        inline.disable("html_inline")
        parser.core.ruler.disable(["normalize", "text_join"])
    return parser


_TITLE_ESCAPE = re.compile(r"\\([%&_#${}])")


def _title_escape(state: "StateInline", silent: bool) -> bool:  # noqa: FBT001  the parser's own signature
    r"""Inline rule of titles: `\%` and the like, which mean the same in TeX and Markdown."""
    match = _TITLE_ESCAPE.match(state.src, state.pos, state.posMax)
    if match is None:
        return False
    if not silent:
        state.pending += match[1]
    state.pos = match.end()
    return True


@cache
def title_parser() -> "MarkdownIt":
    """The parser for titles: formulas and TeX. All else is text, as titles contain `*` and `_`."""
    from markdown_it import MarkdownIt

    parser = MarkdownIt("zero")
    for name, rule in (("formula", formula), ("tex_text", tex_text), ("title_escape", _title_escape)):
        parser.inline.ruler.push(name, rule)
    parser.inline.ruler.at("text", _text)
    return parser


@cache
def shared_parser() -> "MarkdownIt":
    """The parser of this process; it keeps no state between texts."""
    return assemble_parser()


def parse_text(text: str, environment: dict[str, Any]) -> "list[Token]":
    """The tokens of a cleaned text.

    If no line may start a block, paragraphs are split at blank lines: equivalent, and much faster than trying every
    block rule on each line.
    """
    parser = shared_parser()
    if may_have_blocks(text):
        return parser.parse(text, environment)
    from markdown_it.token import Token

    tokens: list[Token] = []
    for start, end in cut_paragraphs(text):
        inline = parse_inline(text, environment, start, end)
        if inline.content:
            tokens += (Token("paragraph_open", "p", 1), inline, Token("paragraph_close", "p", -1))
    return tokens


def parse_inline(
    text: str, environment: dict[str, Any], start: int, end: int, parser: "MarkdownIt | None" = None
) -> "Token":
    """The inline token of `text[start:end]`, in which nothing is a block."""
    from markdown_it.token import Token

    token = Token("inline", "", 0, content=trim(text[start:end]))
    token.meta["lines"] = (start, end)
    environment["inline"] = token
    children: list[Token] = []
    token.children = children
    parser = parser or shared_parser()
    parser.inline.parse(token.content, parser, environment, children)
    return token


def parse_blocks(text: str) -> list[tuple[str, str, tuple[int, int]]]:
    """The blocks of a cleaned text: kind, name or markup, and first line and line after the last.

    Inline mark-up is not parsed. Containers come before their content, link reference definitions last.
    """
    parser = shared_parser()
    environment = parse_environment()
    tokens: list[Token] = []
    parser.block.parse(text, parser, environment, tokens)
    found = [
        (token.type.removesuffix("_open"), token.meta.get("name", token.markup), (token.map[0], token.map[1]))
        for token in tokens
        if token.map is not None and token.nesting >= 0 and token.type != "inline"
    ]
    definitions = [*environment.get("references", {}).values(), *environment.get("duplicate_refs", ())]
    return found + [("definition", "", (each["map"][0], each["map"][1])) for each in definitions]


def parse_environment() -> dict[str, Any]:
    """A new `env`, which the rules share while one text is parsed."""
    return {
        "formulas": {},
        "formula_places": {},
        "braces": {},
        "unpaired": [],
        "troubles": [],
        "inline": None,
        "footnotes": {},
    }
