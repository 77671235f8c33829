"""Replace the references to bodies in a view by the bodies, with URLs relative to the page."""

import html
from collections.abc import Callable
from dataclasses import fields, is_dataclass, replace
from functools import cache
from typing import Any, cast, get_args, get_type_hints

from markupsafe import Markup

from digest.content.body import Body, FigureText, Text
from digest.plan import views
from digest.theme.relative_urls import Place, encode_path, encode_url


@cache
def holders(kind: type) -> tuple[str, ...]:
    """Names of the fields of a view that contain references to bodies, at any depth."""
    return tuple([name for name, hint in get_type_hints(kind).items() if _reaches_body(hint)])


def _reaches_body(hint: Any) -> bool:
    if hint in (views.PaperRef, views.BodyRef):
        return True
    return any(map(_reaches_body, get_args(hint))) or (is_dataclass(hint) and bool(holders(cast("type", hint))))


def fill(
    value: Any, paper: Callable[[views.PaperRef], views.Paper], body: Callable[[views.BodyRef], views.BodyView]
) -> Any:
    """Copy a view, replacing each `PaperRef` with `paper` and each other `BodyRef` with `body`."""
    kind = type(value)
    if kind is views.PaperRef:
        return paper(value)
    if kind is views.BodyRef:
        return body(value)
    if kind is tuple:
        return tuple(fill(item, paper, body) for item in value)
    if is_dataclass(kind) and (held := holders(kind)):
        values = {each.name: getattr(value, each.name) for each in fields(kind)}
        return kind(**values | {name: fill(values[name], paper, body) for name in held})
    return value


def show_body(body: Body, ref: views.BodyRef, place: Place, page: str = "") -> views.BodyView:
    """Make the view of a body, with URLs resolved for `place`.

    Links within the text (`#fn1`) get `page` as their base, if it is not empty: a feed reader has no other.
    """
    from digest.markdown import resolve

    attributes = [attribute_html(link, place) for link in ref.links]
    inside = f'href="{html.escape(encode_url(page))}#' if page else ""

    def placed(mark_up: str) -> Markup:
        resolved = resolve(mark_up, attributes)
        return Markup(resolved.replace('href="#', inside) if inside else resolved)

    def shown(text: Text) -> views.TextView:
        return views.TextView(lang=text.lang, html=placed(text.html))

    def figure(view: views.FigureView, said: FigureText) -> views.FigureView:
        caption = shown(said.caption) if said.caption is not None else None
        return replace(
            view,
            path=encode_path(view.path),
            alt=said.alt,
            caption_html=caption.html if caption else Markup(""),
            lang=caption.lang if caption else view.lang,
        )

    return views.BodyView(
        lead=tuple(shown(text) for text in body.lead),
        summary=shown(body.summary) if body.summary is not None else None,
        key_points=tuple(shown(text) for text in body.key_points),
        abstract_zh=shown(body.abstract_zh) if body.abstract_zh is not None else None,
        abstract=shown(body.abstract) if body.abstract is not None else None,
        figures=tuple(figure(view, said) for view, said in zip(ref.figures, body.figures, strict=True)),
        notes=tuple(
            views.NoteView(heading_html=placed(note.heading_html), depth=note.depth, text=shown(note.text))
            for note in body.notes
        ),
        summary_text=body.summary_text,
    )


def attribute_html(attribute: views.Attribute, place: Place) -> str:
    """Attributes for an `<a>` or `<img>` (`href="..."`, `src="..." width="..."`); empty for a broken link."""
    if attribute.kind in ("page", "file"):
        start = place.tree if attribute.kind == "page" else place.root
        return f'href="{html.escape(start + encode_path(attribute.path) + encode_url(attribute.suffix))}"'
    if attribute.kind == "image":
        size = f' width="{attribute.width}" height="{attribute.height}"' if attribute.width and attribute.height else ""
        return f'src="{html.escape(place.root + encode_path(attribute.path))}"{size}'
    return ""
