"""The site: days of entries, order of papers, and clashes of URLs."""

import datetime
from collections.abc import Mapping
from typing import Any

import pytest

from digest.content.documents import INTRO, STANDING_PAGE, DocumentKind, read_document
from digest.content.entry import Entry
from digest.content.head import Head, head_of
from digest.content.people import read_people
from digest.content.site import Issue, Selection, Site, assemble_site
from digest.content.typesetting import typeset
from digest.model.config import read_config
from digest.text.diagnostics import Parsed
from digest.text.source import Source
from tests.building import DAY, SETTINGS, entry

TODAY = datetime.date(2024, 1, 1)


def assemble(
    files: Mapping[str, str], *, drafts: bool = False, future: bool = False, settings: str = SETTINGS
) -> Parsed[Site]:
    """The site of these files, none of which has diagnostics by itself."""
    entries: list[Head] = []
    others: dict[DocumentKind, list[Any]] = {INTRO: [], STANDING_PAGE: []}
    for path, text in files.items():
        document = read_document(Source(path=path, text=text))
        parsed = typeset(document)
        assert parsed.diagnostics == (), path
        record: Any = parsed.value.record
        if isinstance(record, Entry):
            entries.append(head_of(record, *[""] * 4))
        else:
            others[document.kind].append(record)
    config = read_config(Source(path="digest.yaml", text=settings)).value
    assert config is not None
    return assemble_site(
        config=config,
        entries=entries,
        intros=others[INTRO],
        pages=others[STANDING_PAGE],
        people=read_people(Source(path="content/authors.yaml", text="")).value,
        assets={},
        selection=Selection(drafts=drafts, future=future, today=TODAY),
    )


def papers(*names: str, **keys: str) -> dict[str, str]:
    """Entries of one day, without arXiv ids, so that their slugs are their file names."""
    return {f"{DAY}/{name}.md": entry(arxiv="", url="https://example.org/", **keys) for name in names}


def slugs(issue: Issue) -> list[str]:
    return [each.slug for each in issue.entries]


def the_issue(files: Mapping[str, str], **options: Any) -> Issue:
    parsed = assemble(files, **options)
    assert parsed.diagnostics == ()
    (issue,) = parsed.value.issues
    return issue


def issues(files: Mapping[str, str], **options: Any) -> dict[str, list[str]]:
    return {str(issue.date): slugs(issue) for issue in assemble(files, **options).value.issues}


# Days


def test_entries_are_grouped_by_their_days_the_oldest_first() -> None:
    files = {
        "content/2023-02-09/c.md": entry(arxiv="2302.00003"),
        "content/2023-02-08/a.md": entry(arxiv="2302.00001"),
        "content/2023-02-08-b.md": entry(arxiv="2302.00002"),
        "content/2023-02-09/d.md": entry(arxiv="2302.00004", date="2022-12-31"),
        "content/more/2023-02-08/e.md": entry(arxiv="2302.00005"),
    }
    assert issues(files) == {
        "2022-12-31": ["2302.00004"],
        "2023-02-08": ["2302.00002", "2302.00001", "2302.00005"],
        "2023-02-09": ["2302.00003"],
    }


def test_issues_are_numbered_from_the_oldest_unless_they_say_their_number() -> None:
    files = {f"content/2023-02-0{day}/a.md": entry(arxiv=f"2302.0000{day}") for day in (7, 8, 9)}
    files |= {"content/2023-02-08/issue.md": "---\nnumber: 108\n---\n"}
    assert [issue.number for issue in assemble(files).value.issues] == [1, 108, 3]


def test_a_day_with_an_introduction_and_no_papers_is_an_issue() -> None:
    issue = the_issue({f"{DAY}/issue.md": "今天没有论文。"})
    assert (issue.entries, issue.number) == ((), 1)
    assert issue.intro is not None


def test_an_introduction_may_name_its_day_itself() -> None:
    files = {f"{DAY}/issue.md": "---\ndate: 2023-02-09\ntitle: Issue\n---\n", "content/2023-02-09/a.md": entry()}
    assert the_issue(files).intro is not None


def test_two_introductions_of_one_day_are_an_error() -> None:
    files = {"content/2023-02-08/issue.md": "一", "content/x/2023-02-08/issue.md": "二"}
    (found,) = assemble(files).diagnostics
    assert (found.code, found.severity, found.path, found.message, found.hint) == (
        "same-issue",
        "error",
        "content/x/2023-02-08/issue.md",
        "this file and content/2023-02-08/issue.md both introduce the issue of 2023-02-08",
        "keep one of the two",
    )


