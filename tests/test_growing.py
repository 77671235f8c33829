"""Rows of "I want to add ..." in ARCHITECTURE.md, applied to a copy of the program; and how work grows with a text."""

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Mapping
from functools import partial
from operator import mul
from pathlib import Path
from typing import cast

import pytest

from digest.authoring.importing.references import read_csl
from digest.content.documents import read_document
from digest.content.typesetting import typeset
from digest.lint.linter import lint_document
from digest.machine.inputs import SETTINGS as SETTINGS_FILE
from digest.model.config import Config, read_config
from digest.model.front_matter import ADDRESSES
from digest.text.diagnostics import Reporter
from digest.text.source import Source
from tests.building import AUTHORITY, DAY, SETTINGS, entry, tree, write_site

REPOSITORY = Path(__file__).parent.parent
CONFIG = cast("Config", read_config(Source(path=SETTINGS_FILE, text=SETTINGS)).value)
PAPER = f"{DAY}/a.md"
PAGES = ("papers/2302.03084.html", "en/papers/2302.03084.html")
DATA = ("papers/2302.03084.json", "data/papers.jsonl")
SITE: Mapping[str, str] = {
    SETTINGS_FILE: SETTINGS + AUTHORITY,
    PAPER: entry(),
    f"{DAY}/b.md": entry(arxiv="2302.00002", category="LG"),
    "content/2023-02-09/c.md": entry(arxiv="2302.00003"),
    "content/about.md": "---\npage: true\ntitle: About\n---\nHi.\n",
}


BRIEF_PAGES = """\
def brief_pages(contents: Contents) -> Iterator[Page]:
    key = [slot.full for slot in contents.cards.slots.values()]
    yield Page(path="brief.html", key=key, make=_show_brief)


def _show_brief(contents: Contents, _language: str) -> Shown:
    papers = map(contents.cards.ref, contents.cards.slots.values())
    return Shown(BriefView(papers=tuple(papers)))


"""
BRIEF_TEMPLATE = """\
{% extends "base.html" %}
{% block main %}
{% for paper in view.papers %}<p class="brief">{{ paper.body.summary.html }}</p>{% endfor %}
{% endblock %}
"""
NOTE_FILES = """\
def note_path(head: Head) -> str:
    return f"papers/{head.slug}.txt"


def note_files(contents: Contents, issue: int) -> Iterator[Page]:
    for head in contents.site.issues[issue].entries:
        key = (contents.cards.slots[head.path].full,)
        yield Page(path=note_path(head), key=key, make=partial(_show_note, head.path), issue=issue)


def _show_note(path: str, contents: Contents, _language: str) -> Shown:
    return Shown(contents.cards.ref(contents.cards.slots[path]))


"""
NOTE_WRITER = """\
def _write_note(_output: Output, material: Material, supplies: Supplies) -> bytes:
    paper = cast("PaperRef", material.view)
    summary = supplies.load_body(paper.body.path).summary_text
    return f"NOTE{{{paper.card.slug}, note={{{summary}}}}}".encode()


"""


def grow(folder: Path, *changes: tuple[str, str, str]) -> Path:
    """Copy the program and its themes, and insert texts, given as `(path, text, place)`, before `place`.

    If `place` is empty, the text is appended, to a new file if necessary.
    """
    for name in ("digest", "themes"):
        shutil.copytree(REPOSITORY / name, folder / name)  # with the bytecode of what stays
    for path, added, place in changes:
        file = folder / path
        text = file.read_text(encoding="utf-8") if file.exists() else ""
        at = text.index(place) if place else len(text)
        file.write_text(text[:at] + added + text[at:], encoding="utf-8")
    return folder


def run(program: Path, root: Path, *arguments: str) -> list[str]:
    """Run the program, which must succeed; returns the lines of its output."""
    ran = subprocess.run(
        [sys.executable, "-m", "digest", *arguments],
        cwd=root,
        env={**os.environ, "PYTHONPATH": str(program)},
        capture_output=True,
        text=True,
    )
    said = (ran.stdout + ran.stderr).splitlines()
    assert ran.returncode == 0, said
    return said


