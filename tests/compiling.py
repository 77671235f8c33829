"""Read themes, and parse and compile templates, once per test process: in the build of a small site, that is most of
the work.
"""

import functools
from collections.abc import Callable, Mapping, Sequence
from typing import Any

import pytest

from digest.machine import site_themes
from digest.text.diagnostics import Parsed
from digest.theme import Theme, ThemeLayer, closures, read_theme
from digest.theme.environment import ThemeEnvironment

_COMPILED: dict[tuple[Any, ...], Any] = {}
_COMPILE: Callable[..., Any] = ThemeEnvironment.compile
_READ: Callable[..., Parsed[Theme | None]] = read_theme

_Files = tuple[tuple[str, bytes], ...]


def keep_compiled(monkeypatch: pytest.MonkeyPatch) -> None:
    """Cache compiled templates by source and name, what they use by source, and the themes of sites by all their files.
    Results and errors are the same.
    """

    def compile_once(self: ThemeEnvironment, *arguments: Any) -> Any:
        if arguments not in _COMPILED:
            _COMPILED[arguments] = _COMPILE(self, *arguments)
        return _COMPILED[arguments]

    monkeypatch.setattr(ThemeEnvironment, "compile", compile_once)
    monkeypatch.setattr(closures, "read_references", functools.cache(closures.read_references))
    monkeypatch.setattr(site_themes, "read_theme", _read_once)


def _read_once(
    layers: Sequence[ThemeLayer], *, generated: Mapping[str, bytes], plain_names: bool
) -> Parsed[Theme | None]:
    files = tuple((layer.label, tuple(layer.files.items()), layer.is_of_site) for layer in layers)
    return _read(files, tuple(generated.items()), plain_names)


@functools.lru_cache(maxsize=20)
def _read(layers: tuple[tuple[str, _Files, bool], ...], generated: _Files, plain_names: bool) -> Parsed[Theme | None]:
    found = [ThemeLayer(label=label, files=dict(files), is_of_site=is_of_site) for label, files, is_of_site in layers]
    return _READ(found, generated=dict(generated), plain_names=plain_names)
