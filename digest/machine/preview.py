"""A site in memory: planned again after changes; outputs are rendered on request.

Threads: one calls `update` and `save`; any number call `render`. A plan never changes, and the next one takes its place
by one assignment, so a request sees either the old plan or the new one. What rendering changes (the renderer's caches,
compiled templates, the open bucket of bodies) is used under `_lock`. Planning changes only its own values and the
journals, which rendering does not read, and leaves new bodies in memory beside those of the old plan.
"""

import contextlib
import threading
from collections.abc import Callable, Mapping
from dataclasses import replace
from pathlib import Path

from digest.machine import files
from digest.machine.body_store import BODIES, BodyStore, data_of, searched
from digest.machine.build import LOCK, Result, result_of
from digest.machine.inputs import remember_inputs
from digest.machine.lock import Locked, locked
from digest.machine.options import STATE, Options, Progress, Refused
from digest.machine.part_store import INDEXES, PartStore
from digest.machine.publish import Change
from digest.machine.rendering import make_supplies
from digest.machine.site_plan import SitePlan, plan_site
from digest.machine.staleness import REASONS
from digest.machine.stamps import touch
from digest.machine.state import State, read_state
from digest.machine.workers import WorkerDied
from digest.outputs.writers import LargeFile, Share, code_keys, share_of_key, write_output
from digest.plan.kinds import OUTPUT_KINDS
from digest.plan.types import Output


class Preview:
    """The site at `root` as its last plan without errors has it; before there is one, as the last plan has it."""

    def __init__(self, root: Path) -> None:
        self._folder = root / STATE
        self._lock = threading.Lock()
        self._bodies = BodyStore(self._folder / BODIES, waits=True)
        self._parts: PartStore | None = None
        self._latest: _Planned | None = None
        self._shown: _Planned | None = None
        self._unsaved: list[Callable[[], None]] = []
        self._looked_at = 0

    def update(self, options: Options, progress: Progress) -> Result:
        """Plan the site as it is on the disk now. Of the result, `written` and `removed` are the outputs that are shown
        otherwise than before; none in the first. Raises `Refused`.
        """
        try:
            latest = self._latest = self._plan(options, progress)
        except files.DiskFailed as error:
            raise Refused(str(error), error.hint) from error
        except WorkerDied as error:
            raise Refused(str(error), "look at the memory that is left") from error
        before, has_errors = self._shown, latest.site.findings.has_errors
        result = result_of(
            options, latest.site.findings, latest.site.earlier, latest.site.summary, published=not has_errors
        )
        if before is not None and has_errors and not before.site.findings.has_errors:
            self._hold_bodies(before, latest)
            return result
        self._shown = latest
        with self._lock:
            self._bodies.release()
        if before is None:
            return result
        moved = latest.moved_since(before)
        return replace(
            result,
            written=tuple([Change(path, REASONS[reason]) for path, reason in moved.items()]),
            removed=tuple([Change(path, REASONS["gone"]) for path in before.site.plan.paths - latest.site.plan.paths]),
        )

    def _hold_bodies(self, shown: "_Planned", latest: "_Planned") -> None:
        """Hold what the plan that is shown needs of changed files: a build that fails replaces it in the cache."""
        old, new, bodies = shown.site.sources, latest.site.sources, shown.site.parser.bodies
        with self._lock:
            for path, row in old.rows.items():
                if bodies is not None and row.bucket and (path not in new.rows or new.rows[path].digest != row.digest):
                    bodies.hold(row.bucket, path, old.body_digest(path))
                    if row.kind == "entry":
                        bodies.hold(searched(row.bucket), path, old.search_digest(path))
                        bodies.hold(data_of(row.bucket), path, old.data_digest(path))

    def has(self, path: str) -> bool:
        """Whether there is an output at a path."""
        return self._shown is not None and self._shown.has(path)

    def render(self, path: str) -> bytes | LargeFile | None:
        """The content of the output at a path, or the file that it is a copy of; None if there is none.

        Raises `TemplateFailed`, `DiskFailed`, and `Changed` if a file is not what it was when the plan was made.
        """
        with self._lock:
            shown = self._shown
            output = shown.find(path) if shown is not None else None
            if shown is None or output is None:
                return None
            return write_output(output, shown.site.plan.contents, shown.supplies)

    def save(self) -> None:
        """Keep what was parsed and compiled for the next process. It waits while a build uses the cache, and while the
        pages that are shown have bodies that it would replace.
        """
        latest = self._latest
        if latest is None or latest is not self._shown:
            return
        with contextlib.suppress(Locked, files.DiskFailed), locked(self._folder / LOCK, timeout=0), self._lock:
            self._bodies.flush()
            while self._unsaved:
                self._unsaved.pop(0)()
            latest.site.kept.save()
            remember_inputs(latest.state.inputs, latest.state.stamps, self._looked_at)

    def _plan(self, options: Options, progress: Progress) -> "_Planned":
        if self._latest is not None:
            return self._plan_with(self._bodies, options, progress)
        with contextlib.suppress(Locked, files.DiskFailed):
            files.make_folder(self._folder)
            with locked(self._folder / LOCK, timeout=0):
                # No build writes bodies now, so workers may: there can be very many.
                return self._plan_with(BodyStore(self._folder / BODIES), options, progress)
        return self._plan_with(self._bodies, replace(options, jobs=1), progress)

    def _plan_with(self, bodies: BodyStore, options: Options, progress: Progress) -> "_Planned":
        before = self._latest
        with contextlib.suppress(files.DiskFailed):
            self._looked_at = touch(self._folder / LOCK)
        state = before.state.look_again() if before is not None else read_state(options, publishes=False)
        earlier = before.site.findings if before is not None else None
        planned = plan_site(state, options, progress, bodies=bodies, earlier=earlier)
        self._unsaved += [planned.keep_parsed] if before is None else [before.site.kept.save, planned.keep_parsed]
        if self._parts is None:
            self._parts = PartStore(self._folder / INDEXES, state.program, reads=True, writes=False)
        return _Planned(planned, state, self._parts)


