"""The Content-Security-Policy of pages: what follows from the settings."""

from collections.abc import Mapping

from digest.model.config import Config
from digest.model.settings import Analytics, Comments
from digest.text.content_security import SELF, merge_sources, origin_source

_BASE: Mapping[str, tuple[str, ...]] = {
    "default-src": (),
    "script-src": (SELF,),
    "style-src": (SELF,),
    "img-src": (SELF, "data:"),
    "font-src": (SELF,),
    "connect-src": (),
    "base-uri": (SELF,),
    "form-action": (SELF,),
}
"""A page loads its own files only. Fonts are files of the theme, and icons of style sheets are in `data:` URLs."""


def page_policy(config: Config, needs: Mapping[str, tuple[str, ...]], kind: str = "") -> dict[str, tuple[str, ...]]:
    """Directives and their sources. `needs`: what the setting `head` loads; `kind`: that of the page. Papers have
    comments, and the reading list (`list`) fetches files of the site.
    """
    policy = merge_sources(_BASE, _analytics(config.analytics))
    if kind == "paper":
        policy = merge_sources(policy, _comments(config.comments))
    elif kind == "list" and config.siblings:
        policy = merge_sources(policy, {"connect-src": (SELF,)})
    return merge_sources(merge_sources(policy, needs), dict(config.policy))


def _analytics(settings: Analytics | None) -> Mapping[str, tuple[str, ...]]:
    if settings is None:
        return {}
    own = _origin(settings.host)
    if settings.provider == "goatcounter":
        counter = own or (f"https://{settings.site}.goatcounter.com",)
        return {"script-src": own or ("https://gc.zgo.at",), "connect-src": counter, "img-src": counter}
    if settings.provider == "umami":
        connections = own or ("https://cloud.umami.is", "https://api-gateway.umami.dev")
        return {"script-src": own or ("https://cloud.umami.is",), "connect-src": connections}
    return dict.fromkeys(("script-src", "connect-src"), own or ("https://plausible.io",))


def _comments(settings: Comments | None) -> Mapping[str, tuple[str, ...]]:
    if settings is None:
        return {}
    return dict.fromkeys(("script-src", "style-src", "frame-src"), _origin(settings.host) or ("https://giscus.app",))


def _origin(url: str) -> tuple[str, ...]:
    source = origin_source(url) if url else None
    return (source,) if source else ()
