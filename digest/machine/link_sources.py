"""Collect the addresses outside of the site that its files link to, in workers if there are many files."""

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

from digest.content.documents import kind_of_file
from digest.content.outside_links import OutsideLink, links_of_file, links_of_settings
from digest.machine import files
from digest.machine.chosen_places import is_in_places, places_in_site
from digest.machine.inputs import SETTINGS
from digest.machine.linting import LINTING_PORTION, LINTING_WORTH_WORKERS, read_utf8
from digest.machine.options import Options, Progress, Refused
from digest.machine.site_plan import jobs_of, open_kept, read_site_settings
from digest.machine.state import read_state
from digest.machine.workers import WorkerDied, run_tasks
from digest.model.config import Config
from digest.plan.urls import CONTENT
from digest.text.packing import dump, load
from digest.text.records import frozen


class PlacedLink(NamedTuple):
    """A link, and the file that has it."""

    path: str
    link: OutsideLink


@frozen
class SiteLinks:
    """The settings of a site, and the links of its files that lead out of it, by path and position."""

    config: Config
    links: tuple[PlacedLink, ...]


@frozen
class _Collector:
    """The function that workers run."""

    root: Path

    def __call__(self, paths: Sequence[str]) -> bytes:
        """The links of files, packed, without files that have none."""
        return dump([(path, [tuple(link) for link in found]) for path in paths if (found := self._links(path))])

    def _links(self, path: str) -> list[OutsideLink]:
        source = read_utf8(self.root, path)
        if source is None:
            return []
        return links_of_settings(source) if path == SETTINGS else links_of_file(source)


def find_links(options: Options, paths: tuple[Path, ...], progress: Progress) -> SiteLinks:
    """The links of the settings and of the files in `content/`, or of those in `paths`. Raises `Refused`.

    Addresses of the site itself are left out: a build checks those.
    """
    places = places_in_site(options.root, paths)
    try:
        state = read_state(options, publishes=False)
        config = read_site_settings(options, open_kept(state)).value
        texts = [path for path in state.inputs.names[CONTENT] if kind_of_file(path) in ("text", "people")]
        wanted = [path for path in (*texts, SETTINGS) if not places or is_in_places(path, places)]
        tasks = [wanted[start : start + LINTING_PORTION] for start in range(0, len(wanted), LINTING_PORTION)]
        jobs = jobs_of(options) if len(wanted) >= LINTING_WORTH_WORKERS else 1
        found: list[PlacedLink] = []
        for number, packed in run_tasks(_Collector(root=options.root), tasks, jobs=jobs):
            found += [PlacedLink(path, OutsideLink(*row)) for path, rows in load(packed) for row in rows]
            progress("Collecting links", min((number + 1) * LINTING_PORTION, len(wanted)), len(wanted))
    except files.DiskFailed as error:
        raise Refused(str(error), error.hint) from error
    except WorkerDied as error:
        raise Refused(f"a worker process {error}", "check again") from error
    return SiteLinks(config=config, links=tuple(sorted(_outside(found, config), key=_place)))


def _outside(links: Sequence[PlacedLink], config: Config) -> Iterator[PlacedLink]:
    own = tuple(url.rstrip("/") for url in (config.url, config.written_url) if url)
    for each in links:
        address = each.link.address
        if not any(address == url or address.startswith((f"{url}/", f"{url}#", f"{url}?")) for url in own):
            yield each


def _place(each: PlacedLink) -> tuple[str, int]:
    return each.path, each.link.start
