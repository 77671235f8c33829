"""The Open Graph of a page (ogp.me): what messengers, WeChat and social networks show of a link to it.

`base.html` adds title, description and address. X reads all of it too; `twitter:card` only asks for a large picture.
"""

from collections.abc import Iterator

from digest.model.languages import HANT
from digest.plan.content_files import TINY
from digest.plan.types import Contents, Page
from digest.plan.urls import absolute
from digest.plan.views import IssueView, PaperPageView, PictureView, View

SHARED_PICTURES = (".png", ".jpg", ".jpeg", ".webp", ".gif")
"""Endings of the pictures that are shown of links."""

_LOCALES = {"zh-CN": "zh_CN", HANT: "zh_TW", "en": "en_US"}


def open_graph(contents: Contents, page: Page, view: View, language: str) -> tuple[tuple[str, str], ...]:
    """Properties and their values. Times are those of the issue and of the last correction.

    The picture is the first figure of the paper, or of the issue; a picture in its texts if it has none; else that of
    the setting `image`.
    """
    config, day = contents.site.config, _day(view)
    found = [
        ("og:type", "article" if day else "website"),
        ("og:site_name", config.title.get(language)),
        ("og:locale", _LOCALES[config.tags[language]]),
    ]
    if not page.only:
        others = [other for other in config.languages if other != language]
        found += [("og:locale:alternate", _LOCALES[config.tags[other]]) for other in others]
    if day:
        found.append(("article:published_time", day))
        if page.modified > day:
            found.append(("article:modified_time", page.modified))
    picture = next(_figures(view), contents.view.image)
    if picture is not None:
        found.append(("og:image", absolute(config.url, picture.path)))
        if picture.width and picture.height:
            found += [("og:image:width", str(picture.width)), ("og:image:height", str(picture.height))]
        found.append(("twitter:card", "summary_large_image"))
    return tuple(found)


def _day(view: View) -> str:
    """The day of a paper or an issue (YYYY-MM-DD); empty for other pages."""
    if isinstance(view, PaperPageView):
        return view.paper.card.date.isoformat()
    return view.card.date.isoformat() if isinstance(view, IssueView) else ""


def _figures(view: View) -> Iterator[PictureView]:
    papers = [view.paper] if isinstance(view, PaperPageView) else []
    if isinstance(view, IssueView):
        papers = [*view.featured, *view.notable]
    for paper in papers:
        figures = [(each.path, each.width, each.height) for each in paper.body.figures]
        images = [(each.path, each.width, each.height) for each in paper.body.links if each.kind == "image"]
        for path, width, height in figures + images:
            if not 0 < width < TINY and path.lower().endswith(SHARED_PICTURES):
                yield PictureView(path=path, width=width, height=height)
