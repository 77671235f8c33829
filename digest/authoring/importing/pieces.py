"""The pieces of a paper that can hold a value: keys, labels, headings with their text, lines."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace

from digest.authoring.importing.field_values import plain_words, texts_of
from digest.authoring.importing.note_lines import NoteLine, fold_label
from digest.authoring.importing.paper_urls import find_addresses, rest_of
from digest.authoring.importing.recipe import Place, Recipe
from digest.authoring.importing.splitting import PaperPart, squeeze
from digest.content.sections import ASPECT_FIELDS, SECTIONS
from digest.model.front_matter import IDENTITIES
from digest.model.yaml.nodes import Mapping, Node, Scalar
from digest.text.language import language_of
from digest.text.source import Span

_HALF = re.compile(r"[/|·•(（]|\s[-–—]\s")
_RULE = re.compile(r"[-=*_—–~·.•|:\s]{3,}")
_ITEM = re.compile(r"(?P<indent>\s*)(?:[-*+]|\d{1,2}[.)])\s")
_LONG = 40
"""Characters from which a paragraph without a label is a text."""


@dataclass(eq=False)
class Piece:
    """A piece. `kind`: key, title, label, section, text (without a label), block (of code or a table),
    topic (above several papers), or line.

    `name` is the key, label or heading, the level of a title, or the language of a text. `typed` is the value of a key,
    `level` that of a heading. `said` is what fields say of it.
    """

    kind: str
    name: str
    lines: list[NoteLine] = field(default_factory=list)
    typed: Node | None = None
    level: int = 0
    said: list[str] = field(default_factory=list)
    _rest: str = ""

    @property
    def whole(self) -> str:
        """The text of all lines, or of a key; of the first line of a title, label or line without its mark-up."""
        if self.typed is not None:
            return "\n".join(texts_of(self.typed))
        first = [self.lines[0].text] if self.kind not in ("section", "text") and self.lines else []
        return "\n".join([*first, *map(_raw, self.lines[len(first) :])]).strip("\n")

    @property
    def text(self) -> str:
        """What of it no field says yet."""
        return self._rest if self.said else self.whole

    @property
    def is_taken(self) -> bool:
        """Whether fields say all of it."""
        return bool(self.said) and not self._rest

    def take(self, said: Iterable[str] | None = None, *, has_marks: bool = False) -> None:
        """Note what a field says of it: all, or some texts."""
        self.said += [self.whole] if said is None else said
        self._rest = rest_of(self.whole, self.said, has_marks=has_marks)

    @property
    def is_empty(self) -> bool:
        """Whether it has no text yet."""
        return not any(line.text for line in self.lines)

    @property
    def node(self) -> Node:
        """The value as typed, or what is left of it."""
        typed = self.typed if not self.said else None
        return typed if typed is not None else Scalar(self.text, self.span.start, self.span.end, None)

    @property
    def span(self) -> Span:
        """The place of the piece in the file."""
        if not self.lines:
            return self.typed.span if self.typed is not None else Span(start=0, end=0)
        return Span(start=self.lines[0].span.start, end=self.lines[-1].span.end)


def _raw(line: NoteLine) -> str:
    return line.raw.rstrip() if line.kind == "code" or line.raw[:1] in " \t" else line.raw.strip()


def known_name(name: str, names: Iterable[str]) -> str:
    """The folded name, if it is known, or else the first half of it, as in 摘要 / Abstract; empty if none is."""
    halves = (name, _HALF.split(name)[0])
    return next((folded for half in halves if (folded := fold_label(half)) and folded in names), "")


def is_link(line: NoteLine) -> bool:
    """Whether a line is nothing but addresses and words that announce them."""
    found = find_addresses(line.raw) if line.kind == "text" else []
    return bool(found) and not rest_of(line.raw, [text for each in found for text in (each.url, each.label)])


def _names_paper(line: NoteLine) -> bool:
    return is_link(line) and all(each.field in IDENTITIES for each in find_addresses(line.raw))


def read_pieces(part: PaperPart, recipe: Recipe, given: str = "") -> list[Piece]:
    """The pieces of a paper in order. `given`: its title in the front matter."""
    pieces = read_keys_of(part, recipe)
    pieces += [Piece("title", str(part.title.level), [part.title])] if part.title is not None else []
    reading = _Reading(recipe, squeeze(plain_words(given)), has_title=part.title is not None)
    for line in part.foreign.lines:
        pieces += reading.read(line)
    pieces += [Piece("topic", str(line.level), [line]) for line in part.topics]
    lead = [replace(line, kind="text", raw=line.text) if line.level else line for line in part.lead]
    return [*pieces, Piece("topic", "heading above papers", lead)] if lead else pieces


def read_keys_of(part: PaperPart, recipe: Recipe) -> list[Piece]:
    """The keys of a paper's front matter; of a mapping that the recipe does not name, `outer.inner` for each in it."""
    named = {key.casefold() for places in recipe.fields.values() for place in places for key in place.key}
    pieces = []
    for name, node in part.foreign.keys:
        outer = name.text.casefold()
        is_named = outer in named and not any(each.startswith(f"{outer}.") for each in named)
        if isinstance(node, Mapping) and not is_named:
            pieces += [Piece("key", f"{name.text}.{key.text}", typed=value) for key, value in node.entries]
        else:
            pieces.append(Piece("key", name.text, typed=node))
    return pieces


