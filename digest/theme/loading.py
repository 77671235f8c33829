"""Read a theme from its layers."""

import json
import re
from collections.abc import Container, Iterator, Mapping, Sequence
from dataclasses import replace

from digest.model.languages import HANT, LANGUAGES
from digest.text.conflicts import report_conflicts
from digest.text.diagnostics import Parsed, Reporter, has_errors
from digest.text.fingerprint import fingerprint
from digest.text.hanzi import to_traditional
from digest.text.markup_needs import UNKNOWN_PART, Need, read_needs, read_style_needs
from digest.text.nearest import hint_of_typo
from digest.text.records import frozen
from digest.text.safety import make_safe
from digest.text.source import Source
from digest.theme.assets import Asset, make_assets
from digest.theme.closures import closure_fingerprints
from digest.theme.layers import START, ThemeLayer, read_folder, read_source
from digest.theme.strings import (
    LANGUAGE_NAMES,
    PHRASES,
    SCRIPT_LABELS,
    Message,
    StringEntry,
    StringFailed,
    Words,
    merge_strings,
    read_strings,
)
from digest.theme.theme_settings import Bundle, Part, ThemeSettings, read_settings

_SETTINGS = "theme.yaml"
_WORDS = {"phrases.js": ("words", PHRASES), "labels.js": ("labels", SCRIPT_LABELS)}
"""Parts of bundles: the strings that scripts show. A site's own file in the place of a bundle leaves them."""
_SCRIPT = """\
(window.digest ??= {{}}).{name} = ((keys, texts, lang) =>
Object.fromEntries((texts[lang] ?? texts[lang.slice(0, 2)]).map((text, at) => [keys[at], text])))(
{keys},
{texts},
document.documentElement.lang);
"""
ABSENT = "absent"
"""Closure fingerprint of a template that does not exist."""


@frozen
class TemplateNeed:
    """What a part of a template or style sheet needs of the policy. Its span is that in the file at `path`."""

    path: str
    need: Need


@frozen
class Theme:
    """A theme, merged from its layers. Plain values: it is packed for the cache and pickled for workers."""

    name: str
    description: str
    assets: tuple[Asset, ...]
    templates: tuple[Mapping[str, Source], ...]
    """Templates by name (`issue.html`, `fragments/card.html`) of each layer, nearest first."""
    strings: Mapping[str, Mapping[str, Message]]
    """Messages by language and key. Those in traditional characters are not used before `written_in`."""
    tags: Mapping[str, str]
    """The BCP 47 tags of the languages."""
    closures: Mapping[str, str]
    """See `closure_fingerprint`."""
    string_fingerprints: Mapping[str, str]
    needs: tuple[TemplateNeed, ...]
    """What templates and style sheets of the site's own need of the Content-Security-Policy."""

    def closure_fingerprint(self, template: str) -> str:
        """The cache key of a template: its source, and all templates, fragments and assets that it uses."""
        return self.closures.get(template, ABSENT)

    def strings_fingerprint(self, lang: str) -> str:
        """The cache key of the strings of a language."""
        return self.string_fingerprints[lang]

    def written_in(self, tags: Mapping[str, str]) -> "Theme":
        """The theme for a site with these tags: its Chinese strings are in the script of the site."""
        if tags["zh"] not in self.strings:
            return self
        english = {  # a few are Chinese: the links and buttons for Chinese readers
            key: to_traditional(message) if isinstance(message, str) else message
            for key, message in self.strings["en"].items()
        }
        strings = {"zh": self.strings[tags["zh"]], "en": english}
        fingerprints = {lang: fingerprint(each) for lang, each in strings.items()}
        return replace(self, tags=tags, strings=strings, string_fingerprints=fingerprints)

    def source(self, path: str) -> Source | None:
        """Find a template by the path that diagnostics show."""
        return next((each for folder in self.templates for each in folder.values() if each.path == path), None)


def extended_theme(layers: Sequence[ThemeLayer], name: str) -> Part | None:
    """The `extends` of the nearest layer of the theme `name` that sets it; None if none does.

    A folder of overrides may name the theme that it overrides. Diagnostics come from `read_theme`.
    """
    found = [each.extends for each in _read_settings(layers, []) if each.extends is not None]
    return next((each for each in found if len(layers) == 1 or each.name != name), None)


def original_files(
    layers: Sequence[ThemeLayer], generated: Mapping[str, bytes], own: Container[str]
) -> dict[str, bytes]:
    """The files of a theme by path in its folder, as its nearest layer has them, and its bundles as one file each.

    Files in `own`, which a nearer layer has, stay parts of a bundle: they are not in its file.
    """
    files = {f"static/{name}": content for name, content in generated.items()}
    for layer in reversed(layers):
        files |= layer.files
    for bundle in _merge_bundles(layers, _read_settings(layers, [])):
        names = [f"static/{part.name}" for part in bundle.parts]
        parts = [files[name] for name in names if name in files and name not in own]
        files[f"static/{bundle.name}"] = b"".join([part.rstrip(b"\n") + b"\n" for part in parts])
    return dict(sorted(files.items()))