# Order


def test_papers_stand_by_the_names_of_their_files() -> None:
    assert slugs(the_issue(papers("c", "a", "b"))) == ["a", "b", "c"]


def test_papers_with_a_rank_stand_before_those_without_in_the_order_of_numbers() -> None:
    files = papers("a", "b") | papers("c", rank="10") | papers("d", rank="2") | papers("e", rank="-1")
    assert slugs(the_issue(files)) == ["e", "d", "c", "a", "b"]


RATED = (
    papers("a")
    | papers("b", rating="{novelty: 4/5, writing: 9}")
    | papers("c", rating="17/20", rank="2")
    | papers("d", rating="8.5", rank="1")
    | papers("e", rating="★★★★★", section="notable")
    | papers("f", rank="3")
    | papers("g", rating="0/5")
    | papers("h", rating="4/5")
)


def test_papers_stand_by_their_ratings_where_the_introduction_says_so() -> None:
    rated = the_issue(RATED | {f"{DAY}/issue.md": "---\norder_by: rating\n---\n"})
    assert slugs(rated) == ["d", "c", "b", "h", "g", "f", "a", "e"]
    assert slugs(the_issue(RATED)) == ["d", "c", "f", "a", "b", "g", "h", "e"]


def test_papers_stand_by_their_ratings_where_the_settings_say_so() -> None:
    settings = SETTINGS + "order_by: rating\n"
    assert slugs(the_issue(RATED, settings=settings)) == ["d", "c", "b", "h", "g", "f", "a", "e"]
    other = the_issue(RATED | {f"{DAY}/issue.md": "---\norder_by: rank\n---\n"}, settings=settings)
    assert slugs(other) == ["d", "c", "f", "a", "b", "g", "h", "e"]


def test_the_order_of_an_issue_stands_before_ratings() -> None:
    files = RATED | {f"{DAY}/issue.md": "---\norder: [a, g]\norder_by: rating\n---\n"}
    assert slugs(the_issue(files)) == ["a", "g", "d", "c", "b", "h", "f", "e"]


def test_the_order_of_an_issue_stands_before_ranks() -> None:
    files = papers("a", rank="1") | papers("b", "c", "d")
    files |= {f"{DAY}/issue.md": "---\norder: [d.md, b]\n---\n"}
    assert slugs(the_issue(files)) == ["d", "b", "a", "c"]


@pytest.mark.parametrize("name", ["b.md", "b", "2302.00002", "my-slug"])
def test_an_order_names_papers_by_file_id_or_slug(name: str) -> None:
    other = {"arxiv": "2302.00002"} | ({"slug": "my-slug"} if name == "my-slug" else {})
    files = {
        f"{DAY}/a.md": entry(),
        f"{DAY}/b.md": entry(**other),
        f"{DAY}/issue.md": f"---\norder: [{name}]\n---\n",
    }
    assert [each.path for each in the_issue(files).entries] == [f"{DAY}/b.md", f"{DAY}/a.md"]


def test_a_name_in_the_order_that_is_no_paper_is_a_warning_at_its_place() -> None:
    text = "---\norder: [a, nobody]\n---\n"
    (found,) = assemble(papers("a") | {f"{DAY}/issue.md": text}).diagnostics
    assert (found.code, found.severity, found.message, found.hint) == (
        "unknown-paper",
        "warning",
        "'order' names 'nobody', which is no paper of 2023-02-08",
        "write its file's name, its arXiv id or its slug",
    )
    assert text[found.span.start : found.span.end] == "nobody"


def test_notable_papers_stand_behind_featured_ones_each_in_their_order() -> None:
    files = papers("b", "d") | papers("c", section="notable", rank="1") | papers("a", section="notable")
    issue = the_issue(files)
    assert [each.slug for each in issue.featured] == ["b", "d"]
    assert [each.slug for each in issue.notable] == ["c", "a"]
    assert slugs(issue) == ["b", "d", "c", "a"]


def test_the_order_of_files_does_not_depend_on_the_order_in_which_they_are_read() -> None:
    files = papers(*"abcdef") | papers("g", section="notable")
    assert issues(files) == issues(dict(reversed(files.items())))


# Drafts and future entries


