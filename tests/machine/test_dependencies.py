"""What each stage of a build loads of other distributions is in its cache keys."""

import json
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from digest.outputs.writers import WRITERS
from digest.text.dependencies import OUTPUT_LIBRARIES, PARSING_LIBRARIES, THEME_LIBRARIES
from tests.building import build
from tests.machine.worlds import REPOSITORY, write

_START = "import sys; at_start = set(sys.modules)"
_LOADED = """
import importlib.metadata, json
packages = importlib.metadata.packages_distributions()
tops = {name.partition(".")[0] for name in sys.modules.keys() - at_start}
print(json.dumps(sorted({each for top in tops for each in packages.get(top, ())})))
"""
_PARSING = """
from digest.machine.source_parser import Parser, Work
parser = Parser(root=root, punctuation="keep", languages=("zh", "en"), categories=(), searches=True, bodies=None)
names = [str(path.relative_to(root)) for path in (root / "content").rglob("*") if path.is_file()]
parser([Work("bucket", tuple((name, "") for name in names), ())])
"""
_THEME = """
from digest.machine.site_themes import load_theme
load_theme(root, "default", plain_names=False)
"""
_BUILD = """
import datetime
from digest.machine.build import build_site
from digest.machine.options import Options
options = Options(root=root, output=root / "output", now=datetime.datetime(2024, 1, 1, tzinfo=datetime.UTC))
assert len(build_site(options, lambda *_: None).written) > 100
"""


@pytest.fixture(scope="module")
def root(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A built site without its output."""
    built = build(write(tmp_path_factory.mktemp("site")))
    assert built.result.published
    shutil.rmtree(built.output)
    return built.root


def loaded(code: str, root: Path) -> set[str]:
    """The distributions that a script loads, in a process of its own."""
    script = f"{_START}\nfrom pathlib import Path\nroot = Path({str(root)!r})\n{code}\n{_LOADED}"
    done = subprocess.run([sys.executable, "-c", script], cwd=REPOSITORY, capture_output=True, check=True)
    return {name.lower() for name in json.loads(done.stdout.splitlines()[-1])}


@pytest.mark.parametrize(
    ("code", "named"),
    [
        (_PARSING, {*PARSING_LIBRARIES}),
        (_THEME, {*THEME_LIBRARIES}),
        (_BUILD, {*THEME_LIBRARIES, *[each for writer in WRITERS.values() for each in writer.libraries or ()]}),
    ],
    ids=["parsing", "theme", "build"],
)
def test_all_that_a_stage_loads_is_in_its_keys(code: str, named: set[str], root: Path) -> None:
    found = loaded(code, root)
    assert "pyyaml" in found
    assert found - named - {"bilingual-digest"} == set()


def test_no_writer_uses_a_library_that_the_table_of_all_lacks() -> None:
    used = {each for writer in WRITERS.values() for each in writer.libraries or ()}
    assert used | {*PARSING_LIBRARIES, *THEME_LIBRARIES} <= {*OUTPUT_LIBRARIES}