def read_theme(
    layers: Sequence[ThemeLayer], *, generated: Mapping[str, bytes] | None = None, plain_names: bool = False
) -> Parsed[Theme | None]:
    """Merge layers, nearest first, to a theme; None if there are errors.

    `generated` are static files made by the program (`math.css`, `characters.js`), by name. Files of layers override
    them. Assets have a hash of their content in their names, unless `plain_names`.
    """
    reporters: list[Reporter] = []
    settings = _read_settings(layers, reporters)
    unfit = [each for reporter in reporters for each in reporter.diagnostics() if each.code == "unknown-contract"]
    if unfit:  # whatever else is wrong comes of that
        return Parsed(None, tuple(unfit))
    templates = tuple(_read_templates(layer, reporters) for layer in layers)
    strings = {lang: _read_language(layers, (lang,), reporters) for lang in LANGUAGE_NAMES}
    _report_untranslated(strings, layers, reporters)
    strings[HANT] = _read_language(layers, (HANT, "zh"), reporters)
    messages = {
        lang: {key: make_safe(entry.message) for key, entry in entries.items()} for lang, entries in strings.items()
    }
    made = {**(generated or {}), **_words_js(messages, strings, reporters)}
    bundles, bundled = _merge_bundles(layers, settings), _bundled(settings) | _WORDS.keys()
    assets, asset_reporters = make_assets(layers, bundles, made, parts=bundled, plain_names=plain_names)
    diagnostics = tuple(each for reporter in (*reporters, *asset_reporters) for each in reporter.diagnostics())
    if has_errors(diagnostics):
        return Parsed(None, diagnostics)
    theme = Theme(
        name=next((each.name for each in settings if each.name), ""),
        description=next((each.description for each in settings if each.description), ""),
        assets=assets,
        templates=templates,
        strings=messages,
        tags=LANGUAGES,
        closures=closure_fingerprints(templates, {asset.name: asset.path for asset in assets}),
        string_fingerprints={lang: fingerprint(each) for lang, each in messages.items()},
        needs=tuple(_find_needs(layers, templates)),
    )
    return Parsed(theme, diagnostics)


_OWN_POLICY = re.compile(r"\{%-?\s*block\s+policy\b")
"""A template that writes the policy of its pages by itself."""

TAGS = r"\{\{.*?(?:\}\}|\Z)|\{%.*?(?:%\}|\Z)|\{#.*?(?:#\}|\Z)"
"""The parts of a template that Jinja reads (with `re.DOTALL`). One without an end reaches to the end of the template:
looking for the end of each would take time that grows with the square of their number.
"""
_JINJA = re.compile(TAGS, re.DOTALL)


def _find_needs(layers: Sequence[ThemeLayer], templates: Sequence[Mapping[str, Source]]) -> Iterator[TemplateNeed]:
    """What the templates and style sheets of the site's own layers need of the policy."""
    for layer, folder in zip(layers, templates, strict=True):
        if not layer.is_of_site:
            continue
        for name, source in folder.items():
            if name.endswith(".html") and not _OWN_POLICY.search(source.text):
                for need in read_needs(_mask(source.text), in_head=False).needs:
                    if need.is_certain:
                        yield TemplateNeed(path=source.path, need=need)
        for name in read_folder(layer, "static"):
            if name.endswith(".css"):
                sheet = read_source(layer, f"static/{name}", Reporter(""))
                for need in read_style_needs(sheet.text):
                    yield TemplateNeed(path=sheet.path, need=need)


def _mask(template: str) -> str:
    """The HTML of a template, of the same length."""

    def hide(match: re.Match[str]) -> str:
        return re.sub(r"[^\n]", UNKNOWN_PART if match.group().startswith("{{") else " ", match.group())

    return _JINJA.sub(hide, template)


def _read_settings(layers: Sequence[ThemeLayer], reporters: list[Reporter]) -> list[ThemeSettings]:
    """The settings of each layer; those of a layer without a `theme.yaml` are empty."""
    found = []
    for layer in layers:
        settings = None
        if _SETTINGS in layer.files:
            reporter = _reporter(layer, _SETTINGS, reporters)
            settings = read_settings(read_source(layer, _SETTINGS, reporter), reporter)
        found.append(settings or ThemeSettings())
    return found


