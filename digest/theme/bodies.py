"""Replace the references to bodies in a view by the bodies, with URLs relative to the page."""

import html
from collections.abc import Callable, Iterable
from dataclasses import fields, is_dataclass, replace
from functools import cache
from itertools import chain, groupby
from operator import itemgetter
from typing import Any, TypeVar, cast, get_args, get_type_hints

from markupsafe import Markup

from digest.content.body import Body, FigureText, Text
from digest.content.documents import DRAWINGS, kind_of_file
from digest.plan import views
from digest.theme.relative_urls import UrlPrefixes, encode_path, encode_url

_T = TypeVar("_T")


@cache
def body_fields(kind: type) -> tuple[str, ...]:
    """Names of the fields of a view that contain references to bodies, at any depth."""
    return tuple([name for name, hint in get_type_hints(kind).items() if _reaches_body(hint)])


def _reaches_body(hint: Any) -> bool:
    if hint in (views.PaperRef, views.BodyRef):
        return True
    return any(map(_reaches_body, get_args(hint))) or (is_dataclass(hint) and bool(body_fields(cast("type", hint))))


def load_bodies(
    value: Any, paper: Callable[[views.PaperRef], views.Paper], body: Callable[[views.BodyRef], views.BodyView]
) -> Any:
    """Copy a view, replacing each `PaperRef` with `paper` and each other `BodyRef` with `body`."""
    kind = type(value)
    if kind is views.PaperRef:
        return paper(value)
    if kind is views.BodyRef:
        return body(value)
    if kind is tuple:
        return tuple(load_bodies(item, paper, body) for item in value)
    if is_dataclass(kind) and (names := body_fields(kind)):
        values = {each.name: getattr(value, each.name) for each in fields(kind)}
        return kind(**values | {name: load_bodies(values[name], paper, body) for name in names})
    return value


def keep_language(body: Body, lang: str) -> Body:
    """Drop the texts in the other language, where there are texts in this one.

    A paper's own words, its English abstract, stay in Chinese.
    """
    chinese = lang == "zh"
    has_lead = any(text.lang == lang for text in body.lead)
    return replace(
        body,
        lead=tuple(text for text in body.lead if text.lang in (lang, "")) if has_lead else body.lead,
        summary=body.summary if chinese or body.summary_en is None else body.summary_en,
        summary_en=None,
        key_points=body.key_points if chinese or not body.key_points_en else body.key_points_en,
        key_points_en=(),
        abstract_zh=body.abstract_zh if chinese or body.abstract is None else None,
        aspects=tuple(
            replace(each, text=each.text if chinese or each.text_en is None else each.text_en, text_en=None)
            for each in body.aspects
        ),
    )


def divide_body(body: views.BodyView, lang: str) -> tuple[views.BodyView, views.BodyView]:
    """The texts that exist in a language, with those beside them in the other one; and the texts that do not."""
    other = "en" if lang == "zh" else "zh"
    no_lead = bool(body.lead) and all(text.lang == other for text in body.lead)
    no_summary = body.summary is not None and body.summary_en is None and body.summary.lang == other
    no_points = bool(body.key_points) and not body.key_points_en and all(each.lang == other for each in body.key_points)
    no_abstract = (body.abstract_zh if lang == "zh" else body.abstract) is None
    aspects, no_aspects = _parted(body.aspects, lambda each: each.text_en is None and each.text.lang == other)
    sections = _whole_sections(body.notes)
    notes, no_notes = _parted(sections, lambda section: all(note.text.lang == other for note in section))
    rest = replace(
        body,
        lead=body.lead if no_lead else (),
        summary=body.summary if no_summary else None,
        summary_en=None,
        key_points=body.key_points if no_points else (),
        key_points_en=(),
        abstract_zh=body.abstract_zh if no_abstract else None,
        abstract=body.abstract if no_abstract else None,
        aspects=no_aspects,
        figures=(),
        notes=tuple(chain.from_iterable(no_notes)),
    )
    if not rest.has_texts:
        return body, rest
    own = replace(
        body,
        lead=() if no_lead else body.lead,
        summary=None if no_summary else body.summary,
        key_points=() if no_points else body.key_points,
        abstract_zh=None if no_abstract else body.abstract_zh,
        abstract=None if no_abstract else body.abstract,
        aspects=aspects,
        notes=tuple(chain.from_iterable(notes)),
    )
    return own, rest


def part_body(body: views.BodyView, rest: views.BodyView | None, lang: str) -> list[tuple[views.BodyView, bool]]:
    """Divide a body, in the order of the templates, where texts in its language only begin or end.

    With each part goes whether it is to fold in the other view: if it is in this language only, and anything else here
    or in `rest` is not. The last part is that of the notes. Nothing folds if `rest` is None.
    """
    groups = [
        (("lead",), all(each.lang == lang for each in body.lead)),
        (("summary", "summary_en"), body.summary_en is None),
        (
            ("key_points", "key_points_en", "aspects"),
            not body.key_points_en
            and all(each.lang == lang for each in body.key_points)
            and all(each.text_en is None and each.text.lang == lang for each in body.aspects),
        ),
        (("abstract_zh", "abstract"), body.abstract_zh is None or body.abstract is None),
    ]
    if lang == "en" and body.abstract and not body.summary:
        groups.insert(1, groups.pop())
    shown = [(names, is_native) for names, is_native in groups if any(getattr(body, name) for name in names)]
    texts = [*body.lead, *(note.text for note in body.notes)]
    if rest is None or not (
        rest.has_texts
        or any(text.lang not in (lang, "") for text in texts)
        or not all(is_native for names, is_native in shown if names != ("lead",))
    ):
        return [(body, False), (body, False)]
    blank = replace(
        body,
        lead=(),
        summary=None,
        summary_en=None,
        key_points=(),
        key_points_en=(),
        abstract_zh=None,
        abstract=None,
        aspects=(),
    )
    parts = [
        (replace(blank, **{name: getattr(body, name) for names, _ in group for name in names}), is_native)
        for is_native, group in groupby(shown, itemgetter(1))
    ]
    return [*parts, (body, bool(body.notes) and all(note.text.lang == lang for note in body.notes))]


