"""Fingerprints of values: equal values have equal ones, in any process and with any hash seed."""

import datetime
import enum
import hashlib
import marshal
from collections.abc import Callable, Hashable, Mapping
from dataclasses import fields, is_dataclass, replace
from functools import cache
from typing import Any, NamedTuple, TypeVar, cast

from digest.text.packing import FORMAT

R = TypeVar("R")

SIZE = 16
"""Bytes in a fingerprint: 128 bits, so that a clash among a million pages is out of the question."""

_PLAIN = frozenset({str, int, bool, float, bytes, type(None)})


def fingerprint(value: object) -> str:
    """The fingerprint of a plain value: a record, tuple, mapping, date, text, number, boolean or None.

    It holds for one version of Python; what reaches a page is made of `fingerprint_bytes`.
    """
    return fingerprint_bytes(marshal.dumps(plain(value), FORMAT))


def fingerprint_bytes(content: bytes) -> str:
    """The fingerprint of bytes, the same everywhere."""
    return hashlib.blake2b(content, digest_size=SIZE).hexdigest()


def checksum(content: bytes | memoryview) -> str:
    """What tells apart bytes that stay on one machine: as strong as a fingerprint, and twice as fast where processors
    know SHA-256. It never reaches a page.
    """
    return hashlib.sha256(content).hexdigest()[: 2 * SIZE]


def seal(record: R) -> R:
    """The record with its fingerprint in its field `fingerprint`, so that what holds it need not walk it again."""
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
    """The value as what marshal can write. An ellipsis, which no value holds, tells records from tuples."""
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
    (datetime.date, lambda value: (..., "date", value.isoformat())),
    (Mapping, lambda value: (..., "mapping", *((key, plain(value[key])) for key in sorted(value)))),
)
"""What is not plain and no record."""