def _names_of(fields: Iterable[Iterable[Place]]) -> frozenset[str]:
    """The names of the sections of some fields."""
    return frozenset().union(*(place.section for places in fields for place in places))


class _Reading:
    """The state between the lines of a paper."""

    def __init__(self, recipe: Recipe, given: str, *, has_title: bool) -> None:
        fields = recipe.fields
        places = [place for each in fields.values() for place in each]
        self._sections = _names_of(fields.values())
        self._short = _names_of(fields.get(name, ()) for name in ("summary", "summary_en"))
        self._flat = _names_of(fields.get(name, ()) for name in SECTIONS if name not in ASPECT_FIELDS)
        self._labels = frozenset().union(*(place.label for place in [*places, *recipe.day]))
        self._levels = frozenset(place.heading for place in places if place.heading)
        self._languages = frozenset(place.text for place in places if place.text)
        self._header = recipe.paper.header
        self._given = given
        self._has_title = has_title
        self._open: Piece | None = None
        self._head: NoteLine | None = None  # the line with its label or heading
        self._is_below_blank = True

    def read(self, line: NoteLine) -> Iterator[Piece]:
        """The piece that a line starts, if it starts one."""
        if self._open is not None and self._is_over(self._open, line):
            self._open = None
        if self._open is not None and self._open.level:
            yield from self._read_inside(line, self._open)
        elif self._open is not None and self._goes_on(line, self._open):
            self._open.lines.append(line)
        else:
            yield from self._begin(line)
        self._is_below_blank = line.kind == "blank" or bool(line.level)

    def _is_over(self, piece: Piece, line: NoteLine) -> bool:
        """Whether a line ends a piece, whatever it is itself.

        What is in a list item ends at the next one; a heading's section at the next heading, at any if its text has a
        key of its own; a call-out behind its quote; a text beside its label, or of one sentence, at a blank line.
        """
        if self._head is None or _is_next_item(line, self._head, piece):
            return self._head is not None
        if piece.level:
            is_deeper = line.level > piece.level and known_name(piece.name, self._flat)
            return 0 < line.level <= piece.level or bool(is_deeper and not piece.is_empty)
        if self._head.is_quoted and not line.is_quoted:
            return True
        is_short = piece.kind == "section" and (_is_beside(self._head) or known_name(piece.name, self._short))
        is_inside = line.is_quoted or (line.raw[:1].isspace() and _ITEM.match(self._head.raw))
        return bool(is_short and self._is_below_blank and not piece.is_empty and not is_inside)

    def _read_inside(self, line: NoteLine, section: Piece) -> Iterator[Piece]:
        """Read a line below a heading. Bold labels below a summary, and links below a text, are pieces of their own."""
        is_fact = line.kind == "label" and line.raw.startswith(("**", "__")) and known_name(line.name, self._labels)
        if is_fact and known_name(section.name, self._short):
            yield Piece("label", line.name, [line])
        elif known_name(section.name, self._sections) and self._is_below_blank and _names_paper(line):
            yield Piece("line", "", [line])
        elif line.kind != "blank" or (section.lines and section.lines[-1].raw != line.raw):
            section.lines.append(line)

    def _goes_on(self, line: NoteLine, piece: Piece) -> bool:
        """Whether a line goes on with a piece that is not below a heading."""
        is_text = piece.kind in ("section", "text")
        if line.kind == "blank":
            return is_text or piece.is_empty
        if line.level or self._is_section(line):
            return False
        if line.kind == "label":
            return is_text and not known_name(line.name, self._labels)
        if _is_block(line):
            return is_text or piece.kind == "block" or piece.is_empty
        if _is_rule(line) or piece.kind == "block":
            return False
        if piece.kind == "label":
            is_item = len(piece.lines) > 1 and bool(_ITEM.match(line.raw)) and bool(_ITEM.match(piece.lines[-1].raw))
            is_deeper = self._head is not None and _indentation(line) > _indentation(self._head)
            return piece.is_empty or is_item or (is_deeper and not self._is_below_blank)
        if is_link(line):
            return False
        language = self._language(line)
        above = next((each.text for each in reversed(piece.lines) if each.text), "")
        is_other = language and above and language_of(above) != language
        return not (is_other and (language in self._languages or piece.kind == "text"))

    def _begin(self, line: NoteLine) -> Iterator[Piece]:
        """The piece that a line outside of others starts."""
        self._open, self._head = None, line
        if line.level:
            is_given = line.level in self._levels and self._given in ("", squeeze(plain_words(line.text)))
            if is_given and not self._has_title and not known_name(line.text, self._sections):
                self._has_title = True
                yield Piece("title", str(line.level), [line])
            elif not known_name(line.text, self._header):
                self._open = Piece("section", line.text, level=line.level)
        elif self._is_section(line):
            text = replace(line, kind="text", raw=f"> {line.text}" if line.is_quoted else line.text, name="")
            self._open = Piece("section", line.name, [text] if line.text or line.is_quoted else [])
        elif line.kind == "label":
            self._open = Piece("label", line.name, [line])
        elif line.kind != "blank" and not _is_rule(line):
            self._head = None
            language = self._language(line)
            if _is_block(line):
                self._open = Piece("block", "", [line])
            elif language in self._languages and not is_link(line) and _is_running(line.text):
                self._open = Piece("text", language, [line])
            else:
                yield Piece("line", "", [line])
        if self._open is not None:
            yield self._open

    def _is_section(self, line: NoteLine) -> bool:
        return line.kind == "callout" or (line.kind == "label" and bool(known_name(line.name, self._sections)))

    def _language(self, line: NoteLine) -> str:
        """The language of a line that may be a text without a label; empty if it is none."""
        is_long = self._languages and line.kind == "text" and len(line.text) >= _LONG
        return language_of(line.text) if is_long else ""


