"""The cache of the indexes of the search's parts, a file each, so that an edit makes only what it changed anew."""

from collections.abc import Callable, Collection, Sequence
from pathlib import Path

from digest.content.search_texts import SearchTexts
from digest.machine import files
from digest.outputs.search_index import EMPTY, IndexedPaper, PartIndex
from digest.outputs.search_scripts import renew_index
from digest.plan.views import SearchPaper
from digest.text.fingerprint import checksum
from digest.text.packing import dump, load

INDEXES = "search"
"""Name of the store's folder in the cache."""


class PartStore:
    """Indexes of parts by the day of their first paper. The last one that was made is kept in memory.

    `tag` names what an index depends on besides the texts. An index that is kept is used if the store `reads`; a new
    one is kept if it `writes`.
    """

    __slots__ = ("_folder", "_last", "_reads", "_tag", "_writes")

    def __init__(self, folder: Path, tag: str, *, reads: bool, writes: bool) -> None:
        self._folder = folder
        self._tag = tag.encode()
        self._reads = reads
        self._writes = writes
        self._last: tuple[Sequence[SearchPaper], PartIndex] = ((), EMPTY)

    def find(self, papers: Sequence[SearchPaper], shards: int, load_texts: Callable[[str], SearchTexts]) -> PartIndex:
        """The index of a part."""
        if self._last[0] is not papers and self._last[0] != papers:
            old = (
                self._last[1] if self._last[0] and self._last[0][0].day == papers[0].day else self._read(papers[0].day)
            )
            made = renew_index(old, papers, shards, load_texts)
            if self._writes and made != old:
                self._write(papers[0].day, made)
            self._last = papers, made
        return self._last[1]

    def drop_others(self, days: Collection[str]) -> None:
        """Delete the indexes of parts that begin on no such day."""
        for name in files.list_files(self._folder, unread=()):
            if name not in days:
                files.remove(self._folder / name)

    def _read(self, day: str) -> PartIndex:
        content = (files.read_regular(self._folder / day) if self._reads else None) or b""
        if checksum(self._tag + content[32:]).encode() != content[:32]:
            return EMPTY
        papers, shards = load(content[32:])
        return PartIndex(tuple(map(IndexedPaper._make, papers)), tuple(shards))

    def _write(self, day: str, part: PartIndex) -> None:
        payload = dump(([tuple(each) for each in part.papers], part.shards))
        files.write_kept(self._folder / day, checksum(self._tag + payload).encode() + payload)
