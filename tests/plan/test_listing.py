"""The list of outputs (`.nojekyll`): it reads back, and no line of it leads out of the folder."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from digest.plan.listing import LISTING, is_inside, read_listing, write_listing

SEGMENT = st.text(st.characters(exclude_characters="/\0\n", exclude_categories=["Cs"]), min_size=1)
PATH = st.lists(SEGMENT, min_size=1, max_size=3).map("/".join).filter(is_inside)


@given(st.sets(PATH))
def test_what_is_listed_is_read_back(paths: set[str]) -> None:
    assert read_listing(write_listing(paths).encode()) == frozenset({*paths, LISTING})


def test_a_path_with_a_line_break_is_not_listed() -> None:
    assert read_listing(write_listing(["a\nb", "c"]).encode()) == frozenset({"c", LISTING})


@pytest.mark.parametrize("content", [b"", b"\xff\xfe", b"# Published by somebody else.\nindex.html\n", b"\0" * 100])
def test_a_file_that_digest_did_not_write_is_not_a_listing(content: bytes) -> None:
    assert read_listing(content) is None


@pytest.mark.parametrize("path", ["", "/", "/etc/passwd", "..", "../x", "a/../../x", "a//b", "./a", "a/", "a/."])
def test_a_path_that_leads_elsewhere_is_not_inside(path: str) -> None:
    assert not is_inside(path)
    assert read_listing(write_listing([path]).encode()) == frozenset({LISTING})


@given(st.binary())
def test_no_content_raises(content: bytes) -> None:
    head = write_listing([]).encode()
    assert read_listing(head + content) is not None
