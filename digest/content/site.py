"""The site: entries grouped into issues, in order, with what they share."""

import datetime
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import PurePosixPath

from digest.content.entry import Entry
from digest.content.people import KnownPerson
from digest.content.prose import Prose
from digest.model.config import Config
from digest.model.paper import IssueMatter, PageMatter
from digest.text.diagnostics import Diagnostic, Parsed, Severity
from digest.text.source import Span


@dataclass(frozen=True, slots=True, kw_only=True)
class Asset:
    """A file beside an entry: its path from the root, its content's fingerprint, its pixels (0: no picture)."""

    path: str
    digest: str
    width: int = 0
    height: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Issue:
    """A day: its papers in order, and its introduction if it has one. `number` counts the site's issues from 1."""

    date: datetime.date
    number: int
    intro: Prose[IssueMatter] | None
    featured: tuple[Entry, ...]
    notable: tuple[Entry, ...]

    @property
    def entries(self) -> tuple[Entry, ...]:
        """All papers of the day: the featured ones, then the notable ones."""
        return self.featured + self.notable


@dataclass(frozen=True, slots=True, kw_only=True)
class Site:
    """All that is published: issues from the oldest on, standing pages by path, what is known of people and files."""

    config: Config
    issues: tuple[Issue, ...]
    pages: tuple[Prose[PageMatter], ...]
    people: tuple[KnownPerson, ...]
    assets: Mapping[str, Asset]
    drafts: tuple[str, ...]
    future: tuple[str, ...]
    today: datetime.date


@dataclass(frozen=True, slots=True, kw_only=True)
class Selection:
    """What is published beside the usual: unfinished entries, and those of days that are still to come."""

    drafts: bool
    future: bool
    today: datetime.date

    def skips(self, *, draft: bool, date: datetime.date | None) -> str:
        """Why something is not published: `draft`, `future`, or empty if it is."""
        if draft and not self.drafts:
            return "draft"
        return "future" if date is not None and date > self.today and not self.future else ""


def assemble_site(
    *,
    config: Config,
    entries: Iterable[Entry],
    intros: Iterable[Prose[IssueMatter]],
    pages: Iterable[Prose[PageMatter]],
    people: tuple[KnownPerson, ...],
    assets: Mapping[str, Asset],
    selection: Selection,
) -> Parsed[Site]:
    """The site of these files, less what is not to be published yet."""
    found: list[Diagnostic] = []
    skipped: dict[str, list[str]] = {"draft": [], "future": []}
    days: dict[datetime.date, list[Entry]] = {}
    for entry in sorted(entries, key=lambda each: each.path):
        reason = selection.skips(draft=entry.matter.draft, date=entry.date)
        if reason:
            skipped[reason].append(entry.path)
        elif entry.date is not None:
            days.setdefault(entry.date, []).append(entry)
    introduced: dict[datetime.date, Prose[IssueMatter]] = {}
    for intro in sorted(intros, key=lambda each: each.path):
        date = issue_date(intro)
        reason = selection.skips(draft=intro.matter.draft, date=date)
        if reason or date is None:
            continue
        if date in introduced:
            found.append(_twice(intro.path, introduced[date].path, f"the issue of {date}"))
        introduced.setdefault(date, intro)
    published = [
        page for page in sorted(pages, key=lambda each: each.path) if not page.matter.draft or selection.drafts
    ]
    skipped["draft"].extend(page.path for page in pages if page not in published)
    issues = []
    for number, date in enumerate(sorted(days.keys() | introduced.keys()), 1):
        issue = _issue(date, number, days.get(date, []), introduced.get(date))
        issues.append(issue.value)
        found.extend(issue.diagnostics)
    found.extend(_clashes(entry for issue in issues for entry in issue.entries))
    site = Site(
        config=config,
        issues=tuple(issues),
        pages=tuple(published),
        people=people,
        assets=assets,
        drafts=tuple(sorted(skipped["draft"])),
        future=tuple(sorted(skipped["future"])),
        today=selection.today,
    )
    return Parsed(site, tuple(found))


def issue_date(intro: Prose[IssueMatter]) -> datetime.date | None:
    """The day that an `issue.md` belongs to: its `date:`, or its folder's name."""
    try:
        return intro.matter.date or datetime.date.fromisoformat(PurePosixPath(intro.path).parent.name)
    except ValueError:
        return None


def _issue(date: datetime.date, number: int, entries: list[Entry], intro: Prose[IssueMatter] | None) -> Parsed[Issue]:
    names: dict[str, int] = {}
    found: list[Diagnostic] = []
    known = {name for entry in entries for name in _names(entry)}
    for place, name in enumerate(intro.matter.order if intro is not None else ()):
        names.setdefault(name, place)
        if name not in known and intro is not None:
            found.append(
                Diagnostic(
                    code="unknown-paper",
                    severity=Severity.WARNING,
                    message=f"'order' names '{name}', which is no paper of {date}",
                    hint="write its file's name, its arXiv id or its slug",
                    path=intro.path,
                    span=intro.spans[f"order.{place}"],
                )
            )
    last = len(names)

    def place_of(entry: Entry) -> tuple[int, bool, int, str]:
        rank = entry.matter.rank
        listed = min((names[name] for name in _names(entry) if name in names), default=last)
        return listed, rank is None, rank or 0, entry.path

    ordered = sorted(entries, key=place_of)
    issue = Issue(
        date=date,
        number=(intro.matter.number if intro is not None else 0) or number,
        intro=intro,
        featured=tuple(entry for entry in ordered if entry.matter.section == "featured"),
        notable=tuple(entry for entry in ordered if entry.matter.section == "notable"),
    )
    return Parsed(issue, tuple(found))


def _names(entry: Entry) -> tuple[str, ...]:
    name = PurePosixPath(entry.path).name
    return (name, PurePosixPath(name).stem, entry.slug, entry.matter.arxiv or name)


def _clashes(entries: Iterable[Entry]) -> Iterable[Diagnostic]:
    """Two entries may not have one address; file systems that know no capitals count."""
    seen: dict[str, Entry] = {}
    for entry in entries:
        first = seen.setdefault(entry.slug.casefold(), entry)
        if first is not entry:
            key = next((name for name in ("slug", "arxiv") if name in entry.spans), "title")
            yield Diagnostic(
                code="same-address",
                severity=Severity.ERROR,
                message=f"this entry and {first.path} would both be papers/{entry.slug}.html",
                hint="remove one of the two, or give one a 'slug' of its own",
                path=entry.path,
                span=entry.spans[key],
            )


def _twice(path: str, first: str, what: str) -> Diagnostic:
    return Diagnostic(
        code="same-issue",
        severity=Severity.ERROR,
        message=f"this file and {first} both introduce {what}",
        hint="keep one of the two",
        path=path,
        span=Span(start=0, end=0),
    )
