"""After any history of edits, the output of an incremental build equals that of a clean build."""

import contextlib
import os
import shutil
import tempfile
from pathlib import Path

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from tests.building import SETTINGS, build, entry
from tests.machine.sites import change, clean_build, everything_in
from tests.machine.test_crash import Killed, dying_at
from tests.site.test_pages import png

NIGHTLY = os.environ.get("HYPOTHESIS_PROFILE") == "nightly"

NAMES = ("a", "b", "c", "d", "e")
DAYS = ("2023-02-07", "2023-02-08", "2023-02-09", "2024-01-02")
"""The last day is in the future."""
WORDS = st.sampled_from(("", "甲", "乙", "One $x^2$", "Two & <three>", "四 *五*"))

TEMPLATES = {
    "page.html": '{% extends "!page.html" %}{% block after %}<p>After.</p>{% endblock %}',
    "_footer.html": "<footer>Mine, {{ site.title_en }}.</footer>",
    "fragments/row.html": '<li id="{{ value.anchor }}"><a href="{{ tree ~ value.path }}">{{ value.title }}</a></li>',
}
STRINGS = {"zh": ("summary: 大意", "papers: '{count} 篇论文'"), "en": ("summary: Gist", "feeds: Feeds of it")}
CHANGED_SETTINGS = (
    "",
    "per_page: 1\n",
    "languages: [zh]\n",
    "languages: [en, zh]\n",
    "authors: {min_papers: 1}\nfooter: {zh: 脚, en: Foot}\n",
    "feed: {items: 1, full_text: false}\ncategories: {CV: {zh: 看, colour: '#123456'}}\n",
    "typography: {punctuation: fullwidth}\nissue_title: 'No. {number} of {date}'\n",
    "timezone: America/New_York\nnavigation: [{title: Here, url: /}]\n",
)


