"""Fixtures: a site, an arXiv server, the command in this process."""

import io
import re
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from digest.faces.new import new_command
from tests.arxiv import Arxiv, serve
from tests.faces.conftest import Ran, Run


@pytest.fixture(autouse=True)
def site(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    """A site without entries, the current directory; the day is 8 February 2023 in Shanghai."""
    for name in ("NO_COLOR", "FORCE_COLOR", "COLUMNS", "VISUAL", "EDITOR", "http_proxy", "HTTP_PROXY", "all_proxy"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1675787400")  # 16:30 UTC on the 7th
    monkeypatch.chdir(tmp_path)
    (tmp_path / "digest.yaml").write_text("url: https://example.org/d/\neditor: {email: lee@example.org}\n")
    return tmp_path


@pytest.fixture
def arxiv(monkeypatch: pytest.MonkeyPatch) -> Iterator[Arxiv]:
    with serve(Arxiv()) as stand_in:
        monkeypatch.setenv("DIGEST_ARXIV_API", stand_in.address)
        yield stand_in


@pytest.fixture(autouse=True)
def waits(monkeypatch: pytest.MonkeyPatch) -> list[float]:
    """Seconds of each pause; pauses do not wait."""
    made: list[float] = []
    monkeypatch.setattr(new_command, "wait", made.append)
    return made


@pytest.fixture
def run(run: Run, monkeypatch: pytest.MonkeyPatch) -> Run:
    """Runs the command in this process; `given` is standard input."""

    plain = run

    def call(*arguments: str, given: str | None = None) -> Ran:
        stream = io.TextIOWrapper(io.BytesIO((given or "").encode()))
        monkeypatch.setattr(stream, "isatty", lambda: given is None, raising=False)
        monkeypatch.setattr("sys.stdin", stream)
        ran = plain(*arguments)
        return replace(ran, err=re.sub(r"127\.0\.0\.1:\d+", "arxiv", ran.err))

    return call
