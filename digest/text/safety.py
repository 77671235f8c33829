"""Texts without what no page may hold.

Whatever comes to pages (front matter, settings, a theme's templates and strings) is made safe where it is read; the
mark-up of bodies is safe as it is made. Pages are not looked through again: that would take a fifth of their time.
"""

import re
from dataclasses import fields, is_dataclass, replace
from functools import cache
from typing import Any, TypeVar

from digest.text.characters import UNSAFE

T = TypeVar("T")

_SUSPECT = bytes([*range(9), 11, 12, *range(14, 32), 127, *range(0xF0, 0x100)])
"""The bytes of controls, and those with which characters beyond the first plane begin."""


def drop_unsafe(text: str) -> str:
    """The text without what HTML and XML 1.0 may not hold: controls, lone surrogates, noncharacters."""
    return text if is_safe(text) else _unsafe().sub("", text)


def encode_safe(text: str) -> bytes:
    """A text that was made safe, as UTF-8; only lone surrogates, which have no UTF-8, are dropped even so."""
    try:
        return text.encode()
    except UnicodeEncodeError:
        return drop_unsafe(text).encode()


def make_safe(value: T) -> T:
    """The value with every text in its records and tuples made safe (`drop_unsafe`)."""
    return _walk(value)  # type: ignore[no-any-return]  # of its own type


def is_safe(text: str) -> bool:
    """Whether a text surely holds nothing of that; one with emoji may have to be looked at more closely.

    On bytes, that takes half the time that a regular expression takes on characters.
    """
    try:
        content = text.encode()
    except UnicodeEncodeError:  # a lone surrogate
        return False
    if len(content.translate(None, _SUSPECT)) != len(content):
        return False
    if len(content) == len(text):
        return True
    if "\ufffe" in text or "\uffff" in text or b"\xfd" in text.encode("utf-16-le")[1::2]:
        return False  # one of the first plane's noncharacters, or what stands near U+FDD0
    at = content.find(b"\xc2")  # what begins U+0080 to U+00BF, of which the first half are controls
    while at >= 0:
        if content[at + 1] < 0xA0:
            return False
        at = content.find(b"\xc2", at + 2)
    return True


@cache
def _unsafe() -> re.Pattern[str]:
    return re.compile(f"[{UNSAFE}]")


def _walk(value: Any) -> Any:
    if type(value) is str:
        return drop_unsafe(value)
    if isinstance(value, tuple):
        made = [_walk(each) for each in value]
        return value._make(made) if hasattr(value, "_make") else tuple(made)
    if is_dataclass(value) and not isinstance(value, type):
        texts = {each.name: getattr(value, each.name) for each in fields(value)}
        safe = {name: _walk(each) for name, each in texts.items()}
        return replace(value, **{name: each for name, each in safe.items() if each is not texts[name]})
    if isinstance(value, dict):
        return {_walk(name): _walk(each) for name, each in value.items()}
    return value