def _is_next_item(line: NoteLine, head: NoteLine, piece: Piece) -> bool:
    """Whether a line is the list item behind one with a label or heading whose value is beside or inside it."""
    first, item = _ITEM.match(head.raw), _ITEM.match(line.raw) if line.kind != "code" else None
    if first is None or item is None or len(item["indent"]) > len(first["indent"]):
        return False
    below = next((each.raw for each in piece.lines if each.text and each.raw != head.raw), "")
    return _is_beside(head) or len(below) - len(below.lstrip()) > len(first["indent"])


def _indentation(line: NoteLine) -> int:
    return len(line.raw) - len(line.raw.lstrip())


def _is_beside(head: NoteLine) -> bool:
    """Whether a value begins on the line of its label."""
    return bool(head.text) and not head.level


def _is_rule(line: NoteLine) -> bool:
    return line.kind == "text" and _RULE.fullmatch(line.raw.strip()) is not None


def _is_block(line: NoteLine) -> bool:
    """Whether a line is a part of code, a formula or a table, which are not torn apart."""
    return line.kind == "code" or line.raw.lstrip().startswith("|")


def _is_running(text: str) -> bool:
    """Whether most words do not begin with a capital, as in a sentence and not in a list of names."""
    words = text.split()
    return 2 * sum(not word[0].isupper() and word[0].isalpha() for word in words) > len(words)
