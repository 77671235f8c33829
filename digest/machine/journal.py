"""An append-only log of changes to a mapping.

Each build appends one frame of changed keys; after `FRAMES` frames the log is compacted. A frame is a checksum
(`_DIGEST` bytes), the length of the payload (8 bytes, big-endian), and the payload. The checksum includes a tag that
names what the values depend on besides their keys, such as versions of code. Reading stops at the first frame that is
damaged, cut short or has another tag.
"""

import hashlib
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from digest.machine import files
from digest.text.packing import dump, load

FRAMES = 32
"""Frames after which the log is compacted."""

_DIGEST = 16
_HEAD = _DIGEST + 8


class Journal:
    """A mapping with its log. `values` is the current state."""

    __slots__ = ("_frames", "_path", "_tag", "values")

    def __init__(self, path: Path, tag: str) -> None:
        self._path = path
        self._tag = hashlib.blake2b(f"{sys.implementation.cache_tag} {tag}".encode(), digest_size=_DIGEST).digest()
        self._frames = 0
        self.values: dict[str, Any] = {}

    def read(self) -> "Journal":
        """Replay the log; returns itself. An unreadable first frame leaves it empty."""
        content = memoryview(files.read_regular(self._path) or b"")
        start = 0
        while len(content) - start > _HEAD:
            size = int.from_bytes(content[start + _DIGEST : start + _HEAD], "big")
            payload = content[start + _HEAD : start + _HEAD + size]
            if len(payload) != size or self._digest(payload) != content[start : start + _DIGEST]:
                break
            self.apply(load(payload))
            self._frames += 1
            start += _HEAD + size
        if start != len(content):
            self._frames = FRAMES  # a frame after the damage would never be read: compact at the next write
        return self

    def write(self, changes: Mapping[str, Any]) -> None:
        """Apply changes and append them. A value of None deletes the key."""
        self.apply(changes)
        self.keep(changes)

    def apply(self, changes: Mapping[str, Any]) -> None:
        """Change values in memory only."""
        if not self.values and None not in changes.values():
            self.values = dict(changes)
            return
        for key, value in changes.items():
            if value is None:
                self.values.pop(key, None)
            else:
                self.values[key] = value

    def keep(self, changes: Mapping[str, Any]) -> None:
        """Append changes that are applied already, or compact."""
        if not changes:
            return
        if 0 < self._frames < FRAMES:
            files.append(self._path, self._frame(dict(changes)))
            self._frames += 1
        else:
            self.rewrite()

    def rewrite(self) -> None:
        """Compact: replace the log, atomically, by one frame with all values."""
        files.write_kept(self._path, self._frame(self.values), at_once=True)
        self._frames = 1

    def _frame(self, values: dict[str, Any]) -> bytes:
        payload = dump(values)
        return self._digest(payload) + len(payload).to_bytes(8, "big") + payload

    def _digest(self, payload: bytes | memoryview) -> bytes:
        hashed = hashlib.sha256(self._tag)
        hashed.update(payload)
        return hashed.digest()[:_DIGEST]
