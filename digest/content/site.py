"""The site: published entries grouped into issues, standing pages, people, assets."""

import datetime
from collections.abc import Iterable, Mapping, Sequence
from operator import attrgetter
from pathlib import PurePosixPath

from digest.content.head import Head
from digest.content.identities import check_identities
from digest.content.people import KnownPerson
from digest.content.periods import period_introduced, period_meant
from digest.content.prose import Prose
from digest.model.config import Config
from digest.model.front_matter import IssueMatter, PageMatter, RoundupMatter
from digest.text.diagnostics import Diagnostic, Parsed, Severity
from digest.text.names import compose_name
from digest.text.nearest import did_you_mean
from digest.text.records import frozen
from digest.text.segments import same_file
from digest.text.source import Span

_PATH = attrgetter("path")


@frozen
class Rendition:
    """A copy of a picture in WebP that has fewer pixels and bytes. `digest` is the checksum of its content."""

    width: int
    height: int
    digest: str


@frozen
class ContentFile:
    """A file next to an entry: path from the root, fingerprint of the content, size in pixels (0: no picture).

    `fault` says what is wrong with a picture, as the end of a sentence.
    """

    path: str
    digest: str
    width: int = 0
    height: int = 0
    size: int = 0
    """In bytes."""
    fault: str = ""
    is_markup: bool = False
    """Whether it begins as XML and HTML do: browsers may open it as a document, whose scripts run."""
    renditions: tuple[Rendition, ...] = ()
    """By width, the smallest first."""


@frozen
class Issue:
    """A day: its papers in order, and its introduction if any. `number` counts issues from 1, unless given there."""

    date: datetime.date
    number: int
    intro: Prose[IssueMatter] | None
    featured: tuple[Head, ...]
    notable: tuple[Head, ...]

    @property
    def entries(self) -> tuple[Head, ...]:
        """All papers, featured ones first."""
        return self.featured + self.notable


@frozen
class Site:
    """All that is published: issues in order of date, pages and introductions of periods by path.

    `drafts` and `future` are the paths left out.
    """

    config: Config
    issues: tuple[Issue, ...]
    pages: tuple[Prose[PageMatter], ...]
    roundups: Mapping[str, Prose[RoundupMatter]]
    people: tuple[KnownPerson, ...]
    assets: Mapping[str, ContentFile]
    drafts: tuple[str, ...]
    future: tuple[str, ...]
    today: datetime.date


@frozen
class Selection:
    """Whether to publish drafts, and entries dated after `today`."""

    drafts: bool
    future: bool
    today: datetime.date

    def skips(self, *, draft: bool, day: str) -> str:
        """Why a document of this day (`YYYY-MM-DD`) is left out: `draft`, `future`, or empty if it is published."""
        if draft and not self.drafts:
            return "draft"
        return "future" if not self.future and self.is_to_come(day) else ""

    def is_to_come(self, day: str) -> bool:
        """Whether a day (`YYYY-MM-DD`) is in the future."""
        return day > self.today.isoformat()


