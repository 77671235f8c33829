"""Fixtures for tests of whole sites."""

import pytest

from tests.site.compiling import keep_compiled


@pytest.fixture(autouse=True)
def _compiled_templates(monkeypatch: pytest.MonkeyPatch) -> None:
    keep_compiled(monkeypatch)
