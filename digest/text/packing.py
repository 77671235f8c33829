"""Values as bytes and back, for what is kept between builds: plain values, and records of kinds that the reader names.

The bytes are those of one version of Python, and whoever keeps them guards them with a checksum: `marshal` reads back
what it wrote and nothing else.
"""

import datetime
import marshal
from collections.abc import Iterable
from dataclasses import fields
from typing import Any

from digest.text.fingerprint import plain

FORMAT = 2
"""The version of marshal's format that writes equal values alike."""


def pack(value: object) -> bytes:
    """The bytes of a value: a record, tuple, mapping, date, text, number, boolean or None."""
    return marshal.dumps(plain(value), FORMAT)


def unpack(content: bytes, kinds: Iterable[type]) -> Any:
    """The value that was packed; its records are of these kinds. Lists come back as tuples."""
    return _value(marshal.loads(content), {kind.__name__: kind for kind in kinds})  # noqa: S302 - see the module


def _value(packed: Any, kinds: dict[str, type]) -> Any:
    if type(packed) is not tuple:
        return packed
    if not packed or packed[0] is not ...:
        return tuple([_value(each, kinds) for each in packed])
    _, name, *rest = packed
    if name == "date":
        return datetime.date.fromisoformat(rest[0])
    if name == "mapping":
        return {key: _value(each, kinds) for key, each in rest}
    kind: Any = kinds[name]
    names = [field.name for field in fields(kind)]
    return kind(**{name: _value(each, kinds) for name, each in zip(names, rest, strict=True)})
