"""The table of output kinds. The order is that of planning and of the navigation."""

from functools import partial

from digest.content.periods import MONTH, WEEK
from digest.plan.archive import archive_pages, year_pages
from digest.plan.citations import (
    citation_keys_of,
    has_sibling,
    issue_citations,
    paper_citations,
    sibling_of_paper,
)
from digest.plan.data_files import data_files, llms_files
from digest.plan.feed_lists import feed_list_pages, opml_files
from digest.plan.feeds import atom_feeds, json_feeds
from digest.plan.frames import archive_menu, home_menu, standing_menu, term_menu
from digest.plan.listing import listing_files
from digest.plan.moved_pages import alias_pages, redirect_pages
from digest.plan.pages import (
    home_pages,
    issue_pages,
    list_pages,
    marks_of_others,
    not_found_pages,
    paper_page_path,
    paper_pages,
    search_pages,
    standing_pages,
    term_pages,
)
from digest.plan.paper_records import data_pages, marks_of_data, marks_of_sources, record_pages, source_pages
from digest.plan.roundups import period_pages
from digest.plan.search_files import search_files
from digest.plan.site_files import (
    figure_files,
    robots_files,
    sitemap_files,
    sitemap_indexes,
    static_files,
    theme_files,
)
from digest.plan.term_lists import term_list_pages
from digest.plan.types import Fact, Index, Members, OutputKind

_PAGE = Fact.LISTED | Fact.LINKABLE | Fact.LASTING

_SIBLING = Fact.ONE_LANGUAGE | Fact.LINKABLE


def _citations_of_papers(name: str) -> OutputKind:
    members = Members(
        "issue",
        partial(sibling_of_paper, name),
        partial(paper_citations, name),
        citation_keys_of,
        partial(has_sibling, name),
    )
    return OutputKind(f"paper.{name}", members, writer="citations", facts=_SIBLING)


def _citations_of_issues(name: str) -> OutputKind:
    return OutputKind(f"issue.{name}", partial(issue_citations, name), writer="citations", facts=_SIBLING)


OUTPUT_KINDS: tuple[OutputKind, ...] = (
    OutputKind("home", home_pages, "home.html", facts=_PAGE | Fact.DESCRIBED | Fact.GROWS, menu=home_menu),
    OutputKind("issues", archive_pages, "issues.html", facts=_PAGE | Fact.DESCRIBED, menu=archive_menu),
    OutputKind("year", year_pages, "year.html", facts=_PAGE | Fact.GROWS),
    OutputKind("week", partial(period_pages, WEEK), "period.html", facts=_PAGE),
    OutputKind("month", partial(period_pages, MONTH), "period.html", facts=_PAGE),
    OutputKind("issue", issue_pages, "issue.html", facts=_PAGE),
    OutputKind("paper", Members("issue", paper_page_path, paper_pages, marks_of_others), "paper.html", facts=_PAGE),
    OutputKind("terms", term_list_pages, "terms.html", facts=_PAGE | Fact.DESCRIBED, menu=term_menu),
    OutputKind("term", term_pages, "term.html", facts=_PAGE),
    OutputKind("page", standing_pages, "page.html", facts=_PAGE, menu=standing_menu),
    OutputKind("feeds", feed_list_pages, "feeds.html", facts=_PAGE),
    OutputKind("list", list_pages, "list.html", facts=Fact.LINKABLE | Fact.LASTING),
    OutputKind("search", search_pages, "search.html", facts=Fact.LINKABLE | Fact.LASTING),
    OutputKind("alias", alias_pages, "redirect.html", facts=Fact.LINKABLE | Fact.LASTING),
    OutputKind("redirect", redirect_pages, "redirect.html", facts=Fact.LINKABLE),
    OutputKind("404", not_found_pages, "404.html", facts=Fact.LINKABLE),
    OutputKind("feed.xml", atom_feeds, "feed.xml", facts=Fact.LINKABLE | Fact.LASTING),
    OutputKind(
        "feed.json",
        json_feeds,
        "fragments/issue_feed_content.html",
        "json-feed",
        facts=Fact.LINKABLE | Fact.LASTING,
    ),
    _citations_of_papers("bib"),
    _citations_of_papers("ris"),
    _citations_of_papers("csl"),
    _citations_of_issues("bib"),
    _citations_of_issues("ris"),
    _citations_of_issues("csl"),
    OutputKind(
        "paper.json",
        Members("issue", partial(sibling_of_paper, "json"), record_pages, marks_of_data, partial(has_sibling, "json")),
        writer="data",
        facts=_SIBLING,
    ),
    OutputKind(
        "paper.md",
        Members("issue", partial(sibling_of_paper, "md"), source_pages, marks_of_sources, partial(has_sibling, "md")),
        writer="source",
        facts=_SIBLING,
    ),
    OutputKind("feeds.opml", opml_files, "feeds.opml", facts=Fact.LINKABLE | Fact.LASTING),
    OutputKind("search_data", search_files, writer="search", facts=Fact.ONE_LANGUAGE),
    OutputKind("papers", data_pages, writer="data", facts=Fact.ONE_LANGUAGE | Fact.LINKABLE | Fact.GROWS),
    OutputKind("data", data_files, writer="text", facts=Fact.ONE_LANGUAGE | Fact.LINKABLE),
    OutputKind("llms", llms_files, writer="text", facts=Fact.ONE_LANGUAGE | Fact.LINKABLE),
    OutputKind("sitemap", Index(sitemap_files), "sitemap.xml", facts=Fact.ONE_LANGUAGE | Fact.GROWS),
    OutputKind("sitemap_index", Index(sitemap_indexes), "sitemap_index.xml", facts=Fact.ONE_LANGUAGE),
    OutputKind("robots", robots_files, "robots.txt", facts=Fact.ONE_LANGUAGE | Fact.LINKABLE),
    OutputKind("figure", figure_files, writer="copy", facts=Fact.ONE_LANGUAGE),
    OutputKind("asset", theme_files, writer="copy", facts=Fact.ONE_LANGUAGE),
    OutputKind("static", static_files, writer="copy", facts=Fact.ONE_LANGUAGE | Fact.LINKABLE),
    OutputKind("listing", Index(listing_files), writer="text", facts=Fact.ONE_LANGUAGE),
)