def written(program: Path, root: Path, path: str, old: str, new: str) -> set[str]:
    """Replace a text in a file of the site and build; returns the paths written. A clean build must give the same."""
    file = root / path
    file.write_text(file.read_text(encoding="utf-8").replace(old, new), encoding="utf-8")
    said = run(program, root, "build", "--explain")
    after = tree(root / "output")
    run(program, root, "build", "--no-cache")
    assert tree(root / "output") == after
    return {line.partition(": ")[0] for line in said[:-1]}


def test_a_key_is_a_line_and_its_place_in_a_template(tmp_path: Path) -> None:
    program = grow(
        tmp_path / "program",
        (
            "digest/model/front_matter.py",
            '    funding: str = key(TEXT, "资助", doc="who paid", default="", shown=True)\n',
            "    year: int",
        ),
        (
            "themes/default/templates/paper.html",
            '{% if card.funding %}<p class="funding">{{ card.funding }}</p>{% endif %}\n',
            "    {% block text %}",
        ),
    )
    root = write_site(tmp_path / "site", {**SITE, PAPER: entry(funding="ERC 4.0")})
    run(program, root, "build")
    assert all('"funding":"ERC 4.0"' in (root / "output" / path).read_text(encoding="utf-8") for path in DATA)
    assert '"description": "who paid"' in (root / "output/data/schema.json").read_text(encoding="utf-8")
    pages = {path: content for path, content in tree(root / "output").items() if b'class="funding"' in content}
    assert pages.keys() == set(PAGES)
    assert all(b'<p class="funding">ERC 4.0</p>' in content for content in pages.values())
    assert written(program, root, PAPER, "ERC 4.0", "<MIT>") == {*PAGES, *DATA}
    assert '<p class="funding">&lt;MIT&gt;</p>' in (root / "output" / PAGES[0]).read_text(encoding="utf-8")
    assert written(program, root, PAPER, "funding: <MIT>\n", "") == {*PAGES, *DATA}
    assert b"funding" not in (root / "output" / PAGES[0]).read_bytes()


def test_a_link_is_a_line_and_its_word_in_both_languages(tmp_path: Path) -> None:
    program = grow(
        tmp_path / "program",
        (
            "digest/model/front_matter.py",
            '    slides: str = key(URL, doc="the slides", default="", shown=True, address="{}")\n',
            "    venue: str",
        ),
        ("themes/default/strings/zh.yaml", "link_slides: 幻灯片\n", "permalink:"),
        ("themes/default/strings/en.yaml", "link_slides: Slides\n", "permalink:"),
    )
    root = write_site(tmp_path / "site", {**SITE, PAPER: entry(slides="https://example.com/a?b&c")})
    run(program, root, "build")
    for path, word in zip(PAGES, ("幻灯片", "Slides"), strict=True):
        page = (root / "output" / path).read_text(encoding="utf-8")
        assert f'href="https://example.com/a?b&amp;c" rel="external">{word}</a>' in page
        assert page.index('href="https://arxiv.org/pdf/') < page.index('href="https://example.com/a')
    changed = written(program, root, PAPER, "example.com/a", "example.com/z")
    assert changed > set(PAGES)
    assert not any("2302.00003" in path or "2023-02-09" in path or "about" in path for path in changed)


def test_a_page_kind_is_a_function_a_row_a_view_and_a_template(tmp_path: Path) -> None:
    program = grow(
        tmp_path / "program",
        (
            "digest/plan/views/page.py",
            "@frozen\nclass BriefView:\n    papers: tuple[PaperRef, ...]\n\n\n",
            "@frozen\nclass StandingView",
        ),
        ("digest/plan/views/__init__.py", "    BriefView,\n", "    CategoryCount,"),
        ("digest/plan/views/__init__.py", "    | BriefView\n", "    | IssueView\n"),
        (
            "digest/plan/pages.py",
            BRIEF_PAGES,
            "def standing_pages",
        ),
        ("digest/plan/pages.py", "    BriefView,\n", "    HomeView,\n"),
        ("digest/plan/kinds.py", "    brief_pages,\n", "    home_pages,\n"),
        (
            "digest/plan/kinds.py",
            '    OutputKind("brief", brief_pages, "brief.html", facts=_PAGE),\n',
            '    OutputKind("404",',
        ),
        (
            "themes/default/templates/brief.html",
            BRIEF_TEMPLATE,
            "",
        ),
    )
    site = {**SITE, "content/about.md": SITE["content/about.md"] + "See [the brief](/brief.html).\n"}
    root = write_site(tmp_path / "site", site)
    run(program, root, "build")
    briefs = [(root / "output" / path).read_text(encoding="utf-8") for path in ("brief.html", "en/brief.html")]
    assert all(page.count('<p class="brief"><p>') == 3 for page in briefs)
    assert 'href="brief.html"' in (root / "output/about.html").read_text(encoding="utf-8")
    assert "/en/brief.html<" in (root / "output/sitemap.xml").read_text(encoding="utf-8")
    assert {"brief.html", "en/brief.html"} < written(program, root, PAPER, "一句话。", "另一句话。")
    assert "brief.html" not in written(program, root, "content/about.md", "Hi.", "Hello.")


