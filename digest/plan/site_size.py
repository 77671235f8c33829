"""The size of a site: what of it grows with its papers, and what its host allows."""

import datetime
import math
import re
from collections.abc import Iterable, Mapping

from digest.model.languages import HANT, LANGUAGES
from digest.model.settings import GIB, MIB, WEB_HOSTS, Host
from digest.plan.listing import LISTING
from digest.plan.taxonomies import TAXONOMIES
from digest.text.diagnostics import Diagnostic, Severity
from digest.text.records import frozen
from digest.text.source import Span

WARNED = 0.8
"""The part of a host's bytes and files for a site from which on a build warns."""

_FORESEEN = 36_525
"""Days within which a host's limits are foreseen: a hundred years."""

HEAVIEST = 10
"""Files that are listed by name."""

_DAY_PAGE = re.compile(r"issues/(\d{4}-\d{2}-\d{2})\.html")
_GROWING = re.compile(
    rf"(?:papers|issues|weeks|months|search|data|{'|'.join(TAXONOMIES)})/.+|sitemap[^/]*|{re.escape(LISTING)}"
)
"""Files that papers make more or longer. The theme's are not, nor standing pages and the site's own files."""


@frozen
class FileKind:
    """Files of one folder and ending in all languages, named by a pattern: `papers/*.html`. `a_paper` is their part of
    what a paper adds, in bytes.
    """

    name: str
    files: int
    bytes: int
    a_paper: int


@frozen
class Limit:
    """What a host allows a site to have, `files` or `bytes`, and what the site has.

    `papers` is how many will fill it if it grows as it did, 0 if it does not grow or has fewer than two papers; `day`
    when that is if papers come as they did since the first issue, None if that cannot be said.
    """

    host: str
    unit: str
    most: int
    now: int
    papers: int
    day: datetime.date | None


@frozen
class SiteSize:
    """The size of a published site. `a_paper` are the bytes that papers made more, divided by their number."""

    pages: int
    files: int
    bytes: int
    kinds: tuple[FileKind, ...]
    """The largest first."""
    heaviest: tuple[tuple[str, int], ...]
    """Paths with bytes, the largest first."""
    papers: int
    a_paper: int
    limits: tuple[Limit, ...]


def measure(sizes: Mapping[str, int], *, papers: int, pages: int, host: str, today: datetime.date) -> SiteSize:
    """Measure a site. `sizes`: the bytes of its files by path; `host`: a key of `WEB_HOSTS`."""
    growing = {path: size for path, size in sizes.items() if _GROWING.fullmatch(_without_language(path))}
    if LISTING in growing:  # which has a line for each file
        growing[LISTING] = sizes[LISTING] * len(growing) // len(sizes)
    kinds: dict[str, list[str]] = {}
    for path in sizes:
        kinds.setdefault(_kind_of(path), []).append(path)
    listed = [
        FileKind(
            name=name,
            files=len(paths),
            bytes=sum([sizes[path] for path in paths]),
            a_paper=_share([growing.get(path, 0) for path in paths], papers),
        )
        for name, paths in kinds.items()
    ]
    days = sorted(match[1] for path in sizes if (match := _DAY_PAGE.fullmatch(path)))
    pace = papers / _days_between(days[0], max(days[-1], today.isoformat())) if len(days) > 1 else 0
    allowed, total = WEB_HOSTS[host], sum(sizes.values())
    limits = [
        _limit(allowed, unit, most, now, grown, papers, pace, today)
        for unit, most, now, grown in (
            ("bytes", allowed.site, total, sum(growing.values())),
            ("files", allowed.files, len(sizes), len(growing)),
        )
        if most
    ]
    return SiteSize(
        pages=pages,
        files=len(sizes),
        bytes=total,
        kinds=tuple(sorted(listed, key=lambda kind: (-kind.bytes, kind.name))),
        heaviest=tuple(sorted(sizes.items(), key=lambda pair: (-pair[1], pair[0]))[:HEAVIEST]),
        papers=papers,
        a_paper=_share(growing.values(), papers),
        limits=tuple(limits),
    )


