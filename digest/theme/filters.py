"""The filters of templates, beside Jinja's own."""

import datetime
import re
from collections.abc import Iterable
from functools import cache
from typing import Any

from jinja2 import pass_context
from jinja2.runtime import Context
from markupsafe import Markup, escape

from digest.text.characters import UNSAFE
from digest.theme.addresses import encode_url
from digest.theme.scopes import SCOPE, Scope
from digest.theme.strings import StringFailed, Words

DATES_KEPT = 1000
"""Written dates of one scope: those of an archive of some years."""

_SUSPECT = bytes([*range(9), 11, 12, *range(14, 32), 127, *range(0xF0, 0x100)])
"""The bytes of controls, and those with which characters beyond the first plane begin."""


def drop_unsafe(text: str) -> str:
    """The text without what HTML and XML 1.0 may not hold: controls, lone surrogates, noncharacters."""
    content = _encode(text)
    return text if content is not None and _is_safe(text, content) else _unsafe().sub("", text)


def encode_safe(text: str) -> bytes:
    """The same as UTF-8."""
    content = _encode(text)
    return content if content is not None and _is_safe(text, content) else _unsafe().sub("", text).encode()


def _encode(text: str) -> bytes | None:
    try:
        return text.encode()
    except UnicodeEncodeError:  # a lone surrogate
        return None


@cache
def _unsafe() -> re.Pattern[str]:
    return re.compile(f"[{UNSAFE}]")


def _is_safe(text: str, content: bytes) -> bool:
    """Whether a text, `content` in UTF-8, surely holds nothing of that. Every page is asked: on bytes, that takes half
    the time that a regular expression takes on characters.
    """
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


def _clean(text: Any) -> Any:
    return type(text)(drop_unsafe(text)) if isinstance(text, Markup) else drop_unsafe(str(text))


def _url(address: str) -> str:
    return encode_url(str(address))


def _iso(date: datetime.date) -> str:
    return date.isoformat()


def _name(thing: Any, lang: str) -> str:
    return str((thing.zh or thing.en) if lang == "zh" else (thing.en or thing.zh))


def _languages(texts: Iterable[Any]) -> list[str]:
    """The languages of texts, each once, in their order."""
    return list(dict.fromkeys([text.lang for text in texts]))


def _css_name(text: Any) -> str:
    """A category's code as part of a class."""
    return str(text).lower().replace(" ", "-").replace(".", "-")


@pass_context
def _day(context: Context, date: datetime.date) -> str:
    return _dated(context, date, "date_day")


@pass_context
def _monthday(context: Context, date: datetime.date) -> str:
    return _dated(context, date, "date_month_day")


@pass_context
def _month(context: Context, date: datetime.date) -> str:
    return _dated(context, date, "date_month")


@pass_context
def _weekday(context: Context, date: datetime.date) -> str:
    return _listed(_words(context), "weekdays", 7)[date.weekday()]


@pass_context
def _join_names(context: Context, names: Iterable[Any]) -> Markup:
    separator = escape(str(_words(context)["list_separator"]))
    return separator.join(escape(getattr(each, "name", each)) for each in names)


def _dated(context: Context, date: datetime.date, key: str) -> str:
    words = _words(context)
    scope = context.get(SCOPE)
    if not isinstance(scope, Scope) or scope.names["t"] is not words:
        return _format(words, date, key)
    found = scope.dates.get((key, date))
    if found is None:
        found = _format(words, date, key)
        if len(scope.dates) >= DATES_KEPT:
            scope.dates.clear()
        scope.dates[key, date] = found
    return found


def _format(words: Words, date: datetime.date, key: str) -> str:
    months = _listed(words, "months", 12)
    return words(
        key,
        year=date.year,
        month=months[date.month - 1],
        day=date.day,
        weekday=_listed(words, "weekdays", 7)[date.weekday()],
    )


def _words(context: Context) -> Words:
    words = context.get("t")
    if not isinstance(words, Words):
        raise StringFailed(
            "a date needs the page's language, which this template does not know",
            "import its macros with context",
            "day",
        )
    return words


def _listed(words: Words, key: str, length: int) -> tuple[str, ...]:
    names = words[key]
    if not isinstance(names, tuple) or len(names) != length:
        raise StringFailed(f"the string '{key}' must be a list of {length} names", f"write {key}: [..., ...]", key)
    return names


FILTERS = {
    "css_name": _css_name,
    "languages": _languages,
    "clean": _clean,
    "url": _url,
    "iso": _iso,
    "name": _name,
    "day": _day,
    "monthday": _monthday,
    "month": _month,
    "weekday": _weekday,
    "join_names": _join_names,
}
