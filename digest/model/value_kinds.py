"""Kinds of values for keys."""

import datetime
import re
from collections.abc import Callable, Mapping
from functools import partial
from typing import Any

from digest.model.fields import Context, ValueKind, describe, report_wrong_type
from digest.model.text_values import read_distinct, read_text, read_texts
from digest.model.yaml.nodes import Node, Scalar
from digest.text.hanzi import traditional_forms
from digest.text.nearest import did_you_mean


def read_choice(node: Node, name: str, context: Context, *, choices: dict[str, str]) -> str | None:
    """Read one of a few words, case-insensitively; `choices` maps what may be typed to its value."""
    if isinstance(node, Scalar) and node.text.strip().lower() in choices:
        return choices[node.text.strip().lower()]
    distinct = list(dict.fromkeys(choices.values()))
    usual = "other" if "other" in choices else context.example(name, distinct[0])
    hint = f"write {context.label(name)}: {usual}"
    if isinstance(node, Scalar):
        hint = did_you_mean(node.text, choices, cutoff=_SURE) or hint
    report_wrong_type(node, name, " or ".join(f"'{each}'" for each in distinct), hint, context)
    return None


_SURE = 0.75
"""Least similarity of a word to one of a few, so that `disqus` is not taken for `giscus`."""

_BOOLEANS = {
    "true": True,
    "yes": True,
    "on": True,
    "是": True,
    "false": False,
    "no": False,
    "off": False,
    "否": False,
}


def read_boolean(node: Node, name: str, context: Context) -> bool | None:
    """Read a boolean: true, yes, on, 是 or their opposites."""
    value = _BOOLEANS.get(node.text.strip().lower()) if isinstance(node, Scalar) else None
    if value is None:
        hint = did_you_mean(node.text, _BOOLEANS, cutoff=_SURE) if isinstance(node, Scalar) else ""
        hint = hint or f"write {context.label(name)}: {context.example(name, 'true')}"
        report_wrong_type(node, name, "true or false", hint, context)
    return value


def read_integer(node: Node, name: str, context: Context, *, least: int, most: int, usual: int) -> int | None:
    """Read an integer from `least` to `most`; `usual` is the example in hints."""
    text = node.text.strip() if isinstance(node, Scalar) else ""
    example = context.example(name, usual)
    if not re.fullmatch(r"[+-]?[0-9]{1,99}", text):
        meant = re.fullmatch(r"(\d{1,9})\D{1,3}", text)
        example = meant[1] if meant is not None and least <= int(meant[1]) <= most else example
        report_wrong_type(node, name, "a whole number", f"write {context.label(name)}: {example}", context)
        return None
    number = int(text)
    if not least <= number <= most:
        context.reporter.error(
            "out-of-range",
            node.span,
            f"'{context.label(name)}' must be from {least} to {most}, not {number}",
            f"write {context.label(name)}: {example}",
        )
        return None
    return number


_DATE = re.compile(
    r"(\d{4})\s*[-/.年]\s*(\d{1,2})\s*[-/.月]\s*(\d{1,2})\s*日?(?:[T\s].*)?|(\d{4})(\d{2})(\d{2})", re.DOTALL
)
"""Dates as people write them, full-width digits included; parsed for hints only."""


MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_NAMED_MONTH = re.compile(
    rf"(?:(?P<before>\d{{1,2}})(?:st|nd|rd|th)?\s+)?(?P<month>{'|'.join(MONTHS)})[a-z]*\.?"
    r"(?:\s+(?P<behind>\d{1,2})(?:st|nd|rd|th)?)?,?\s+(?P<year>\d{4})",
    re.IGNORECASE,
)


def _with_month_number(text: str) -> str:
    """Write `8 Feb 2023`, `February 8, 2023` and `Feb 2023` as ISO 8601 does; other texts stay."""
    found = _NAMED_MONTH.fullmatch(text)
    if found is None:
        return text
    month = f"{found['year']}-{MONTHS.index(found['month'].lower()) + 1:02}"
    day = found["before"] or found["behind"]
    return f"{month}-{int(day):02}" if day else month


def read_date(node: Node, name: str, context: Context) -> datetime.date | None:
    """Read a date, YYYY-MM-DD."""
    text = node.text.strip() if isinstance(node, Scalar) else ""
    parts = _DATE.fullmatch(_with_month_number(text))
    message = f"'{context.label(name)}' must be a date, not {describe(node)}"
    hint = f"write {context.label(name)}: YYYY-MM-DD"
    if parts is not None:
        try:
            meant = datetime.date(*(int(part) for part in parts.groups() if part is not None))
        except ValueError:
            message, hint = f"{describe(node)} is no day of the calendar", "write a day that there is, as YYYY-MM-DD"
        else:
            if re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", text):
                return meant
            hint = f"write {context.label(name)}: {meant.isoformat()}"
    context.reporter.error("bad-date", node.span, message, hint)
    return None


_MONTH = re.compile(r"(\d{4})(?:\s*[-/.年]\s*(\d{1,2})\s*月?|\s*年)?")


