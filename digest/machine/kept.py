"""A cache of values that are slow to make and seldom change: settings, themes, compiled templates."""

from collections.abc import Callable
from typing import Any, TypeVar

from digest.machine.journal import Journal
from digest.model.config import Config
from digest.text.diagnostics import Parsed
from digest.text.packing import pack, unpack
from digest.theme import Theme

_R = TypeVar("_R", Config, Theme)

_MOST_UNUSED = 64
"""Stale entries tolerated before they are dropped: enough for a few versions of all templates."""


class Kept:
    """The cache. Keys name everything that the value depends on. Serves the theme layer as its `CompiledStore`."""

    def __init__(self, journal: Journal) -> None:
        self._journal = journal
        self._used: dict[str, Any] = {}

    def get(self, key: str) -> bytes | None:
        """The value, or None."""
        found: bytes | None = self._used.get(key) or self._journal.values.get(key)
        if found is not None:
            self._used[key] = found
        return found

    def put(self, key: str, code: bytes) -> None:
        """Store a value."""
        self._used[key] = code

    def record(
        self,
        key: str,
        kind: type[_R],
        make: Callable[[], Parsed[_R | None]],
        is_sure: Callable[[], bool] = lambda: True,
    ) -> Parsed[_R | None]:
        """Get a record from the cache, or make it. It is stored only without diagnostics and if `is_sure()`.

        `is_sure` checks after making that the record was made of what the key names: files may have changed since they
        were listed.
        """
        known = self.get(key)
        if known is not None:
            return Parsed(unpack(known, kind))
        made = make()
        if made.value is not None and not made.diagnostics and is_sure():
            self.put(key, pack(made.value, kind))
        return made

    def save(self) -> None:
        """Write new values. If more than `_MOST_UNUSED` old ones went unused, drop those."""
        new = {key: value for key, value in self._used.items() if key not in self._journal.values}
        old = self._journal.values.keys() - self._used.keys()
        if new and len(old) > _MOST_UNUSED:
            new |= dict.fromkeys(old)
        self._journal.write(new)
