"""What pages cost: bytes of the golden pages, so that growth is noticed."""

import pytest

from tests.site.test_golden import EXPECTED


@pytest.mark.parametrize("tree", ["", "en/"])
@pytest.mark.parametrize(
    ("path", "frame", "whole"),
    [("authors/ada-lovelace.html", 3_850, 7_700), ("papers/2302.03084.html", 6_600, 13_100)],
)
def test_a_page_is_no_heavier_than_it_was(tree: str, path: str, frame: int, whole: int) -> None:
    """A site has thousands of them. `frame` is all that is not in `<main>`; the bounds leave two per cent."""
    page = (EXPECTED / tree / path).read_bytes()
    around = len(page) - (page.index(b"</main>") - page.index(b"<main"))
    assert around <= frame
    assert len(page) <= whole
