"""`digest check --links`: whether the addresses that a site links to are still there.

Answers are kept for a week in `.digest/links`: a row for each address, with the time of the request.
"""

import contextlib
import sys
import time
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import NamedTuple

from digest.faces.new.client import user_agent
from digest.faces.outcome import count
from digest.faces.outside.host_guard import is_loopback
from digest.faces.outside.link_queue import LinkAnswer, LinkAnswers, LinkQueue, Pace
from digest.faces.outside.link_requests import host_of, request_head
from digest.faces.terminal import write
from digest.machine.build import Result
from digest.machine.files import DiskFailed, make_folder
from digest.machine.journal import Journal
from digest.machine.link_sources import PlacedLink, find_links
from digest.machine.options import Options, Progress
from digest.text.diagnostics import Diagnostic, Reporter
from digest.text.source import Span

_FILE, _FORMAT = "links", "links 1"
_WEEK = 7 * 86_400
_SAVING = 10.0
"""Seconds between two writes of the answers: what an interrupted check has learnt is not asked again."""

pace = Pace()
"""How fast addresses are asked; tests replace it."""


class LinksChecked(NamedTuple):
    """A result with what was found of links. `offline` says that no host elsewhere could be reached, and why; it may be
    empty.
    """

    result: Result
    summary: str
    offline: str


def check_links(result: Result, options: Options, paths: tuple[Path, ...], progress: Progress) -> LinksChecked:
    """Ask the addresses of the site, or of some files and folders, and add to the result what is wrong with them.

    Raises `Refused`.
    """
    site = find_links(options, paths, progress)
    addresses = list(dict.fromkeys(_bare(each) for each in site.links))
    kept = _Kept(options)
    known = kept.known(addresses)
    asked = [each for each in addresses if each not in known]
    queue = LinkQueue(partial(request_head, user_agent=user_agent(site.config)), pace)

    def tell(found: Mapping[str, LinkAnswer]) -> None:
        progress("Asking addresses", len(found), len(asked))
        kept.save_now_and_then(found)

    try:
        answers = queue.ask(asked, tell) if asked else LinkAnswers({}, "")
    except KeyboardInterrupt:
        lasting = sum([each.lasts for each in queue.found.values()])
        write(sys.stderr, f"\nKept {count(lasting, 'answer')}; check again to go on with the rest.\n")
        raise
    finally:
        kept.save(queue.found)
    everything = {**known, **answers.found}
    diagnostics = list(_diagnose(site.links, everything))
    offline = ""
    if answers.offline:
        missing = len(addresses) - len(everything)
        unknown = f"nothing is known of {_addresses(missing)}"
        offline = f"no host but this machine could be reached, so {unknown}: {answers.offline}"
    return LinksChecked(
        result=replace(result, diagnostics=result.diagnostics.joined_by(diagnostics)),
        summary=_sum_up(answers.found, known),
        offline=offline,
    )


def _bare(placed: PlacedLink) -> str:
    """The address to ask for: a fragment is not sent."""
    return placed.link.address.partition("#")[0]


class _Kept:
    """The answers of the last week, and where they are kept. A disk that takes none is no error: all is asked again."""

    def __init__(self, options: Options) -> None:
        self._folder = options.kept
        self._journal = Journal(self._folder / _FILE, _FORMAT)
        with contextlib.suppress(DiskFailed):
            self._journal.read()
        self._start = int(options.now.timestamp())
        self._saved_at = time.monotonic()

    def known(self, addresses: Iterable[str]) -> dict[str, LinkAnswer]:
        """The answers that are still good."""
        rows = self._journal.values
        return {
            each: LinkAnswer(*rows[each][1:]) for each in addresses if each in rows and self._is_fresh(rows[each][0])
        }

    def _is_fresh(self, asked_at: int) -> bool:
        return self._start - _WEEK < asked_at <= self._start

    def save_now_and_then(self, found: Mapping[str, LinkAnswer]) -> None:
        """Save, unless that was done a moment ago."""
        if time.monotonic() - self._saved_at >= _SAVING:
            self.save(found)

    def save(self, found: Mapping[str, LinkAnswer]) -> None:
        """Write new answers that last, and drop those that are too old."""
        self._saved_at = time.monotonic()
        rows = self._journal.values
        new = {each: (self._start, *answer[:3]) for each, answer in found.items() if answer.lasts}
        changes = {each: row for each, row in new.items() if rows.get(each) != row}
        old = {each: None for each, row in rows.items() if each not in new and not self._is_fresh(row[0])}
        with contextlib.suppress(DiskFailed):
            make_folder(self._folder)
            self._journal.write(changes | old)


