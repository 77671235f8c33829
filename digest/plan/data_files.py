"""The files in `data/` beside the papers: the list of issues, and the schema. And `llms.txt` (llmstxt.org)."""

import json
from collections.abc import Iterator
from functools import partial
from typing import Any

from digest.content.data_schema import paper_schema
from digest.content.paper_data import write_json
from digest.content.site import Issue
from digest.model.config import Config
from digest.model.languages import Localized
from digest.plan.cards import issue_title
from digest.plan.paper_records import data_paths, page_addresses
from digest.plan.types import Contents, Page, Shown
from digest.plan.urls import absolute, issue_path, prefix_of
from digest.plan.views import TextFileView

SCHEMA, ISSUES = "data/schema.json", "data/issues.json"
_NEWEST = 10
"""Issues that `llms.txt` lists."""


def paths_of_data(contents: Contents) -> tuple[str, ...]:
    """The paths of all files of data; none if the site has no data."""
    if not contents.site.config.data:
        return ()
    return ISSUES, *[path for path, _ in data_paths(contents.site.issues)], SCHEMA


def data_files(contents: Contents) -> Iterator[Page]:
    """The list of issues, and the schema of this and of papers, if the site has such data."""
    config = contents.site.config
    if config.data:
        yield _page(ISSUES, _list_issues(contents))
    if config.data or "json" in config.siblings:
        yield Page(path=SCHEMA, key=(config.url,), make=_show_schema)


def _page(path: str, text: str) -> Page:
    return Page(path=path, key=(text,), make=partial(_show, text))


def _show(text: str, _contents: Contents, _language: str) -> Shown:
    return Shown(TextFileView(text=text))


def _show_schema(contents: Contents, _language: str) -> Shown:
    schema = {"$id": absolute(contents.site.config.url, SCHEMA), **paper_schema()}
    return Shown(TextFileView(text=json.dumps(schema, ensure_ascii=False, indent=2) + "\n"))


def _list_issues(contents: Contents) -> str:
    """The files of the papers, and every issue with its papers in their order. Each issue is a line."""
    config, issues = contents.site.config, contents.site.issues
    head = {
        "title": _by_language(config, config.title),
        "url": config.url,
        **({"license": _by_language(config, config.license)} if config.license.get(config.language) else {}),
        "schema": absolute(config.url, SCHEMA),
        "papers": [{"url": absolute(config.url, path), "papers": len(papers)} for path, papers in data_paths(issues)],
    }
    listed = ",\n".join([write_json(_issue(config, issue)) for issue in issues])
    return f'{write_json(head)[:-1]},"issues":[\n{listed}\n]}}\n'


def _by_language(config: Config, text: Localized) -> dict[str, str]:
    return {language: text.get(language) for language in config.languages}


def _issue(config: Config, issue: Issue) -> dict[str, Any]:
    return {
        "date": issue.date.isoformat(),
        "number": issue.number,
        "title": {language: issue_title(config, issue, language) for language in config.languages},
        "page": page_addresses(config, issue_path(issue.date)),
        "papers": [head.slug for head in issue.entries],
    }


_MARKS = str.maketrans({sign: f"\\{sign}" for sign in "\\`[]<"})
"""Signs that would end a link's text, or begin something else in a line."""


def _plain(text: str) -> str:
    return " ".join(text.split()).translate(_MARKS)


def llms_files(contents: Contents) -> Iterator[Page]:
    """`llms.txt`: what the site is, its languages and feeds, its newest issues, and where its data is."""
    config, issues = contents.site.config, contents.site.issues

    def link(name: str, path: str, about: str) -> str:
        return f"- [{_plain(name)}]({absolute(config.url, path)}): {about}"

    about = _plain(config.description.get(config.language))
    lines = [f"# {_plain(config.title.get(config.language))}", "", *([f"> {about}", ""] if about else [])]
    licence = f" Licence: {each}." if (each := _plain(config.license.get(config.language))) else ""
    papers = sum([len(issue.entries) for issue in issues])
    lines += [f"A digest of research papers. Papers: {papers:,}. Issues: {len(issues):,}.{licence}", ""]
    lines += ["## Languages and feeds", ""]
    for language in config.languages:
        folder = prefix_of(config, language)
        feed = absolute(config.url, f"{folder}feed.xml")
        lines.append(link(config.title.get(language), folder, f"in the language {config.tags[language]}; feed: {feed}"))
    lines += [link("feeds.opml", "feeds.opml", "all feeds"), "", "## Newest issues", ""]
    lines += [
        link(
            issue_title(config, issue, config.language),
            issue_path(issue.date),
            f"{issue.date}, {_papers(len(issue.entries))}",
        )
        for issue in issues[: -1 - _NEWEST : -1]
    ]
    if config.data:
        lines += ["", "## Data", ""]
        lines += [
            link(path, path, f"{_papers(len(listed))}, a JSON object on each line")
            for path, listed in data_paths(issues)
        ]
        lines += [link(ISSUES, ISSUES, "all issues and the papers in them")]
        lines += [link(SCHEMA, SCHEMA, "the JSON Schema of the papers")]
    yield _page("llms.txt", "\n".join((*lines, "")))


def _papers(number: int) -> str:
    return f"{number:,} paper{'' if number == 1 else 's'}"
