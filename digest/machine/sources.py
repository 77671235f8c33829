"""Reading a site from the disk: its settings, its entries, its files."""

import io
import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath
from typing import TypeVar

from digest.content.body import Body
from digest.content.entry import Entry, as_warnings, parse_entry
from digest.content.people import KnownPerson, read_people
from digest.content.prose import Prose, is_standing_page, parse_prose
from digest.content.site import Asset
from digest.machine import files
from digest.model.config import Config
from digest.model.paper import IssueMatter, PageMatter
from digest.text.decoding import decode
from digest.text.diagnostics import Diagnostic, Parsed, Severity
from digest.text.fingerprint import fingerprint_bytes
from digest.text.source import Source, Span

SETTINGS = "digest.yaml"
CONTENT = "content"
PEOPLE = f"{CONTENT}/authors.yaml"
PICTURES = (".png", ".jpg", ".jpeg", ".gif", ".webp", ".svg", ".avif")

T = TypeVar("T")
Progress = Callable[[str, int, int], None]


@dataclass(slots=True, kw_only=True)
class Sources:
    """All that was read: the parsed files, the bodies by path, what was found, and the texts for excerpts."""

    entries: list[Entry] = field(default_factory=list)
    intros: list[Prose[IssueMatter]] = field(default_factory=list)
    pages: list[Prose[PageMatter]] = field(default_factory=list)
    people: tuple[KnownPerson, ...] = ()
    bodies: dict[str, Body] = field(default_factory=dict)
    assets: dict[str, Asset] = field(default_factory=dict)
    diagnostics: list[Diagnostic] = field(default_factory=list)


def read_sources(root: Path, config: Config, *, drafts: bool, progress: Progress) -> Sources:
    """Parse every file of the site's content. A file that cannot be parsed is told, and the others go on."""
    sources = Sources()
    listed = [f"{CONTENT}/{path}" for path in files.list_files(root / CONTENT, unread=(".", "_"))]
    texts = [path for path in listed if path.endswith(".md")]
    for path in listed:
        if path == PEOPLE:
            people = _decoded(root, path, sources, read_people)
            sources.people = people if people is not None else ()
        elif not path.endswith(".md"):
            sources.assets[path] = _asset(root, path)
    for number, path in enumerate(texts, 1):
        _parse(root, path, config, sources, drafts=drafts)
        progress("Reading", number, len(texts))
    return sources


def _decoded(root: Path, path: str, sources: Sources, parse: Callable[[Source], Parsed[T]]) -> T:
    source = decode(path, files.read(root / path))
    parsed = parse(source.value)
    sources.diagnostics.extend((*source.diagnostics, *parsed.diagnostics))
    return parsed.value


def _parse(root: Path, path: str, config: Config, sources: Sources, *, drafts: bool) -> None:
    decoded = decode(path, files.read(root / path))
    source = decoded.value
    found: Iterable[Diagnostic]
    try:
        if is_introduction(path):
            intro = parse_prose(source, IssueMatter, punctuation=config.typography.punctuation)
            found = intro.diagnostics
            if intro.value.prose is not None:
                sources.intros.append(intro.value.prose)
                sources.bodies[path] = intro.value.body
        elif is_standing_page(source):
            page = parse_prose(source, PageMatter, punctuation=config.typography.punctuation)
            found = page.diagnostics
            if page.value.prose is not None:
                sources.pages.append(page.value.prose)
                sources.bodies[path] = page.value.body
        else:
            entry = parse_entry(source, punctuation=config.typography.punctuation)
            found = as_warnings(entry.diagnostics) if entry.value.draft and not drafts else entry.diagnostics
            if entry.value.entry is not None:
                sources.entries.append(entry.value.entry)
                sources.bodies[path] = entry.value.body
    except Exception as error:  # a fault of ours in one file must not hide what is said of the others
        found = (_fault(path, error),)
    sources.diagnostics.extend((*decoded.diagnostics, *found))


def _fault(path: str, error: Exception) -> Diagnostic:
    return Diagnostic(
        code="internal-error",
        severity=Severity.ERROR,
        message=f"this file could not be read: {type(error).__name__}: {error}",
        hint="this is a fault of digest: please report it with the file",
        path=path,
        span=Span(start=0, end=0),
    )


def is_introduction(path: str) -> bool:
    """Whether a file is the `issue.md` of a day's folder."""
    folder = PurePosixPath(path).parent.name
    return PurePosixPath(path).name == "issue.md" and re.fullmatch(r"\d{4}-\d{2}-\d{2}", folder) is not None


def _asset(root: Path, path: str) -> Asset:
    content = files.read(root / path)
    width, height = _size(path, content)
    return Asset(path=path, digest=fingerprint_bytes(content), width=width, height=height)


def _size(path: str, content: bytes) -> tuple[int, int]:
    """A picture's width and height in pixels; zeros for anything else."""
    if not path.lower().endswith(PICTURES):
        return 0, 0
    import imagesize

    try:
        width, height = imagesize.get(io.BytesIO(content))
    except Exception:  # a damaged picture has no size; it is published as it is
        return 0, 0
    return (int(width), int(height)) if width > 0 and height > 0 else (0, 0)