class Editor(RuleBasedStateMachine):
    """Edits of a small site, with builds in between."""

    def __init__(self) -> None:
        super().__init__()
        self.folder = Path(tempfile.mkdtemp(prefix="digest-history-"))
        self.root = self.folder / "site"
        self.steps = 0

    @initialize()
    def begin(self) -> None:
        change(self.root, {"digest.yaml": SETTINGS, f"content/{DAYS[0]}/a.md": entry(arxiv="2302.00009")})
        self.entries = {"a": DAYS[0]}

    def path(self, name: str) -> str:
        return f"content/{self.entries[name]}/{name}.md"

    def write(self, name: str, **changes: str) -> None:
        """Write an entry, with an arXiv id or without."""
        number = NAMES.index(name)
        known = {"arxiv": f"2302.0000{number}"} if number % 2 else {"arxiv": "", "url": f"https://example.com/{name}"}
        change(self.root, {self.path(name): entry(**{**known, **changes})})

    @rule(
        name=st.sampled_from(NAMES),
        day=st.sampled_from(DAYS),
        title=WORDS,
        category=st.sampled_from(("CV", "LG", "[CL, CV]")),
        tags=st.sampled_from(("", "[x]", "[x, y]")),
        section=st.sampled_from(("", "notable")),
        rank=st.sampled_from(("", "1")),
    )
    def write_an_entry(self, name: str, day: str, **changes: str) -> None:
        if name in self.entries:
            change(self.root, {self.path(name): None})
        self.entries[name] = day
        title = changes.pop("title")
        self.write(name, title=(title and f"'{title}'") or "Plain", **changes)

    @precondition(lambda self: self.entries)
    @rule(data=st.data(), words=WORDS)
    def edit_a_body(self, data: st.DataObject, words: str) -> None:
        path = self.path(data.draw(st.sampled_from(sorted(self.entries))))
        text = (self.root / path).read_text(encoding="utf-8")
        change(self.root, {path: f"{text}\n## Notes\n\n{words} [b](b.md) ![](none)\n".replace(" ![](none)", "")})

    @precondition(lambda self: self.entries)
    @rule(data=st.data())
    def delete_an_entry(self, data: st.DataObject) -> None:
        name = data.draw(st.sampled_from(sorted(self.entries)))
        change(self.root, {self.path(name): None})
        del self.entries[name]

    @precondition(lambda self: self.entries)
    @rule(data=st.data(), day=st.sampled_from(DAYS))
    def move_an_entry(self, data: st.DataObject, day: str) -> None:
        name = data.draw(st.sampled_from(sorted(self.entries)))
        text = (self.root / self.path(name)).read_text(encoding="utf-8")
        change(self.root, {self.path(name): None})
        self.entries[name] = day
        change(self.root, {self.path(name): text})

    @precondition(lambda self: len(self.entries) < len(NAMES))
    @rule(data=st.data(), draft=st.booleans())
    def rename_an_entry(self, data: st.DataObject, draft: bool) -> None:
        new = data.draw(st.sampled_from([name for name in NAMES if name not in self.entries]))
        old = data.draw(st.sampled_from(sorted(self.entries))) if self.entries else None
        if old is not None:
            change(self.root, {self.path(old): None})
        self.entries[new] = self.entries.pop(old) if old is not None else DAYS[1]
        self.write(new, draft="true" if draft else "")

    @precondition(lambda self: self.entries)
    @rule(data=st.data(), width=st.integers(1, 3), name=st.sampled_from(("f.png", "图 1.png")))
    def add_a_figure(self, data: st.DataObject, width: int, name: str) -> None:
        chosen = data.draw(st.sampled_from(sorted(self.entries)))
        change(self.root, {f"content/{self.entries[chosen]}/{name}": png(width, 2)})
        self.write(chosen, figures=f"[{{src: '{name}', alt: '{width}'}}]")

    @rule(name=st.sampled_from(("about", "a/b", "a", "A")), words=WORDS)
    def write_a_page(self, name: str, words: str) -> None:
        other = {"a": "A", "A": "a"}.get(name, "")
        if (self.root / f"content/{other}.md").is_file():
            change(self.root, {f"content/{other}.md": None})
        change(self.root, {f"content/{name}.md": f"---\npage: true\ntitle: {name}\n---\n{words} text.\n"})

    @rule(name=st.sampled_from(("about", "a/b", "a", "A")))
    def delete_a_page(self, name: str) -> None:
        if (self.root / f"content/{name}.md").is_file():
            change(self.root, {f"content/{name}.md": None})

    @rule(day=st.sampled_from(DAYS), words=WORDS, order=st.sampled_from(("", "---\norder: [b, a]\n---\n")))
    def introduce_a_day(self, day: str, words: str, order: str) -> None:
        change(self.root, {f"content/{day}/issue.md": f"{order}{words} on this day.\n"})

    @rule(one=st.booleans())
    def name_people(self, one: bool) -> None:
        people = "Ada Lovelace: [Alan Turing]\n" if one else "Alan Turing: {url: https://turing.example/}\n"
        change(self.root, {"content/authors.yaml": people})

    @rule(name=st.sampled_from(sorted(TEMPLATES)))
    def override_a_template(self, name: str) -> None:
        path = f"themes/default/templates/{name}"
        change(self.root, {path: None if (self.root / path).is_file() else TEMPLATES[name]})

    @rule(name=st.sampled_from((".well-known/a.txt", "b/c.html", "b")), words=WORDS)
    def change_a_file_of_its_own(self, name: str, words: str) -> None:
        path = self.root / "static" / name
        if name == "b" and path.is_dir():
            change(self.root, {"static/b/c.html": None})
        elif name == "b/c.html" and path.parent.is_file():
            change(self.root, {"static/b": None})
        change(self.root, {f"static/{name}": None if path.is_file() and not words else words})

    @rule(lang=st.sampled_from(("zh", "en")), number=st.integers(0, 2))
    def override_a_string(self, lang: str, number: int) -> None:
        change(self.root, {f"themes/default/strings/{lang}.yaml": "\n".join(STRINGS[lang][:number]) + "\n"})

    @rule(colour=st.sampled_from(("red", "blue")))
    def override_a_static_file(self, colour: str) -> None:
        change(self.root, {"themes/default/static/paper.css": f".paper {{ color: {colour} }}\n"})

    @rule(text=st.sampled_from(CHANGED_SETTINGS))
    def change_the_settings(self, text: str) -> None:
        change(self.root, {"digest.yaml": SETTINGS + text})

    @rule()
    def delete_the_state(self) -> None:
        shutil.rmtree(self.root / ".digest", ignore_errors=True)

    @precondition(lambda self: (self.root / "output").is_dir())
    @rule(name=st.sampled_from(("index.html", "feed.xml", "404.html")), gone=st.booleans())
    def meddle_with_the_output(self, name: str, gone: bool) -> None:
        target = self.root / "output" / name
        if gone:
            target.unlink(missing_ok=True)
        elif target.is_file():
            target.write_text("meddled", encoding="utf-8")

    @rule(step=st.integers(1, 150))
    def build_and_die(self, step: int) -> None:
        with contextlib.suppress(Killed), dying_at(step):
            build(self.root)

    @rule()
    def build_with_an_error(self) -> None:
        change(self.root, {"content/2023-02-08/broken.md": "---\n"})
        assert not build(self.root).result.published
        change(self.root, {"content/2023-02-08/broken.md": None})

    @invariant()
    def sometimes_build(self) -> None:
        """Build after some edits only."""
        self.steps += 1
        if self.steps % 3 == 1:
            self.hold_incremental_to_clean()

    def hold_incremental_to_clean(self) -> None:
        """A build may fail, if an entry was moved and its figure was not: then nothing is published."""
        before = everything_in(self.root / "output")
        built = build(self.root)
        if not built.result.published:
            assert {each.code for each in built.result.diagnostics} >= {"missing-figure"}
            assert everything_in(built.output) == before
            return
        assert everything_in(built.output) == clean_build(self.root)
        again = build(self.root)
        assert (again.written(), again.removed()) == ([], [])

    def teardown(self) -> None:
        try:
            self.hold_incremental_to_clean()
        finally:
            shutil.rmtree(self.folder)


TestHistory = Editor.TestCase
TestHistory.settings = settings(
    max_examples=300 if NIGHTLY else 4,
    stateful_step_count=50 if NIGHTLY else 16,
    suppress_health_check=list(HealthCheck),
    deadline=None,
)