def _share(sizes: Iterable[int], papers: int) -> int:
    return round(sum(sizes) / papers) if papers else 0


def _days_between(first: str, last: str) -> int:
    """The number of days from one to another, both included."""
    return (datetime.date.fromisoformat(last) - datetime.date.fromisoformat(first)).days + 1


def _without_language(path: str) -> str:
    folder, _, rest = path.partition("/")
    return rest if rest and folder in (*LANGUAGES, HANT) else path


def _kind_of(path: str) -> str:
    folders, _, name = _without_language(path).rpartition("/")
    stem, dot, ending = name.rpartition(".")
    kind = f"*.{ending}" if stem and dot else name
    return f"{folders.partition('/')[0]}/{kind}" if folders else kind


def _limit(
    host: Host, unit: str, most: int, now: int, grown: int, papers: int, pace: float, today: datetime.date
) -> Limit:
    """`grown`: what of `now` the papers made; `pace`: papers a day, 0 if that is not known."""
    if papers < 2 or not grown:
        return Limit(host=host.name, unit=unit, most=most, now=now, papers=0, day=None)
    more = math.floor(max(most - now, 0) * papers / grown)
    ahead = round(more / pace) if pace else 0
    day = today + datetime.timedelta(ahead) if 0 < ahead < _FORESEEN else None
    return Limit(host=host.name, unit=unit, most=most, now=now, papers=papers + more, day=day)


def find_excess(
    sizes: Mapping[str, int],
    *,
    files: int,
    host: str,
    sources: Mapping[str, str],
    settings: str,
    place: Span,
    as_built: str = "",
) -> list[Diagnostic]:
    """Report what a host does not take, or soon will not: `large-site`, `large-file`, `many-files`.

    `sizes`: the bytes of outputs by path, as far as they are known; `files`: the number of all outputs; `sources`: the
    files that outputs are copies of; `settings` and `place`: where the host is named; `as_built`: words that say where
    the sizes of other outputs are from.
    """
    allowed, total = WEB_HOSTS[host], sum(sizes.values())
    found: list[Diagnostic] = []
    if allowed.site and total >= WARNED * allowed.site:
        least = "at least " if len(sizes) < files else ""
        most = megabytes(allowed.site)
        message = f"the site has {least}{megabytes(total)} of the {most} that {allowed.name} takes{as_built}"
        hint = "'digest build --report' shows what is heavy; if it is published elsewhere, set 'host'"
        found.append(_warning("large-site", message, hint, settings, place))
    if allowed.files and files >= WARNED * allowed.files:
        message = f"the site has {files:,} of the {allowed.files:,} files that {allowed.name} takes"
        hint = "publish fewer: 'siblings', 'authors: {min_papers: ...}' and 'per_page' decide how many there are"
        found.append(_warning("many-files", message, hint, settings, place))
    for path, size in sizes.items():
        if allowed.file and size > allowed.file:
            source = sources.get(path)
            most = megabytes(allowed.file)
            built = "" if source else as_built
            message = f"'{source or path}' has {megabytes(size)}{built}, and {allowed.name} takes files of up to {most}"
            hint = "make it smaller, or put it elsewhere and link to it" if source else "publish less of it"
            where = (source, Span(start=0, end=0)) if source else (settings, place)
            found.append(_warning("large-file", message, hint, *where))
    return found


def _warning(code: str, message: str, hint: str, path: str, span: Span) -> Diagnostic:
    return Diagnostic(code=code, severity=Severity.WARNING, message=message, hint=hint, path=path, span=span)


def megabytes(size: int) -> str:
    """A size for people, in the units of the hosts: `812 MiB`, `2.5 MiB`, `44.1 KiB`, `312 bytes`."""
    for unit, name in ((GIB, "GiB"), (MIB, "MiB"), (1024, "KiB")):
        if size >= unit:
            number = size / unit
            return f"{number:.0f} {name}" if number >= 100 or number == round(number) else f"{number:.1f} {name}"
    return f"{size} byte{'' if size == 1 else 's'}"
