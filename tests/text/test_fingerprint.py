"""Fingerprints are equal exactly for equal values, in every process."""

import datetime
import enum
import os
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from itertools import combinations
from types import MappingProxyType
from typing import Any, NamedTuple

import pytest
from hypothesis import given
from hypothesis import strategies as st

from digest.text.fingerprint import fingerprint, fingerprint_bytes, seal


@dataclass(frozen=True, slots=True, kw_only=True)
class Pair:
    first: Any
    second: Any = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Other:
    first: Any
    second: Any = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Sealed:
    name: str
    held: Any = None
    fingerprint: str = ""


class Place(NamedTuple):
    line: str
    column: int


class Colour(enum.StrEnum):
    RED = "red"


DIFFERENT: tuple[Any, ...] = (
    None,
    "",
    "a",
    "b",
    "None",
    "1",
    "1.0",
    "True",
    b"",
    b"a",
    0,
    1,
    -1,
    10,
    1.5,
    -0.0,
    True,
    False,
    (),
    ("",),
    ("a",),
    ("a", "b"),
    ("ab",),
    (("a",), "b"),
    (("a", "b"),),
    ("a", ("b",)),
    ((), ()),
    ((),),
    {},
    {"a": "b"},
    {"b": "a"},
    {"a": {"b": "c"}},
    {"a": "b", "c": "d"},
    ("a", "b", "c", "d"),
    datetime.date(2023, 2, 8),
    datetime.date(2023, 2, 9),
    "2023-02-08",
    Pair(first="a"),
    Pair(first="a", second="b"),
    Pair(first="ab"),
    Other(first="a"),
    Pair(first=Pair(first="a")),
    Pair(first=Other(first="a")),
    seal(Sealed(name="a")),
    seal(Sealed(name="b")),
    "s1:a",
    "\ud800",
    "\x00",
)


def test_different_values_have_different_fingerprints() -> None:
    for one, other in combinations(DIFFERENT, 2):
        assert fingerprint(one) != fingerprint(other), (one, other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("a", "".join(("a",))),
        (["a", 1], ("a", 1)),
        (Place(line="a", column=1), ("a", 1)),
        ({"a": 1, "b": 2}, {"b": 2, "a": 1}),
        ({"a": 1}, MappingProxyType({"a": 1})),
        (Pair(first=["a"]), Pair(first=("a",))),
        (Colour.RED, "red"),
        (seal(Sealed(name="a")), seal(Sealed(name="a", fingerprint="stale"))),
    ],
)
def test_equal_values_have_equal_fingerprints(one: Any, other: Any) -> None:
    assert fingerprint(one) == fingerprint(other)


def test_a_sealed_record_answers_for_all_that_it_holds() -> None:
    one, other = seal(Sealed(name="a", held=("x",))), seal(Sealed(name="a", held=("y",)))
    assert one.fingerprint != other.fingerprint
    assert fingerprint((one,)) != fingerprint((other,))
    assert seal(one) == one


def test_a_record_that_was_to_be_sealed_and_was_not_has_no_fingerprint() -> None:
    with pytest.raises(ValueError, match="a Sealed was not sealed"):
        fingerprint((Sealed(name="a"),))


@pytest.mark.parametrize("value", [{1, 2}, object(), Pair, 1j])
def test_a_value_without_an_order_of_its_own_has_no_fingerprint(value: Any) -> None:
    with pytest.raises(TypeError, match="has no fingerprint"):
        fingerprint(value)


def test_a_fingerprint_is_thirty_two_hexadecimal_digits() -> None:
    for found in (fingerprint("a"), fingerprint_bytes(b"a"), seal(Sealed(name="a")).fingerprint):
        assert len(found) == 32
        assert int(found, 16) >= 0


def test_the_bytes_of_a_file_have_their_own_fingerprint() -> None:
    assert fingerprint_bytes(b"a") == fingerprint_bytes(b"a") != fingerprint_bytes(b"b")


def test_a_fingerprint_is_the_same_in_every_process() -> None:
    program = (
        "import datetime\n"
        "from digest.text.fingerprint import fingerprint\n"
        "value = {'标题': ('a', 1, None), 'b': {'x': 1.5, 'y': datetime.date(2023, 2, 8)}, 'c': b'\\x00'}\n"
        "print(fingerprint(value))\n"
    )
    outputs = set()
    for seed, zone in (("0", "UTC"), ("1", "Asia/Shanghai"), ("4711", "America/New_York")):
        environment: Mapping[str, str] = {**os.environ, "PYTHONHASHSEED": seed, "TZ": zone, "LC_ALL": "C"}
        ran = subprocess.run(
            [sys.executable, "-c", program], capture_output=True, text=True, env=environment, check=True
        )
        outputs.add(ran.stdout)
    value = {"标题": ("a", 1, None), "b": {"x": 1.5, "y": datetime.date(2023, 2, 8)}, "c": b"\x00"}
    assert outputs == {f"{fingerprint(value)}\n"}


PLAIN = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=5) | st.binary(max_size=5),
    lambda inner: st.lists(inner, max_size=3).map(tuple) | st.dictionaries(st.text(max_size=3), inner, max_size=3),
    max_leaves=8,
)


@given(PLAIN, PLAIN)
def test_two_values_are_equal_just_when_their_fingerprints_are(one: Any, other: Any) -> None:
    assert (_tagged(one) == _tagged(other)) == (fingerprint(one) == fingerprint(other))


def _tagged(value: Any) -> Any:
    """The value with its types, which `==` ignores: `True == 1`."""
    if isinstance(value, tuple):
        return ("tuple", *map(_tagged, value))
    if isinstance(value, dict):
        return {key: _tagged(held) for key, held in value.items()}
    return type(value), value
