"""What includes show, remembered by the few values that they read."""

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from jinja2.utils import missing

from digest.theme.memo import mark_of
from digest.theme.reads import Reads

if TYPE_CHECKING:
    from digest.theme.runtime import Names, ThemeTemplate

INCLUDES_KEPT = 64
"""How often an include may look different, for what it showed to be worth remembering."""


class Include:
    """What a template shows where another includes it, by the marks (`mark_of`) of what it reads and pages differ in.

    What differs nearly each time is not remembered for long.
    """

    __slots__ = ("_found", "_kept", "_reads", "template")

    def __init__(self, template: "ThemeTemplate", reads: Reads | None) -> None:
        """`reads` is what the template reads; None where that cannot be told, and nothing is remembered."""
        self.template = template
        self._reads = reads
        self._kept: dict[tuple[object, ...], tuple[str, ...]] | None = {} if reads is not None else None
        self._found = 0

    def key(self, known: "Names", stores: Mapping[str, Any]) -> tuple[object, ...] | None:
        """The marks of all that is read and is not the scope's own; None where it cannot be told, or is not worth it.
        What `stores` has is nearer than what is `known`.
        """
        if self._kept is None or self._reads is None:
            return None
        names, own = self._reads.names, known.own
        if names.isdisjoint(own) and names.isdisjoint(stores):
            return ()
        marks: list[object] = []
        for name, attributes in self._reads.attributes.items():
            if name in stores and stores[name] is not missing:
                value = stores[name]
            elif name in own:
                value = known[name]
            else:
                continue
            marks.append(name)
            for each in attributes or (None,):
                mark = mark_of(value if each is None else getattr(value, each, missing))
                if mark is None:
                    return None
                marks.append(mark)
        return tuple(marks)

    def find(self, key: tuple[object, ...]) -> tuple[str, ...] | None:
        """What it showed for a key."""
        found = self._kept.get(key) if self._kept is not None else None
        if found is None:
            return None
        self._found += 1
        return found

    def keep(self, key: tuple[object, ...], pieces: tuple[str, ...]) -> None:
        """Remember what it showed."""
        if self._kept is None:
            return
        if len(self._kept) >= INCLUDES_KEPT:
            if self._found < INCLUDES_KEPT:
                self._kept = None
                return
            self._kept.clear()
            self._found = 0
        self._kept[key] = pieces
