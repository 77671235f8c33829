"""Render outputs: one at a time, or all into the staging folder, in this process or in workers."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import cached_property, partial
from pathlib import Path
from typing import NamedTuple

from digest.content.body import Body
from digest.content.search_texts import SearchTexts
from digest.machine import files
from digest.machine.body_store import searched
from digest.machine.kept import Kept
from digest.machine.options import Progress
from digest.machine.part_store import PartStore
from digest.machine.renditions import read_rendition
from digest.machine.source_parser import Changed, Parser
from digest.machine.sources import Sources, load_data
from digest.machine.stamps import digest_unread
from digest.machine.workers import run_tasks
from digest.outputs.search_index import PartIndex
from digest.outputs.writers import LargeFile, Supplies, write_output
from digest.plan.types import Contents, Fact, Output
from digest.plan.views import FileView, SearchPaper
from digest.text.decoding import decode
from digest.text.diagnostics import Diagnostic
from digest.text.fingerprint import checksum, fingerprint_bytes
from digest.text.packing import dump, load, unpack
from digest.text.source import Source
from digest.theme import Renderer, TemplateFailed, Theme

RENDERING_WORTH_WORKERS = 300
"""Below this number of outputs, starting workers takes longer than rendering."""

RENDERING_PORTION = 64
"""Approximate number of outputs in one task. Outputs of an issue are not split."""


class Staged(NamedTuple):
    """A rendered output: checksum of its content, and `st_size` and `st_mtime_ns` of its file.

    The file is in the staging folder if it `waits`. Otherwise the output folder has the same bytes already, and the
    stamp is that of the file there.
    """

    path: str
    content: str
    size: int
    changed: int
    waits: bool
    is_in_the_way: bool
    """Whether the output folder has another file at its path."""


class Portion(NamedTuple):
    """The result of one task. It ends at the first template that fails."""

    staged: bytes
    """A packed list of `Staged`: cheap to send between processes."""
    failure: tuple[str, Diagnostic] | None
    """Path of the output that failed, and the diagnostic."""


def make_supplies(
    theme: Theme,
    kept: Kept,
    program: str,
    sources: Sources,
    parser: Parser,
    parts: PartStore,
    pictures: Path | None = None,
) -> Supplies:
    """Make what writers need to render the outputs of a plan. `pictures` is the folder of the copies of pictures."""
    assets = {asset.name: asset.content for asset in theme.assets}

    def read_file(view: FileView) -> bytes | LargeFile:
        if view.origin == "rendition" and pictures is not None:
            return read_rendition(pictures, parser.root, view.source, view.digest, view.width)
        if view.origin == "theme":
            return assets[view.source]
        path = parser.root / view.source
        return LargeFile(str(path)) if digest_unread(path) is not None else files.read(path)

    def load_body(path: str) -> Body:
        row = sources.rows[path]
        packed = parser.bodies.find(row.bucket, path, sources.body_digest(path)) if parser.bodies is not None else None
        return unpack(packed, Body) if packed is not None else parser.body(path, row.digest)

    def load_texts(path: str) -> SearchTexts:
        row, digest = sources.rows[path], sources.search_digest(path)
        packed = parser.bodies.find(searched(row.bucket), path, digest) if parser.bodies is not None else None
        return unpack(packed, SearchTexts) if packed is not None else parser.texts(path, row.digest)

    def load_source(path: str) -> Source:
        content = files.read_if_there(parser.root / path)
        if content is None or fingerprint_bytes(content) != sources.rows[path].digest:
            raise Changed(path)
        return decode(path, content).value

    def load_part(papers: Sequence[SearchPaper], shards: int) -> PartIndex:
        return parts.find(papers, shards, load_texts)

    return Supplies(
        renderer=Renderer(theme, load_body=load_body, compiled=kept, program=program),
        load_body=load_body,
        load_texts=load_texts,
        load_source=load_source,
        load_data=partial(load_data, sources, parser),
        load_part=load_part,
        read_file=read_file,
    )


class Rendering:
    """The function that workers run, with everything it depends on. Picklable, for spawned workers."""

    def __init__(
        self,
        *,
        outputs: Iterable[Output],
        contents: Contents,
        theme: Theme,
        kept: Kept,
        program: str,
        sources: Sources,
        parser: Parser,
        parts: PartStore,
        pictures: Path,
        output: Path,
        links: Sequence[str],
        staging: Path,
    ) -> None:
        self.portions = portions(outputs)
        self._contents = contents
        self._theme = theme
        self._kept = kept
        self._program = program
        self._sources = sources
        self._parser = parser
        self._parts = parts
        self._pictures = pictures
        self._output = output
        self._may_be_there = files.is_folder(output)
        """False on a first build, where there is nothing to compare with."""
        self._links = tuple(links)
        self._staging = staging
        self._folders: set[str] = set()

    def __getstate__(self) -> dict[str, object]:
        return {name: value for name, value in vars(self).items() if name != "_supplies"} | {"_folders": set()}

    def __call__(self, number: int) -> Portion:
        """Render a portion into the staging folder, leaving out files that are unchanged in the output folder."""
        staged: list[tuple[str | int, ...]] = []
        failure = None
        for output in self.portions[number]:
            try:
                content = write_output(output, self._contents, self._supplies)
            except TemplateFailed as error:
                failure = output.path, error.diagnostic
                break
            staged.append(tuple(self._stage(output.path, content)))
        return Portion(dump(staged), failure)

    @cached_property
    def _supplies(self) -> Supplies:
        return make_supplies(
            self._theme, self._kept, self._program, self._sources, self._parser, self._parts, self._pictures
        )

    def _stage(self, path: str, content: bytes | LargeFile) -> Staged:
        target = f"{self._output}/{path}"
        may_be_there = self._may_be_there and not path.startswith(self._links)
        if isinstance(content, LargeFile):
            digest = files.checksum_of(content.path) or ""
            is_same = may_be_there and not files.is_linked(target) and files.checksum_of(target) == digest
        else:
            digest = checksum(content)
            is_same = may_be_there and files.read_regular(target) == content
        if is_same:
            size, changed = files.stamp(target) or (0, 0)
            return Staged(path, digest, size, changed, waits=False, is_in_the_way=False)
        folder, _, _ = path.rpartition("/")
        if folder not in self._folders:
            files.make_folder(self._staging / folder)
            self._folders.add(folder)
        place = f"{self._staging}/{path}"
        if isinstance(content, LargeFile):
            size, changed = files.copy(content.path, place)
        else:
            size, changed = files.write_in_place(place, content)
        is_in_the_way = may_be_there and files.exists(target) and not files.is_folder(target)
        return Staged(path, digest, size, changed, waits=True, is_in_the_way=is_in_the_way)


def portions(outputs: Iterable[Output]) -> list[list[Output]]:
    """Split outputs into tasks: large ones and groups first, then issues with their papers, then the rest.

    The split depends on the outputs only, so that the failure that is reported is the same for any number of jobs.
    """
    of_issues: dict[int, list[Output]] = {}
    others: list[Output] = []
    large: list[list[Output]] = []
    groups: dict[str, list[Output]] = {}
    for output in outputs:
        if output.group:
            groups.setdefault(output.group, []).append(output)
        elif output.issue is not None:
            of_issues.setdefault(output.issue, []).append(output)
        elif Fact.GROWS in output.kind.facts:
            large.append([output])
        else:
            others.append(output)
    cut = [*large, *groups.values(), *_cut([output] for output in others), *_cut(of_issues.values())]
    return [sorted(portion, key=lambda output: output.path) for portion in cut]


def _cut(groups: Iterable[list[Output]]) -> Iterator[list[Output]]:
    portion: list[Output] = []
    for group in groups:
        portion += group
        if len(portion) >= RENDERING_PORTION:
            yield portion
            portion = []
    if portion:
        yield portion


def render_all(
    rendering: Rendering, *, jobs: int, progress: Progress, meanwhile: Callable[[], None]
) -> tuple[list[Staged], Diagnostic | None]:
    """Render all portions, in workers if there are many. Returns the diagnostic of the first template that failed, by
    path.
    """
    staged: list[Staged] = []
    failures: list[tuple[str, Diagnostic]] = []
    sizes = [len(portion) for portion in rendering.portions]
    total, done = sum(sizes), 0
    for number, portion in run_tasks(
        rendering, range(len(sizes)), jobs=jobs if total >= RENDERING_WORTH_WORKERS else 1, meanwhile=meanwhile
    ):
        staged.extend(map(Staged._make, load(portion.staged)))
        if portion.failure is not None:
            failures.append(portion.failure)
        done += sizes[number]
        progress("Rendering", done, total)
    return staged, min(failures, key=lambda failure: failure[0])[1] if failures else None