def assemble_site(
    *,
    config: Config,
    entries: Iterable[Head],
    intros: Iterable[Prose[IssueMatter]],
    pages: Iterable[Prose[PageMatter]],
    people: tuple[KnownPerson, ...],
    assets: Mapping[str, ContentFile],
    selection: Selection,
    roundups: Iterable[Prose[RoundupMatter]] = (),
) -> Parsed[Site]:
    """Assemble the site, leaving out drafts and future entries unless selected."""
    found: list[Diagnostic] = []
    skipped: dict[str, list[str]] = {"draft": [], "future": []}
    days: dict[str, list[Head]] = {}
    today = selection.today.isoformat()
    for entry in sorted(entries, key=_PATH):
        usual = entry.day <= today and not entry.draft
        reason = "" if usual else selection.skips(draft=entry.draft, day=entry.day)
        if reason:
            skipped[reason].append(entry.path)
        elif entry.day:
            days.setdefault(entry.day, []).append(entry)
    introduced: dict[str, Prose[IssueMatter]] = {}
    for intro in sorted(intros, key=lambda each: each.path):
        date = issue_date(intro)
        day = date.isoformat() if date is not None else ""
        if not day or selection.skips(draft=intro.matter.draft, day=day):
            continue
        if day in introduced:
            found.append(_same_issue(intro.path, introduced[day].path, f"the issue of {day}"))
        introduced.setdefault(day, intro)
    published = [
        page for page in sorted(pages, key=lambda each: each.path) if not page.matter.draft or selection.drafts
    ]
    skipped["draft"].extend(page.path for page in pages if page not in published)
    told = {}
    roundups = sorted(roundups, key=lambda each: each.path)
    found.extend(_misnamed([each.path for each in roundups]))
    for roundup in roundups:
        first = period_day(roundup)
        if first is None:
            continue
        reason = selection.skips(draft=roundup.matter.draft, day=first.isoformat())
        if reason:
            skipped[reason].append(roundup.path)
        else:
            told[roundup.path] = roundup
    issues = []
    for number, day in enumerate(sorted(days.keys() | introduced.keys()), 1):
        date, entries_of_day = datetime.date.fromisoformat(day), days.get(day, [])
        issue = _issue(date, number, entries_of_day, introduced.get(day), config.order_by)
        issues.append(issue.value)
        found.extend(issue.diagnostics)
    published_entries = [entry for issue in issues for entry in issue.entries]
    without = tuple(_empty_periods(told, published_entries))
    found.extend([each for each in without if not _is_empty(told[each.path])])
    told = {path: each for path, each in told.items() if not _is_empty(each) or path not in {no.path for no in without}}
    found.extend(_corrections_to_come(published_entries, selection))
    found.extend(_clashes(published_entries))
    found.extend(_same_names([*assets, *[entry.path for entry in published_entries]]))
    found.extend(check_identities(people, published_entries))
    site = Site(
        config=config,
        issues=tuple(issues),
        pages=tuple(published),
        roundups=told,
        people=people,
        assets=assets,
        drafts=tuple(sorted(skipped["draft"])),
        future=tuple(sorted(skipped["future"])),
        today=selection.today,
    )
    return Parsed(site, tuple(found))


def issue_date(intro: Prose[IssueMatter]) -> datetime.date | None:
    """The date of an `issue.md`: its key `date`, or its folder's name; None if neither is one."""
    try:
        return intro.matter.date or datetime.date.fromisoformat(PurePosixPath(intro.path).parent.name)
    except ValueError:
        return None


def period_day(roundup: Prose[RoundupMatter]) -> datetime.date | None:
    """The first day of the week or month that a file introduces; None if it has a wrong name."""
    introduced = period_introduced(roundup.path)
    return introduced.first if introduced is not None else None


def _is_empty(roundup: Prose[RoundupMatter]) -> bool:
    return not (roundup.han or roundup.words or roundup.matter.title or roundup.matter.title_zh)


def _misnamed(roundups: Sequence[str]) -> Iterable[Diagnostic]:
    """Report introductions of weeks and months with a wrong name, or in a wrong place."""
    for path in roundups:
        meant = period_meant(path)
        if meant is not None and meant.fault:
            right = meant.hint.rpartition(" ")[2]
            yield Diagnostic(
                code="misnamed-introduction",
                severity=Severity.ERROR,
                message=meant.fault,
                hint=f"{right} is there too: put them together, or delete one" if right in roundups else meant.hint,
                path=path,
                span=Span(start=0, end=0),
            )


def _empty_periods(roundups: Iterable[str], entries: Iterable[Head]) -> Iterable[Diagnostic]:
    """Report introductions of weeks and months without papers. They are published, as those of days are."""
    days = {entry.date for entry in entries} if roundups else set()
    for path in roundups:
        introduced = period_introduced(path)
        if introduced is None or introduced.first is None:
            continue
        period, first = introduced.period, introduced.first
        if not any(period.first_of(day) == first for day in days):
            yield Diagnostic(
                code="no-papers-in-period",
                severity=Severity.WARNING,
                message=f"no paper of this {period.kind} is published, so its page has only this introduction",
                hint=f"its days are {first} to {period.last_of(first)}",
                path=path,
                span=Span(start=0, end=0),
            )


def _issue(
    date: datetime.date, number: int, entries: list[Head], intro: Prose[IssueMatter] | None, usual: str
) -> Parsed[Issue]:
    found: list[Diagnostic] = []
    ordered = entries
    by_rating = ((intro.matter.order_by if intro is not None else "") or usual) == "rating"
    if intro is not None and intro.matter.order:
        ordered = _in_order(entries, _places(date, entries, intro, found), by_rating=by_rating)
    elif by_rating or any(entry.rank is not None for entry in entries):
        ordered = _in_order(entries, {}, by_rating=by_rating)
    issue = Issue(
        date=date,
        number=(intro.matter.number if intro is not None else 0) or number,
        intro=intro,
        featured=tuple([entry for entry in ordered if entry.section == "featured"]),
        notable=tuple([entry for entry in ordered if entry.section == "notable"]),
    )
    return Parsed(issue, tuple(found))


