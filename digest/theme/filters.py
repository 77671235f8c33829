"""Jinja filters for templates, in addition to the built-in ones."""

import datetime
from collections.abc import Iterable
from functools import lru_cache
from typing import Any

from jinja2 import pass_context
from jinja2.runtime import Context
from markupsafe import Markup, escape

from digest.markdown import plain_text, split_first_sentence
from digest.plan.citation_tags import context_object
from digest.plan.urls import sibling_path
from digest.plan.views import PaperCard
from digest.text.language import language_of
from digest.text.safety import drop_unsafe
from digest.theme.bodies import divide_body, part_body
from digest.theme.relative_urls import encode_url
from digest.theme.strings import StringFailed, Words

URLS_CACHED = 4096
"""Size of the LRU cache of encoded URLs: those of a few hundred pages."""

DATES_CACHED = 4096
"""Size of the LRU cache of formatted dates: those of an archive of some years."""


def _clean(text: Any) -> Any:
    return type(text)(drop_unsafe(text)) if isinstance(text, Markup) else drop_unsafe(str(text))


@lru_cache(maxsize=URLS_CACHED)
def _url(url: str) -> str:
    return encode_url(str(url))


def _iso(date: datetime.date) -> str:
    return date.isoformat()


def _plain(html: str) -> str:
    """Rendered text without mark-up, such as a title for feeds."""
    return plain_text(str(html))  # of `Markup`, replacing would escape again


def _simple_formulas(html: Markup) -> Markup:
    """HTML whose formulas are text where Unicode can write them, for feeds."""
    if "<math" not in html:
        return html
    from digest.markdown.math_text import formulas_to_text

    return Markup(formulas_to_text(str(html), only_simple=True))


def _name(thing: Any, lang: str) -> str:
    return str((thing.zh or thing.en) if lang == "zh" else (thing.en or thing.zh))


def _tied(title: str) -> str:
    """A title in which no line begins with a dot: it is tied to the word before it."""
    return title.replace(" ·", "\u00a0·")


@pass_context
def _lang_tag(context: Context, lang: str) -> str:
    """The BCP 47 tag of a text's language on this site. `lang_tags` is a global of the environment."""
    return str(context["lang_tags"]["zh" if lang == "zh" else "en"])


def _languages(texts: Iterable[Any]) -> list[str]:
    """Distinct languages, in order of appearance."""
    return list(dict.fromkeys([text.lang for text in texts]))


def _first_sentence(html: str) -> tuple[Markup, Markup]:
    """The first sentence of a text (empty if it begins with no paragraph), and the rest."""
    first, rest = split_first_sentence(str(html))
    return Markup(first), Markup(rest)


def _coins(card: PaperCard) -> str:
    """The `title` of a paper's COinS, which reference managers read."""
    return context_object(card.publication)


def _markup_as_text(html: str) -> Markup:
    """HTML as the text of an XML element, escaped no more than XML asks for."""
    return Markup(str(html).replace("&", "&amp;").replace("<", "&lt;").replace("]]>", "]]&gt;"))


def _css_name(text: Any) -> str:
    """A category's code as a part of a CSS class: `cs.CV` becomes `cs-cv`."""
    return str(text).lower().replace(" ", "-").replace(".", "-")


_PARTIAL = {4: "year_label", 7: "date_month", 10: "date_day"}
"""The string that formats a date of this many characters (`2023`, `2023-02`, `2023-02-08`)."""


@pass_context
def _day(context: Context, date: datetime.date | str) -> str:
    text = str(date)
    whole = datetime.date.fromisoformat(text + "-01-01"[len(text) - 4 :])
    return _format(_words(context), whole, _PARTIAL[len(text)])


@pass_context
def _monthday(context: Context, date: datetime.date) -> str:
    return _format(_words(context), date, "date_month_day")


@pass_context
def _month(context: Context, date: datetime.date) -> str:
    return _format(_words(context), date, "date_month")


@pass_context
def _weekday(context: Context, date: datetime.date) -> str:
    return _list_string(_words(context), "weekdays", 7)[date.weekday()]


@pass_context
def _join_names(context: Context, names: Iterable[Any]) -> Markup:
    separator = escape(str(_words(context)["list_separator"]))
    return separator.join(escape(getattr(each, "name", each)) for each in names)


@lru_cache(maxsize=DATES_CACHED)
def _format(words: Words, date: datetime.date, key: str) -> str:
    months = _list_string(words, "months", 12)
    return words(
        key,
        year=date.year,
        month=months[date.month - 1],
        day=date.day,
        weekday=_list_string(words, "weekdays", 7)[date.weekday()],
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


def _list_string(words: Words, key: str, length: int) -> tuple[str, ...]:
    names = words[key]
    if not isinstance(names, tuple) or len(names) != length:
        raise StringFailed(f"the string '{key}' must be a list of {length} names", f"write {key}: [..., ...]", key)
    return names


FILTERS = {
    "coins": _coins,
    "markup_as_text": _markup_as_text,
    "css_name": _css_name,
    "lang_tag": _lang_tag,
    "language": language_of,
    "languages": _languages,
    "first_sentence": _first_sentence,
    "divided": divide_body,
    "parted": part_body,
    "clean": _clean,
    "url": _url,
    "sibling": sibling_path,
    "iso": _iso,
    "name": _name,
    "plain": _plain,
    "simple_formulas": _simple_formulas,
    "tied": _tied,
    "day": _day,
    "monthday": _monthday,
    "month": _month,
    "weekday": _weekday,
    "join_names": _join_names,
}
