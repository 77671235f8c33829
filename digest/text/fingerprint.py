"""Fingerprints: hashes of values. Equal values have equal ones, in any process and with any hash seed."""

import datetime
import enum
import hashlib
import marshal
from collections.abc import Callable, Hashable, Iterable, Mapping
from dataclasses import fields, is_dataclass, replace
from functools import cache
from typing import Any, NamedTuple, TypeVar, cast

from digest.text.packing import FORMAT

_R = TypeVar("_R")

SIZE = 16
"""Bytes in a fingerprint. With 128 bits a collision among millions of pages is negligible."""

_PLAIN = frozenset({str, int, bool, float, bytes, type(None)})


def fingerprint(value: object) -> str:
    """Hash a plain value: a record, tuple, list, mapping, enum, date, string, number, bool, bytes or None.

    It hashes marshal's output, so it is stable for one version of Python only. For anything that appears on a page use
    `fingerprint_bytes`.
    """
    return fingerprint_bytes(marshal.dumps(plain(value), FORMAT))


def fingerprint_bytes(content: bytes) -> str:
    """BLAKE2b in 32 hex digits; the same on every machine and Python version."""
    return hashlib.blake2b(content, digest_size=SIZE).hexdigest()


def checksum(content: bytes | memoryview) -> str:
    """Truncated SHA-256 in 32 hex digits, for bytes in the cache; it never appears on a page.

    Faster than `fingerprint_bytes` on CPUs with SHA instructions.
    """
    return checksum_pieces((content,))


def checksum_pieces(pieces: Iterable[bytes | memoryview]) -> str:
    """The `checksum` of the joined pieces."""
    hashed = hashlib.sha256()
    for piece in pieces:
        hashed.update(piece)
    return hashed.hexdigest()[: 2 * SIZE]


def seal(record: _R) -> _R:
    """Fill in the record's field `fingerprint`, so that hashing a value that contains it does not walk it again."""
    shape = _shape(cast("Hashable", type(record)))
    digest = fingerprint_bytes(marshal.dumps(_record(record, shape), FORMAT))
    return replace(record, fingerprint=digest)  # type: ignore[type-var]  # any record with that field


class _Shape(NamedTuple):
    name: str
    fields: tuple[str, ...]
    sealed: bool


@cache
def _shape(kind: Hashable) -> _Shape:
    names = tuple(each.name for each in fields(cast("Any", kind)))
    return _Shape(
        name=cast("type", kind).__name__,
        fields=tuple(name for name in names if name != "fingerprint"),
        sealed="fingerprint" in names,
    )


def plain(value: Any) -> Any:
    """Convert a value to one that marshal can write.

    A record becomes a tuple starting with `...`, which no value contains, so it differs from every plain tuple. Raises
    TypeError for unsupported types, and ValueError for an unsealed record whose type has a `fingerprint`.
    """
    kind = type(value)
    if kind in _PLAIN:
        return value
    if isinstance(value, tuple | list):
        return tuple([each if type(each) in _PLAIN else plain(each) for each in value])
    if is_dataclass(kind):
        shape = _shape(cast("Hashable", kind))
        if not shape.sealed:
            return _record(value, shape)
        if not value.fingerprint:
            raise ValueError(f"a {shape.name} was not sealed")
        return (..., shape.name, value.fingerprint)
    reader = next((reader for base, reader in _OTHERS if isinstance(value, base)), None)
    if reader is None:
        raise TypeError(f"a {kind.__name__} has no fingerprint")
    return reader(value)


def _record(record: object, shape: _Shape) -> tuple[Any, ...]:
    values = [getattr(record, name) for name in shape.fields]
    return (..., shape.name, *[each if type(each) in _PLAIN else plain(each) for each in values])


_OTHERS: tuple[tuple[type, Callable[[Any], object]], ...] = (
    (enum.Enum, lambda value: value.value),
    (str, str),
    (datetime.date, lambda value: (..., "date", value.isoformat())),
    (Mapping, lambda value: (..., "mapping", *((key, plain(value[key])) for key in sorted(value)))),
)
"""Conversions of the remaining types; the first match wins."""
