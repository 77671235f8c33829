"""What costs a while to make and seldom changes, kept between builds: settings, themes, the code of templates."""

from collections.abc import Callable
from typing import Any, TypeVar

from digest.machine.journal import Journal
from digest.model.config import Config
from digest.text.diagnostics import Parsed
from digest.text.packing import pack, unpack
from digest.theme import Theme

R = TypeVar("R", Config, Theme)

MOST = 64
"""Values beside those of the present build that are kept: those of a few templates back."""


class Kept:
    """Values by keys that name all that they are made of; a `CompiledStore` for the theme layer."""

    def __init__(self, journal: Journal) -> None:
        self._journal = journal
        self._used: dict[str, Any] = {}

    def get(self, key: str) -> bytes | None:
        """The value of a key."""
        found: bytes | None = self._used.get(key) or self._journal.values.get(key)
        if found is not None:
            self._used[key] = found
        return found

    def put(self, key: str, code: bytes) -> None:
        """Keep a value."""
        self._used[key] = code

    def record(
        self,
        key: str,
        kind: type[R],
        make: Callable[[], Parsed[R | None]],
        is_sure: Callable[[], bool] = lambda: True,
    ) -> Parsed[R | None]:
        """A record: as it was kept, or as it is made. It is kept only if nothing has to be said about it, and if it
        `is_sure` that it was made of what the key names.
        """
        known = self.get(key)
        if known is not None:
            return Parsed(unpack(known, kind))
        made = make()
        if made.value is not None and not made.diagnostics and is_sure():
            self.put(key, pack(made.value, kind))
        return made

    def save(self) -> None:
        """Write what is new; if that leaves too much that is old, only what this build used."""
        new = {key: value for key, value in self._used.items() if key not in self._journal.values}
        old = self._journal.values.keys() - self._used.keys()
        if new and len(old) > MOST:
            new |= dict.fromkeys(old)
        self._journal.write(new)
