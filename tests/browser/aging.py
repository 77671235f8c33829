"""A style sheet as browsers read it that lack newer CSS: what they do not know is dropped, as they drop it."""

import re
from collections.abc import Iterator

_NEWER_VALUE = re.compile(
    r"\b(?:light-dark|color-mix|oklch|oklab|color|anchor|round|sin|cos|linear|scroll|view)\("
    r"|\d(?:[dsl]v(?:w|h|i|b|min|max)|cq(?:w|h|i|b|min|max)|r?lh)\b|\bsubgrid\b"
)
_NEWER_PROPERTY = re.compile(
    r"text-wrap|text-autospace|text-spacing|hanging-punctuation|container|content-visibility|contain-intrinsic"
    r"|field-sizing|interpolate-size|animation-(?:timeline|range)|(?:scroll|view)-timeline|view-transition|anchor-"
    r"|position-(?:area|try)|text-box|mask|scrollbar-(?:color|gutter)|math-|overlay|(?:translate|rotate|scale)$"
)
_NEWER_SELECTOR = re.compile(
    r":has\(|::details-content|:dir\(|:popover-open|:open\b|:modal|:user-|:state\(|::highlight|::scroll-|:autofill"
    r"|::view-transition|:nth-child\([^)]* of |(?:^|[\s(,])&"
)
_NEWER_RULE = re.compile(
    r"@(?:container|layer|scope|starting-style|property|view-transition|position-try|supports)"
    r"|@media[^{]*(?:[<>]|scripting|update|inverted-colors|prefers-reduced-transparency)"
)
_COMMENT = re.compile(r"/\*.*?\*/", re.DOTALL)
_TOKEN = re.compile(r"""[^{};"'()]+|"(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*'|[{};()]""")


def age(css: str) -> str:
    """The style sheet without what browsers of 2022 do not know: declarations, rules, selectors, nested rules."""
    return "".join(_rules(iter(_TOKEN.findall(_COMMENT.sub("", css)))))


def _rules(tokens: Iterator[str]) -> Iterator[str]:
    """The rules up to the end of their block."""
    head = ""
    for token in tokens:
        if token == "}":
            return
        if token == ";":
            yield f"{head.strip()};\n"
            head = ""
        elif token == "{":
            name, head = " ".join(head.split()), ""
            is_group = name.startswith(("@media", "@supports", "@container", "@layer", "@scope", "@starting-style"))
            inner = _rules(tokens) if is_group else _declarations(tokens)
            block = "".join(inner)
            newer = _NEWER_RULE if name.startswith("@") else _NEWER_SELECTOR
            if not newer.search(name):
                yield f"{name} {{\n{block}}}\n"
        else:
            head += token


def _declarations(tokens: Iterator[str]) -> Iterator[str]:
    """The declarations up to the end of their block, without nested rules."""
    text = ""
    depth = 0
    for token in tokens:
        depth += {"(": 1, ")": -1}.get(token, 0)
        if token == "{":  # a nested rule or margin box
            for _ in _declarations(tokens):
                pass
            text = ""
        elif token == "}" or (token == ";" and not depth):
            name, _, value = text.partition(":")
            name, is_newer = name.strip(), _NEWER_VALUE.search(value) is not None
            if name.startswith("--"):  # holds anything; where it is used, the declaration is as if unset
                yield f"  {name}: {'unknown' if is_newer else value};\n"
            elif value and not is_newer and not _NEWER_PROPERTY.match(name):
                yield f"  {name}:{value};\n"
            if token == "}":
                return
            text = ""
        else:
            text += token
