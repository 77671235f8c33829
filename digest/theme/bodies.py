"""Views as templates see them: with the bodies in place of the references to them."""

# ruff: noqa: D102  # the shapes of bodies: what each field is, their docstrings and the contract of views say

import html
from collections.abc import Callable, Sequence
from dataclasses import fields, replace
from typing import Any, Protocol, cast

from digest.plan import views
from digest.theme.addresses import Place, encode_path, encode_url


class TextLike(Protocol):
    """Mark-up in a language, with placeholders for its references (`digest.content.markdown.resolve`)."""

    @property
    def lang(self) -> str: ...
    @property
    def html(self) -> str: ...


class FigureLike(Protocol):
    """What is said of a figure."""

    @property
    def alt(self) -> str: ...
    @property
    def caption(self) -> TextLike | None: ...


class NoteLike(Protocol):
    """A free section."""

    @property
    def heading_html(self) -> str: ...
    @property
    def depth(self) -> int: ...
    @property
    def text(self) -> TextLike: ...


class BodyLike(Protocol):
    """The texts of an entry (`digest.content.body.Body`)."""

    @property
    def lead(self) -> Sequence[TextLike]: ...
    @property
    def summary(self) -> TextLike | None: ...
    @property
    def key_points(self) -> Sequence[TextLike]: ...
    @property
    def abstract_zh(self) -> TextLike | None: ...
    @property
    def abstract(self) -> TextLike | None: ...
    @property
    def figures(self) -> Sequence[FigureLike]: ...
    @property
    def notes(self) -> Sequence[NoteLike]: ...
    @property
    def summary_text(self) -> str: ...


HOLDERS: dict[type, tuple[str, ...]] = {
    views.HomeView: ("issue",),
    views.IssueView: ("intro", "featured", "notable"),
    views.PaperPageView: ("paper",),
    views.StandingView: ("body",),
    views.FeedView: ("entries",),
    views.FeedEntry: ("paper",),
}
"""The fields of views that hold references to bodies, or views with such fields."""

_FIELDS = {kind: tuple(field.name for field in fields(kind)) for kind in HOLDERS}


def fill(
    value: Any, paper: Callable[[views.PaperRef], views.Paper], body: Callable[[views.BodyRef], views.BodyView]
) -> Any:
    """A view with each `PaperRef` made a `Paper` by `paper`, and each other `BodyRef` a `BodyView` by `body`."""
    kind = type(value)
    if kind is views.PaperRef:
        return paper(value)
    if kind is views.BodyRef:
        return body(value)
    if kind is tuple:
        return tuple(fill(item, paper, body) for item in value)
    if kind in HOLDERS:
        held = HOLDERS[kind]
        values = {name: getattr(value, name) for name in _FIELDS[kind]}
        return kind(**values | {name: fill(values[name], paper, body) for name in held})
    return value


def show_body(body: BodyLike, ref: views.BodyRef, place: Place, page: str = "") -> views.BodyView:
    """The texts of an entry with their addresses as seen from `place`. What leads to a place in the text itself, such
    as a footnote, leads to it on `page`; empty where the text is read on its own page.
    """
    from digest.content.markdown import resolve

    attributes = [attribute_html(link, place) for link in ref.links]
    inside = f'href="{html.escape(encode_url(page))}#' if page else ""
    if not attributes and not inside and not ref.figures and not body.notes:
        return _as_it_is(body)

    def placed(mark_up: str) -> str:
        resolved = resolve(mark_up, attributes)
        return resolved.replace('href="#', inside) if inside else resolved

    def shown(text: TextLike) -> views.TextView:
        return views.TextView(lang=text.lang, html=placed(text.html))

    def figure(view: views.FigureView, said: FigureLike) -> views.FigureView:
        caption = shown(said.caption) if said.caption is not None else None
        return replace(
            view,
            path=encode_path(view.path),
            alt=said.alt,
            caption_html=caption.html if caption else "",
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


def _as_it_is(body: BodyLike) -> views.BodyView:
    """The texts of a body that refers to nothing: they are views already, by their shape."""
    shape = cast("views.BodyView", body)
    if type(shape.lead) is type(shape.key_points) is tuple and not shape.figures and not shape.notes:
        return shape
    return views.BodyView(
        lead=tuple(shape.lead),
        summary=shape.summary,
        key_points=tuple(shape.key_points),
        abstract_zh=shape.abstract_zh,
        abstract=shape.abstract,
        figures=(),
        notes=(),
        summary_text=shape.summary_text,
    )


def attribute_html(attribute: views.Attribute, place: Place) -> str:
    """The attributes of an `<a>` or `<img>` that lead where `attribute` says; empty where that is nowhere."""
    if attribute.kind in ("page", "file"):
        start = place.tree if attribute.kind == "page" else place.root
        return f'href="{html.escape(start + encode_path(attribute.path) + encode_url(attribute.suffix))}"'
    if attribute.kind == "image":
        size = f' width="{attribute.width}" height="{attribute.height}"' if attribute.width and attribute.height else ""
        return f'src="{html.escape(place.root + encode_path(attribute.path))}"{size}'
    return ""
