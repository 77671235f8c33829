"""Standing pages: their texts in each language, their order, and folders whose pages belong together."""

from collections.abc import Iterable, Mapping
from typing import NamedTuple

from digest.content.prose import Prose
from digest.content.site import Site
from digest.model.front_matter import PageMatter
from digest.model.languages import Localized, split_language
from digest.plan.cards import standing_title
from digest.plan.urls import standing_path
from digest.plan.views import ChapterView
from digest.text.fingerprint import fingerprint
from digest.text.records import frozen

_INDEX = "/index.html"
_FIRST, _LAST = float("-inf"), float("inf")


@frozen
class Standing:
    """A standing page. `texts`: by language, the file with its text; by "" the one without a language in its name."""

    path: str
    texts: Mapping[str, Prose[PageMatter]]

    def text(self, language: str) -> Prose[PageMatter]:
        """The text that the page in a language shows: in this language, if there is one."""
        return self.texts.get(language) or self.texts.get("") or next(iter(self.texts.values()))

    def language_of(self, text: Prose[PageMatter]) -> str:
        """The language in the name of a text's file."""
        return next(language for language, each in self.texts.items() if each is text)

    @property
    def title(self) -> Localized:
        """The title in both languages."""
        return Localized(zh=standing_title(self.text("zh")).zh, en=standing_title(self.text("en")).en)

    @property
    def languages(self) -> tuple[str, ...] | None:
        """See `Page.languages`."""
        return None if "" in self.texts else tuple(self.texts)

    @property
    def rank(self) -> float:
        """Its place among the pages of its folder."""
        return next((text.matter.rank for text in self.texts.values() if text.matter.rank is not None), _LAST)

    @property
    def is_index(self) -> bool:
        """Whether it is the first page of its folder."""
        return self.path.endswith(_INDEX)


def collect_standing(site: Site) -> list[Standing]:
    """The standing pages in order: by `rank`, then by name; a folder has the place of its `index.md`.

    Two texts of one language at a path are two pages, which clash.
    """
    found: dict[str, list[dict[str, Prose[PageMatter]]]] = {}
    for text in site.pages:
        versions = found.setdefault(standing_path(text.path, text.matter.slug), [{}])
        language = split_language(text.path.rpartition("/")[2].removesuffix(".md"))[1]
        if language in versions[-1]:
            versions.append({})
        versions[-1][language] = text
    pages = [Standing(path=path, texts=texts) for path, versions in found.items() for texts in versions]
    indexes = {page.path.removesuffix(_INDEX): page for page in pages if page.is_index}

    def place_of(page: Standing) -> list[tuple[float, str]]:
        around = [(indexes[folder].rank if folder in indexes else _LAST, folder) for folder in _folders(page.path)]
        return [*around, (_FIRST if page.is_index else page.rank, page.path)]

    return sorted(pages, key=place_of)


def _folders(path: str) -> list[str]:
    """The folders around a path, the outermost first."""
    return [path[:end] for end, sign in enumerate(path) if sign == "/"]


class Book(NamedTuple):
    """The pages of a folder in order, and their cache key."""

    chapters: tuple[ChapterView, ...]
    key: str


def find_books(pages: Iterable[Standing]) -> dict[str, Book]:
    """By the path of each page below a folder with an `index.md`: all pages of the outermost such folder."""
    pages = list(pages)
    indexes = {page.path.removesuffix(_INDEX) for page in pages if page.is_index}
    roots: dict[str, str] = {}
    chapters: dict[str, list[ChapterView]] = {}
    for page in pages:
        root = next((folder for folder in _folders(page.path) if folder in indexes), "")
        if root:
            roots[page.path] = root
            depth = max(page.path.removeprefix(root).count("/") - 1 - page.is_index, 0)
            title = page.title
            chapters.setdefault(root, []).append(ChapterView(zh=title.zh, en=title.en, path=page.path, depth=depth))
    books = {root: Book(tuple(each), fingerprint(tuple(each))) for root, each in chapters.items()}
    return {path: books[root] for path, root in roots.items()}


NO_BOOK = Book((), "")
