"""A mapping of names and values that no registry lists."""

from collections.abc import Mapping
from typing import Any


class OpenMapping(dict[str, Any]):
    """A mapping whose values are texts, tuples and `OpenMapping`s. Treat it as immutable: it is hashable.

    `mapping.name` is `mapping["name"]`, or an empty text if there is none. Names of `dict`'s
    methods and those that start with an underscore need brackets: `mapping["items"]`.
    """

    def __init__(self, values: Mapping[str, Any] | None = None) -> None:
        """Copy `values`; mappings inside become `OpenMapping`s, at any depth."""
        super().__init__({name: _opened(value) for name, value in (values or {}).items()})

    def __getattr__(self, name: str) -> Any:
        if name.startswith("_"):
            raise AttributeError(name)
        return self.get(name, "")

    def __hash__(self) -> int:  # type: ignore[override]  # that of `dict` is None
        return len(self)  # equal mappings have equal lengths

    def __reduce__(self) -> tuple[Any, ...]:
        return OpenMapping, (closed(self),)


def closed(value: Any) -> Any:
    """The value with plain dicts in place of `OpenMapping`s."""
    if isinstance(value, dict):
        return {name: closed(each) for name, each in value.items()}
    return tuple(map(closed, value)) if isinstance(value, tuple) else value


def _opened(value: Any) -> Any:
    if isinstance(value, dict):
        return OpenMapping(value)
    return tuple(map(_opened, value)) if isinstance(value, tuple) else value
