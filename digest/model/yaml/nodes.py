"""YAML in a source as nodes: most front matters line by line, the rest by YAML's own events."""

from collections.abc import Mapping as Map
from types import MappingProxyType

from digest.model.yaml.line_reader import read_lines
from digest.model.yaml.tree import Mapping, Node, Scalar, Sequence
from digest.text.diagnostics import Reporter
from digest.text.source import Span

__all__ = ["LARGEST", "Mapping", "Node", "Scalar", "Sequence", "read_mapping", "read_node"]

LARGEST = 64 * 1024
"""Characters that a front matter may have."""

_NO_KEYS: Map[str, frozenset[str]] = MappingProxyType({})


def read_mapping(
    text: str,
    bounds: Span,
    reporter: Reporter,
    *,
    keys: frozenset[str],
    literal_keys: frozenset[str],
    inner_keys: Map[str, frozenset[str]] = _NO_KEYS,
) -> Mapping | None:
    """The mapping that stands in `text[bounds]`; None when there is none (the reporter then knows why)."""
    node = read_node(text, bounds, reporter, keys=keys, literal_keys=literal_keys, inner_keys=inner_keys)
    if node is None or isinstance(node, Mapping):
        return node
    reporter.error(
        "not-a-mapping", node.span, "this must be lines of 'key: value'", "write, for example, title: A Title"
    )
    return None


def read_node(
    text: str,
    bounds: Span,
    reporter: Reporter,
    *,
    keys: frozenset[str],
    literal_keys: frozenset[str],
    inner_keys: Map[str, frozenset[str]] = _NO_KEYS,
    bounded: bool = True,
) -> Node | None:
    """The YAML that stands in `text[bounds]`, an empty mapping where there is nothing; None when it cannot be read.

    `keys` are the top-level keys that may be meant, `inner_keys` those of the records that these hold; `literal_keys`
    are those whose one-line values are text, whatever YAML would make of a `: ` in them. A file of its own, such as
    `authors.yaml`, may be of any size: set `bounded` to False.
    """
    empty = Span(start=bounds.start, end=bounds.start)
    if bounded and bounds.end - bounds.start > LARGEST:
        reporter.error(
            "front-matter-too-large",
            empty,
            f"the front matter has more than {LARGEST:,} characters",
            "move long texts into sections of the body",
        )
        return None
    read = read_lines(text, bounds, keys, literal_keys)
    return read or read_events(text, bounds, reporter, keys=keys, literal_keys=literal_keys, inner_keys=inner_keys)


def read_events(
    text: str,
    bounds: Span,
    reporter: Reporter,
    *,
    keys: frozenset[str],
    literal_keys: frozenset[str],
    inner_keys: Map[str, frozenset[str]] = _NO_KEYS,
) -> Node | None:
    """What `read_node` reads, of any size, by YAML's events: they read everything, and load the parser to do it."""
    from digest.model.yaml.events import build_node
    from digest.model.yaml.repair import cast_shadow

    shadow = cast_shadow(text, bounds, reporter, keys=keys, literal_keys=literal_keys, inner_keys=inner_keys)
    return build_node(shadow, text, reporter)
