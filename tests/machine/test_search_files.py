"""What a change of the sources writes of the data of the search, and what of it is kept."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from digest.machine.part_store import INDEXES
from digest.machine.rendering import portions
from digest.machine.site_plan import plan_site
from digest.machine.state import read_state
from digest.plan import search_parts
from tests.building import SETTINGS, BuiltSite, build, entry, options, silent, site
from tests.machine.sites import change, clean_build, everything_in

DAYS = ("2023-02-01", "2023-02-02", "2023-02-11", "2023-02-12", "2023-02-13")
FILES = {
    f"content/{day}/{place}.md": entry(arxiv=f"23{day[5:7]}.{day[8:]}{place:03}", title=f"Of {day} the {place}")
    for day in DAYS
    for place in range(3)
}
EDITED = "content/2023-02-02/1.md"


@pytest.fixture(scope="module", autouse=True)
def small() -> Iterator[None]:
    """Parts of four papers or a day, in chunks of two."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(search_parts, "LIMIT", 4)
        patch.setattr("digest.plan.search_files.CHUNK", 2)
        yield


@pytest.fixture
def root(tmp_path: Path) -> Path:
    assert site(tmp_path / "site", FILES).result.published
    return tmp_path / "site"


def data(root: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in (root / "output/search").glob("*.js")}


def after(root: Path, files: dict[str, str | None]) -> BuiltSite:
    change(root, files)
    built = build(root)
    assert built.result.published, built.result.diagnostics
    assert everything_in(built.output) == clean_build(root)
    return built


def written(built: BuiltSite) -> set[str]:
    return {path.removeprefix("search/") for path in built.written() if path.startswith("search/")}


def test_an_edit_of_a_text_writes_its_part_and_the_chunk_that_it_is_in(root: Path) -> None:
    before = data(root)
    assert len([name for name in before if name.endswith("-facets.js")]) == len(DAYS)
    built = after(root, {EDITED: FILES[EDITED].replace("一句话。", "另一句话。")})
    names = written(built)
    [facets] = [name for name in names if name.endswith("-facets.js")]
    part = facets.removesuffix("facets.js")
    [chunk] = [name for name in names if not name.startswith(part) and name != "parts.js"]
    assert "另一句话".encode() in data(root)[chunk]
    assert names == {"parts.js", chunk, *[f"{part}{each}.js" for each in ("0", "facets", "names")]}
    assert len(data(root)) == len(before)
    assert after(root, {EDITED: FILES[EDITED]}).result.published
    assert data(root) == before


def test_a_paper_of_a_new_day_writes_the_last_part_alone(root: Path) -> None:
    before = data(root)
    after(root, {"content/2023-03-01/new.md": entry(arxiv="2303.00001", title="New")})
    assert before.keys() - data(root).keys() == set()


def test_what_is_not_searched_writes_none_of_it(root: Path) -> None:
    built = after(root, {EDITED: FILES[EDITED].replace("arxiv:", "rank: 3\narxiv:")})
    assert written(built) == set()


def test_a_site_without_search_has_none_of_it(tmp_path: Path) -> None:
    built = site(tmp_path / "site", {**FILES, "digest.yaml": f"{SETTINGS}search: false\n"})
    assert not (built.output / "search").exists()


def test_the_files_of_a_part_are_one_task(root: Path) -> None:
    asked = options(root)
    cut = portions(plan_site(read_state(asked), asked, silent).plan.outputs)
    groups = [{each.group for each in portion if each.kind.name == "search_data"} for portion in cut]
    assert sorted(each for group in groups for each in group if each) == sorted(DAYS)
    assert all(len(group) < 2 for group in groups)


def test_an_index_that_was_kept_is_as_good_as_none(root: Path) -> None:
    store = root / ".digest" / INDEXES
    kept = {path.name: path.read_bytes() for path in store.iterdir()}
    assert kept.keys() == set(DAYS)
    for damage in (b"", b"?" * 99, kept["2023-02-01"]):
        (store / "2023-02-02").write_bytes(damage)
        after(root, {EDITED: FILES[EDITED].replace("一句话。", f"另一句话 {len(damage)}。")})


def test_the_index_of_a_part_that_is_gone_goes(root: Path) -> None:
    after(root, {path: None for path in FILES if "2023-02-02" in path})
    assert {path.name for path in (root / ".digest" / INDEXES).iterdir()} == {*DAYS} - {"2023-02-02"}
