"""All that a site consists of: the families of outputs, in the order in which they are planned."""

from digest.plan.copies import figure_files, theme_files
from digest.plan.feeds import atom_feeds, json_feeds
from digest.plan.listing import listing_files
from digest.plan.pages import (
    archive_pages,
    home_pages,
    issue_pages,
    not_found_pages,
    paper_page_path,
    paper_pages,
    standing_pages,
    term_list_pages,
    term_pages,
)
from digest.plan.plan import Index, Members, OutputKind
from digest.plan.site import archive_menu, home_menu, standing_menu, term_menu
from digest.plan.sitemaps import robots_files, sitemap_files, sitemap_indexes

OUTPUT_KINDS: tuple[OutputKind, ...] = (
    OutputKind(
        name="home",
        outputs=home_pages,
        template="home.html",
        listed=True,
        linkable=True,
        described=True,
        grows=True,
        menu=home_menu,
    ),
    OutputKind(
        name="issues",
        outputs=archive_pages,
        template="issues.html",
        listed=True,
        linkable=True,
        described=True,
        grows=True,
        menu=archive_menu,
    ),
    OutputKind(name="issue", outputs=issue_pages, template="issue.html", listed=True, linkable=True),
    OutputKind(
        name="paper",
        outputs=Members(cover="issue", path=paper_page_path, pages=paper_pages),
        template="paper.html",
        listed=True,
        linkable=True,
    ),
    OutputKind(
        name="terms",
        outputs=term_list_pages,
        template="terms.html",
        listed=True,
        linkable=True,
        described=True,
        menu=term_menu,
    ),
    OutputKind(name="term", outputs=term_pages, template="term.html", listed=True, linkable=True),
    OutputKind(
        name="page", outputs=standing_pages, template="page.html", listed=True, linkable=True, menu=standing_menu
    ),
    OutputKind(name="404", outputs=not_found_pages, template="404.html"),
    OutputKind(name="feed.xml", outputs=atom_feeds, template="feed.xml", linkable=True),
    OutputKind(
        name="feed.json",
        outputs=json_feeds,
        writer="json-feed",
        template="fragments/feed_content.html",
        linkable=True,
    ),
    OutputKind(name="sitemap", outputs=Index(sitemap_files), template="sitemap.xml", per_language=False, grows=True),
    OutputKind(name="sitemap_index", outputs=Index(sitemap_indexes), template="sitemap_index.xml", per_language=False),
    OutputKind(name="robots", outputs=robots_files, template="robots.txt", per_language=False),
    OutputKind(name="figure", outputs=figure_files, writer="copy", per_language=False),
    OutputKind(name="asset", outputs=theme_files, writer="copy", per_language=False),
    OutputKind(name="listing", outputs=Index(listing_files), writer="text", per_language=False),
)
