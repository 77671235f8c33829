"""Highlight code with Pygments; its style sheet for the light and the dark scheme."""

import re
from functools import cache
from html import escape

_MAX_LENGTH = 50_000
"""Longer code, in characters, is not highlighted: some lexers take quadratic time."""

_LANGUAGE = re.compile(r"[\w+#.\-]+")

LIGHT_GROUND, DARK_GROUND = "#f0ece1", "#24221d"
"""A ground for code in the light and the dark scheme on which colours are less legible than on `--box` of any theme of
ours: tokens keep their contrast where a site's theme has another one.
"""

_LIGHT_STYLE, _DARK_STYLE = "friendly", "native"
LEAST_CONTRAST = 4.5
"""WCAG 2.2, success criterion 1.4.3 (AA)."""


def highlight_code(source: str, language: str) -> str:
    """Escaped HTML with a class on each token; only escaped if the language is unknown or the code too long."""
    if not language or len(source) > _MAX_LENGTH:
        return escape(source)
    try:
        from pygments import highlight
        from pygments.formatters import HtmlFormatter
        from pygments.lexers import get_lexer_by_name

        lexer = get_lexer_by_name(language, stripnl=False, ensurenl=False)
        return highlight(source, lexer, HtmlFormatter(nowrap=True)).removesuffix("\n" * (not source.endswith("\n")))
    except Exception:  # unknown language, or a bug in the lexer: show the code plain
        return escape(source)


def render_code(source: str, info: str, attributes: str) -> str:
    """Render a code block. The first word of the info string is the language (CommonMark 4.5)."""
    language = info.split(maxsplit=1)[0] if info.split() else ""
    shown = f' class="language-{escape(language)}"' if _LANGUAGE.fullmatch(language) else ""
    code = highlight_code(source, language if shown else "")
    # HTML drops a line feed right after <pre>, so <code> must come first.
    return f'<div class="highlight"><pre{attributes}><code{shown}>{code}</code></pre></div>\n'


def _channels(colour: str) -> tuple[int, int, int]:
    return int(colour[1:3], 16), int(colour[3:5], 16), int(colour[5:7], 16)


def _luminance(colour: str) -> float:
    parts = [c / 255 for c in _channels(colour)]
    red, green, blue = (c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(first: str, second: str) -> float:
    """The contrast ratio of two colours written `#rrggbb`, from 1 to 21 (WCAG 2.2)."""
    lighter, darker = sorted((_luminance(first), _luminance(second)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def legible(colour: str, ground: str) -> str:
    """Darken or lighten a colour as little as its contrast with `ground` requires."""
    aim = 0 if _luminance(ground) > 0.18 else 255
    for step in range(21):
        mixed = "#" + "".join(f"{round(c + (aim - c) * step / 20):02x}" for c in _channels(colour))
        if contrast(mixed, ground) >= LEAST_CONTRAST:
            return mixed
    return mixed


def _colour(digits: str | None, plain: str | None, ground: str) -> str:
    return legible(f"#{digits}", ground) if digits and digits != plain else "inherit"


def _both(light: str, dark: str) -> str:
    return light if light == dark else f"var(--light, {light}) var(--dark, {dark})"


@cache
def highlight_css() -> str:
    """The style sheet of highlighted code in both schemes.

    Of the custom properties `--light` and `--dark` (base.css of the default theme) one is `initial`, the other empty.
    The ground and the colour of text without a token are the theme's. Tokens have the colours of two Pygments styles,
    made darker or lighter where they would fall below WCAG's contrast.
    """
    from pygments.styles import get_style_by_name
    from pygments.token import STANDARD_TYPES, Token

    light, dark = get_style_by_name(_LIGHT_STYLE), get_style_by_name(_DARK_STYLE)
    plain = [style.style_for_token(Token)["color"] for style in (light, dark)]
    rules: dict[str, list[str]] = {}
    for token, name in STANDARD_TYPES.items():
        on_light, on_dark = light.style_for_token(token), dark.style_for_token(token)
        values = {
            "color": _both(
                _colour(on_light["color"], plain[0], LIGHT_GROUND),
                _colour(on_dark["color"], plain[1], DARK_GROUND),
            ),
            # What is bold or italic in the light scheme is so in the dark one.
            "font-weight": "600" if on_light["bold"] else _both("inherit", "600" if on_dark["bold"] else "inherit"),
            "font-style": "italic" if on_light["italic"] or on_dark["italic"] else "inherit",
        }
        declarations = "; ".join(f"{key}: {value}" for key, value in values.items() if value != "inherit")
        if name and declarations:
            rules.setdefault(declarations, []).append(f".{name}")
    return "".join(
        f".highlight :is({', '.join(names)}) {{ {declarations} }}\n" for declarations, names in rules.items()
    )