def test_drafts_and_papers_of_days_to_come_are_left_out_and_told_of() -> None:
    files = papers("a") | papers("b", draft="true")
    files |= {"content/2024-01-02/c.md": entry(), "content/2024-01-01/d.md": entry(arxiv="2302.00004")}
    files |= {"content/about.md": "---\npage: true\ndraft: true\n---\n"}
    site = assemble(files).value
    assert {str(issue.date): slugs(issue) for issue in site.issues} == {
        "2023-02-08": ["a"],
        "2024-01-01": ["2302.00004"],
    }
    assert (site.drafts, site.future) == (("content/2023-02-08/b.md", "content/about.md"), ("content/2024-01-02/c.md",))
    assert site.pages == ()


def test_both_are_published_if_that_is_asked_for() -> None:
    files = papers("b", draft="true") | {"content/2024-01-02/c.md": entry()}
    files |= {"content/about.md": "---\npage: true\ndraft: true\n---\n"}
    site = assemble(files, drafts=True, future=True).value
    assert len(site.issues) == 2
    assert (site.drafts, site.future, len(site.pages)) == ((), (), 1)


def test_a_draft_of_an_introduction_leaves_its_day_without_one() -> None:
    files = papers("a") | {f"{DAY}/issue.md": "---\ndraft: true\norder: [nobody]\n---\n今天。"}
    assert the_issue(files).intro is None


def test_a_draft_of_a_day_to_come_counts_as_a_draft() -> None:
    site = assemble({"content/2024-01-02/c.md": entry(draft="true")}).value
    assert (site.drafts, site.future) == (("content/2024-01-02/c.md",), ())


# Addresses


def test_two_entries_of_one_paper_are_an_error_at_what_they_share() -> None:
    files = {f"{DAY}/a.md": entry(), "content/2023-02-09/b.md": entry(arxiv="2302.03084v2")}
    (found,) = assemble(files).diagnostics
    assert (found.code, found.severity, found.path, found.message, found.hint) == (
        "same-address",
        "error",
        "content/2023-02-09/b.md",
        "this entry and content/2023-02-08/a.md would both be papers/2302.03084.html",
        "keep one of the two: they are about one paper",
    )
    text = files["content/2023-02-09/b.md"]
    assert text[found.span.start : found.span.end] == "2302.03084v2"


def test_addresses_that_differ_only_in_capitals_are_one() -> None:
    files = papers("Pic2Word") | {f"{DAY}/z.md": entry(slug="pic2word")}
    (found,) = assemble(files).diagnostics
    assert found.code == "same-address"
    assert files[found.path][found.span.start : found.span.end] == "pic2word"


def test_a_draft_may_have_the_address_of_a_paper() -> None:
    assert assemble({f"{DAY}/a.md": entry(), f"{DAY}/b.md": entry(draft="true")}).diagnostics == ()


def test_a_slug_of_its_own_parts_two_entries_of_one_paper() -> None:
    assert assemble({f"{DAY}/a.md": entry(), f"{DAY}/b.md": entry(slug="again")}).diagnostics == ()


def test_pages_stand_by_path() -> None:
    files = {f"content/{name}.md": "---\npage: true\n---\n" for name in ("links", "about")}
    assert [page.slug for page in assemble(files).value.pages] == ["about", "links"]


def test_a_correction_in_the_future_is_an_error_unless_the_entry_is_too() -> None:
    late = papers("a", updated="2024-01-02")
    (told,) = assemble(late).diagnostics
    text = next(iter(late.values()))
    assert (told.code, told.severity.name) == ("bad-date", "ERROR")
    assert text[told.span.start : told.span.end] == "2024-01-02"
    assert assemble(papers("a", updated="2024-01-01")).diagnostics == ()
    to_come = {"content/2025-01-01/a.md": entry(updated="2025-02-01")}
    assert assemble(to_come, future=True).diagnostics == ()
    assert assemble(to_come).diagnostics == ()


def test_a_paper_that_the_introduction_names_twice_is_told() -> None:
    files = papers("a", "b") | {f"{DAY}/issue.md": "---\norder: [b, nope, a, b.md]\n---\n"}
    parsed = assemble(files)
    assert [(each.code, each.message) for each in parsed.diagnostics] == [
        ("unknown-paper", "'order' names 'nope', which is no paper of 2023-02-08"),
        ("repeated-paper", "'order' names 'b.md' twice"),
    ]
    assert slugs(parsed.value.issues[0]) == ["b", "a"]
