"""The registry of keys of `theme.yaml`."""

from digest.model.fields import Context, ValueKind, key, read_keys, read_record, report_wrong_type
from digest.model.text_values import read_items
from digest.model.value_kinds import TEXT, matching, read_integer
from digest.model.yaml.nodes import Mapping, Node
from digest.text.diagnostics import Reporter
from digest.text.records import frozen
from digest.text.source import Source, Span

CONTRACT = 1
"""The version of the contract with themes; ARCHITECTURE.md says what it is and what breaks it."""

OLDEST_CONTRACT = 1
"""Themes for this contract and later ones work."""


@frozen
class Part:
    """A name in `theme.yaml`, of a theme or of a static file in a bundle, with its place."""

    name: str
    path: str
    span: Span


@frozen
class Bundle:
    """A style sheet made by concatenating static files."""

    name: str
    parts: tuple[Part, ...]
    span: Span
    """Where its name is."""


_THEME = matching("the name of a theme", r"(?P<id>[a-z0-9][\w-]*)", example="default", code="bad-theme")


def _read_extends(node: Node, name: str, context: Context) -> Part | None:
    text = _THEME.read(node, name, context)
    return None if text is None else Part(name=text, path=context.reporter.path, span=node.span)


def _read_requires(node: Node, name: str, context: Context) -> int | None:
    number = read_integer(node, name, context, least=-(10**99), most=10**99, usual=CONTRACT)
    if number is None or OLDEST_CONTRACT <= number <= CONTRACT:
        return number
    message = f"this theme is written for contract {number} of themes, and this digest has contract {CONTRACT}"
    hint = "install a newer digest, or a release of the theme for this one"
    if number < OLDEST_CONTRACT:
        hint = f"take a newer release of the theme; for one of your own, write {name}: {CONTRACT} and run digest check"
    context.reporter.error("unknown-contract", node.span, message, hint)
    return None


def _read_bundles(node: Node, name: str, context: Context) -> tuple[Bundle, ...] | None:
    if not isinstance(node, Mapping):
        report_wrong_type(
            node, name, "a mapping of style sheets", f"write {name}: {{style.css: [base.css, issue.css]}}", context
        )
        return None
    bundles: dict[str, Bundle] = {}
    for bundle, parts in node.entries:
        items = read_items(parts, f"{name}.{bundle.text}", context, separators=r"[,，\s]+")
        if bundle.text in bundles:
            context.reporter.error(
                "duplicate-key", bundle.span, f"'{bundle.text}' is given twice", "keep one of the two"
            )
        elif not bundle.text.endswith((".css", ".js")):
            message = f"a bundle is a style sheet or a script, not '{bundle.text}'"
            context.reporter.error("bad-bundle", bundle.span, message, "give it a name in .css or .js")
        elif items == []:
            message, hint = f"'{bundle.text}' is made of nothing", f'write {bundle.text}: ["!{bundle.text}", mine.css]'
            context.reporter.error("bad-bundle", bundle.span, message, hint)
        elif items is not None:
            bundles[bundle.text] = Bundle(
                name=bundle.text,
                span=bundle.span,
                parts=tuple(
                    Part(name=item.text, path=context.reporter.path, span=item.span(0, len(item.text)))
                    for item in items
                ),
            )
    return tuple(bundles.values())


@frozen
class ThemeSettings:
    """The settings in one `theme.yaml`."""

    name: str = key(TEXT, doc="the theme's name", default="")
    description: str = key(TEXT, doc="what it looks like, in a sentence", default="")
    requires: int | None = key(
        ValueKind(name="a whole number", read=_read_requires, exact=True),
        doc="the version of the contract with themes that it is written for",
        default=None,
    )
    extends: Part | None = key(
        ValueKind(name="the name of a theme", read=_read_extends, exact=True),
        doc="the theme whose files it takes where it has none of its own",
        default=None,
    )
    bundles: tuple[Bundle, ...] = key(
        ValueKind(name="style sheets", read=_read_bundles), doc="style sheets that are several files in one", default=()
    )


def read_settings(source: Source, reporter: Reporter) -> ThemeSettings | None:
    """Read a `theme.yaml`; None if it is not a mapping, which is reported."""
    node = read_keys(ThemeSettings, source.text, Span(start=0, end=len(source.text)), reporter)
    if node is None:
        return None
    return read_record(ThemeSettings, node, Context(reporter=reporter, texts={}, spans={}))
