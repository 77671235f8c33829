"""The strings of a theme, `strings/zh.yaml` and `strings/en.yaml`, merged over its layers key by key."""

import re
from collections.abc import Iterable, Mapping

from digest.model.yaml.hidden import warn_invisible
from digest.model.yaml.nodes import Keys, Node, Scalar, read_mapping
from digest.model.yaml.nodes import Mapping as MappingNode
from digest.model.yaml.nodes import Sequence as SequenceNode
from digest.text.diagnostics import Reporter
from digest.text.nearest import did_you_mean
from digest.text.records import frozen
from digest.text.source import Source, Span

LANGUAGE_NAMES = {"zh": "Chinese", "en": "English"}
_PLACEHOLDER = re.compile(r"\{(\w+)\}")


@frozen
class Plural:
    """A text with plural forms: `one` for 1, `other` for every other count."""

    one: str
    other: str


Message = str | Plural | tuple[str, ...]
"""A text with `{placeholders}`, plural forms, or a list of names (months, weekdays)."""


@frozen
class StringEntry:
    """A message with its place in the file; `span` is that of the key."""

    message: Message
    path: str
    span: Span


class StringFailed(Exception):
    """A template used a string that is missing, or used it in a wrong way. `name` is the text to point at."""

    def __init__(self, message: str, hint: str, name: str) -> None:
        super().__init__(message)
        self.hint = hint
        self.name = name


class Words:
    """The strings of one language, `t` in templates: `t.skip_link`, `t["skip_link"]`, `t("papers", count=9)`.

    Raises `StringFailed`.
    """

    def __init__(self, messages: Mapping[str, Message], language: str) -> None:
        self._messages = messages
        self._language = language
        self._parts: dict[str, list[str]] = {}
        """Messages split at their placeholders: texts and names alternate."""
        # Messages without placeholders become attributes, so that most lookups do not get to `__getattr__`.
        self.__dict__.update({key: message for key, message in messages.items() if _needs_no_values(key, message)})

    def __getitem__(self, key: str) -> str | tuple[str, ...]:
        plain: str | tuple[str, ...] | None = self.__dict__.get(key)
        if plain is not None and key in self._messages:
            return plain
        message = self._find(key)
        return message if isinstance(message, tuple) else self._fill(key, message, {})

    def __getattr__(self, key: str) -> str | tuple[str, ...]:
        if key.startswith(("_", "jinja")):
            raise AttributeError(key)  # Jinja looks for such attributes on callables
        return self[key]

    def __call__(self, key: str, /, **values: object) -> str:
        """Fill in the placeholders of a string. `count` selects the plural form."""
        message = self._find(key)
        if isinstance(message, tuple):
            raise StringFailed(f"the string '{key}' is a list", f"write t.{key}", key)
        return self._fill(key, message, values)

    def _find(self, key: str) -> Message:
        message = self._messages.get(key)
        if message is None:
            hint = did_you_mean(str(key), self._messages) or f"add it to strings/{self._language}.yaml"
            raise StringFailed(f"there is no string '{key}' in {LANGUAGE_NAMES[self._language]}", hint, str(key))
        return message

    def _fill(self, key: str, message: str | Plural, values: Mapping[str, object]) -> str:
        if isinstance(message, Plural):
            if "count" not in values:
                raise StringFailed(f"the string '{key}' needs a count", f'write t("{key}", count=...)', key)
            message = message.one if values["count"] == 1 else message.other
        if "{" not in message:
            return message
        parts = self._parts.get(message)
        if parts is None:
            parts = self._parts[message] = _PLACEHOLDER.split(message)
        filled = parts.copy()
        for index in range(1, len(parts), 2):
            name = parts[index]
            if name not in values:
                raise StringFailed(
                    f"the string '{key}' needs a value for {{{name}}}", f'write t("{key}", {name}=...)', key
                )
            filled[index] = str(values[name])
        return "".join(filled)


PHRASES = (
    *("keys", "keys_paper", "keys_open", "keys_view", "search", "keys_star", "keys_unread", "keys_seen", "keys_help"),
    *("keys_on", "close", "starred", "unstarred", "unstored", "list_damaged", "seen", "unseen", "no_unread"),
    *("copied", "copied_text"),
)
"""The strings that scripts show once a reader does something (`phrases.js`)."""

SCRIPT_LABELS = (
    *("view", "view_both", "view_zh", "view_en", "view_both_full", "view_zh_full", "view_en_full"),
    *("scheme", "scheme_auto", "scheme_light", "scheme_dark", "list", "keys", "star", "seen", "share", "copy_text"),
    *("phone_bar", "contents", "up"),
)
"""The strings of what scripts put on pages at once (`labels.js`)."""


def _needs_no_values(key: str, message: Message) -> bool:
    """Whether a message can be an attribute: it needs no values, and its name has no prefix that Jinja uses."""
    if key.startswith(("_", "jinja")) or isinstance(message, Plural):
        return False
    return isinstance(message, tuple) or "{" not in message


def read_strings(source: Source, reporter: Reporter) -> dict[str, StringEntry]:
    """Read one file. Diagnostics: `duplicate-key`, `wrong-type`, and those of the YAML reader."""
    node = read_mapping(source.text, Span(start=0, end=len(source.text)), Keys(), reporter)
    entries: dict[str, StringEntry] = {}
    if node is not None:
        warn_invisible(node, reporter)
    for name, value in node.entries if node is not None else ():
        if name.text in entries:
            reporter.error("duplicate-key", name.span, f"'{name.text}' is given twice", "keep one of the two")
            continue
        message = _read_message(name, value, reporter)
        if message is not None:
            entries[name.text] = StringEntry(message=message, path=source.path, span=name.span)
    return entries


def merge_strings(layers: Iterable[Mapping[str, StringEntry]]) -> dict[str, StringEntry]:
    """Merge the messages of layers, nearest first."""
    merged: dict[str, StringEntry] = {}
    for layer in layers:
        merged = {**layer, **merged}
    return merged


def _read_message(name: Scalar, value: Node, reporter: Reporter) -> Message | None:
    if isinstance(value, Scalar):
        return value.text
    if isinstance(value, SequenceNode):
        items = tuple(item.text for item in value.items if isinstance(item, Scalar))
        if len(items) == len(value.items):
            return items
    elif isinstance(value, MappingNode):
        forms = {form.text: text.text for form, text in value.entries if isinstance(text, Scalar)}
        if len(forms) == len(value.entries) and "other" in forms and forms.keys() <= {"one", "other"}:
            return Plural(one=forms.get("one", forms["other"]), other=forms["other"])
    reporter.error(
        "wrong-type",
        value.span,
        f"'{name.text}' must be text, a list of texts, or {{one: ..., other: ...}}",
        f"write {name.text}: followed by the text",
    )
    return None
