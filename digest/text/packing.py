"""Values as bytes and back, for what is kept between builds or crosses from one process to another.

The bytes are those of one version of Python and of the program, and whoever keeps them guards them with a checksum:
`marshal` reads back what it wrote and nothing else. Who reads a value knows its type, so a record is the tuple of what
its fields hold. What becomes of values of a type is found out once, from its annotations.
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

T = TypeVar("T")

FORMAT = 2
"""The version of marshal's format that writes equal values alike: later ones remember which objects are the same."""


def pack(value: object, kind: Any) -> bytes:
    """The bytes of a value of this type: equal values give equal ones.

    A type is plain (texts, numbers, truth, bytes, None), a date, an enumeration, a record or named tuple, or a tuple, a
    mapping by texts or a union of such types. All types of a union but one are plain.
    """
    return marshal.dumps(_codec(kind)[0](value), FORMAT)


def unpack(content: bytes, kind: type[T]) -> T:
    """The value of this type that was packed."""
    value: T = _codec(cast("Hashable", kind))[1](load(content))
    return value


def dump(value: Any) -> bytes:
    """The bytes of a plain value, without further ado: equal values may give different ones."""
    return marshal.dumps(value)


def load(content: bytes | memoryview) -> Any:
    """The plain value of such bytes."""
    return marshal.loads(content)  # noqa: S302 - see the module


_Codec = tuple[Callable[[Any], Any], Callable[[Any], Any]]
"""What makes of a value one that marshal can write, and the value of what was read."""

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
    if issubclass(made, datetime.date):
        return made.isoformat, made.fromisoformat
    if issubclass(made, enum.Enum):
        return attrgetter("value"), made
    return _record(made, arguments)


def _union(kinds: Iterable[Any]) -> _Codec:
    """One of several types. An ellipsis, which no value holds, tells the one that is not plain from the others."""
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
    """A record or named tuple; `arguments` are the types that stand for the parameters of a generic one."""
    bound = dict(zip(getattr(kind, "__parameters__", ()), arguments, strict=True))
    if issubclass(kind, tuple):
        return _parts(kind.__annotations__.values(), tuple, partial(tuple.__new__, kind))
    names = [each.name for each in fields(kind)]
    held = [bound.get(each.type, each.type) for each in fields(kind)]
    take = attrgetter(*names) if len(names) > 1 else lambda value: (getattr(value, names[0]),)
    return _parts(held, take, lambda values: kind(**dict(zip(names, values, strict=True))))


def _parts(kinds: Iterable[Any], take: Callable[[Any], Any], make: Callable[[Any], Any]) -> _Codec:
    """What holds a value of each of these types: `take` takes it apart, `make` makes it."""
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
