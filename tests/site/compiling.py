"""Templates compiled once a test process instead of once a build: half of a small site's build is spent on them."""

from collections.abc import Callable
from typing import Any

import pytest

from digest.theme.environment import ThemeEnvironment

_COMPILED: dict[tuple[Any, ...], Any] = {}
_COMPILE: Callable[..., Any] = ThemeEnvironment.compile


def keep_compiled(monkeypatch: pytest.MonkeyPatch) -> None:
    """Keep the code of templates by their text and name. What they make, and their errors, are the same."""

    def compile_once(self: ThemeEnvironment, *arguments: Any) -> Any:
        if arguments not in _COMPILED:
            _COMPILED[arguments] = _COMPILE(self, *arguments)
        return _COMPILED[arguments]

    monkeypatch.setattr(ThemeEnvironment, "compile", compile_once)
