"""What tests share: the repository's own example, built once; and where the corpus is, if it is there."""

import os
import shutil
import signal
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

from tests.building import build

REPOSITORY = Path(__file__).parent.parent

signal.signal(signal.SIGINT, signal.default_int_handler)  # a shell's background jobs, and all they start, ignore Ctrl-C

settings.register_profile(
    "default", deadline=None, derandomize=True, suppress_health_check=[HealthCheck.too_slow], max_examples=100
)
settings.register_profile("nightly", deadline=None, suppress_health_check=[HealthCheck.too_slow], max_examples=5000)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "default"))


@pytest.fixture(scope="session")
def example_root(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of the example that ships: its settings and its content."""
    root = tmp_path_factory.mktemp("example")
    shutil.copy(REPOSITORY / "digest.yaml", root)
    shutil.copytree(REPOSITORY / "content", root / "content")
    return root


@pytest.fixture(scope="session")
def example_site(example_root: Path) -> Path:
    """The output of the example."""
    built = build(example_root)
    assert built.result.published, built.result.diagnostics
    return built.output


@pytest.fixture(scope="session")
def corpus() -> Path:
    """The folder of real records, where there is one: `DIGEST_CORPUS`, or `shared/corpus` beside the checkout."""
    folder = Path(os.environ.get("DIGEST_CORPUS", REPOSITORY.parent / "shared" / "corpus"))
    if not (folder / "make_entries.py").is_file():
        pytest.skip("the corpus of real records is not here: set DIGEST_CORPUS to its folder")
    return folder
