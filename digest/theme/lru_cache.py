"""An LRU cache of bounded weight, and cache keys for values in templates."""

from collections import OrderedDict
from collections.abc import Callable
from typing import Generic, TypeVar

_T = TypeVar("_T")


class LruCache(Generic[_T]):
    """An LRU cache. `limit` bounds the sum of the values' weights; the newest value is kept whatever its weight."""

    __slots__ = ("_limit", "_values", "_weigh", "_weight")

    def __init__(self, *, limit: int, weigh: Callable[[_T], int]) -> None:
        self._values: OrderedDict[object, _T] = OrderedDict()
        self._limit = limit
        self._weigh = weigh
        self._weight = 0

    def get(self, key: object) -> _T | None:
        """The cached value, or None."""
        value = self._values.get(key)
        if value is None:
            return None
        self._values.move_to_end(key)
        return value

    def put(self, key: object, value: _T) -> _T:
        """Add or replace a value, and return it."""
        if key in self._values:
            self._weight -= self._weigh(self._values.pop(key))
        self._values[key] = value
        self._weight += self._weigh(value)
        while self._weight > self._limit and len(self._values) > 1:
            self._weight -= self._weigh(self._values.popitem(last=False)[1])
        return value


class _Identity:
    """Compares by identity. Holds a reference to the value, so that its id is not reused."""

    __slots__ = ("_value",)

    def __init__(self, value: object) -> None:
        self._value = value

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Identity) and other._value is self._value

    def __hash__(self) -> int:
        return id(self._value)


def cache_key(value: object) -> object:
    """A hashable cache key for a value that a template passes to a fragment; None if the value is mutable.

    Views have a fingerprint; views without one are compared by identity.
    """
    kind = type(value)
    if kind is str or value is None or isinstance(value, str | int):
        return kind, value
    if kind is tuple:
        keys = tuple([cache_key(each) for each in value])  # type: ignore[attr-defined]  # mypy does not see that it is one
        return None if None in keys else (kind, keys)
    if kind is list:  # mutable, but the key has its items: templates have no literal tuples of strings
        return (kind, *value) if all(type(each) is str for each in value) else None  # type: ignore[attr-defined, misc]
    if not hasattr(kind, "__dataclass_fields__"):
        return None
    fingerprint = getattr(value, "fingerprint", None)
    return (kind, fingerprint) if fingerprint else _Identity(value)
