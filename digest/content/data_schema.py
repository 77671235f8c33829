"""The JSON Schema (2020-12) of the data of papers, made of the registries of front matter and sections."""

import datetime
import types
from collections.abc import Iterator
from dataclasses import is_dataclass
from functools import cache
from typing import Any, get_args, get_origin, get_type_hints

from digest.content.paper_data import UNPUBLISHED
from digest.content.sections import ASPECTS, PAIRS
from digest.model.authors import Authors, Person
from digest.model.fields import fields_of
from digest.model.front_matter import FrontMatter
from digest.model.languages import LANGUAGES
from digest.model.open_values import Rating
from digest.text.open_mapping import OpenMapping

_TEXT = {"type": "string", "minLength": 1}
_ADDRESS = {"type": "string", "minLength": 1, "format": "uri"}
_SCORE = {"value": {"type": "number", "minimum": 0}, "most": {"type": "number", "exclusiveMinimum": 0}}

_REST = {"$ref": "#/$defs/open"}
_OPEN = {
    "anyOf": [{"type": "string"}, {"type": "array", "items": _REST}, {"type": "object", "additionalProperties": _REST}]
}

_PLAIN: dict[Any, dict[str, Any]] = {str: _TEXT, bool: {"const": True}, int: {"type": "integer"}}

_MARKDOWN = "Markdown as typed, with formulas in TeX and absolute addresses"
_REQUIRED = ("slug", "section", "languages")
_REQUIRED_UNLESS_DRAFT = ("date", "title", "authors", "category")


@cache
def paper_schema() -> dict[str, Any]:
    """The schema of a paper, without address. An unknown name is an error."""
    properties = dict(_properties())
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "A paper",
        "description": "Texts are Markdown. What a paper has not is left out.",
        **_object(properties, _REQUIRED),
        "anyOf": [{"required": list(_REQUIRED_UNLESS_DRAFT)}, {"required": ["draft"]}],
        "$defs": {
            "issues": _told(_issues_schema(), "the file issues.json"),
            "open": _told(
                _OPEN, "a value in extra: text as typed, also of numbers and null, or a list or object of it"
            ),
        },
    }


def _issues_schema() -> dict[str, Any]:
    by_language = _object({language: {"type": "string"} for language in LANGUAGES}, ())
    addresses = _object(dict.fromkeys(LANGUAGES, _ADDRESS), ())
    file = {"url": _ADDRESS, "papers": _told({"type": "integer", "minimum": 0}, "how many papers are in it")}
    issue = {
        "date": {"type": "string", "format": "date"},
        "number": {"type": "integer"},
        "title": by_language,
        "page": addresses,
        "papers": _told({"type": "array", "items": _TEXT}, "the slugs of its papers, in order"),
    }
    whole = {
        "title": _told(by_language, "the site's name"),
        "url": _told(_ADDRESS, "the site"),
        "license": _told(by_language, "the licence of the site's texts, or its address"),
        "schema": _told(_ADDRESS, "this file"),
        "papers": _told({"type": "array", "items": _object(file, tuple(file))}, "the files of all papers"),
        "issues": {"type": "array", "items": _object(issue, tuple(issue))},
    }
    return _object(whole, tuple([name for name in whole if name != "license"]))


def _object(properties: dict[str, Any], required: tuple[str, ...]) -> dict[str, Any]:
    made: dict[str, Any] = {"type": "object", "properties": properties, "additionalProperties": False}
    return made | ({"required": list(required)} if required else {})


def _array(items: dict[str, Any]) -> dict[str, Any]:
    return {"type": "array", "items": items, "minItems": 1}


def _properties() -> Iterator[tuple[str, dict[str, Any]]]:
    yield "slug", _told(_TEXT, "the name of the paper's page, unique in the site")
    by_language = dict.fromkeys(LANGUAGES, _ADDRESS)
    yield (
        "page",
        _told(_object(by_language, ()), "the paper's page in each language of the site; absent if it has none"),
    )
    yield "citation_key", _told(_TEXT, "the key of its citation in BibTeX; absent if it has no page")
    yield "date", _told({"type": "string", "format": "date"}, "the day of its issue")
    hints = get_type_hints(FrontMatter)
    for field in fields_of(FrontMatter):
        if field.name not in UNPUBLISHED:
            yield field.name, _told(_schema(hints[field.name]), field.doc)
        if field.name == "authors":
            yield "authors_cut", _told({"const": True}, "whether there are more authors")
    for name in ASPECTS:
        for key, language in ((name, "Chinese"), (PAIRS[name], "English")):
            yield key, _told(_TEXT, f"the section {name.replace('_', ' ')} in {language}")
    yield "lead", _told(_TEXT, "the text before the first section")
    note = {"heading": {"type": "string"}, "depth": {"type": "integer", "minimum": 0}, "text": {"type": "string"}}
    yield (
        "notes",
        _told(
            _array(_object(note, ("heading", "depth", "text"))),
            "sections of the site's own; depth is how many headings it is below",
        ),
    )
    yield (
        "languages",
        _told({"type": "array", "items": {"enum": list(LANGUAGES)}, "uniqueItems": True}, "the languages of its texts"),
    )
    size = {"type": "integer", "minimum": 1}
    figure = {"src": _told(_TEXT, "its address"), "width": size, "height": size}
    figure |= {name: _told(_TEXT, doc) for name, doc in (("alt", "what it shows"), ("caption", _MARKDOWN))}
    yield "figures", _told(_array(_object(figure, ("src",))), "pictures; width and height are in pixels")


def _told(schema: dict[str, Any], doc: str) -> dict[str, Any]:
    return {"description": doc, **schema}


def _schema(hint: Any) -> dict[str, Any]:
    """The schema of a value of this type; a value that is absent has none."""
    if hint is Authors:
        return _array(_schema(Person))
    if hint is Rating:
        scored = _object(_SCORE, tuple(_SCORE))
        aspects = {"type": "object", "additionalProperties": scored, "minProperties": 1}
        return _object({**_SCORE, "aspects": aspects}, tuple(_SCORE))
    if hint is OpenMapping:
        return {"type": "object", "additionalProperties": _REST}
    if hint is datetime.date:
        return {"type": "string", "format": "date"}
    if get_origin(hint) is tuple:
        return _array(_schema(get_args(hint)[0]))
    if get_origin(hint) is types.UnionType:
        return _schema(next(each for each in get_args(hint) if each is not type(None)))
    if is_dataclass(hint) and isinstance(hint, type):
        fields, hints = fields_of(hint), get_type_hints(hint)
        properties = {field.name: _told(_schema(hints[field.name]), field.doc) for field in fields}
        return _object(properties, tuple([field.name for field in fields if field.required]))
    return _PLAIN[hint]
