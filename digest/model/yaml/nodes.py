"""Parse YAML into nodes: line by line where possible, else by YAML's events."""

from digest.model.yaml.line_reader import read_simple_mapping
from digest.model.yaml.tree import Keys, Mapping, Node, Scalar, Sequence
from digest.text.conflicts import report_conflicts
from digest.text.diagnostics import Reporter
from digest.text.source import Span

__all__ = ["Keys", "Mapping", "Node", "Scalar", "Sequence", "read_mapping", "read_node"]

LONGEST = 64 * 1024
"""Maximum length of front matter, settings or strings, in characters."""


def read_mapping(text: str, bounds: Span, keys: Keys, reporter: Reporter) -> Mapping | None:
    """Parse `text[bounds]` as a mapping, empty if the text is; an error is reported and gives None."""
    if bounds.end - bounds.start > LONGEST:
        what, hint = "the front matter", "move long texts into sections of the body"
        if bounds.end - bounds.start == len(text):
            what, hint = "this file", "shorten it"
        reporter.error(
            "front-matter-too-large",
            Span(start=bounds.start, end=bounds.start),
            f"{what} has more than {LONGEST:,} characters",
            hint,
        )
        return None
    node = read_simple_mapping(text, bounds, keys) or read_node(text, bounds, keys, reporter)
    if node is None or isinstance(node, Mapping):
        return node
    reporter.error(
        "not-a-mapping", node.span, "this must be lines of 'key: value'", "write, for example, title: A Title"
    )
    return None


def read_node(text: str, bounds: Span, keys: Keys, reporter: Reporter) -> Node | None:
    """Parse `text[bounds]`, of any length. An empty text gives an empty mapping; an error is reported and gives None.

    It imports PyYAML.
    """
    if report_conflicts(text[bounds.start : bounds.end], reporter):  # a file of YAML only: documents are searched whole
        return None
    from digest.model.yaml.events import build_node
    from digest.model.yaml.repair import repair_yaml

    return build_node(repair_yaml(text, bounds, keys, reporter), text, reporter)
