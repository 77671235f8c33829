"""Render pages, feeds and fragments with a theme."""

import contextlib
from collections.abc import Callable, Iterator
from functools import cached_property
from typing import TYPE_CHECKING, Any

from markupsafe import Markup

from digest.content.body import Body
from digest.plan.views import BodyRef, BodyView, PageView, Paper, PaperRef, SiteView, View
from digest.text.safety import encode_safe
from digest.theme.bodies import keep_language, load_bodies, make_body_view
from digest.theme.closures import fragment_template
from digest.theme.loading import Theme
from digest.theme.lru_cache import LruCache, cache_key
from digest.theme.relative_urls import UrlPrefixes, absolute_prefixes, language_folder, url_prefixes
from digest.theme.strings import Words
from digest.theme.template_errors import AssetFailed, describe_failure

if TYPE_CHECKING:
    from digest.theme.environment import CompiledStore, ThemeEnvironment

FRAGMENTS_CACHED = 6_000_000
"""Size limit of the cache of fragments, in characters (of two bytes, if Chinese). About a thousand papers."""

PAPERS_CACHED = 500
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
        self._shared: dict[object, dict[str, Any]] = {}
        """Variables that are the same on all pages of a language and depth: see `_variables`."""
        self._papers: LruCache[Paper] = LruCache(limit=PAPERS_CACHED, weigh=lambda _: 1)
        self._fragments: LruCache[Markup] = LruCache(limit=FRAGMENTS_CACHED, weigh=len)

    def render_page(self, *, template: str, page: PageView, site: SiteView, view: View) -> bytes:
        """Render an output that has a template, as UTF-8. Raises `TemplateFailed`."""
        prefixes = url_prefixes(page, site, view)
        shared = self._variables(prefixes, site, page.lang)
        variables = {**shared, "page": page, "view": self._load_bodies(view, prefixes, site)}
        with self._failures(template, language_folder(site, page.lang) + page.path):
            text = self._environment.render(template, variables)
            return encode_safe(text if text.endswith("\n") else f"{text}\n")

    def render_fragment(
        self, name: str, value: object, *, site: SiteView, lang: str, page: str, **options: object
    ) -> str:
        """Render one fragment, with absolute URLs. Raises `TemplateFailed`, which names `page`."""
        prefixes = absolute_prefixes(site, lang)
        variables, loaded = self._variables(prefixes, site, lang), self._load_bodies(value, prefixes, site)
        with self._failures(fragment_template(name), page):
            return str(self._fragment(variables, name, loaded, options))

    def load_paper(self, ref: PaperRef, *, site: SiteView, lang: str) -> Paper:
        """Load a paper's body, with absolute URLs."""
        return self._paper(ref, absolute_prefixes(site, lang), site)

    @cached_property
    def _environment(self) -> "ThemeEnvironment":
        from digest.theme.environment import ThemeEnvironment

        return ThemeEnvironment(self._theme, self._compiled, self._program)

    @contextlib.contextmanager
    def _failures(self, template: str, page: str) -> Iterator[None]:
        """Raise exceptions as `TemplateFailed`, after Jinja has put lines of templates into the traceback."""
        try:
            try:
                yield
            except Exception:
                self._environment.handle_exception()
        except Exception as error:
            raise describe_failure(error, self._theme, template=template, page=page) from error

    def _variables(self, prefixes: UrlPrefixes, site: SiteView, lang: str) -> dict[str, Any]:
        """The variables of fragments. Pages have `page` and `view` as well."""
        key = (prefixes.root, prefixes.tree, lang, site.fingerprint or site)
        if key not in self._shared:
            self._shared[key] = self._make_variables(prefixes, site, lang)
        return self._shared[key]

    def _make_variables(self, prefixes: UrlPrefixes, site: SiteView, lang: str) -> dict[str, Any]:
        def asset(name: str) -> str:
            path = self._assets.get(name)
            if path is None:
                raise AssetFailed(name, self._assets)
            return prefixes.root + path

        without_values: dict[str, Markup] = {}

        def fragment(name: str, value: object = None, **options: object) -> Markup:
            if value is not None or options:
                return self._fragment(variables, name, value, options)
            if name not in without_values:
                without_values[name] = self._fragment(variables, name, value, options)
            return without_values[name]

        variables: dict[str, Any] = {
            **self._environment.globals,
            "site": site,
            "lang": lang,
            "lang_tag": self._theme.tags[lang],
            "root": prefixes.root,
            "tree": prefixes.tree,
            "t": Words(self._theme.strings[lang], lang),
            "asset": asset,
            "fragment": fragment,
        }
        return variables

    def _fragment(self, variables: dict[str, Any], name: str, value: object, options: dict[str, object]) -> Markup:
        """Render a fragment, or take it from the cache. `variables` come from `_variables`."""
        # id(variables) stands for language and depth. It is unique, as `_shared` keeps the dict alive.
        key = (id(variables), name, cache_key(value), *options, *map(cache_key, options.values()))
        text = self._fragments.get(key)
        if text is None:
            text = Markup(self._environment.render(fragment_template(name), {**variables, **options, "value": value}))
            if None not in key:
                self._fragments.put(key, text)
        return text

    def _load_bodies(self, view: object, prefixes: UrlPrefixes, site: SiteView) -> Any:
        return load_bodies(
            view, lambda ref: self._paper(ref, prefixes, site), lambda ref: self._body(ref, prefixes, site)
        )

    def _paper(self, ref: PaperRef, prefixes: UrlPrefixes, site: SiteView) -> Paper:
        key = (ref.fingerprint or ref, prefixes.root, prefixes.tree)
        paper = self._papers.get(key)
        if paper is None:
            page = prefixes.tree + ref.card.path if prefixes.is_absolute else ""
            paper = self._papers.put(key, Paper(card=ref.card, body=self._body(ref.body, prefixes, site, page)))
        return paper

    def _body(self, ref: BodyRef, prefixes: UrlPrefixes, site: SiteView, page: str = "") -> BodyView:
        body = self._load_body(ref.path)
        if len(site.languages) == 1:
            body = keep_language(body, site.languages[0])
        return make_body_view(body, ref, prefixes, page)


def compile_all(theme: Theme, compiled: "CompiledStore", program: str) -> None:
    """Compile all templates into `compiled`. Errors are ignored here: they are reported when a template is used."""
    from digest.theme.environment import ThemeEnvironment

    environment = ThemeEnvironment(theme, compiled, program)
    for name in sorted({name for folder in theme.templates for name in folder}):
        with contextlib.suppress(Exception):
            environment.get_template(name)
