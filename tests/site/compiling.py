"""Compile templates once per test process: in the build of a small site, that is half of the work."""

from collections.abc import Callable
from typing import Any

import pytest

from digest.theme.environment import ThemeEnvironment

_COMPILED: dict[tuple[Any, ...], Any] = {}
_COMPILE: Callable[..., Any] = ThemeEnvironment.compile


def keep_compiled(monkeypatch: pytest.MonkeyPatch) -> None:
    """Cache compiled templates by source and name. Results and errors are the same."""

    def compile_once(self: ThemeEnvironment, *arguments: Any) -> Any:
        if arguments not in _COMPILED:
            _COMPILED[arguments] = _COMPILE(self, *arguments)
        return _COMPILED[arguments]

    monkeypatch.setattr(ThemeEnvironment, "compile", compile_once)