def _parted(items: Iterable[_T], is_apart: Callable[[_T], bool]) -> tuple[tuple[_T, ...], tuple[_T, ...]]:
    found: tuple[list[_T], list[_T]] = ([], [])
    for each in items:
        found[is_apart(each)].append(each)
    return tuple(found[0]), tuple(found[1])


def _whole_sections(notes: Iterable[views.NoteView]) -> list[list[views.NoteView]]:
    """The notes, each with those that are nested in it."""
    sections: list[list[views.NoteView]] = []
    for note in notes:
        if note.depth and sections:
            sections[-1].append(note)
        else:
            sections.append([note])
    return sections


def make_body_view(body: Body, ref: views.BodyRef, prefixes: UrlPrefixes, page: str = "") -> views.BodyView:
    """Make the view of a body, with URLs resolved for `prefixes`.

    Links within the text (`#fn1`) get `page` as their base, if it is not empty: a feed reader has no other.
    """
    from digest.markdown import keep_codes, resolve

    attributes = [attribute_html(link, prefixes) for link in ref.links]
    inside = f'href="{html.escape(encode_url(page))}#' if page else ""

    def resolved(mark_up: str) -> Markup:
        resolved = resolve(mark_up, attributes)
        return Markup(resolved.replace('href="#', inside) if inside else resolved)

    def text_view(text: Text) -> views.TextView:
        made = resolved(text.html)
        # In an English line a break after a hyphen is nothing strange.
        return views.TextView(lang=text.lang, html=Markup(keep_codes(made)) if text.lang == "zh" else made)

    def figure_view(view: views.FigureView, text: FigureText) -> views.FigureView:
        caption = text_view(text.caption) if text.caption is not None else None
        return replace(
            view,
            path=encode_path(view.path),
            renditions=tuple((encode_path(path), width) for path, width in view.renditions),
            alt=text.alt,
            caption_html=caption.html if caption else Markup(""),
            lang=caption.lang if caption else view.lang,
            link=resolved(text.link).strip(),
            opens_file=opens_file(view),
        )

    return views.BodyView(
        lead=tuple(text_view(text) for text in body.lead),
        summary=text_view(body.summary) if body.summary is not None else None,
        summary_en=text_view(body.summary_en) if body.summary_en is not None else None,
        key_points=tuple(text_view(text) for text in body.key_points),
        key_points_en=tuple(text_view(text) for text in body.key_points_en),
        abstract_zh=text_view(body.abstract_zh) if body.abstract_zh is not None else None,
        abstract=text_view(body.abstract) if body.abstract is not None else None,
        aspects=tuple(
            views.AspectView(
                name=each.name,
                text=text_view(each.text),
                text_en=text_view(each.text_en) if each.text_en is not None else None,
            )
            for each in body.aspects
        ),
        figures=tuple(
            figure_view(view, text) for view, text in zip(ref.figures, body.figures, strict=True) if view.path
        ),
        notes=tuple(
            views.NoteView(
                heading_html=resolved(note.heading_html),
                depth=note.depth,
                text=text_view(note.text),
                anchor=note.anchor,
                name=note.name,
            )
            for note in body.notes
        ),
        summary_text=body.summary_text,
        summary_text_en=body.summary_text_en,
    )


def attribute_html(attribute: views.Attribute, prefixes: UrlPrefixes) -> str:
    """Attributes for an `<a>` or `<img>` (`href="..."`, `src="..." width="..."`); empty for a broken link."""
    if attribute.kind in ("page", "file"):
        start = prefixes.tree if attribute.kind == "page" else prefixes.root
        return f'href="{html.escape(start + encode_path(attribute.path) + encode_url(attribute.suffix))}"'
    if attribute.kind == "download" and not prefixes.is_absolute:  # elsewhere browsers would open the file
        return f'href="{html.escape(prefixes.root + encode_path(attribute.path))}" download'
    if attribute.kind == "image":
        size = f' width="{attribute.width}" height="{attribute.height}"' if attribute.width and attribute.height else ""
        copies = ", ".join(f"{prefixes.root}{encode_path(path)} {width}w" for path, width in attribute.renditions)
        chosen = f' srcset="{html.escape(copies)}" sizes="(max-width: 48rem) calc(100vw - 3.4rem), 44rem"'
        return f'src="{html.escape(prefixes.root + encode_path(attribute.path))}"{chosen if copies else ""}{size}'
    if attribute.kind == "plate":
        name = f'class="plate figure-{attribute.shape}"' if attribute.shape else 'class="plate"'
        if not opens_file(attribute):
            return name
        return f'{name} href="{html.escape(prefixes.root + encode_path(attribute.path))}"'
    return ""


def opens_file(figure: views.Attribute | views.FigureView) -> bool:
    """Whether a figure links to its file: not if it is tiny, nor if the file is a document, whose scripts would run."""
    is_picture = kind_of_file(figure.path) == "picture" and not figure.path.lower().endswith(DRAWINGS)
    return is_picture and figure.shape != "tiny"
