"""Style sheets of the shipped themes: `classes.md` lists all classes, and the palette has all colours."""

import html.parser
import re
from fnmatch import fnmatchcase
from pathlib import Path

import pytest

from digest.markdown import highlight_css
from digest.markdown.mathml import STYLES

REPOSITORY = Path(__file__).parent.parent.parent
THEMES = REPOSITORY / "themes"
GOLDEN = REPOSITORY / "tests" / "site" / "golden" / "expected"
CLASSES = (THEMES / "default" / "classes.md").read_text(encoding="utf-8")
LISTED = re.findall(r"^\| `([\w*-]+)` \|", CLASSES, re.MULTILINE)
SHEETS = {
    path.relative_to(THEMES).as_posix(): re.sub(r"/\*.*?\*/", "", path.read_text(encoding="utf-8"), flags=re.DOTALL)
    for path in sorted(THEMES.glob("*/static/*.css"))
}


class _Classes(html.parser.HTMLParser):
    """Collects the classes of a page, without those of Pygments inside code."""

    def __init__(self) -> None:
        super().__init__()
        self.found: set[str] = set()
        self._code = False

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        if not (self._code and tag == "span"):
            self.found.update((dict(attributes).get("class") or "").split())
        self._code = self._code or tag == "pre"

    def handle_endtag(self, tag: str) -> None:
        self._code = self._code and tag != "pre"


def _of_pages() -> set[str]:
    parser = _Classes()
    for page in GOLDEN.rglob("*.html"):
        parser.feed(page.read_text(encoding="utf-8"))
    return parser.found


def _of_sources() -> set[str]:
    """Classes in templates, scripts, and the code that renders Markdown, with `*` for expressions."""
    sources = [*THEMES.glob("*/templates/**/*.html"), *(REPOSITORY / "digest" / "markdown").glob("*.py")]
    found = set(STYLES.values())
    for path in sources:
        text = re.sub(r"\{[%#].*?[%#]\}", "", path.read_text(encoding="utf-8"), flags=re.DOTALL)
        text = re.sub(r"\{\{.*?\}\}|\{.*?\}", "*", text)
        found.update(name for classes in re.findall(r'\bclass="([^"<>]*)"', text) for name in classes.split())
    for path in THEMES.glob("*/static/*.js"):
        for classes, more in re.findall(
            r'\b(?:className =|class:) "([\w -]+)"( \+)?', path.read_text(encoding="utf-8")
        ):
            found.update(f"{classes}*".split() if more else classes.split())
    return found - {"*"}


USED = _of_pages() | _of_sources()


def test_each_class_is_listed_once() -> None:
    assert sorted(LISTED) == sorted(set(LISTED))
    missing = {name for name in USED if not any(fnmatchcase(name, each) or fnmatchcase(each, name) for each in LISTED)}
    assert missing == set()


def test_each_listed_class_is_used() -> None:
    begun = {name for name in USED if name.endswith("-*")}
    unused = [each for each in LISTED if not any(fnmatchcase(name, each) for name in USED)]
    assert [each for each in unused if not any(fnmatchcase(each, name) for name in begun)] == []


def test_only_listed_classes_are_styled() -> None:
    styled = {
        name
        for text in SHEETS.values()
        for selector in re.findall(r"[^{}]*(?=\{)", text)
        for name in re.findall(r"\.([a-z][\w-]*)", selector)
    }
    assert {name for name in styled if not any(fnmatchcase(name, each) for each in LISTED)} == set()


@pytest.mark.parametrize("name", SHEETS)
def test_colours_are_literal_in_the_palette_only(name: str) -> None:
    declarations = re.findall(r"([\w-]+):([^;{}]*);", SHEETS[name])
    literal = [key for key, value in declarations if re.search(r"#[0-9a-f]{3}|\b(rgb|hsl|light-dark)\(", value)]
    assert [key for key in literal if not key.startswith("--")] == []
    assert sorted(literal) == sorted(set(literal))


def test_each_property_is_declared_and_used() -> None:
    text = "\n".join((*SHEETS.values(), highlight_css()))
    assert set(re.findall(r"(--[\w-]+):", text)) == set(re.findall(r"var\((--[\w-]+)", text))


@pytest.mark.parametrize(("name", "font"), [("--serif-zh", "Microsoft YaHei"), ("--serif-hant", "Microsoft JhengHei")])
def test_chinese_titles_are_bold_on_windows(name: str, font: str) -> None:
    """Its serif fonts of Chinese have one weight, and a browser smears them."""
    fonts = re.search(rf"{name}: ([^;]*);", SHEETS["default/static/base.css"])
    assert fonts is not None
    assert [each.strip() for each in fonts[1].split(",")][-2:] == [f'"{font}"', "serif"]
    assert not re.search("SimSun|MingLiU", fonts[1])
