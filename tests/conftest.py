"""Shared fixtures: the example site, built once, and the corpus of real records."""

import os
import shutil
import signal
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

from tests.building import build
from tests.compiling import keep_compiled

REPOSITORY = Path(__file__).parent.parent

MEMORY = Path("/dev/shm")
GIGABYTE = 2**30
if (
    "TMPDIR" not in os.environ
    and os.environ.get("HYPOTHESIS_PROFILE") != "nightly"
    and os.access(MEMORY, os.W_OK)
    and shutil.disk_usage(MEMORY).free > 4 * GIGABYTE
):
    # On tmpfs, making and removing thousands of small folders takes a fraction of the time. Nightly runs use the disk.
    os.environ["TMPDIR"] = tempfile.tempdir = str(MEMORY)

signal.signal(signal.SIGINT, signal.default_int_handler)  # background jobs of a shell, and their children, ignore it

settings.register_profile(
    "default", deadline=None, derandomize=True, suppress_health_check=[HealthCheck.too_slow], max_examples=50
)
settings.register_profile("nightly", deadline=None, suppress_health_check=[HealthCheck.too_slow], max_examples=5000)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "default"))


@pytest.fixture(scope="session", autouse=True)
def _compiled_templates() -> Iterator[None]:
    with pytest.MonkeyPatch.context() as patch:
        keep_compiled(patch)
        yield


@pytest.fixture(autouse=True)
def _on_no_host(monkeypatch: pytest.MonkeyPatch) -> None:
    """Tests that run on a host of CI build sites as on any other machine."""
    for name in ("GITHUB_REPOSITORY", "GITHUB_STEP_SUMMARY", "GITHUB_WORKSPACE", "CI_PAGES_URL"):
        monkeypatch.delenv(name, raising=False)


@pytest.fixture(scope="session")
def example_root(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of the example site: settings and content."""
    root = tmp_path_factory.mktemp("example")
    shutil.copy(REPOSITORY / "digest.yaml", root)
    shutil.copytree(REPOSITORY / "content", root / "content")
    return root


@pytest.fixture(scope="session")
def example_site(example_root: Path) -> Path:
    """The output folder of the example site."""
    built = build(example_root)
    assert built.result.published, built.result.diagnostics
    return built.output


@pytest.fixture(scope="session")
def corpus() -> Path:
    """The folder of real records: `DIGEST_CORPUS`, or `shared/corpus` next to the checkout. Skips if it is missing."""
    folder = Path(os.environ.get("DIGEST_CORPUS", REPOSITORY.parent / "shared" / "corpus"))
    if not (folder / "make_entries.py").is_file():
        pytest.skip("the corpus of real records is not here: set DIGEST_CORPUS to its folder")
    return folder
