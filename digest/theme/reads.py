"""What a template reads: the names, and the attributes of names, that what it shows depends on."""

from collections.abc import Iterable, Mapping
from typing import NamedTuple

from jinja2 import nodes

WHOLE: tuple[str, ...] = ()
"""Instead of attributes: the name itself is read."""


class Reads(NamedTuple):
    """The names that a template reads, each with the attributes of it that are read, if nothing else of it is."""

    attributes: Mapping[str, tuple[str, ...]]
    names: frozenset[str]


def joined(all_reads: Iterable[Mapping[str, tuple[str, ...]]]) -> Reads:
    """What templates read together."""
    found: dict[str, tuple[str, ...]] = {}
    for reads in all_reads:
        for name, attributes in reads.items():
            before = found.get(name, attributes)
            found[name] = tuple(sorted({*before, *attributes})) if before and attributes else WHOLE
    return Reads({name: found[name] for name in sorted(found)}, frozenset(found))


def attributes_read(tree: nodes.Node) -> dict[str, set[str]]:
    """The names of which a template reads nothing but attributes (`page.path`), and these."""
    found: dict[str, set[str]] = {}
    whole: set[str] = set()
    waiting = [tree]
    while waiting:
        node = waiting.pop()
        if isinstance(node, nodes.Getattr) and isinstance(node.node, nodes.Name):
            found.setdefault(node.node.name, set()).add(node.attr)
            continue
        if isinstance(node, nodes.Name):
            whole.add(node.name)
        waiting.extend(node.iter_child_nodes())
    return {name: attributes for name, attributes in found.items() if name not in whole}