def test_a_text_output_of_papers_is_a_function_a_row_and_a_writer(tmp_path: Path) -> None:
    program = grow(
        tmp_path / "program",
        (
            "digest/plan/pages.py",
            NOTE_FILES,
            "def standing_pages",
        ),
        ("digest/plan/views/__init__.py", "    | PaperRef\n", "    | IssueView\n"),
        ("digest/plan/kinds.py", "    note_files,\n    note_path,\n", "    home_pages,\n"),
        (
            "digest/plan/kinds.py",
            '    OutputKind("x", Members("issue", note_path, note_files), writer="note", facts=Fact.ONE_LANGUAGE),\n',
            '    OutputKind("404",',
        ),
        (
            "digest/outputs/writers.py",
            NOTE_WRITER,
            "WRITERS:",
        ),
        ("digest/outputs/writers.py", '    "note": Writer(write=_write_note),\n', '    "text":'),
        ("digest/outputs/writers.py", "from digest.plan.views import PaperRef\n", "from digest.text"),
    )
    root = write_site(tmp_path / "site", SITE)
    run(program, root, "build")
    note = root / "output/papers/2302.03084.txt"
    assert note.read_text(encoding="utf-8").startswith("NOTE{2302.03084, note={")
    assert not (root / "output/en/papers/2302.03084.txt").exists()
    notes = {f"papers/{name}.txt" for name in ("2302.03084", "2302.00002", "2302.00003")}
    assert {path for path in written(program, root, PAPER, "一句话。", "另一句话。") if path.endswith(".txt")} == {
        "papers/2302.03084.txt"
    }
    mended = program / "digest/outputs/writers.py"
    mended.write_text(mended.read_text(encoding="utf-8").replace("NOTE", "TEXT"), encoding="utf-8")
    assert notes | {line.partition(": ")[0] for line in run(program, root, "build", "--explain")[:-1]} == notes
    assert note.read_text(encoding="utf-8").startswith("TEXT{")


def test_a_setting_is_a_line_in_the_settings_and_one_in_the_sites_view(tmp_path: Path) -> None:
    program = grow(
        tmp_path / "program",
        ("digest/model/config.py", "from digest.model.value_kinds import TEXT\n", "from digest.model.value_kinds"),
        ("digest/model/config.py", '    motto: str = key(TEXT, doc="a motto", default="")\n', "    per_page: int"),
        ("digest/plan/views/frame.py", "    motto: str\n", "    editor_name: str"),
        ("digest/plan/frames.py", "            motto=config.motto,\n", "            editor_name="),
        ("themes/default/templates/_footer.html", "<p>{{ t.motto }}: {{ site.motto }}</p>", "  <p class"),
        ("themes/default/strings/zh.yaml", "motto: 座右铭\n", "permalink:"),
        ("themes/default/strings/en.yaml", "motto: Motto\n", "permalink:"),
    )
    root = write_site(tmp_path / "site", {**SITE, "digest.yaml": SETTINGS + AUTHORITY + "motto: Read & think\n"})
    run(program, root, "build")
    assert "<p>座右铭: Read &amp; think</p>" in (root / "output/index.html").read_text(encoding="utf-8")
    assert "<p>Motto: Read &amp; think</p>" in (root / "output/en/index.html").read_text(encoding="utf-8")
    pages = {path for path in tree(root / "output") if path.endswith(".html")}
    assert pages <= written(program, root, "digest.yaml", "think", "sleep")


@pytest.mark.parametrize("language", ["zh", "en"])
def test_every_link_has_its_word(language: str) -> None:
    strings = (REPOSITORY / f"themes/default/strings/{language}.yaml").read_text(encoding="utf-8")
    assert [name for name in ADDRESSES if f"\nlink_{name}: " not in strings] == []


