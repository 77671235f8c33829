"""Parse and compile templates once per test process: in the build of a small site, that is most of the work."""

import functools
from collections.abc import Callable
from typing import Any

import pytest

from digest.theme import closures
from digest.theme.environment import ThemeEnvironment

_COMPILED: dict[tuple[Any, ...], Any] = {}
_COMPILE: Callable[..., Any] = ThemeEnvironment.compile


def keep_compiled(monkeypatch: pytest.MonkeyPatch) -> None:
    """Cache compiled templates by source and name, and what they use by source. Results and errors are the same."""

    def compile_once(self: ThemeEnvironment, *arguments: Any) -> Any:
        if arguments not in _COMPILED:
            _COMPILED[arguments] = _COMPILE(self, *arguments)
        return _COMPILED[arguments]

    monkeypatch.setattr(ThemeEnvironment, "compile", compile_once)
    monkeypatch.setattr(closures, "read_references", functools.cache(closures.read_references))
