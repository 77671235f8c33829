"""Long lists of terms: which names are on which page."""

import re
from itertools import groupby
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from digest.plan import term_lists
from digest.plan.taxonomies import Term
from tests.building import DAY, entry, site


@given(st.lists(st.integers(0, 700), max_size=9))
def test_each_name_is_on_one_page_and_pages_begin_with_a_letter_if_one_is_near(sizes: list[int]) -> None:
    letters = [letter for letter, size in enumerate(sizes) for _ in range(size)]
    term = Term(key="", name="", path="", papers=())
    places = [term_lists._Place(term, term_lists._Group(f"letter-{each}")) for each in letters]
    slices = term_lists._slices(places)
    assert [place for part in slices for place in places[part]] == places
    assert slices[0].start == 0
    starts = {letters.index(letter) for letter, _ in groupby(letters)}
    for part in slices[:-1]:
        assert 400 <= part.stop - part.start <= 600
        assert part.stop in starts or not starts & set(range(part.start + 400, part.start + 601))


def test_a_letter_that_is_longer_than_a_page_leads_on(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(term_lists, "_PER_PAGE", 20)
    monkeypatch.setattr(term_lists, "_SLACK", 4)
    names = [
        f"{letter}{number:02}" for letter, size in zip("ABCD", (18, 5, 40, 7), strict=True) for number in range(size)
    ]
    built = site(tmp_path, {f"{DAY}/a.md": entry(tags=f"[{', '.join(names)}]")})
    headings, found = [], []
    for path in ("index", "index/2", "index/3", "index/4"):
        page = (built.output / "tags" / f"{path}.html").read_text(encoding="utf-8")
        groups = page.partition('class="groups')[2].partition("</main>")[0]
        headings.append(re.findall(r"<h2[^>]*>([^<]*)</h2>", groups))
        found += re.findall(r">([A-D]\d\d)</a>", groups)
        assert len(re.findall(r'class="goes-on"><a href="[^"]*index/\d.html#letter-c"', page)) == (
            path in ("index/2", "index/3")
        )
        assert re.search(r'href="[^"]*#letter-c">C</a>', page)
    assert headings == [["A"], ["B", "C"], ["C（续）"], ["C（续）", "D"]]
    assert found == names
