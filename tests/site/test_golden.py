"""A small site, compared with golden files. `REFRESH=1 pytest tests/site/test_golden.py` rewrites them.

Assets and the hashes in their names are left out, so that a change of a style sheet does not change the golden pages.
"""

import os
import re
import shutil
from pathlib import Path

import pytest

from tests.building import BuiltSite, build, tree
from tests.site.checking import faults_of
from tests.site.data_reading import faults_of_data

GOLDEN = Path(__file__).with_name("golden")
EXPECTED = GOLDEN / "expected"
ASSET = re.compile(rb"(assets/[\w-]+)\.[0-9a-f]{8}(\.\w+)")
REFRESH = os.environ.get("REFRESH") == "1"


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> BuiltSite:
    root = tmp_path_factory.mktemp("golden")
    shutil.copy(GOLDEN / "digest.yaml", root)
    shutil.copytree(GOLDEN / "content", root / "content")
    site = build(root)
    assert site.result.published, site.result.diagnostics
    return site


@pytest.fixture(scope="module")
def pages(built: BuiltSite) -> dict[str, bytes]:
    """The output without assets, and without hashes in their names."""
    found = {path: ASSET.sub(rb"\1.HASH\2", text) for path, text in built.files().items() if "assets/" not in path}
    if REFRESH:
        shutil.rmtree(EXPECTED, ignore_errors=True)
        for path, content in found.items():
            (EXPECTED / path).parent.mkdir(parents=True, exist_ok=True)
            (EXPECTED / path).write_bytes(content)
    return found


def test_the_same_outputs_are_there(pages: dict[str, bytes]) -> None:
    assert sorted(pages) == sorted(tree(EXPECTED))


@pytest.mark.parametrize(
    "path", sorted(path.relative_to(EXPECTED).as_posix() for path in EXPECTED.rglob("*") if path.is_file())
)
def test_an_output_is_as_it_was(pages: dict[str, bytes], path: str) -> None:
    expected = (EXPECTED / path).read_bytes()
    if path.endswith(".png"):
        assert pages[path] == expected
    else:
        assert pages[path].decode() == expected.decode()


def test_its_data_follows_the_schema(built: BuiltSite) -> None:
    assert list(faults_of_data(built)) == []


def test_every_asset_is_named_after_its_content(built: BuiltSite) -> None:
    assets = [path for path in built.files() if path.startswith("assets/")]
    assert len(assets) >= 4
    assert [path for path in assets if not re.fullmatch(r"assets/[\w-]+\.[0-9a-f]{8}\.\w+", path)] == []


def test_the_golden_site_has_no_faults(built: BuiltSite) -> None:
    assert faults_of(built.output, "https://example.org/digest/") == []


def test_missing_translations_and_skipped_entries_are_reported(built: BuiltSite) -> None:
    assert [(each.code, each.path) for each in built.result.diagnostics] == [
        ("missing-title-zh", "content/2023-02-07/english.md")
    ]
    assert built.result.drafts == ("content/2023-02-09/draft.md",)
    assert built.result.future == ("content/2024-06-01/future.md",)
