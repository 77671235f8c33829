"""The languages of a site, and texts in both."""

from digest.model.fields import Context, ValueKind, key, read_record, report_wrong_type
from digest.model.text_values import read_items
from digest.model.value_kinds import TEXT
from digest.model.yaml.nodes import Mapping, Node, Scalar
from digest.text.records import frozen

LANGUAGES = {"zh": "zh-CN", "en": "en"}
"""Supported languages and their BCP 47 tags. The tag of Chinese may be `HANT` instead (`Config.tags`)."""

HANT = "zh-Hant"
"""Chinese in traditional characters: the code in the setting `languages`, the tag, and the folder."""

_CODES = {
    **dict.fromkeys(("zh", "zh-hans", "zh-cn"), "zh"),
    **dict.fromkeys(("zh-hant", "zh-tw", "zh-hk"), HANT),
    "en": "en",
}
"""What may be typed in the setting `languages`, in lower case."""

_NAMES = {
    **dict.fromkeys(("cn", "zn", "hz", "chinese", "中文"), "zh"),
    **dict.fromkeys(("ne", "eng", "english", "英文"), "en"),
}
"""What is typed for them by mistake."""


def split_language(name: str) -> tuple[str, str]:
    """Split the name of a page's file, without ending, from the language that it ends with: `start.en` is `start` and
    `en`. The language is empty if it names none.
    """
    stem, _, code = name.rpartition(".")
    language = _CODES.get(code.lower(), "")[:2] if stem else ""
    return (stem, language) if language else (name, "")


@frozen
class Localized:
    """A text in both languages; if only one was given, both fields hold it."""

    zh: str
    en: str

    def get(self, language: str) -> str:
        """The text in `language`, `zh` or `en`."""
        return self.zh if language == "zh" else self.en


def _read_localized(node: Node, name: str, context: Context) -> Localized | None:
    if isinstance(node, Scalar):
        return Localized(zh=node.text.strip(), en=node.text.strip())
    if not isinstance(node, Mapping):
        hint = f"write {context.label(name)}: {{zh: 中文, en: English}}"
        report_wrong_type(node, name, "text, or {zh: ..., en: ...}", hint, context)
        return None
    read = read_record(_Pair, node, context, prefix=f"{name}.")
    if read is None:
        return None
    return Localized(zh=read.zh or read.en, en=read.en or read.zh)


@frozen
class _Pair:
    zh: str = key(TEXT, HANT, "zh-Hans", doc="in Chinese", default="")
    en: str = key(TEXT, doc="in English", default="")


LOCALIZED = ValueKind(name="text, or {zh, en}", read=_read_localized, inner=_Pair)


def _read_languages(node: Node, name: str, context: Context) -> tuple[str, ...] | None:
    items = read_items(node, name, context, separators=r"[,，、\s]+")
    if items is None:
        return None
    codes = [_CODES.get(item.text.lower().replace("_", "-"), "") for item in items]
    kinds = [code[:2] for code in codes]
    odd = [item for place, item in enumerate(items) if not kinds[place] or kinds[place] in kinds[:place]]
    if codes and not odd:
        return tuple(codes)
    span = odd[0].span(0, len(odd[0].text)) if odd else node.span
    message = f"'{context.label(name)}' must hold 'zh', 'en' or both, each once"
    hint = f"write {context.label(name)}: [zh, en]"
    if "zh" in codes and HANT in codes:
        message, hint = f"'{context.label(name)}' holds Chinese twice", f"choose one of zh and {HANT}"
    elif odd and odd[0].text.lower().startswith("zh") and "" in codes:
        hint = f"write zh, or {HANT} for traditional characters"
    elif odd and not kinds[items.index(odd[0])] and (meant := _NAMES.get(odd[0].text.lower())):
        hint = f"did you mean '{meant}'?"
    elif "" in codes:
        hint += f", or {HANT} instead of zh for traditional characters"
    context.reporter.error("bad-language", span, message, hint)
    return None


LANGUAGE_LIST = ValueKind(name="a list of languages", read=_read_languages)


def folder_of_tree(language: str, languages: tuple[str, ...], chinese: str) -> str:
    """The prefix of the paths of a language's pages on a site with these languages and this tag of Chinese."""
    if language == languages[0]:
        return ""
    return f"{HANT if language == 'zh' and chinese == HANT else language}/"