def read_partial_date(node: Node, name: str, context: Context) -> str | None:
    """Read a day, a month or a year, as ISO 8601 writes it: `2023-02-08`, `2023-02` or `2023`."""
    text = node.text.strip() if isinstance(node, Scalar) else ""
    parts = _MONTH.fullmatch(_with_month_number(text))
    if parts is None:
        day = read_date(node, name, context)
        return day.isoformat() if day is not None else None
    meant = f"{int(parts[1]):04}" + (f"-{int(parts[2]):02}" if parts[2] else "")
    if parts[2] and not 1 <= int(parts[2]) <= 12:
        context.reporter.error("bad-date", node.span, f"{describe(node)} is no month", "write it as YYYY-MM")
    elif text != meant:
        message = f"'{context.label(name)}' must be a date, not {describe(node)}"
        context.reporter.error("bad-date", node.span, message, f"write {context.label(name)}: {meant}")
    else:
        return meant
    return None


def read_url(node: Node, name: str, context: Context) -> str | None:
    """Read an absolute http or https URL."""
    text = node.text.strip() if isinstance(node, Scalar) else ""
    if not is_web_address(text):
        context.reporter.error(
            "bad-url",
            node.span,
            f"'{context.label(name)}' must be a web address, not {describe(node)}",
            _hint_for_url(text),
        )
        return None
    return text


_SCHEME = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:|//")
_IGNORED = re.compile(r"[\x00-\x20\x7f-\xa0\u200b-\u200f\u2028-\u202f\u2060\ufeff]")
"""Characters that browsers may skip in a URL, or nobody sees."""
_CONTACT = re.compile(r"(?:mailto|tel):[^\s<>\"]+", re.IGNORECASE)


def read_link(node: Node, name: str, context: Context) -> str | None:
    """Read a path of the site, a fragment, or a URL with one of the schemes http, https, mailto and tel."""
    text = read_text(node, name, context)
    if text is None or _SCHEME.match(_IGNORED.sub("", text)) is None or _CONTACT.fullmatch(text) is not None:
        return text
    return text if is_web_address(f"https:{text}" if text.startswith("//") else text) else read_url(node, name, context)


def _hint_for_url(text: str) -> str:
    spaceless = re.sub(r"\s", "%20", text)
    if is_web_address(spaceless):
        return f"write %20 for a space: {spaceless}"
    return "write it whole, with https:// at the start"


def is_web_address(text: str) -> bool:
    """Whether `text` is an absolute http or https URL without white space and control characters."""
    from urllib.parse import urlsplit  # slow to import, and few entries have a URL

    try:
        parts = urlsplit(text)
        host = parts.hostname and parts.port != 0
    except ValueError:
        return False
    return parts.scheme in ("http", "https") and bool(host) and not re.search(r'[\x00-\x20\x7f\s<>"\\]', text)


def matching(
    what: str, *patterns: str, example: str, code: str, lower: bool = False, hints: Mapping[str, str] | None = None
) -> ValueKind:
    """A kind of identifier: the group `id` of the first pattern that matches the whole value.

    Patterns are case-insensitive, and ASCII-only unless one says `(?u:...)`. `code` is that of the error,
    `hints` has what to write instead of a value that matches a pattern, with `{}` for the value.
    """
    compiled = [re.compile(pattern, re.IGNORECASE | re.ASCII) for pattern in patterns]

    def read(node: Node, name: str, context: Context) -> str | None:
        text = node.text.strip() if isinstance(node, Scalar) else ""
        for pattern in compiled:
            found = pattern.fullmatch(text)
            if found:
                return found["id"].lower() if lower else found["id"]
        meant = [hint for pattern, hint in (hints or {}).items() if re.fullmatch(pattern, text)]
        context.reporter.error(
            code,
            node.span,
            f"'{context.label(name)}' must be {what}, not {describe(node)}",
            meant[0].format(text) if meant else f"write {context.label(name)}: {example}",
        )
        return None

    return ValueKind(name=what, read=read, exact=True)


def kind_of(name: str, read: Callable[..., Any], *, exact: bool = False, **settings: Any) -> ValueKind:
    """A kind that calls `read` with these settings."""
    return ValueKind(name=name, read=partial(read, **settings) if settings else read, exact=exact)


TEXT = ValueKind(name="text", read=read_text, literal=True)
TERM = ValueKind(name="text", read=read_text, literal=True, term=True)
"""A text that has no brackets around it, such as a venue."""
TEXT_LIST = kind_of("a list of texts", read_texts)
NAME_LIST = kind_of("a list of words", read_distinct, separators=r"[,，、;；]")
WORD_LIST = kind_of("a list of words", read_texts, separators=r"[,，、;；]")
BOOLEAN = kind_of("true or false", read_boolean, exact=True)
DATE = kind_of("a date", read_date, exact=True)
LINK = ValueKind(name="a path or a web address", read=read_link, literal=True)
PARTIAL_DATE = kind_of("a day, a month or a year", read_partial_date, exact=True)
URL = kind_of("a web address", read_url, exact=True)


def integer(least: int, most: int, *, usual: int = 1) -> ValueKind:
    """A kind for integers in a range."""
    return kind_of("a whole number", read_integer, exact=True, least=least, most=most, usual=usual)


def choice(*words: str, **others: str) -> ValueKind:
    """A kind for one of a few words; `others` are alternative spellings."""
    choices = {word: word for word in words}
    choices |= {form: word for name, word in others.items() for form in (name, *traditional_forms(name))}
    return kind_of(" or ".join(words), read_choice, exact=True, choices=choices)


ORDER = choice("rank", "rating", 评分="rating")
"""What orders the papers of a section."""
