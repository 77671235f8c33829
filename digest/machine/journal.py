"""A mapping kept on the disk as a journal: frames of changes one after the other, the later over the earlier.

A build that changes ten of ten thousand values adds one small frame; now and then the whole is written anew. Every
frame has a checksum under a tag, which names what the values depend on beside their keys: a frame that was cut short,
damaged, or written by another version of the program is as good as absent, and so is all that follows it.
"""

import hashlib
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from digest.machine import files
from digest.text.packing import dump, load

FRAMES = 32
"""Frames of a journal before it is written anew."""

DIGEST = 16
_HEAD = DIGEST + 8


class Journal:
    """The values of a journal, and where the next frame belongs."""

    __slots__ = ("_frames", "_path", "_tag", "values")

    def __init__(self, path: Path, tag: str) -> None:
        self._path = path
        self._tag = hashlib.blake2b(f"{sys.implementation.cache_tag} {tag}".encode(), digest_size=DIGEST).digest()
        self._frames = 0
        self.values: dict[str, Any] = {}

    def read(self) -> "Journal":
        """Read what is there; nothing, where it was written under another tag or is damaged from the beginning."""
        content = memoryview(files.read_if_there(self._path) or b"")
        start = 0
        while len(content) - start > _HEAD:
            size = int.from_bytes(content[start + DIGEST : start + _HEAD], "big")
            payload = content[start + _HEAD : start + _HEAD + size]
            if len(payload) != size or self._digest(payload) != content[start : start + DIGEST]:
                break
            self.apply(load(payload))
            self._frames += 1
            start += _HEAD + size
        if start != len(content):
            self._frames = FRAMES  # what comes next must not stand behind the damage
        return self

    def write(self, changes: Mapping[str, Any]) -> None:
        """Change values (None removes one), and keep the changes, whole or not at all."""
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
        """Write changes that were applied."""
        if not changes:
            return
        if 0 < self._frames < FRAMES:
            files.append(self._path, self._frame(dict(changes)))
            self._frames += 1
        else:
            self.rewrite()

    def rewrite(self) -> None:
        """Write the whole anew."""
        files.write_whole(self._path, self._frame(self.values))
        self._frames = 1

    def _frame(self, values: dict[str, Any]) -> bytes:
        payload = dump(values)
        return self._digest(payload) + len(payload).to_bytes(8, "big") + payload

    def _digest(self, payload: bytes | memoryview) -> bytes:
        hashed = hashlib.sha256(self._tag)
        hashed.update(payload)
        return hashed.digest()[:DIGEST]