def _read_templates(layer: ThemeLayer, reporters: list[Reporter]) -> dict[str, Source]:
    found = {}
    for name in read_folder(layer, "templates"):
        reporter = _reporter(layer, f"templates/{name}", reporters)
        source = read_source(layer, f"templates/{name}", reporter)
        report_conflicts(source.text, reporter)
        found[name] = make_safe(source)
    return found


def _read_language(
    layers: Sequence[ThemeLayer], languages: Sequence[str], reporters: list[Reporter]
) -> dict[str, StringEntry]:
    """The strings of the first language, and of the others where it has none. A nearer layer wins in any language."""
    found = []
    for layer in layers:
        for lang in languages:
            name = f"strings/{lang}.yaml"
            if name in layer.files:
                reporter = _reporter(layer, name, reporters if lang == languages[0] else [])
                found.append(read_strings(read_source(layer, name, reporter), reporter))
    return merge_strings(found)


def _words_js(
    messages: Mapping[str, Mapping[str, Message]],
    strings: Mapping[str, Mapping[str, StringEntry]],
    reporters: list[Reporter],
) -> dict[str, bytes]:
    """Scripts that set `digest.words` and `digest.labels` to strings in the language of the page, with `#` for a count.
    Diagnostics: `template-error`.
    """
    filled: dict[str, dict[str, str]] = {}
    for lang, known in messages.items():
        words, filled[lang] = Words(known, lang), {}
        for key in known.keys() & {*PHRASES, *SCRIPT_LABELS}:
            try:
                filled[lang][key] = words(key, count="#")
            except StringFailed as error:
                entry = strings[lang][key]
                if lang == HANT and entry == strings["zh"].get(key):
                    continue  # told already
                reporters.append(reporter := Reporter(entry.path))
                hint = "write one text, without placeholders but {count}"
                reporter.error("template-error", entry.span, str(error), hint)
    made = {}
    for file, (name, keys) in _WORDS.items():
        texts = {lang: [known.get(key) for key in keys] for lang, known in filled.items()}
        made[file] = _SCRIPT.format(name=name, keys=_compact(keys), texts=_compact(texts)).encode()
    return made


def _compact(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


def _report_untranslated(
    strings: Mapping[str, Mapping[str, StringEntry]], layers: Sequence[ThemeLayer], reporters: list[Reporter]
) -> None:
    for lang, language in LANGUAGE_NAMES.items():
        for other, entries in strings.items():
            for key in sorted(entries.keys() - strings[lang].keys()):
                entry = entries[key]
                folder = next((each.label for each in layers if entry.path.startswith(f"{each.label}/strings/")), "")
                reporter = Reporter(entry.path)
                reporters.append(reporter)
                file = f"{folder}/{entry.path.removeprefix(folder + '/').replace(other, lang)}"
                typo = hint_of_typo(key, strings[lang]).replace("?", "? Else ")
                reporter.warning(
                    "missing-string",
                    entry.span,
                    f"the string '{key}' has no {language}",
                    f"{typo}add a line '{key}: ...' to {file}",
                )


def _merge_bundles(layers: Sequence[ThemeLayer], settings: Sequence[ThemeSettings]) -> list[Bundle]:
    """The bundles of the nearest layers. The part `!style.css` stands for those of the bundle below.

    A file of a nearer layer takes the place of all parts of a bundle that this and nearer layers do not have.
    """
    merged: dict[str, Bundle] = {}
    nearer: set[str] = set()
    own = [nearer := nearer | read_folder(layer, "static").keys() for layer in layers]
    for layer, each, names in reversed(list(zip(layers, settings, own, strict=True))):
        for name, bundle in merged.items():
            if f"static/{name}" in layer.files:
                file = Part(name=name, path=f"{layer.label}/{_SETTINGS}", span=START)
                first = [part for part in bundle.parts if part.name in _WORDS]
                rest = [part for part in bundle.parts if part.name in names - {name}]
                merged[name] = replace(bundle, parts=(*first, file, *rest))
        merged |= {bundle.name: replace(bundle, parts=tuple(_parts_of(bundle, merged))) for bundle in each.bundles}
    return list(merged.values())


def _parts_of(bundle: Bundle, below: Mapping[str, Bundle]) -> Iterator[Part]:
    for part in bundle.parts:
        known = below.get(part.name.removeprefix("!")) if part.name.startswith("!") else None
        yield from known.parts if known is not None else (part,)


def _bundled(settings: Sequence[ThemeSettings]) -> frozenset[str]:
    """Names of all files in bundles, also in bundles that a nearer layer overrides."""
    return frozenset(part.name for each in settings for bundle in each.bundles for part in bundle.parts)


def _reporter(layer: ThemeLayer, name: str, reporters: list[Reporter]) -> Reporter:
    reporter = Reporter(f"{layer.label}/{name}")
    reporters.append(reporter)
    return reporter
