"""`addresses.lock`: the addresses that a site has published, so that none vanishes unnoticed. Optional."""

import bisect
from collections.abc import Iterable, Iterator, Mapping
from typing import NamedTuple
from urllib.parse import unquote

from digest.plan.listing import is_inside
from digest.plan.types import Fact, Plan
from digest.plan.urls import ADDRESS_LOCK, issue_path, paper_path, prefix_of, roundup_path, standing_path
from digest.text.conflicts import report_conflicts
from digest.text.diagnostics import Diagnostic, Parsed, Reporter, Severity
from digest.text.nearest import MOST_COMPARED, nearest
from digest.text.source import Source, Span

_HEAD = """\
# The addresses of this site; digest build adds new ones. One that has no page any more is an error, until a page has it
# in its 'aliases', or its line is removed here.
"""
_PAGED = ("terms", "term", "week", "month")
"""Kinds of lists, whose later pages are a folder deeper (`page_of`)."""

_ENDINGS = (".html", ".xml", ".json", ".opml")


class AddressLock(NamedTuple):
    """The file's text, and its addresses as paths from the site's root, each with its place."""

    text: str
    addresses: Mapping[str, Span]


def read_address_lock(source: Source) -> Parsed[AddressLock]:
    """Parse the file: an address a line, `#` for comments (`bad-address`)."""
    reporter, start = Reporter(source.path), 0
    found: dict[str, Span] = {}
    is_torn = report_conflicts(source.text, reporter)
    for line in source.text.split("\n") if not is_torn else ():
        typed = line.strip()
        path = typed.removeprefix("/")
        if typed and not typed.startswith("#"):
            at = start + line.index(typed)
            span = Span(start=at, end=at + len(typed))
            if "://" not in path and is_inside(path) and path.endswith(_ENDINGS):
                found.setdefault(path, span)
            else:
                hint = "write a path such as /papers/2302.03084.html, or # in front of a comment"
                reporter.error("bad-address", span, f"'{typed[:80]}' is no address of a page or feed", hint)
        start += len(line) + 1
    return Parsed(AddressLock(source.text, found), reporter.diagnostics())


def lasting_paths(plan: Plan) -> Iterator[str]:
    """The paths that readers may have kept (`Fact.LASTING`), without later pages of lists."""
    for output in plan.outputs:
        prefix = prefix_of(plan.contents.site.config, output.language)
        is_first = output.kind.name not in _PAGED or output.path.removeprefix(prefix).count("/") == 1
        if Fact.LASTING in output.kind.facts and is_first:
            yield output.path
    for group in plan.groups:
        if Fact.LASTING in group.kind.facts:
            yield from group.paths


def find_vanished(plan: Plan, lock: AddressLock) -> Iterator[Diagnostic]:
    """Report addresses that the plan does not have (`vanished-address`)."""
    gone = [path for path in lock.addresses if not _is_in(path, plan.paths)]
    if not gone:
        return
    new = [path for path in lasting_paths(plan) if path not in lock.addresses]
    site = plan.contents.site
    sources = {paper_path(head.slug): head.path for issue in site.issues for head in issue.entries}
    sources |= {issue_path(issue.date): issue.intro.path for issue in site.issues if issue.intro is not None}
    sources |= {roundup_path(path): path for path in site.roundups}
    sources |= {standing_path(page.path, page.matter.slug): page.path for page in site.pages}
    for number, path in enumerate(gone):
        prefix = next(
            (
                each
                for language in site.config.languages[1:]
                if path.startswith(each := prefix_of(site.config, language))
            ),
            "",
        )
        likely = _likely(path, new) if number < MOST_COMPARED else ""
        source = sources.get(likely.removeprefix(prefix), "")
        page = f"{source} (now {likely})" if source else "an entry or page that takes its place"
        hint = f"add 'aliases: [{path.removeprefix(prefix)}]' to {page}, or delete this line"
        yield Diagnostic(
            code="vanished-address",
            severity=Severity.ERROR,
            message=f"the site has no {'page' if path.endswith('.html') else 'feed'} at {path} any more",
            hint=hint if path.endswith(".html") else "bring it back, or delete this line",
            path=ADDRESS_LOCK,
            span=lock.addresses[path],
        )


def _is_in(path: str, paths: frozenset[str]) -> bool:
    return path in paths or unquote(path) in paths


def _likely(path: str, new: Iterable[str]) -> str:
    """The new page that probably took the place of one that vanished, from its folder; empty if that is unclear."""
    folder = path.rpartition("/")[0]
    beside = [each for each in new if each.rpartition("/")[0] == folder]
    return beside[0] if len(beside) == 1 else next(iter(nearest(path, beside)), "")


def extend_lock(lock: AddressLock, plan: Plan) -> str | None:
    """The file's text with the plan's new addresses in their places, sorted; None if there are none.

    Comments stay above the address that they were above.
    """
    known = {unquote(path) for path in lock.addresses} | lock.addresses.keys()
    new = sorted(path for path in set(lasting_paths(plan)) - known if "\n" not in path)
    if not new:
        return None
    lines = (lock.text or _HEAD).removesuffix("\n").split("\n")
    places = [(line.strip().removeprefix("/"), number) for number, line in enumerate(lines) if _has_address(line)]
    ordered = [path for path, _ in places]
    first = places[0][1] if places else len(lines)
    above = first
    while above and lines[above - 1].strip():
        above -= 1
    start = above or first  # the comment at the top is the file's own
    added: dict[int, list[str]] = {}
    for path in new:
        at = bisect.bisect(ordered, path)
        after = places[at - 1][1] + 1 if at else start
        added.setdefault(after, []).append(f"/{path}")
    result = [
        each for number in range(len(lines) + 1) for each in (*added.get(number, ()), *lines[number : number + 1])
    ]
    return "\n".join(result) + "\n"


def _has_address(line: str) -> bool:
    return line.strip() != "" and not line.strip().startswith("#")
