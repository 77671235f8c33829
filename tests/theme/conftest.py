"""Make small themes in memory and render with them."""

import datetime
from collections.abc import Callable
from dataclasses import dataclass, field, fields
from typing import Any

import pytest
from markupsafe import Markup

from digest.citing.publications import make_publication
from digest.content.body import Body
from digest.content.head import SHOWN, PaperFacts
from digest.model.front_matter import FrontMatter
from digest.plan.views import (
    ArchiveView,
    Attribute,
    BodyRef,
    CategoryView,
    CitationView,
    FeedEntry,
    FeedView,
    FigureView,
    IssueCard,
    IssueView,
    PageView,
    PaperCard,
    PaperRef,
    SiteView,
    View,
)
from digest.text.diagnostics import Diagnostic
from digest.text.fingerprint import seal
from digest.theme import Renderer, TemplateFailed, Theme, ThemeLayer, read_theme

LABELS = ("themes/mine", "shipped/mine", "themes/default", "shipped/default")
ZH = """\
date_day: "{year}年{month}月{day}日"
date_month_day: "{month}月{day}日"
date_month: "{year}年{month}月"
months: ["1", "2", "3", "4", "5", "6", "7", "8", "9", "10", "11", "12"]
weekdays: [星期一, 星期二, 星期三, 星期四, 星期五, 星期六, 星期日]
papers: "{count} 篇论文"
list_separator: 、
"""
EN = """\
date_day: "{month} {day}, {year}"
date_month_day: "{month} {day}"
date_month: "{month} {year}"
months: [January, February, March, April, May, June, July, August, September, October, November, December]
weekdays: [Monday, Tuesday, Wednesday, Thursday, Friday, Saturday, Sunday]
papers: {one: "{count} paper", other: "{count} papers"}
list_separator: ", "
"""

EMPTY_VIEW = ArchiveView(years=(), issues=0, papers=0)


def make_layers(*layers: dict[str, str | bytes]) -> list[ThemeLayer]:
    return [
        ThemeLayer(
            label=label,
            files={name: text.encode() if isinstance(text, str) else text for name, text in files.items()},
        )
        for label, files in zip(LABELS, layers, strict=False)
    ]


def make_site() -> SiteView:
    return seal(
        SiteView(
            title_zh="论文日报",
            title_en="Paper Digest",
            description_zh="",
            description_en="",
            footer_zh="",
            footer_en="",
            url="https://example.org/repo/",
            language="zh",
            languages=("zh", "en"),
            navigation=(),
            links=(),
            follow=(),
            editor_name="",
            editor_url="",
            editor_email="",
            comments=None,
            analytics=None,
        )
    )


CITATION = CitationView(bibtex="@misc{a}", gbt7714="A. B.")


def make_facts(**given: Any) -> PaperFacts:
    """The front-matter values that pages show: those given, and defaults for the others."""
    usual: dict[str, Any] = {each.name: each.default for each in fields(FrontMatter) if each.name in SHOWN}
    return PaperFacts(**usual | given)


def make_card(slug: str) -> PaperCard:
    category = CategoryView(code="CV", zh="计算机视觉", en="Computer Vision", path="categories/cv.html", colour="")
    facts = make_facts(arxiv="2302.03084", year=2023)
    return seal(
        PaperCard(
            slug=slug,
            path=f"papers/{slug}.html",
            anchor=slug,
            issue_path="issues/2023-02-08.html",
            title="Pic2Word <1>",
            title_zh="",
            title_html=Markup("Pic2Word &lt;1&gt;"),
            title_zh_html=Markup(""),
            authors=(),
            authors_cut=False,
            affiliations=(),
            category=category,
            categories=(category,),
            areas=(),
            tags=(),
            venue_path="",
            links=(),
            facts=facts,
            publication=make_publication(
                titles=("Pic2Word &lt;1&gt;", ""), names=(), cut=False, categories=["CV"], facts=facts, day="2023-02-08"
            ),
            date=datetime.date(2023, 2, 8),
            number=1,
            future=False,
            languages=("en",),
        )
    )


