"""The pictures beside the files of a collection, which are copied beside the entries that show them."""

import hashlib
import re
from collections import defaultdict
from collections.abc import Collection, Iterator
from itertools import chain, count
from pathlib import Path, PurePosixPath
from typing import NamedTuple
from urllib.parse import quote, unquote

from digest.authoring.importing.placing import NewFile
from digest.content.documents import PICTURES
from digest.content.marked_addresses import address_marks, replace_parts
from digest.machine.files import DiskFailed, list_files, read, read_if_there
from digest.machine.pictures import fault_of_picture
from digest.markdown import render_markdown
from digest.text.diagnostics import Reporter
from digest.text.source import Span

_ROOTS = ("", "static", "source", "assets", "public")
"""Folders that generators publish as the root of a site."""

_NOT_NAME = re.compile(r"[^\w.-]+")


class FoundPicture(NamedTuple):
    """A picture that a file shows: its address there, the path of its copy, and why there is none; one of these is
    empty.
    """

    address: str
    copy: str
    why: str

    def tell(self, span: Span, reporter: Reporter) -> None:
        """Report what was done with it, at a place in the file."""
        if self.why:
            what = f"the picture '{self.address}' was not copied: {self.why}; its link begins with a backslash"
            reporter.warning("picture-missing", span, what, "copy it to the entry, and delete the backslash")
        else:
            reporter.note("picture-copied", span, f"the picture '{self.address}' was copied to {self.copy}")


class LocalPictures:
    """Finds pictures inside of a collection, and names their copies. `files`: paths of the site in lower case."""

    def __init__(self, root: Path, files: Collection[str]) -> None:
        self._root = root
        self._files = files
        self._placed: dict[str, bytes] = {}
        """The checksums of pictures on the site, by path in lower case."""
        self._by_name: dict[Path, dict[str, list[Path]]] = {}

    def place(
        self, new: NewFile, note: Path, collection: Path
    ) -> tuple[str, list[tuple[str, bytes]], list[FoundPicture]]:
        """Give the pictures of a new file their places beside it: its text, the copies to write, and its pictures.
        `note` is the file in the collection that it is from.

        An image without a file becomes a link with a `!` before it as text.
        """
        copies: list[tuple[str, bytes]] = []
        pictures: list[FoundPicture] = []
        parts: list[tuple[int, int, str]] = []
        begin = new.text.find("\n---\n") + 1
        for each in render_markdown(new.text[begin:], anchor="x").references if "![" in new.text else ():
            if each.kind != "image":
                continue
            start, end = each.start + begin, each.end + begin
            try:
                name, content = self._find(unquote(each.target), note, collection)
                copy, is_new = self._name(name, content, new.path)
            except (DiskFailed, OSError, ValueError, RuntimeError) as error:
                pictures.append(FoundPicture(each.target, "", str(error)))
                parts.append((start, start, "\\"))
                continue
            pictures.append(FoundPicture(each.target, copy, ""))
            copies += [(copy, content)] if is_new else []
            spans = address_marks(new.text, [("image", start, end)], 0)
            parts += [(at, stop, quote(PurePosixPath(copy).name)) for at, stop, _ in spans if at < stop]
        return replace_parts(new.text, parts), copies, pictures

    def _find(self, address: str, note: Path, collection: Path) -> tuple[str, bytes]:
        """The name and content of the picture that an address leads to. Raise `ValueError` if there is none."""
        inside = collection.resolve()
        places = [path for path in self._places(address, note, collection) if path.is_file()]
        picture = next((path for path in places if path.resolve().is_relative_to(inside)), None)
        if picture is None:
            raise ValueError("it is outside of the folder" if places else "there is no such file, or there are several")
        content = read(picture)
        if why := fault_of_picture(picture.name, content):
            raise ValueError(f"it {why}")
        return picture.name, content

    def _places(self, name: str, note: Path, collection: Path) -> Iterator[Path]:
        """Where a picture may be: beside the note or in its asset folder (Hexo), below the root of the site, or
        wherever the collection has the only one of that name (Obsidian).
        """
        if not name.startswith("/"):
            yield note.parent / name
            yield note.parent / note.stem / name
        relative = name.lstrip("/")
        for above in note.parents:
            yield from (above / root / relative for root in _ROOTS)
            if above == collection:
                break
        named = self._named(collection).get(PurePosixPath(name).name, [])
        ends = [path for path in named if path.as_posix().endswith(f"/{relative}")]
        yield from ends if len(ends) == 1 else []

    def _named(self, collection: Path) -> dict[str, list[Path]]:
        if collection not in self._by_name:
            found = self._by_name[collection] = defaultdict(list)
            for path in list_files(collection, astray=[]):
                if path.lower().endswith(PICTURES):
                    found[PurePosixPath(path).name].append(collection / path)
        return self._by_name[collection]

    def _name(self, name: str, content: bytes, entry: str) -> tuple[str, bool]:
        """A path beside the entry where nothing or the same picture is, and whether it is to be written."""
        folder, stem = PurePosixPath(entry).parent, PurePosixPath(entry).stem
        plain = _NOT_NAME.sub("-", name).lstrip("._-")
        checksum = hashlib.sha256(content).digest()
        for tried in chain((plain, f"{stem}-{plain}"), (f"{stem}-{number}-{plain}" for number in count(2))):
            path = f"{folder}/{tried}"
            key = path.casefold()
            if key in self._files and key not in self._placed:
                self._placed[key] = hashlib.sha256(read_if_there(self._root / path) or b"").digest()
            is_new = key not in self._placed
            if self._placed.setdefault(key, checksum) == checksum:
                return path, is_new
        raise AssertionError
