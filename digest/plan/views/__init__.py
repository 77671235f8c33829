"""The contract with themes: frozen records of plain values. Templates see nothing else.

Paths. Every `path` is relative, without a leading slash. Paths of pages are relative to the root of the reader's
language: prefix them with `tree`. Paths of files that all languages share (figures, assets) are relative to the site's
root: prefix them with `root`. Both prefixes are variables in every template.

Texts. `html` and fields whose name ends in `_html` are safe HTML (`Markup`); everything else is plain text, which
templates escape. `lang` is "zh" or "en".

Absent values are empty strings, empty tuples, 0 or None, as the field's type says.

A *card* is a paper or an issue without texts of the body. A *row* is a card with a summary. Lists get cards and rows
only, so that editing the other texts never changes a list. `fingerprint` is the cache key of the record, not meant to
be shown.
"""

from digest.plan.views.data import DataPaper, DataView, SourceView
from digest.plan.views.file import (
    CitationsView,
    CitedPaper,
    FeedEntry,
    FeedView,
    FileView,
    RobotsView,
    SitemapEntry,
    SitemapView,
    TextFileView,
)
from digest.plan.views.frame import (
    Alternate,
    AnalyticsView,
    CommentsView,
    FeedLink,
    FollowView,
    IconView,
    LinkView,
    PageView,
    PictureView,
    PolicyView,
    SiteView,
)
from digest.plan.views.page import (
    ArchiveView,
    CalendarDay,
    CalendarMonth,
    CategoryCount,
    ChapterView,
    CitationView,
    FeedGroup,
    FeedLine,
    FeedsView,
    HomeView,
    IssueCard,
    IssueView,
    LetterView,
    ListView,
    MonthView,
    NotFoundView,
    PageLink,
    Pager,
    PaperPageView,
    PeriodGroup,
    PeriodLink,
    PeriodView,
    RedirectView,
    RelatedView,
    SearchView,
    StandingView,
    TermCard,
    TermGroup,
    TermsView,
    TermView,
    TitleLine,
    YearLink,
    YearView,
)
from digest.plan.views.paper import (
    AspectView,
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
    RowView,
    TextView,
)
from digest.plan.views.search import SearchFileView, SearchPaper, SearchPartCard, SearchPartsView, SearchTextsView

View = (
    HomeView
    | ArchiveView
    | YearView
    | PeriodView
    | IssueView
    | PaperPageView
    | TermsView
    | TermView
    | FeedsView
    | StandingView
    | ListView
    | SearchView
    | NotFoundView
    | RedirectView
    | FeedView
    | SitemapView
    | RobotsView
    | FileView
    | TextFileView
    | CitationsView
    | SearchPartsView
    | SearchFileView
    | SearchTextsView
    | DataView
    | SourceView
)
"""What an output is rendered from."""

__all__ = [
    "Alternate",
    "AnalyticsView",
    "ArchiveView",
    "AspectView",
    "Attribute",
    "AuthorView",
    "BodyRef",
    "BodyView",
    "CalendarDay",
    "CalendarMonth",
    "CategoryCount",
    "CategoryView",
    "ChapterView",
    "CitationView",
    "CitationsView",
    "CitedPaper",
    "CommentsView",
    "DataPaper",
    "DataView",
    "FeedEntry",
    "FeedGroup",
    "FeedLine",
    "FeedLink",
    "FeedView",
    "FeedsView",
    "FigureView",
    "FileView",
    "FollowView",
    "HomeView",
    "IconView",
    "IssueCard",
    "IssueView",
    "LetterView",
    "LinkView",
    "ListView",
    "MonthView",
    "NameView",
    "NotFoundView",
    "NoteView",
    "PageLink",
    "PageView",
    "Pager",
    "Paper",
    "PaperCard",
    "PaperLink",
    "PaperPageView",
    "PaperRef",
    "PeriodGroup",
    "PeriodLink",
    "PeriodView",
    "PictureView",
    "PolicyView",
    "RedirectView",
    "RelatedView",
    "RobotsView",
    "RowView",
    "SearchFileView",
    "SearchPaper",
    "SearchPartCard",
    "SearchPartsView",
    "SearchTextsView",
    "SearchView",
    "SiteView",
    "SitemapEntry",
    "SitemapView",
    "SourceView",
    "StandingView",
    "TermCard",
    "TermGroup",
    "TermView",
    "TermsView",
    "TextFileView",
    "TextView",
    "TitleLine",
    "View",
    "YearLink",
    "YearView",
]
