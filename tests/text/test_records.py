"""A frozen record behaves like a dataclass."""

import copy
import dataclasses
import pickle
from dataclasses import dataclass, field, fields, is_dataclass, replace
from typing import Any, Generic, TypeVar

import pytest
from hypothesis import given
from hypothesis import strategies as st

from digest.text.records import frozen

T = TypeVar("T")


@frozen
class Plain:
    name: str
    number: int = 7
    items: list[str] = field(default_factory=list)

    @property
    def shown(self) -> str:
        return f"{self.name} {self.number}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Usual:
    name: str
    number: int = 7
    items: list[str] = field(default_factory=list)


@frozen
class Holder(Generic[T]):
    value: T


@frozen
class Empty:
    """A record without fields."""


@frozen
class Named:
    name: str

    def __repr__(self) -> str:
        return self.name


VALUES = st.fixed_dictionaries(
    {"name": st.text(max_size=3)},
    optional={"number": st.integers(), "items": st.lists(st.text(max_size=2), max_size=2)},
)


@given(one=VALUES, other=VALUES)
def test_it_does_what_the_usual_one_does(one: dict[str, Any], other: dict[str, Any]) -> None:
    plain, usual = Plain(**one), Usual(**one)
    assert dataclasses.asdict(plain) == dataclasses.asdict(usual)
    assert repr(plain) == repr(usual).replace("Usual", "Plain", 1)
    assert (plain == Plain(**other)) == (usual == Usual(**other))
    assert plain == Plain(**one)
    assert plain.__eq__(usual) is NotImplemented
    assert replace(plain, number=1) == Plain(**(one | {"number": 1}))
    assert pickle.loads(pickle.dumps(plain)) == copy.copy(plain) == copy.deepcopy(plain) == plain


def test_fields_are_those_of_a_dataclass() -> None:
    assert is_dataclass(Plain)
    assert [(each.name, each.default, each.kw_only) for each in fields(Plain)] == [
        (each.name, each.default, each.kw_only) for each in fields(Usual)
    ]


def test_equal_ones_have_one_hash() -> None:
    assert len({Holder(value=1), Holder(value=1), Holder(value=2), Empty(), Empty()}) == 3
    with pytest.raises(TypeError, match="unhashable"):
        hash(Plain(name="a"))


def test_nothing_can_be_changed_and_nothing_added() -> None:
    plain = Plain(name="a")
    for name in ("name", "other"):
        with pytest.raises(dataclasses.FrozenInstanceError, match=f"cannot assign to field '{name}'"):
            setattr(plain, name, "b")
        with pytest.raises(dataclasses.FrozenInstanceError, match=f"cannot delete field '{name}'"):
            delattr(plain, name)
    assert not hasattr(plain, "__dict__")


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ({}, "missing 1 required keyword-only argument: 'name'"),
        ({"name": "a", "nmae": "b"}, "got an unexpected keyword argument 'nmae'"),
    ],
)
def test_wrong_arguments_are_told_as_always(arguments: dict[str, Any], message: str) -> None:
    for _ in range(2):
        with pytest.raises(TypeError, match=message):
            Plain(**arguments)
    with pytest.raises(TypeError, match="positional"):
        Plain("a")  # type: ignore[call-arg]


def test_defaults_are_not_shared() -> None:
    assert Plain(name="a").items is not Plain(name="a").items


def test_what_a_class_says_itself_counts() -> None:
    assert repr(Named(name="me")) == "me"
    assert Plain(name="a").shown == "a 7"
