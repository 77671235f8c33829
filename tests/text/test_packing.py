"""`pack` and `unpack` round-trip, and equal values give equal bytes."""

import datetime
import enum
from collections.abc import Mapping
from types import MappingProxyType
from typing import Any, Generic, NamedTuple, TypeVar

import pytest
from hypothesis import given
from hypothesis import strategies as st

from digest.text.packing import dump, load, pack, unpack
from digest.text.records import frozen

T = TypeVar("T")


class Colour(enum.StrEnum):
    RED = "red"
    BLUE = "blue"


class Place(NamedTuple):
    line: int
    column: int


@frozen
class Leaf:
    name: str
    place: Place | None = None


@frozen
class Tree(Generic[T]):
    top: T
    leaves: tuple[Leaf, ...] = ()
    pair: tuple[int, Leaf] | None = None
    named: Mapping[str, tuple[Leaf, ...]]
    word: str | Leaf | tuple[str, ...] = ""
    colour: Colour
    day: datetime.date | None = None
    number: int | float | None
    content: bytes = b""
    plain: tuple[tuple[str, int], ...] = ()


PLACES = st.builds(Place, st.integers(), st.integers())
LEAVES = st.builds(Leaf, name=st.text(max_size=3), place=st.none() | PLACES)
TREES = st.builds(
    Tree[Place],
    top=PLACES,
    leaves=st.lists(LEAVES, max_size=3).map(tuple),
    pair=st.none() | st.tuples(st.integers(), LEAVES),
    named=st.dictionaries(st.text(max_size=2), st.lists(LEAVES, max_size=2).map(tuple), max_size=3),
    word=st.text(max_size=2) | LEAVES | st.lists(st.text(max_size=2), max_size=2).map(tuple),
    colour=st.sampled_from(Colour),
    day=st.none() | st.dates(),
    number=st.none() | st.integers() | st.floats(allow_nan=False),
    content=st.binary(max_size=3),
    plain=st.lists(st.tuples(st.text(max_size=2), st.integers()), max_size=2).map(tuple),
)


@given(TREES)
def test_what_was_packed_comes_back(tree: Tree[Place]) -> None:
    found = unpack(pack(tree, Tree[Place]), Tree[Place])
    assert found == tree
    assert type(found.top) is Place
    assert type(found.colour) is Colour


@given(TREES, TREES)
def test_values_are_equal_just_when_their_bytes_are(one: Tree[Place], other: Tree[Place]) -> None:
    assert (repr(one) == repr(other)) == (pack(one, Tree[Place]) == pack(other, Tree[Place]))


def test_bytes_say_nothing_of_where_a_value_comes_from() -> None:
    name = "".join(("a", "b"))
    assert pack((Leaf(name=name), Leaf(name=name)), tuple[Leaf, ...]) == pack(
        (Leaf(name="ab"), Leaf(name="a" + name[1:])), tuple[Leaf, ...]
    )
    assert pack({"b": 1, "a": 2}, Mapping[str, int]) == pack(MappingProxyType({"a": 2, "b": 1}), dict[str, int])


def test_two_records_of_one_name_are_not_confused() -> None:
    other: Any = frozen(type("Leaf", (), {"__annotations__": {"name": str, "place": Place | None}}))
    assert type(unpack(pack(Leaf(name="a"), Leaf), Leaf)) is Leaf
    assert type(unpack(pack(other(name="a", place=None), other), other)) is other


@pytest.mark.parametrize("kind", [set, object, list])
def test_a_type_without_an_order_of_its_own_is_not_packed(kind: Any) -> None:
    with pytest.raises(TypeError, match="dataclass"):
        pack(kind(), kind)


@given(st.lists(st.tuples(st.text(max_size=2), st.integers(), st.none() | st.binary(max_size=2))))
def test_plain_values_are_dumped_as_they_are(values: list[Any]) -> None:
    assert load(dump(values)) == values