@dataclass
class Workshop:
    """Makes themes of layers, and renders with them. The last layer gets the strings `ZH` and `EN`."""

    bodies: dict[str, Body] = field(default_factory=dict)
    loaded: list[str] = field(default_factory=list)
    site: SiteView = field(default_factory=make_site)

    def layers(self, *layers: dict[str, str | bytes]) -> list[ThemeLayer]:
        *nearer, last = layers
        strings: dict[str, str | bytes] = {"strings/zh.yaml": ZH, "strings/en.yaml": EN}
        return make_layers(*nearer, strings | last)

    def theme(self, *layers: dict[str, str | bytes], generated: dict[str, bytes] | None = None) -> Theme:
        read = read_theme(self.layers(*layers), generated=generated)
        assert read.value is not None, read.diagnostics
        assert read.diagnostics == ()
        return read.value

    def renderer(self, *layers: dict[str, str | bytes]) -> Renderer:
        return Renderer(self.theme(*layers), self.load)

    def load(self, path: str) -> Body:
        self.loaded.append(path)
        return self.bodies[path]

    def page(self, path: str = "issues/2023-02-08.html", lang: str = "zh", title: str = "") -> PageView:
        return PageView(
            kind="issue",
            path=path,
            lang=lang,
            title=title,
            description="",
            canonical="",
            alternates=(),
            twin="",
            feeds=(),
        )

    def render(
        self,
        *layers: dict[str, str | bytes],
        template: str = "issue.html",
        view: View = EMPTY_VIEW,
        path: str = "issues/2023-02-08.html",
        lang: str = "zh",
        title: str = "",
    ) -> str:
        """Render a page; returns it without the final line break."""
        page = self.page(path, lang, title)
        text = self.renderer(*layers).render_page(template=template, page=page, site=self.site, view=view).decode()
        assert text.endswith("\n")
        return text[:-1]

    def failure(self, *layers: dict[str, str | bytes], view: View = EMPTY_VIEW, lang: str = "zh") -> Diagnostic:
        with pytest.raises(TemplateFailed) as failed:
            self.render(*layers, view=view, lang=lang)
        return failed.value.diagnostic

    def paper(
        self,
        body: Body | None = None,
        *,
        slug: str = "pic2word",
        links: tuple[Attribute, ...] = (),
        figures: tuple[FigureView, ...] = (),
    ) -> PaperRef:
        """A paper with a body that `load` finds."""
        path = f"content/2023-02-08/{slug}.md"
        self.bodies[path] = body or Body()
        card = make_card(slug)
        return seal(PaperRef(card=card, body=BodyRef(path=path, digest=repr(body), links=links, figures=figures)))

    def issue(self, *featured: PaperRef, notable: tuple[PaperRef, ...] = (), intro: BodyRef | None = None) -> IssueView:
        card = IssueCard(
            date=datetime.date(2023, 2, 8),
            path="issues/2023-02-08.html",
            number=1,
            title_zh="",
            title_en="",
            papers=1,
            combined_zh_html=Markup(""),
            combined_en_html=Markup(""),
            combined_zh="",
            combined_en="",
            counts=(),
        )
        return IssueView(
            card=seal(card),
            intro=intro,
            featured=featured,
            notable=notable,
            minutes=1,
            is_long=False,
            unfolded=1,
            previous=None,
            next=None,
        )

    def feed(self, ref: PaperRef) -> FeedView:
        return FeedView(
            id="tag:x",
            title="",
            subtitle="",
            lang="zh",
            home="",
            self_url="",
            twin_url="",
            updated="",
            author="",
            author_url="",
            author_email="",
            entries=(FeedEntry(id="tag:x", url="https://example.org/", published="", updated="", paper=ref),),
            full_text=True,
        )


@pytest.fixture
def workshop() -> Workshop:
    return Workshop()


Place = tuple[int, int, str]
"""Line, column, and the text of the span."""


@pytest.fixture
def place_in() -> Callable[[Diagnostic, str], Place]:
    """A function: the place of a diagnostic in a text."""

    def place(diagnostic: Diagnostic, text: str) -> Place:
        start, end = diagnostic.span.start, diagnostic.span.end
        return text.count("\n", 0, start) + 1, start - text.rfind("\n", 0, start), text[start:end]

    return place
