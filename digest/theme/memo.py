"""A memory of bounded size: what was not asked for longest is forgotten first."""

from collections import OrderedDict
from collections.abc import Callable
from typing import Generic, TypeVar

T = TypeVar("T")


class Memo(Generic[T]):
    """Values by key, as many as weigh less than `limit` together."""

    __slots__ = ("_kept", "_limit", "_weigh", "_weight")

    def __init__(self, *, limit: int, weigh: Callable[[T], int]) -> None:
        self._kept: OrderedDict[object, tuple[T, object]] = OrderedDict()
        self._limit = limit
        self._weigh = weigh
        self._weight = 0

    def get(self, key: object) -> T | None:
        """The value kept under `key`; None if there is none."""
        found = self._kept.get(key)
        if found is None:
            return None
        self._kept.move_to_end(key)  # now the last to be forgotten
        return found[0]

    def keep(self, key: object, value: T, *, alive: object = None) -> T:
        """Keep a value. `alive` lives as long, so that its identity may stand in the key."""
        if key in self._kept:
            self._weight -= self._weigh(self._kept.pop(key)[0])
        self._kept[key] = (value, alive)
        self._weight += self._weigh(value)
        while self._weight > self._limit and len(self._kept) > 1:
            self._weight -= self._weigh(self._kept.popitem(last=False)[1][0])
        return value

    def clear(self) -> None:
        """Forget everything."""
        self._kept.clear()
        self._weight = 0