def _diagnose(links: Sequence[PlacedLink], answers: Mapping[str, LinkAnswer]) -> Iterator[Diagnostic]:
    """Diagnostics of the links. Unknown ones are reported once for each reason, at the first."""
    unknown: dict[str, list[PlacedLink]] = {}
    for each in links:
        answer = answers.get(_bare(each))
        if answer is None:
            continue
        if answer.verdict == "unknown":
            unknown.setdefault(answer.why, []).append(each)
        elif answer.verdict == "dead" or (answer.moved and not each.link.is_made):
            yield _diagnostic(each, answer)
    for why, those in unknown.items():
        others = len({_bare(each) for each in those}) - 1
        more = f", or at {others:,} other{'s' if others > 1 else ''}" if others else ""
        reporter = Reporter(those[0].path)
        message = f"it is not known whether there is a page at this address{more}: {why}"
        hint = f"look at it in a browser: {those[0].link.address}"
        reporter.note("unknown-link", _span(those[0]), message, hint)
        yield from reporter.diagnostics()


def _diagnostic(placed: PlacedLink, answer: LinkAnswer) -> Diagnostic:
    reporter, address = Reporter(placed.path), placed.link.address
    if answer.verdict != "dead":
        moved = answer.moved if "#" in answer.moved else answer.moved + "".join(address.partition("#")[1:])
        message = f"this address has moved for good: {answer.why}, to {moved}"
        reporter.note("moved-link", _span(placed), message, f"write {moved}")
    elif placed.link.is_made:
        message = f"there is nothing at {address}: {answer.why}"
        reporter.warning("dead-link", _span(placed), message, "correct the id, of which the address is made")
    else:
        message = f"there is nothing at this address: {answer.why}"
        kept = "" if is_loopback(host_of(address)) else f"; https://web.archive.org/web/{address} may have kept it"
        reporter.warning("dead-link", _span(placed), message, f"write where it is now, or delete it{kept}")
    return reporter.diagnostics()[0]


def _span(placed: PlacedLink) -> Span:
    return Span(start=placed.link.start, end=placed.link.end)


def _sum_up(new: Mapping[str, LinkAnswer], known: Mapping[str, LinkAnswer]) -> str:
    """What was asked and what came of it, in a sentence or two."""
    answers = {**known, **new}
    asked = [address for address, answer in new.items() if answer.is_asked]
    hosts = len({host_of(each) for each in asked})
    told = f"Asked {_addresses(len(asked))} of {count(hosts, 'host')}" if asked else "Asked no address"
    if unasked := len(new) - len(asked):
        told += f"; {_addresses(unasked)} {'was' if unasked == 1 else 'were'} not asked"
    if known:
        told += f"; {_addresses(len(known))} had answered in the last seven days"
    numbers = {
        "dead": sum([answer.verdict == "dead" for answer in answers.values()]),
        "moved": sum([bool(answer.moved) for answer in answers.values()]),
        "not known": sum([answer.verdict == "unknown" for answer in answers.values()]),
    }
    found = ", ".join([f"{number:,} {what}" for what, number in numbers.items() if number])
    return f"{told}: {found or 'none is dead'}." if answers else f"{told}."


def _addresses(number: int) -> str:
    return "1 address" if number == 1 else f"{number:,} addresses"
