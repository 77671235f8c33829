"""Papers as data: a file for each, and all of them in `data/`."""

from collections.abc import Iterator, Sequence
from functools import partial
from itertools import groupby
from urllib.parse import quote

from digest.content.head import Head, references_of
from digest.content.paper_data import write_json
from digest.content.site import Issue
from digest.model.config import Config
from digest.plan.citations import sibling_of_paper
from digest.plan.link_targets import NOTHING, Resolved
from digest.plan.types import Batch, Contents, Page, Shown
from digest.plan.urls import absolute, paper_path, prefix_of
from digest.plan.views import Attribute, DataPaper, DataView, SourceView
from digest.text.uri import encode_rest

MOST_PAPERS = 5000
"""Papers in `data/papers.jsonl`. A larger site has a file for each year instead."""


def record_pages(contents: Contents, issue: int) -> Iterator[Page]:
    """The data of each paper of the issue with index `issue`."""
    for head in contents.site.issues[issue].entries:
        key = (*_settings(contents), _key(contents, head))
        path = sibling_of_paper("json", head)
        yield Page(path=path, key=key, make=partial(_show, (head,)), issue=issue)


def marks_of_data(contents: Contents, issue: int) -> Sequence[str]:
    """What the data of an issue's papers shows that no page shows."""
    return [_mark(contents, head) for head in contents.site.issues[issue].entries]


def _mark(contents: Contents, head: Head) -> str:
    return f"{head.data} {contents.citation_keys[head.slug]}"


def source_pages(contents: Contents, issue: int) -> Iterator[Page]:
    """The file of each paper of an issue, with whole addresses."""
    for head in contents.site.issues[issue].entries:
        links, figures = addresses_in(contents.site.config, head, contents.resolved.get(head.path, NOTHING))
        key = (head.path, head.day, head.source, *links, *[address for address, _, _ in figures])
        make = partial(_show_source, head, links, figures)
        yield Page(path=sibling_of_paper("md", head), key=key, make=make, issue=issue)


def marks_of_sources(contents: Contents, issue: int) -> Sequence[str]:
    """What the files of an issue's papers show that no page shows."""
    return [head.source for head in contents.site.issues[issue].entries]


def _show_source(
    head: Head,
    addresses: Sequence[str],
    figures: Sequence[tuple[str, int, int]],
    _contents: Contents,
    _language: str,
) -> Shown:
    targets, sources = references_of(head)
    links = [
        (target.kind, target.span.start, target.span.end, address)
        for target, address in zip(targets, addresses, strict=True)
    ]
    pictures = [
        (each.span.start, each.span.end, _escape(address))
        for each, (address, _, _) in zip(sources, figures, strict=True)
        if address
    ]
    view = SourceView(path=head.path, digest=head.source, day=head.day, links=tuple(links), figures=tuple(pictures))
    return Shown(view)


def data_paths(issues: Sequence[Issue]) -> list[tuple[str, tuple[Head, ...]]]:
    """The path of each file of all papers, and its papers, oldest first."""
    papers = tuple([head for issue in issues for head in issue.entries])
    if len(papers) <= MOST_PAPERS:
        return [("data/papers.jsonl", papers)]
    years = groupby(papers, key=lambda head: head.day[:4])
    return [(f"data/papers-{year}.jsonl", tuple(listed)) for year, listed in years]


def data_pages(contents: Contents) -> Iterator[Batch]:
    """The data of all papers, one on each line."""
    settings = _settings(contents)
    for path, papers in data_paths(contents.site.issues) if contents.site.config.data else ():
        key = (*settings, *[_key(contents, head) for head in papers])
        yield Batch(path, key, partial(_pages, path, key, papers))


def _pages(path: str, key: tuple[str, ...], papers: tuple[Head, ...]) -> Iterator[Page]:
    yield Page(path=path, key=key, make=partial(_show, papers))


def _show(papers: tuple[Head, ...], contents: Contents, _language: str) -> Shown:
    config, resolved, keys = contents.site.config, contents.resolved, contents.citation_keys
    shown = [data_paper(config, head, resolved.get(head.path, NOTHING), keys[head.slug]) for head in papers]
    return Shown(DataView(papers=tuple(shown)))


def _settings(contents: Contents) -> tuple[str, ...]:
    config = contents.site.config
    return config.url, *[language + prefix_of(config, language) for language in config.languages]


def _key(contents: Contents, head: Head) -> str:
    references = contents.resolved.get(head.path, NOTHING).fingerprint
    return f"{head.path} {head.slug} {_mark(contents, head)} {references}"


def data_paper(config: Config, head: Head, resolved: Resolved, citation_key: str) -> DataPaper:
    """The view of a paper's data. One that is not published has no `citation_key` and no pages, and its references stay
    as typed, as do those that lead nowhere.
    """
    about: dict[str, object] = {"slug": head.slug}
    page = ""
    if citation_key:
        page = absolute(config.url, paper_path(head.slug))
        about |= {"page": page_addresses(config, paper_path(head.slug)), "citation_key": citation_key}
    links, figures = addresses_in(config, head, resolved)
    return DataPaper(path=head.path, data=head.data, about=write_json(about), links=(*links, page), figures=figures)


def addresses_in(
    config: Config, head: Head, resolved: Resolved
) -> tuple[tuple[str, ...], tuple[tuple[str, int, int], ...]]:
    """The addresses of the references of an entry, and address and size of its figures (`DataPaper`)."""
    targets, figures = references_of(head)
    links = [_address(config.url, link) for link in resolved.links] or [""] * len(targets)
    typed = [target.target + target.suffix for target in targets]
    sized = [
        (absolute(config.url, each.path) if each.path else "", each.width, each.height) for each in resolved.figures
    ]
    return (
        tuple([_escape(link or each) for link, each in zip(links, typed, strict=True)]),
        tuple(sized or [(each.src, 0, 0) for each in figures]),
    )


def _address(url: str, link: Attribute) -> str:
    """The address of a reference; empty if it leads nowhere."""
    return absolute(url, link.path) + encode_rest(link.suffix) if link.path else ""


def page_addresses(config: Config, path: str) -> dict[str, str]:
    """The address of a page in each language."""
    return {language: absolute(config.url + prefix_of(config, language), path) for language in config.languages}


_ESCAPED = str.maketrans({each: quote(each, safe="") for each in " (),'"})


def _escape(address: str) -> str:
    """An address as Markdown takes it in parentheses, and YAML in quotes or a list."""
    return address.translate(_ESCAPED)
