"""Render pages, feeds and fragments with a theme."""

import contextlib
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from markupsafe import Markup

from digest.content.body import Body
from digest.model.config import LANGUAGES
from digest.plan.views import BodyRef, BodyView, PageView, Paper, PaperRef, SiteView, View
from digest.text.safety import encode_safe
from digest.theme.bodies import fill, show_body
from digest.theme.closures import fragment_template
from digest.theme.loading import Theme
from digest.theme.memo import Memo, mark_of
from digest.theme.relative_urls import Place, language_folder, place_of
from digest.theme.strings import Words
from digest.theme.template_errors import AssetFailed, describe_failure

if TYPE_CHECKING:
    from digest.theme.environment import CompiledStore, ThemeEnvironment

LIBRARIES = ("jinja2", "markupsafe")
"""Distributions whose version is part of the cache key of rendered templates."""

FRAGMENTS_KEPT = 6_000_000
"""Size limit of the cache of fragments, in characters (of two bytes, if Chinese). About a thousand papers."""

PAPERS_KEPT = 500
"""Papers with bodies in memory. More than the longest feed has, which the next language shows again."""


class Renderer:
    """Renders with one theme. Fragments are cached: see `_fragment`."""

    def __init__(
        self,
        theme: Theme,
        load_body: Callable[[str], Body],
        *,
        compiled: "CompiledStore | None" = None,
        program: str = "",
    ) -> None:
        """`compiled` caches bytecode between runs; `program`, a fingerprint of the code, is part of its keys."""
        self._theme = theme
        self._compiled = compiled
        self._program = program
        self._load_body = load_body
        self._assets = {asset.name: asset.path for asset in theme.assets}
        self._environment: ThemeEnvironment | None = None
        self._shared: dict[object, dict[str, Any]] = {}
        """Variables that are the same on all pages of a language and depth: see `_names`."""
        self._papers: Memo[Paper] = Memo(limit=PAPERS_KEPT, weigh=lambda _: 1)
        self._fragments: Memo[Markup] = Memo(limit=FRAGMENTS_KEPT, weigh=len)

    def render_page(self, *, template: str, page: PageView, site: SiteView, view: View) -> bytes:
        """Render an output that has a template, as UTF-8. Raises `TemplateFailed`."""
        place = place_of(page, site, view)
        names = {**self._names(place, site, page.lang), "page": page, "view": self._fill(view, place)}
        templates = self._templates()
        try:
            text = templates.whole(lambda: templates.render(template, names))
        except Exception as error:
            path = language_folder(site, page.lang) + page.path
            raise describe_failure(error, self._theme, template=template, page=path) from error
        return encode_safe(text if text.endswith("\n") else f"{text}\n")

    def render_fragment(self, name: str, value: object, *, site: SiteView, lang: str, page: str) -> str:
        """Render one fragment, with absolute URLs. Raises `TemplateFailed`, which names `page`."""
        place = Place(root=site.url, tree=site.url + language_folder(site, lang))
        names, filled = self._names(place, site, lang), self._fill(value, place)
        try:
            return str(self._templates().whole(lambda: self._fragment(names, name, filled, {})))
        except Exception as error:
            raise describe_failure(error, self._theme, template=fragment_template(name), page=page) from error

    def show(self, ref: PaperRef, *, site: SiteView, lang: str) -> Paper:
        """Load a paper's body, with absolute URLs."""
        return self._paper(ref, Place(root=site.url, tree=site.url + language_folder(site, lang)))

    def _templates(self) -> "ThemeEnvironment":
        if self._environment is None:
            from digest.theme.environment import ThemeEnvironment

            self._environment = ThemeEnvironment(self._theme, self._compiled, self._program)
        return self._environment

    def _names(self, place: Place, site: SiteView, lang: str) -> dict[str, Any]:
        key = (place.root, place.tree, lang, site.fingerprint or site)
        found = self._shared.get(key)
        if found is None:
            found = self._shared[key] = self._make_names(place, site, lang)
        return found

    def _make_names(self, place: Place, site: SiteView, lang: str) -> dict[str, Any]:
        names: dict[str, Any] = {
            **self._templates().globals,
            "site": site,
            "lang": lang,
            "lang_tag": LANGUAGES[lang],
            "root": place.root,
            "tree": place.tree,
            "t": Words(self._theme.strings[lang], lang),
        }

        def asset(name: str) -> str:
            path = self._assets.get(name)
            if path is None:
                raise AssetFailed(name, self._assets)
            return place.root + path

        constant: dict[str, Markup] = {}

        def fragment(name: str, value: object = None, **options: object) -> Markup:
            if value is not None or options:
                return self._fragment(names, name, value, options)
            if name not in constant:
                constant[name] = self._fragment(names, name, value, options)
            return constant[name]

        names |= {"asset": asset, "fragment": fragment}
        return names

    def _fragment(self, names: dict[str, Any], name: str, value: object, options: dict[str, object]) -> Markup:
        # id(names) stands for language and depth. It is unique, as `_shared` keeps the dict alive.
        key = (id(names), name, mark_of(value), *options, *map(mark_of, options.values()))
        found = self._fragments.get(key)
        if found is None:
            shown = {**names, **options, "value": value}
            found = Markup(self._templates().render(fragment_template(name), shown))
            if None not in key:
                self._fragments.keep(key, found)
        return found

    def _fill(self, view: object, place: Place) -> Any:
        return fill(view, lambda ref: self._paper(ref, place), lambda ref: self._body(ref, place))

    def _paper(self, ref: PaperRef, place: Place) -> Paper:
        key = (ref.fingerprint or ref, place.root, place.tree)
        found = self._papers.get(key)
        page = place.tree + ref.card.path if place.is_absolute else ""
        return found or self._papers.keep(key, Paper(card=ref.card, body=self._body(ref.body, place, page)))

    def _body(self, ref: BodyRef, place: Place, page: str = "") -> BodyView:
        return show_body(self._load_body(ref.path), ref, place, page)


def compile_all(theme: Theme, compiled: "CompiledStore", program: str) -> None:
    """Compile all templates into `compiled`. Errors are ignored here: they are reported when a template is used."""
    from digest.theme.environment import ThemeEnvironment

    environment = ThemeEnvironment(theme, compiled, program)
    for name in sorted({name for folder in theme.templates for name in folder}):
        with contextlib.suppress(Exception):
            environment.get_template(name)