HOSTILE: Mapping[str, Callable[[int], str]] = {
    "footnotes": lambda n: "".join(f"a[^{each}]\n\n[^{each}]: b\n\n" for each in range(n)),
    "a chain of footnotes": lambda n: "a[^0]\n\n" + "".join(f"[^{each}]: b[^{each + 1}]\n\n" for each in range(n)),
    "unused footnotes": lambda n: "".join(f"[^{each}]: b\n\n" for each in range(n)),
    "growing back-ticks": lambda n: " ".join("`" * each for each in range(1, n // 3)),
    "growing dollars": lambda n: " ".join("$" * each for each in range(1, n // 3)),
    "equal headings": lambda n: "## a\n\n" * n,
    "equal sections": lambda n: "## 摘要\n\na\n\n" * n,
    "images": lambda n: "![](a.png)\n" * n,
    "formulas in lines": lambda n: "$a$\n- b\n" * n,
    "control characters": lambda n: "\x1b[" * n,
    "heads that fit no line of dashes": lambda n: "a|b|c\n-|-\n" * n,
    "tables in lines": lambda n: "a|b\n-|-\n- c\n" * n,
    "a wide table with short rows": lambda n: "|a" * n + "\n" + "|-" * n + "\n" + "b\n" * n,
    "links to no heading": lambda n: "[a](#b) " * n,
    "headings, and as many links to none": lambda n: "".join(f"## a{each}\n\n[a](#b{each})\n\n" for each in range(n)),
    **{
        repr(each): partial(mul, each)
        for each in (
            *("$", "$$", "$ ", "`", "` ", "[", "![", "[](", "*a ", "**a", "_a_", "<", "<!--", "&", "\\", "\\text{$"),
            *("---a", "> ", "- ", "|", "===\n", "```\n", "http://", "(", "“", "（", "1、a\n", "a中", "\u3000", "'"),
        )
    },
}
"""Texts that are `n` times as long as their fragment."""


def work_of(text: str) -> int:
    """The number of calls that it takes to read, render and lint an entry with a text."""
    source = Source(path=PAPER, text=f"{entry().partition('## ')[0]}## 摘要\n\n{text}\n")
    calls = 0

    def count(_frame: object, event: str, _argument: object) -> None:
        nonlocal calls
        calls += event in ("call", "c_call")

    sys.setprofile(count)
    try:
        document = read_document(source)
        typeset(document)
        lint_document(document, CONFIG)
    finally:
        sys.setprofile(None)
    return calls


@pytest.mark.parametrize("name", HOSTILE)
def test_work_grows_with_the_length_of_a_text(name: str) -> None:
    make = HOSTILE[name]
    work_of(make(20))  # what is imported and compiled once
    shorter, longer = make(120), make(240)
    assert work_of(longer) < 1.2 * len(longer) / len(shorter) * work_of(shorter)


@pytest.mark.parametrize(
    ("name", "number"),
    [("a long word", "b" * 100_000), ("a long number", "9" * 100_000)],
)
def test_no_long_value_is_compared_with_known_words(name: str, number: str) -> None:
    for settings in (f"timezone: {number}", f"navigation: {number}", f"policy: {{img-src: {number}}}", f"{number}: a"):
        assert read_config(Source(path=SETTINGS_FILE, text=f"{SETTINGS}{settings}\n")).diagnostics, name


def test_a_number_of_5000_digits_is_read() -> None:
    text = json.dumps([{"title": "A Fine Title", "volume": 0}]).replace("0", "9" * 5000)
    imported = read_csl(Source(path="a.json", text=text), Reporter("a.json"))
    assert [draft.entry.title for draft in imported.drafts] == ["A Fine Title"]


@pytest.mark.parametrize("environment", [{"LC_ALL": "POSIX", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"}])
def test_names_in_chinese_need_no_locale(
    tmp_path: Path, environment: Mapping[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    for name, value in environment.items():
        monkeypatch.setenv(name, value)
    root = write_site(tmp_path / "网站", {f"{DAY}/论文.md": entry(arxiv="", url="https://example.com/a", slug="论文")})
    run(REPOSITORY, root, "build")
    assert (root / "output/papers/论文.html").exists()
