"""A memory of bounded size: what was not asked for longest is forgotten first. And what its keys are made of."""

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


def mark_of(value: object) -> object:
    """What stands for a value in a key; None for one that may change. Whoever keeps the key keeps the value alive."""
    kind = type(value)
    if value is None or isinstance(value, str | int):
        return kind, value
    if kind is tuple:
        marks = tuple([mark_of(each) for each in value])  # type: ignore[attr-defined]  # mypy does not see that it is one
        return None if None in marks else (kind, marks)
    if kind is list:  # what stands in it may go, and its identity be another's then
        return (kind, *value) if all(type(each) is str for each in value) else None  # type: ignore[attr-defined, misc]
    if not hasattr(kind, "__dataclass_fields__"):
        return None
    fingerprint = getattr(value, "fingerprint", None)
    return (kind, fingerprint) if fingerprint else id(value)
