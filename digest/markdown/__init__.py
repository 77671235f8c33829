"""Render Markdown to HTML: CommonMark with rules for Chinese, formulas as MathML, a policy for links.

Text in, `Rendered` out; nothing raises. The parser, Pygments and the formula converter are imported when first needed.
"""

from typing import TYPE_CHECKING

from digest.markdown.links import suggest_heading
from digest.markdown.render import (
    may_be_marked,
    plain_text,
    render_heading,
    render_markdown,
    render_plain,
    render_simple,
    render_title,
    resolve,
)
from digest.markdown.rendered import Problem, Reference, Rendered
from digest.markdown.sentences import split_first_sentence
from digest.markdown.wrapping import keep_codes

if TYPE_CHECKING:
    from digest.markdown.code import highlight_css
    from digest.markdown.mathml import math_css, math_to_mathml

__all__ = [
    "Problem",
    "Reference",
    "Rendered",
    "highlight_css",
    "keep_codes",
    "math_css",
    "math_to_mathml",
    "may_be_marked",
    "plain_text",
    "render_heading",
    "render_markdown",
    "render_plain",
    "render_simple",
    "render_title",
    "resolve",
    "split_first_sentence",
    "suggest_heading",
]


def __getattr__(name: str) -> object:
    """Import code and math support lazily (PEP 562); most runs need neither."""
    if name == "highlight_css":
        from digest.markdown import code

        return code.highlight_css
    if name in ("math_css", "math_to_mathml"):
        from digest.markdown import mathml

        return getattr(mathml, name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
