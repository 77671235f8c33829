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
from digest.content.marked_addresses import address_marks
from digest.machine.files import DiskFailed, list_files, read, read_if_there
from digest.machine.pictures import fault_of_picture
from digest.markdown import render_markdown
from digest.text.diagnostics import Diagnostic, Severity
from digest.text.source import Span

_SUFFIXES = (".png", ".svg", ".jpg", ".jpeg", ".webp", ".gif", ".avif")
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

    def diagnostic(self, path: str, span: Span) -> Diagnostic:
        """What to say of it, of a place in the file at `path`."""
        if self.why:
            code, severity, hint = "picture-missing", Severity.WARNING, "copy it to the entry, and delete the backslash"
            what = f"was not copied: {self.why}; its link begins with a backslash"
        else:
            code, severity, hint = "picture-copied", Severity.NOTE, ""
            what = f"was copied to {self.copy}"
        message = f"the picture '{self.address}' {what}"
        return Diagnostic(code=code, severity=severity, message=message, hint=hint, path=path, span=span)


class WithPictures(NamedTuple):
    """A new file whose pictures have their addresses, what to write with it, and its pictures."""

    text: str
    copies: list[tuple[str, bytes]]
    pictures: list[FoundPicture]


class LocalPictures:
    """Finds pictures inside of a collection, and names their copies. `files`: paths of the site in lower case."""

    def __init__(self, root: Path, files: Collection[str]) -> None:
        self._root = root
        self._files = files
        self._placed: dict[str, bytes] = {}
        self._by_name: dict[Path, dict[str, list[Path]]] = {}

    def place(self, new: NewFile, note: Path, collection: Path) -> WithPictures:
        """Give the pictures of a new file their places beside it. `note` is the file in the collection that it is from.

        An image without a file becomes a link with a `!` before it as text.
        """
        found = WithPictures(new.text, [], [])
        if "![" not in new.text:
            return found
        begin = new.text.find("\n---\n") + 1
        parts = []
        for each in render_markdown(new.text[begin:], anchor="x").references:
            if each.kind != "image":
                continue
            copy, content, why = self._bring(each.target, new.path, note, collection)
            found.pictures.append(FoundPicture(each.target, copy, why))
            start, end = each.start + begin, each.end + begin
            if copy:
                found.copies.extend([] if content is None else [(copy, content)])
                spans = address_marks(new.text, [("image", start, end)], 0)
                parts += [(at, stop, quote(PurePosixPath(copy).name)) for at, stop, mark in spans if at < stop]
            else:
                parts.append((start, start, "\\"))
        text = new.text
        for start, end, instead in sorted(parts, reverse=True):
            text = text[:start] + instead + text[end:]
        return found._replace(text=text)

    def _bring(self, address: str, entry: str, note: Path, collection: Path) -> tuple[str, bytes | None, str]:
        """The path of a picture's copy; its content, if that has to be written; and why there is no copy."""
        name = unquote(address)
        try:
            inside = collection.resolve()
            places = [path for path in self._places(name, note, collection) if path.is_file()]
            picture = next((path for path in places if path.resolve().is_relative_to(inside)), None)
            if picture is None:
                return (
                    "",
                    None,
                    "it is outside of the folder" if places else "there is no such file, or there are several",
                )
            content = read(picture)
            why = fault_of_picture(picture.name, content)
            if why:
                return "", None, f"it {why}"
            copy, is_new = self._name(picture.name, content, entry)
        except (DiskFailed, OSError, ValueError, RuntimeError) as error:
            return "", None, str(error)
        return copy, content if is_new else None, ""

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
                if path.lower().endswith(_SUFFIXES):
                    found[PurePosixPath(path).name].append(collection / path)
        return self._by_name[collection]

    def _name(self, name: str, content: bytes, entry: str) -> tuple[str, bool]:
        """A path beside the entry where nothing or the same picture is, and whether it is to be written."""
        folder, stem = PurePosixPath(entry).parent, PurePosixPath(entry).stem
        plain = _NOT_NAME.sub("-", name).lstrip("._-")
        checksum = hashlib.sha256(content).digest()
        numbered = (f"{stem}-{number}-{plain}" for number in count(2))
        for tried in chain((plain, f"{stem}-{plain}"), numbered):
            path = f"{folder}/{tried}"
            is_new = path.casefold() not in self._placed and path.casefold() not in self._files
            if path.casefold() not in self._placed:
                there = content if is_new else read_if_there(self._root / path) or b""
                self._placed[path.casefold()] = hashlib.sha256(there).digest()
            if self._placed[path.casefold()] == checksum:
                return path, is_new
        raise AssertionError
