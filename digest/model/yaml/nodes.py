"""Parse YAML into nodes: line by line where possible, else by YAML's events."""

from collections.abc import Mapping as Map
from types import MappingProxyType

from digest.model.yaml.line_reader import read_simple_mapping
from digest.model.yaml.tree import Mapping, Node, Scalar, Sequence
from digest.text.diagnostics import Reporter
from digest.text.source import Span

__all__ = ["Mapping", "Node", "Scalar", "Sequence", "read_mapping", "read_node"]

_MAX_LENGTH = 64 * 1024
"""Maximum length of front matter, in characters."""

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
    """Parse `text[bounds]` as a mapping; an error is reported and gives None."""
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
    """Parse `text[bounds]`. An empty text gives an empty mapping; an error is reported and gives None.

    `keys` are the known top-level keys, `inner_keys` those of the records inside; `literal_keys` are keys whose
    one-line values are text even with a `: ` in them. `bounded=False` lifts the size limit, for files such as
    `authors.yaml`.
    """
    empty = Span(start=bounds.start, end=bounds.start)
    if bounded and bounds.end - bounds.start > _MAX_LENGTH:
        reporter.error(
            "front-matter-too-large",
            empty,
            f"the front matter has more than {_MAX_LENGTH:,} characters",
            "move long texts into sections of the body",
        )
        return None
    read = read_simple_mapping(text, bounds, keys, literal_keys)
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
    """`read_node` without the fast path and the size limit. It imports PyYAML."""
    from digest.model.yaml.events import build_node
    from digest.model.yaml.repair import repair_yaml

    repaired = repair_yaml(text, bounds, reporter, keys=keys, literal_keys=literal_keys, inner_keys=inner_keys)
    return build_node(repaired, text, reporter)
