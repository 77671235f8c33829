r"""TeX commands in running text: `\emph{...}`, `\url{...}`, `G\"odel`. No word is lost, unknown commands stay."""

from typing import TYPE_CHECKING

from digest.text.tex import TexPiece, match_braces, read_tex, show_piece

if TYPE_CHECKING:
    from markdown_it.rules_inline import StateInline

_TAGS = {"em": "em", "strong": "strong"}


def tex_text(state: "StateInline", silent: bool) -> bool:  # noqa: FBT001  the parser's own signature
    """Inline rule: a command of TeX becomes the tokens of what it means."""
    start, source = state.pos, state.src
    if source[start] not in "\\{~`":
        return False
    known: dict[str, dict[int, int]] = state.env["braces"]
    braces = known.get(source)
    if braces is None:
        braces = known[source] = match_braces(source)
    piece = read_tex(source, start, braces, markdown=True)
    if piece is None or piece.end > state.posMax:
        return False
    if not silent:
        _push(state, piece)
    state.pos = piece.end
    return True


def _push(state: "StateInline", piece: TexPiece) -> None:
    start = state.pos
    if piece.kind in ("em", "strong") and piece.inner is not None:
        state.push(f"{piece.kind}_open", _TAGS[piece.kind], 1)
        _parse(state, *piece.inner)
        state.push(f"{piece.kind}_close", _TAGS[piece.kind], -1)
    elif piece.kind == "code":
        state.push("code_inline", "code", 0).content = piece.text
    elif piece.kind == "link" and not state.linkLevel:
        token = state.push("link_open", "a", 1)
        token.attrs = {"href": piece.href}
        token.info = "auto" if piece.inner is None else ""
        token.meta["span"] = (start, piece.end)
        state.linkLevel += 1
        if piece.inner is None:
            state.push("text", "", 0).content = piece.text
        else:
            _parse(state, *piece.inner)
        state.linkLevel -= 1
        state.push("link_close", "a", -1)
    elif piece.kind in ("raised", "lowered") and piece.inner is not None:
        state.pending += show_piece(piece, state.src[slice(*piece.inner)], "")
    elif piece.inner is None:
        state.pending += piece.text
    else:
        opening, closing = _around(piece, state.src[start - 1 : start])
        state.pending += opening
        _parse(state, *piece.inner)
        state.pending += closing


def _around(piece: TexPiece, before: str) -> tuple[str, str]:
    if piece.kind == "quote":
        return "“", "”"
    if piece.kind == "note":
        return ("(" if before.isspace() else " ("), ")"
    return "", ""


def _parse(state: "StateInline", start: int, end: int) -> None:
    """Parse a part of the text into tokens, one level deeper."""
    outer = state.posMax
    state.pos, state.posMax = start, end
    state.level += 1
    state.md.inline.tokenize(state)
    state.level -= 1
    state.posMax = outer
