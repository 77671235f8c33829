"""Frozen records: slotted, keyword-only dataclasses that are cheap to define and to instantiate.

`dataclasses.dataclass` generates and compiles six methods per class, at every start of the program; with a hundred
records that is a noticeable part of a small build. Here the methods that are alike are shared, and `__init__` is
compiled for the first instance. It sets slots through their descriptors, which is faster than `object.__setattr__`. In
all else a record is a dataclass (`fields`, `replace`, `is_dataclass`).
"""

from collections.abc import Callable
from dataclasses import MISSING, FrozenInstanceError, dataclass, field, fields, is_dataclass, replace
from typing import Any, TypeVar, dataclass_transform

_T = TypeVar("_T")


@dataclass_transform(frozen_default=True, kw_only_default=True, field_specifiers=(field,))
def frozen(kind: type[_T]) -> type[_T]:
    """Class decorator: make the annotated attributes the fields of a frozen record."""
    made: Any = dataclass(init=False, repr=False, eq=False, slots=True, kw_only=True)(kind)
    for name, method in _SHARED.items():
        if name not in vars(kind):
            setattr(made, name, method)
    found: type[_T] = made
    return found


def _values(self: Any) -> tuple[Any, ...]:
    return tuple([getattr(self, name) for name in self.__dataclass_fields__])


def _first_init(self: Any, /, **values: Any) -> None:
    """The initial `__init__` of every record: compile the real one, put it in place and call it."""
    kind = type(self)
    kind.__init__ = _make_init(kind)
    kind.__init__(self, **values)


def _make_init(kind: Any) -> Callable[..., None]:
    names: dict[str, Any] = {"_missing": MISSING}
    arguments, lines = [], []
    for each in fields(kind):
        name = each.name
        names[f"_set_{name}"] = getattr(kind, name).__set__
        value = name
        if each.default_factory is not MISSING:
            names[f"_new_{name}"] = each.default_factory
            arguments.append(f"{name}=_missing")
            value = f"_new_{name}() if {name} is _missing else {name}"
        elif each.default is not MISSING:
            names[f"_default_{name}"] = each.default
            arguments.append(f"{name}=_default_{name}")
        else:
            arguments.append(name)
        lines.append(f" _set_{name}(self, {value})")
    if hasattr(kind, "__post_init__"):
        lines.append(" self.__post_init__()")
    head = f"def __init__(self, *, {', '.join(arguments)}):" if arguments else "def __init__(self):"
    exec("\n".join((head, *(lines or [" pass"]))), names)  # noqa: S102 - names of fields, as `dataclasses` does it
    made: Callable[..., None] = names["__init__"]
    made.__qualname__ = f"{kind.__qualname__}.__init__"
    return made


def _repr(self: Any) -> str:
    shown = ", ".join([f"{name}={getattr(self, name)!r}" for name in self.__dataclass_fields__])
    return f"{type(self).__qualname__}({shown})"


def _eq(self: Any, other: object) -> Any:
    if type(other) is not type(self):
        return NotImplemented
    return self is other or _values(self) == _values(other)


def _hash(self: Any) -> int:
    return hash(_values(self))


def _refuse_set(_self: Any, name: str, _value: object) -> None:
    raise FrozenInstanceError(f"cannot assign to field {name!r}")


def _refuse_delete(_self: Any, name: str) -> None:
    raise FrozenInstanceError(f"cannot delete field {name!r}")


def _reduce(self: Any) -> tuple[Any, ...]:
    return _revive, (type(self), _values(self))


def _revive(kind: Any, values: tuple[Any, ...]) -> Any:
    """Rebuild a pickled or copied record."""
    return kind(**dict(zip(kind.__dataclass_fields__, values, strict=True)))


_SHARED: dict[str, Callable[..., Any]] = {
    "__init__": _first_init,
    "__repr__": _repr,
    "__eq__": _eq,
    "__hash__": _hash,
    "__setattr__": _refuse_set,
    "__delattr__": _refuse_delete,
    "__reduce__": _reduce,
}
"""The methods that all records share."""


def map_texts(value: _T, change: Callable[[str], str]) -> _T:
    """Apply `change` to all strings in a value's records, tuples, lists, sets and mappings."""
    return _map(value, change)  # type: ignore[no-any-return]  # it keeps the type


def _map(value: Any, change: Callable[[str], str]) -> Any:
    if type(value) is str:
        return change(value)
    if isinstance(value, (tuple, list, set, frozenset)):
        made = [_map(each, change) for each in value]
        return value._make(made) if hasattr(value, "_make") else type(value)(made)
    if is_dataclass(value) and not isinstance(value, type):
        texts = {each.name: getattr(value, each.name) for each in fields(value)}
        changed = {name: _map(each, change) for name, each in texts.items()}
        return replace(value, **{name: each for name, each in changed.items() if each is not texts[name]})
    if isinstance(value, dict):
        return type(value)({_map(name, change): _map(each, change) for name, each in value.items()})
    return value