def _places(
    date: datetime.date, entries: list[Head], intro: Prose[IssueMatter], found: list[Diagnostic]
) -> dict[str, int]:
    """Name in the introduction's `order` -> position. Names of no paper, and papers named twice, are reported."""
    places: dict[str, int] = {}
    known = {name: entry.path for entry in entries for name in _names(entry)}
    seen: set[str] = set()
    for place, name in enumerate(intro.matter.order):
        places.setdefault(compose_name(name), place)
        path = known.get(compose_name(name))
        code, message, hint = "", "", ""
        if path is None:
            code, message = "unknown-paper", f"'order' names '{name}', which is no paper of {date}"
            hint = did_you_mean(name, known) or "write its file's name, its arXiv id or its slug"
        elif path in seen:
            code, message, hint = "repeated-paper", f"'order' names '{name}' twice", "keep one of the two"
        seen.add(path or "")
        if code:
            found.append(
                Diagnostic(
                    code=code,
                    severity=Severity.WARNING,
                    message=message,
                    hint=hint,
                    path=intro.path,
                    span=intro.spans[f"order.{place}"],
                )
            )
    return places


def _in_order(entries: list[Head], places: Mapping[str, int], *, by_rating: bool) -> list[Head]:
    """Sort by position in the introduction's `order`, then by rating if asked for, then by rank, then by path.

    The highest rating is first. Papers without a rating or a rank are behind those with one.
    """
    last = len(places)

    def place_of(entry: Head) -> tuple[int, float, bool, int, str]:
        listed = min((places[name] for name in _names(entry) if name in places), default=last)
        rated = -entry.rating if by_rating and entry.rating is not None else 1
        return listed, rated, entry.rank is None, entry.rank or 0, entry.path

    return sorted(entries, key=place_of)


def _names(entry: Head) -> tuple[str, ...]:
    name = compose_name(PurePosixPath(entry.path).name)
    return (name, PurePosixPath(name).stem, compose_name(entry.slug), entry.arxiv or name)


def _corrections_to_come(entries: list[Head], selection: Selection) -> Iterable[Diagnostic]:
    """Report entries with `updated` in the future, which feeds would pass on. Entries of future days may have it."""
    today = selection.today.isoformat()
    for entry in entries:
        if entry.modified > today >= entry.day:
            start, end = entry.updated_span
            yield Diagnostic(
                code="bad-date",
                severity=Severity.ERROR,
                message=f"'updated' is in the future: today is {today}",
                hint="write the day of the correction",
                path=entry.path,
                span=Span(start=start, end=end),
            )


def _clashes(entries: list[Head]) -> Iterable[Diagnostic]:
    """Report entries with the same URL, compared as macOS and Windows do (`same_file`)."""
    if len({same_file(entry.slug) for entry in entries}) == len(entries):
        return
    seen: dict[str, Head] = {}
    for entry in entries:
        first = seen.setdefault(same_file(entry.slug), entry)
        if first is not entry:
            start, end = entry.address_span
            yield Diagnostic(
                code="same-address",
                severity=Severity.ERROR,
                message=f"this entry and {first.path} would both be papers/{entry.slug}.html",
                hint="keep one of the two: they are about one paper"
                if entry.identity == first.identity
                else "give one of the two a 'slug' of its own",
                path=entry.path,
                span=Span(start=start, end=end),
            )


def _same_names(paths: Iterable[str]) -> Iterable[Diagnostic]:
    """Report files of one folder whose names differ in Unicode form only, so that a link may mean either."""
    seen: dict[str, str] = {}
    for path in sorted(path for path in paths if not path.isascii()):
        first = seen.setdefault(compose_name(path), path)
        if first != path:
            yield Diagnostic(
                code="same-name",
                severity=Severity.WARNING,
                message="this folder has another file of this name in another Unicode form; links lead to one of them",
                hint="give one of the two another name",
                path=path,
                span=Span(start=0, end=0),
            )


def _same_issue(path: str, first: str, what: str) -> Diagnostic:
    return Diagnostic(
        code="same-issue",
        severity=Severity.ERROR,
        message=f"this file and {first} both introduce {what}",
        hint="keep one of the two",
        path=path,
        span=Span(start=0, end=0),
    )