class _Planned:
    """A plan with its outputs by path, and what rendering and comparing them needs."""

    def __init__(self, site: SitePlan, state: State, parts: PartStore) -> None:
        self.site = site
        self.state = state
        self.supplies = make_supplies(site.theme, site.kept, state.program, site.sources, site.parser, parts)
        self.outputs = {output.path: output for output in site.plan.outputs}
        self.groups = {path: group for group in site.plan.groups for path in group.paths}
        codes = code_keys(state.code)
        self.shares: Mapping[tuple[str, str], Share] = {
            (kind.name, language): share_of_key(kind, language, site.theme, codes)
            for kind in OUTPUT_KINDS
            for language in site.config.languages
        }

    def has(self, path: str) -> bool:
        return path in self.outputs or path in self.groups

    def find(self, path: str) -> Output | None:
        group = self.groups.get(path)
        if group is None:
            return self.outputs.get(path)
        return next(member for member in group.make(self.site.plan.contents) if member.path == path)

    def moved_since(self, before: "_Planned") -> dict[str, str]:
        """The outputs that `before` does not have, or has with another key; each with its word of `REASONS`."""
        shares = {name: _difference(before.shares.get(name, share), share) for name, share in self.shares.items()}
        found: dict[str, str] = {}

        def compare(output: Output, was: Output | None) -> None:
            if was is None:
                found[output.path] = "view" if before.has(output.path) else "new"
            elif reason := "view" if was.key != output.key else shares[output.kind.name, output.language]:
                found[output.path] = reason

        are_shared = not any(shares.values())
        for path, output in self.outputs.items():
            was = before.outputs.get(path)
            if was is not output or not are_shared:
                compare(output, was)
        new, old = self.site.plan, before.site.plan
        groups = {(group.kind.name, group.cover.path): group for group in old.groups}
        for group in new.groups:
            last = groups.get((group.kind.name, group.cover.path))
            if last is not None and (last.cover.key, last.apart) == (group.cover.key, group.apart):  # then no key moved
                if reason := shares[group.kind.name, group.cover.language]:
                    found |= dict.fromkeys(group.paths, reason)
            elif group.kind.template and old.contents.frame != new.contents.frame:  # then all members' keys moved
                found |= {path: "view" if before.has(path) else "new" for path in group.paths}
            else:
                members = {member.path: member for member in last.make(old.contents)} if last is not None else {}
                for member in group.make(new.contents):
                    compare(member, members.get(member.path))
        return found


def _difference(was: Share, now: Share) -> str:
    """The first part that differs; empty if none does."""
    return next((part for part, old, new in zip(Share._fields, was, now, strict=True) if old != new), "")
