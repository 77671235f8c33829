"""Pages that lead on from earlier addresses: from the `aliases` of texts, and from what older versions called terms."""

import re
from collections.abc import Iterator
from functools import partial
from typing import NamedTuple
from urllib.parse import unquote

from digest.content.head import titles_of
from digest.content.site import Site
from digest.markdown import plain_text
from digest.model.aliases import Alias
from digest.model.config import Config
from digest.model.languages import Localized
from digest.plan.cards import issue_title, standing_title
from digest.plan.pages import term_card
from digest.plan.standing import collect_standing
from digest.plan.taxonomies import TAXONOMIES
from digest.plan.types import Contents, Page, Shown
from digest.plan.urls import (
    absolute,
    as_link,
    hashed_word,
    issue_path,
    paper_path,
    prefix_of,
    raw_standing_path,
    roundup_path,
    term_path,
)
from digest.plan.views import LinkView, RedirectView
from digest.text.names import fold_name
from digest.text.segments import make_portable, plain_word, same_file, spelled_word

_OLDER = ("categories", "tags", "authors", "affiliations")
"""Taxonomies that had pages before names had addresses of their own."""


_HASH = re.compile(r"-[0-9a-f]{6}\.html\Z")
"""The end of a path whose word is a `hashed_word`."""


class MovedTo(NamedTuple):
    """A page that an earlier address leads to."""

    path: str
    title: Localized


class Former(NamedTuple):
    """An alias where it applies: `path` in the tree of `language` (empty: in all).

    `path` is empty if the alias names another host. `source` is the file that has it.
    """

    path: str
    language: str
    alias: Alias
    source: str
    target: MovedTo


def alias_pages(contents: Contents) -> Iterator[Page]:
    """A page for each alias."""
    for former in formers(contents.site):
        if former.path:
            yield _page(former.path, (former.target,), former.language)


def redirect_pages(contents: Contents) -> Iterator[Page]:
    """Pages at the addresses that older versions of digest gave to terms and, if `addresses.lock` has them, to standing
    pages with a language in the name of their file.

    If several terms may have been there, or the name is that of several people, the page lists them. Real pages and
    aliases come first.
    """
    site = contents.site
    pages = collect_standing(site)
    taken = {same_file(path) for path in (*[page.path for page in pages], *[each.path for each in formers(site)])}
    for taxonomy in _OLDER:
        terms = contents.taxonomies[taxonomy]
        for path, names in terms.former.items():
            if same_file(path) not in taken:
                at_once = len(names) == 1 and path not in terms.choices
                targets = tuple([_term(contents, taxonomy, name, alone=at_once) for name in names])
                yield _page(path, targets, at_once=at_once)
    for taxonomy in TAXONOMIES:
        for path, name in _hashed(contents, taxonomy):
            if same_file(path) not in taken:
                yield _page(path, (_term(contents, taxonomy, name, alone=True),))
    for page in pages:
        for text in page.texts.values():
            path = raw_standing_path(text.path, text.matter.slug)
            is_old = any(prefix_of(site.config, each) + path in contents.published for each in site.config.languages)
            if path != page.path and is_old and same_file(path) not in taken:
                yield _page(path, (MovedTo(page.path, page.title),))


def _hashed(contents: Contents, taxonomy: str) -> Iterator[tuple[str, str]]:
    """The published paths of terms that had a hash while others had the same word, and their keys.

    The hash is that of the folded name; older versions took the name.
    """
    terms = contents.taxonomies[taxonomy].terms
    gone = {path for path in contents.published if path.startswith(f"{taxonomy}/") and _HASH.search(path)}
    gone -= {term.path for term in terms.values()}
    for name in terms if gone else ():
        key = name if "\0" in name else fold_name(name)
        for word in {hashed_word(spelled_word(key), key), hashed_word(plain_word(name), name)}:
            if (path := term_path(taxonomy, make_portable(word))) in gone:
                yield path, name


def formers(site: Site) -> Iterator[Former]:
    """The aliases of all published texts."""
    config = site.config
    for issue in site.issues:
        for head in issue.entries:
            if head.aliases:
                titles = titles_of(head)
                en = plain_text(titles.title_html)
                target = MovedTo(paper_path(head.slug), Localized(zh=plain_text(titles.title_zh_html) or en, en=en))
                for path, start, end in head.aliases:
                    yield _former(config, Alias(path=path, start=start, end=end), head.path, target)
        if issue.intro is not None and issue.intro.matter.aliases:
            title = Localized(zh=issue_title(config, issue, "zh"), en=issue_title(config, issue, "en"))
            for alias in issue.intro.matter.aliases:
                yield _former(config, alias, issue.intro.path, MovedTo(issue_path(issue.date), title))
    for path, roundup in site.roundups.items():
        for alias in roundup.matter.aliases:
            yield _former(config, alias, path, MovedTo(roundup_path(path), standing_title(roundup)))
    for page in collect_standing(site):
        for text in page.texts.values():
            for alias in text.matter.aliases:
                yield _former(config, alias, text.path, MovedTo(page.path, page.title))


def _former(config: Config, alias: Alias, source: str, target: MovedTo) -> Former:
    path, language = alias.path, ""
    if path.startswith("//"):
        homes = [_home(url) for url in (config.written_url or config.url, config.url)]
        path = next((path.removeprefix(home) for home in homes if path.startswith(home)), "")
    for other in config.languages[1:]:
        if path.startswith(prefix_of(config, other)):
            path, language = path.removeprefix(prefix_of(config, other)), other
            break
    return Former(path, language, alias, source, target)


def _home(url: str) -> str:
    """The address of a site as `Alias.path` has it: host in lower case, path percent-decoded."""
    host, slash, path = url.partition("://")[2].partition("/")
    return f"//{host.lower()}{slash}{unquote(path)}"


def _term(contents: Contents, taxonomy: str, name: str, *, alone: bool) -> MovedTo:
    """A term; an author who is not alone with what tells them from others of the name."""
    card = term_card(contents, taxonomy, contents.taxonomies[taxonomy].terms[name])
    apart = "" if alone else card.affiliation or card.orcid
    title = Localized(zh=f"{card.zh}（{apart}）" if apart else card.zh, en=f"{card.en} ({apart})" if apart else card.en)
    return MovedTo(card.path, title)


def _page(path: str, targets: tuple[MovedTo, ...], language: str = "", *, at_once: bool = True) -> Page:
    key = [part for target in targets for part in (target.path, target.title.zh, target.title.en)]
    return Page(path=path, key=[*key, str(at_once)], make=partial(_show, targets, at_once=at_once), only=language)


def _show(targets: tuple[MovedTo, ...], contents: Contents, language: str, *, at_once: bool) -> Shown:
    base = contents.site.config.url + prefix_of(contents.site.config, language)
    links = [
        LinkView(
            zh=each.title.zh, en=each.title.en, path=as_link(each.path), url=absolute(base, each.path), kind="page"
        )
        for each in targets
    ]
    view = RedirectView(targets=tuple(links), at_once=at_once)
    return Shown(view, targets[0].title.get(language) if at_once else "")
