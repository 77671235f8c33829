"""The contract with themes: frozen records of plain values, and nothing else reaches a template.

Addresses. Every `path` is relative and without a leading slash. One that leads to a page is relative to the root of
the reader's language (prefix it with `tree`); one that leads to a file that all languages share (figures, assets,
feeds' pictures) is relative to the site's root (prefix it with `root`). Both prefixes are names in every template.

Texts. A field that ends in `_html` and every `html` is safe mark-up (`Markup`); everything else is plain text that a
template escapes. `lang` is "zh" or "en".

A *card* is a paper or an issue without its body: what lists may see, so that editing a body cannot touch a list.
"""

from digest.plan.views.file import FeedEntry, FeedView, FileView, RobotsView, SitemapEntry, SitemapView, TextFileView
from digest.plan.views.frame import (
    Alternate,
    AnalyticsView,
    CommentsView,
    FeedLink,
    FollowView,
    LinkView,
    PageView,
    SiteView,
)
from digest.plan.views.page import (
    ArchiveView,
    CategoryCount,
    HomeView,
    IssueCard,
    IssueView,
    MonthView,
    NotFoundView,
    Pager,
    PaperPageView,
    StandingView,
    TermCard,
    TermsView,
    TermView,
    YearView,
)
from digest.plan.views.paper import (
    Attribute,
    AuthorView,
    BodyRef,
    BodyView,
    CategoryView,
    FigureView,
    NameView,
    NoteView,
    Paper,
    PaperCard,
    PaperLink,
    PaperRef,
    TextView,
)

View = (
    HomeView
    | ArchiveView
    | IssueView
    | PaperPageView
    | TermsView
    | TermView
    | StandingView
    | NotFoundView
    | FeedView
    | SitemapView
    | RobotsView
    | FileView
    | TextFileView
)
"""What an output may be rendered from."""

__all__ = [
    "Alternate",
    "AnalyticsView",
    "ArchiveView",
    "Attribute",
    "AuthorView",
    "BodyRef",
    "BodyView",
    "CategoryCount",
    "CategoryView",
    "CommentsView",
    "FeedEntry",
    "FeedLink",
    "FeedView",
    "FigureView",
    "FileView",
    "FollowView",
    "HomeView",
    "IssueCard",
    "IssueView",
    "LinkView",
    "MonthView",
    "NameView",
    "NotFoundView",
    "NoteView",
    "PageView",
    "Pager",
    "Paper",
    "PaperCard",
    "PaperLink",
    "PaperPageView",
    "PaperRef",
    "RobotsView",
    "SiteView",
    "SitemapEntry",
    "SitemapView",
    "StandingView",
    "TermCard",
    "TermView",
    "TermsView",
    "TextFileView",
    "TextView",
    "View",
    "YearView",
]
