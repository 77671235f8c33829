"""Read a theme from its layers."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

from digest.model.config import HANT, LANGUAGES
from digest.text.conflicts import report_conflicts
from digest.text.diagnostics import Parsed, Reporter, has_errors
from digest.text.fingerprint import fingerprint
from digest.text.hanzi import to_traditional
from digest.text.records import frozen
from digest.text.safety import make_safe
from digest.text.source import Source
from digest.theme.assets import Asset, make_assets
from digest.theme.closures import closure_fingerprints
from digest.theme.layers import ThemeLayer, read_folder, read_source
from digest.theme.strings import LANGUAGE_NAMES, Message, StringEntry, merge_strings, read_strings
from digest.theme.theme_settings import Bundle, ThemeSettings, read_settings

_SETTINGS = "theme.yaml"
ABSENT = "absent"
"""Closure fingerprint of a template that does not exist."""


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


def extended_theme(layers: Sequence[ThemeLayer]) -> str:
    """The `extends` of the nearest layer that sets it; empty if none does. Diagnostics come from `read_theme`."""
    return next((settings.extends for settings in _read_settings(layers, []) if settings.extends), "")


def read_theme(
    layers: Sequence[ThemeLayer], *, generated: Mapping[str, bytes] | None = None, plain_names: bool = False
) -> Parsed[Theme | None]:
    """Merge layers, nearest first, to a theme; None if there are errors.

    `generated` are static files made by the program (`math.css`, `highlight.css`), by name. Files of layers override
    them. Assets have a hash of their content in their names, unless `plain_names`.
    """
    reporters: list[Reporter] = []
    settings = _read_settings(layers, reporters)
    templates = tuple(_read_templates(layer, reporters) for layer in layers)
    strings = {lang: _read_language(layers, (lang,), reporters) for lang in LANGUAGE_NAMES}
    _report_untranslated(strings, layers, reporters)
    strings[HANT] = _read_language(layers, (HANT, "zh"), reporters)
    assets, asset_reporters = make_assets(
        layers, _merge_bundles(settings), generated or {}, parts=_bundled(settings), plain_names=plain_names
    )
    diagnostics = tuple(each for reporter in (*reporters, *asset_reporters) for each in reporter.diagnostics())
    if has_errors(diagnostics):
        return Parsed(None, diagnostics)
    messages = {
        lang: {key: make_safe(entry.message) for key, entry in entries.items()} for lang, entries in strings.items()
    }
    theme = Theme(
        name=next((each.name for each in settings if each.name), ""),
        description=next((each.description for each in settings if each.description), ""),
        assets=assets,
        templates=templates,
        strings=messages,
        tags=LANGUAGES,
        closures=closure_fingerprints(templates, {asset.name: asset.path for asset in assets}),
        string_fingerprints={lang: fingerprint(each) for lang, each in messages.items()},
    )
    return Parsed(theme, diagnostics)


def _read_settings(layers: Sequence[ThemeLayer], reporters: list[Reporter]) -> list[ThemeSettings]:
    found = []
    for layer in layers:
        if _SETTINGS in layer.files:
            reporter = _reporter(layer, _SETTINGS, reporters)
            settings = read_settings(read_source(layer, _SETTINGS, reporter), reporter)
            if settings is not None:
                found.append(settings)
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
                reporter.warning(
                    "missing-string",
                    entry.span,
                    f"the string '{key}' has no {language}",
                    f"add a line '{key}: ...' to {folder}/{entry.path.removeprefix(folder + '/').replace(other, lang)}",
                )


def _merge_bundles(settings: Sequence[ThemeSettings]) -> list[Bundle]:
    merged: dict[str, Bundle] = {}
    for each in settings:
        merged = {bundle.name: bundle for bundle in each.bundles} | merged
    return list(merged.values())


def _bundled(settings: Sequence[ThemeSettings]) -> frozenset[str]:
    """Names of all files in bundles, also in bundles that a nearer layer overrides."""
    return frozenset(part.name for each in settings for bundle in each.bundles for part in bundle.parts)


def _reporter(layer: ThemeLayer, name: str, reporters: list[Reporter]) -> Reporter:
    reporter = Reporter(f"{layer.label}/{name}")
    reporters.append(reporter)
    return reporter
