"""Fingerprints of values: equal values have equal ones, on any machine and in any process."""

import datetime
import enum
import hashlib
from collections.abc import Callable, Hashable, Mapping
from dataclasses import fields, is_dataclass, replace
from functools import cache
from typing import Any, NamedTuple, TypeVar, cast

R = TypeVar("R")

SIZE = 16
"""Bytes in a fingerprint: 128 bits, so that a clash among a million pages is out of the question."""


def fingerprint(value: object) -> str:
    """The fingerprint of a plain value: a record, tuple, mapping, text, number, boolean or None."""
    digest = hashlib.blake2b(digest_size=SIZE)
    _feed(digest.update, value)
    return digest.hexdigest()


def fingerprint_bytes(content: bytes) -> str:
    """The fingerprint of a file's bytes."""
    return hashlib.blake2b(content, digest_size=SIZE).hexdigest()


def seal(record: R) -> R:
    """The record with its fingerprint in its field `fingerprint`, so that what holds it need not walk it again."""
    digest = hashlib.blake2b(digest_size=SIZE)
    _feed_fields(digest.update, record, _shape(cast("Hashable", type(record))).names)
    return replace(record, fingerprint=digest.hexdigest())  # type: ignore[type-var]  # any record with that field


class _Shape(NamedTuple):
    names: tuple[str, ...]
    sealed: bool


@cache
def _shape(kind: Hashable) -> _Shape:
    names = tuple(each.name for each in fields(cast("Any", kind)))
    return _Shape(names=tuple(name for name in names if name != "fingerprint"), sealed="fingerprint" in names)


def _feed(update: Callable[[bytes], None], value: Any) -> None:
    # Each value is written with its kind and its length, so that no two different values are written alike.
    kind = type(value)
    if kind is str:
        encoded = value.encode("utf-8", "surrogatepass")
        update(b"s%d:" % len(encoded))
        update(encoded)
    elif value is None:
        update(b"n")
    elif kind is tuple or kind is list:
        update(b"l%d:" % len(value))
        for item in value:
            _feed(update, item)
    elif kind is bool:
        update(b"t" if value else b"f")
    elif kind is int or kind is float:
        update(b"i%s;" % repr(value).encode())
    elif kind is bytes:
        update(b"b%d:" % len(value))
        update(value)
    elif isinstance(value, Mapping):
        update(b"m%d:" % len(value))
        for key in sorted(value):
            _feed(update, key)
            _feed(update, value[key])
    elif is_dataclass(value):
        _feed_record(update, value, _shape(cast("Hashable", kind)))
    elif isinstance(value, datetime.date):
        update(b"d%s;" % value.isoformat().encode())
    elif isinstance(value, enum.Enum):
        _feed(update, value.value)
    else:
        raise TypeError(f"a {kind.__name__} has no fingerprint")


def _feed_record(update: Callable[[bytes], None], record: Any, shape: _Shape) -> None:
    if not shape.sealed:
        _feed_fields(update, record, shape.names)
    elif record.fingerprint:
        _feed(update, record.fingerprint)
    else:
        raise ValueError(f"a {type(record).__name__} was not sealed")


def _feed_fields(update: Callable[[bytes], None], record: object, names: tuple[str, ...]) -> None:
    _feed(update, type(record).__name__)
    for name in names:
        _feed(update, getattr(record, name))
