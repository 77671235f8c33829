"""Serialize values, for caches and for passing them between processes.

The format is marshal's: fast, tied to one Python version, and unsafe to read if damaged, so code that stores it adds a
checksum. It has no type information: the reader passes the type, and a record is written as the tuple of its field
values. The codec of a type is derived from its annotations, once.
"""

import datetime
import enum
import marshal
import types
from collections.abc import Callable, Hashable, Iterable, Mapping
from dataclasses import fields
from functools import cache, partial
from operator import attrgetter
from typing import Any, TypeVar, Union, cast, get_args, get_origin

from digest.text.open_mapping import OpenMapping, closed

_T = TypeVar("_T")

FORMAT = 2
"""The marshal version that writes equal values alike; later versions write shared objects as references."""


def pack(value: object, kind: Any) -> bytes:
    """Serialize a value of type `kind`; equal values give equal bytes.

    Supported are plain types (str, int, float, bool, bytes, None), dates, enums, records, named tuples, `OpenMapping`,
    and tuples, mappings with string keys and unions of these. At most one type of a union may be other than plain.
    """
    return marshal.dumps(_codec(kind)[0](value), FORMAT)


def unpack(content: bytes, kind: type[_T]) -> _T:
    """Read what `pack` wrote for the same type."""
    value: _T = _codec(cast("Hashable", kind))[1](load(content))
    return value


def dump(value: Any) -> bytes:
    """Serialize a plain value in marshal's current format; equal values may give different bytes."""
    return marshal.dumps(value)


def load(content: bytes | memoryview) -> Any:
    """Read a plain value."""
    return marshal.loads(content)  # noqa: S302  see the module's docstring


_Codec = tuple[Callable[[Any], Any], Callable[[Any], Any]]
"""Functions from a value to a plain value and back."""

_AS_IS: _Codec = (lambda value: value, lambda value: value)
_PLAIN = (str, int, bool, float, bytes, types.NoneType)


@cache
def _codec(kind: Any) -> _Codec:
    made, arguments = get_origin(kind) or kind, get_args(kind)
    if made in _PLAIN:
        return _AS_IS
    if made in (Union, types.UnionType):
        return _union(arguments)
    if made is tuple and arguments[-1] is ...:
        plain, value = each = _codec(arguments[0])
        return each if each is _AS_IS else (lambda read: list(map(plain, read)), lambda read: tuple(map(value, read)))
    if made is tuple:
        return _parts(arguments, tuple, tuple)
    if made in (dict, Mapping):
        plain, value = _codec(arguments[1])
        return (
            lambda mapping: {key: plain(mapping[key]) for key in sorted(mapping)},
            lambda mapping: {key: value(each) for key, each in mapping.items()},
        )
    if issubclass(made, OpenMapping):
        return closed, made
    if issubclass(made, datetime.date):
        return made.isoformat, made.fromisoformat
    if issubclass(made, enum.Enum):
        return attrgetter("value"), made
    return _record(made, arguments)


def _union(kinds: Iterable[Any]) -> _Codec:
    """The codec of a union. Values of its non-plain type are wrapped as `(..., value)`; no value contains `...`."""
    special = [each for each in kinds if _codec(each) is not _AS_IS]
    if not special:
        return _AS_IS
    [kind] = special
    plain, value = _codec(kind)
    made = get_origin(kind) or kind
    return (
        lambda each: (..., plain(each)) if isinstance(each, made) else each,
        lambda read: value(read[1]) if type(read) is tuple and read[:1] == (...,) else read,
    )


def _record(kind: Any, arguments: Iterable[Any]) -> _Codec:
    """The codec of a record or named tuple; `arguments` are the type arguments of a generic one."""
    bound = dict(zip(getattr(kind, "__parameters__", ()), arguments, strict=True))
    if issubclass(kind, tuple):
        return _parts(kind.__annotations__.values(), tuple, partial(tuple.__new__, kind))
    names = [each.name for each in fields(kind)]
    held = [bound.get(each.type, each.type) for each in fields(kind)]
    take = attrgetter(*names) if len(names) > 1 else lambda value: (getattr(value, names[0]),)
    return _parts(held, take, lambda values: kind(**dict(zip(names, values, strict=True))))


def _parts(kinds: Iterable[Any], take: Callable[[Any], Any], make: Callable[[Any], Any]) -> _Codec:
    """The codec of a value with parts of these types: `take` splits it, `make` builds it."""
    at = [(place, *_codec(each)) for place, each in enumerate(kinds) if _codec(each) is not _AS_IS]
    if not at:
        return _AS_IS if make is tuple else (take, make)

    def plain(value: Any) -> Any:
        values = list(take(value))
        for place, of_part, _ in at:
            values[place] = of_part(values[place])
        return values

    def value(values: Any) -> Any:
        for place, _, of_part in at:
            values[place] = of_part(values[place])
        return make(values)

    return plain, value
