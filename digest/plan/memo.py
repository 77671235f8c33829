"""Reuse of values between the plans of a process."""

from collections.abc import Callable, Hashable
from typing import Any, TypeVar

_T = TypeVar("_T")


class Memo:
    """The last value made under each name, used again while the arguments that it is made from are equal.

    `serve` has one for all its plans; the values must be immutable, since all plans share them. Arguments are
    compared, not hashed: identical parts cost nothing. Values of names that are no longer asked for are kept.
    """

    def __init__(self) -> None:
        self._made: dict[Hashable, tuple[object, Any]] = {}

    def get(self, name: Hashable, arguments: object, make: Callable[[], _T]) -> _T:
        """The value of `name`. `make` may use only what is equal if `arguments` are."""
        known = self._made.get(name)
        if known is None or known[0] != arguments:
            known = self._made[name] = arguments, make()
        value: _T = known[1]
        return value
