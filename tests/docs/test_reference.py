"""The documentation, `content/docs/`: its reference is that of the registries, and what it says works."""

import os
import re
import subprocess
from pathlib import Path
from urllib.parse import unquote

import click
import pytest

from digest.content.documents import read_document
from digest.content.people import read_people
from digest.content.sections import ASPECTS, SECTIONS
from digest.faces.cli import cli
from digest.lint.codes import CODES
from digest.lint.rules import RULES, SITE_RULES
from digest.model.config import Config, read_config
from digest.model.fields import fields_of
from digest.model.front_matter import FrontMatter, IssueMatter, PageMatter, RoundupMatter
from digest.model.languages import split_language
from digest.plan.kinds import OUTPUT_KINDS
from digest.text.source import Source
from tests.building import DAY, check
from tests.docs import reference
from tests.docs.reference import DOCS, Notes, pages

REPOSITORY = DOCS.parents[1]
GUIDES = ("index", "start", "writing", "themes", "migrating", "hosting")
FILES = sorted(path for path in DOCS.rglob("*.md") if "_reference" not in path.parts)


def text(name: str) -> str:
    return (DOCS / "reference" / f"{name}.en.md").read_text(encoding="utf-8")


def headings(name: str) -> set[str]:
    return set(re.findall(r"^### `(.+)`$", text(name), re.MULTILINE))


@pytest.mark.parametrize("name", pages())
def test_a_page_is_what_the_registries_say(name: str) -> None:
    """If it is not, run `make docs`."""
    assert (DOCS / "reference" / name).read_text(encoding="utf-8") == pages()[name]


def test_there_is_no_page_that_nothing_makes() -> None:
    assert {path.name for path in (DOCS / "reference").glob("*.md")} == {*pages(), "index.en.md", "index.zh.md"}
    assert {f"{path.stem}.en.md" for path in (DOCS / "_reference").iterdir()} == set(pages())


def test_every_command_and_option_is_there() -> None:
    page = text("commands")
    for name, command in reference.commands(cli, "digest"):
        section = re.split(r"\n## ", page.partition(f"\n## {name.removeprefix('digest ')}\n")[2])[0]
        assert section, name
        for option in command.params:
            if isinstance(option, click.Option):
                assert all(f"`{each}" in section for each in option.opts), (name, option.opts)


def test_every_key_setting_section_code_and_rule_is_there() -> None:
    assert headings("front-matter") == {each.name for each in fields_of(FrontMatter)}
    assert headings("settings") == {each.name for each in fields_of(Config)}
    assert headings("messages") == {rule.code for rules in (CODES, RULES, SITE_RULES) for rule in rules}
    for name in ("front-matter", "settings", "messages"):
        assert all(f"[`{each}`](#{each})" in text(name) for each in headings(name)), name
    for record in (IssueMatter, RoundupMatter, PageMatter):
        assert all(f"| `{each.name}`" in text("front-matter") for each in fields_of(record))
    for names in (*SECTIONS.values(), *[names for pair in ASPECTS.values() for names in pair]):
        assert " / ".join(names) in text("sections")
    assert text("outputs").partition("## All files")[2].partition("\n## ")[0].count("\n| ") == len(OUTPUT_KINDS) + 2


def test_a_key_with_other_names_has_them() -> None:
    assert "### `title_zh`\n\nThe Chinese title.\n\nValue: text. Other names: `中文标题`, `标题`.\n" in text(
        "front-matter"
    )
    assert "Value: a whole number. Default: `20`.\n" in text("settings")


def test_a_note_of_no_key_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for path in (DOCS / "_reference").iterdir():
        (tmp_path / "_reference").mkdir(exist_ok=True)
        (tmp_path / "_reference" / path.name).write_bytes(path.read_bytes())
    with (tmp_path / "_reference" / "front-matter.md").open("a") as notes:
        notes.write("\n## titel\n\nThe title.\n")
    monkeypatch.setattr(reference, "DOCS", tmp_path)
    with pytest.raises(ValueError, match="sections of no key: titel"):
        pages()
    assert Notes("outputs").take("home").startswith("`index.html`: ")


@pytest.mark.parametrize("name", GUIDES)
def test_a_guide_is_in_both_languages_with_as_many_examples(name: str) -> None:
    zh, en = [(DOCS / f"{name}.{language}.md").read_text(encoding="utf-8") for language in ("zh", "en")]
    assert re.findall(r"^(?:rank: \d+$|```.*$|#+ )", zh, re.MULTILINE) == re.findall(
        r"^(?:rank: \d+$|```.*$|#+ )", en, re.MULTILINE
    )


@pytest.mark.parametrize("path", FILES, ids=[path.relative_to(DOCS).as_posix() for path in FILES])
def test_links_lead_to_files_so_that_they_work_where_sources_are_shown(path: Path) -> None:
    page = re.sub(r"(?ms)^```.*?^```|`[^`\n]*`", "", path.read_text(encoding="utf-8"))
    own = split_language(path.stem)[1]
    for target in re.findall(r"\]\(([^)\s]+)\)", page):
        if not re.match(r"[a-z]+:", target) and not target.startswith("#"):
            file = path.parent / unquote(target.partition("#")[0])
            assert file.is_file(), target
            stem, language = split_language(file.stem)
            assert language == own or not file.with_name(f"{stem}.{own}.md").exists(), target


@pytest.mark.skipif(os.name != "posix", reason="there is no sh")
@pytest.mark.parametrize("language", ["zh", "en"])
def test_the_command_for_cloudflare_builds_the_site_or_a_preview(language: str) -> None:
    page = (DOCS / f"hosting.{language}.md").read_text(encoding="utf-8")
    [command] = re.findall(r"^\| [^|]+ \| `(pip .*)` \|$", page, re.MULTILINE)
    script = f'pip() {{ :; }}; digest() {{ echo "$@"; }}; {command}'

    def built(branch: str) -> str:
        variables = {"CF_PAGES_BRANCH": branch, "CF_PAGES_URL": "https://0a1b.papers.pages.dev"}
        return subprocess.run(["sh", "-c", script], env=variables, check=True, capture_output=True).stdout.decode()

    assert built("main") == "build\n"
    assert built("an idea") == "build --future --url https://0a1b.papers.pages.dev\n"


def blocks(name: str, language: str = "") -> list[str]:
    """The examples of code on a page in a language."""
    page = (DOCS / f"{name}.md").read_text(encoding="utf-8")
    return [text for marked, text in re.findall(r"(?ms)^```(\w*)\n(.*?)^```$", page) if marked == language]


def test_the_examples_of_settings_are_right() -> None:
    examples = blocks("reference/settings.en", "yaml")
    assert len(examples) >= 2
    for example in examples:
        config, diagnostics = read_config(Source(path="digest.yaml", text=f"url: https://example.org/\n{example}"))
        assert (config is not None, diagnostics) == (True, ())


@pytest.mark.parametrize("language", ["zh", "en"])
def test_the_examples_of_entries_issues_pages_and_people_are_right(language: str) -> None:
    examples = blocks(f"writing.{language}")
    paths = (f"{DAY}/pic2word.md", f"{DAY}/issue.md", "content/about.md")
    assert len(examples) == len(paths)
    for path, example in zip(paths, examples, strict=True):
        document = read_document(Source(path=path, text=example))
        assert (document.matter is not None, document.diagnostics) == (True, ())
    for example in blocks(f"writing.{language}", "yaml"):
        people, diagnostics = read_people(Source(path="content/authors.yaml", text=example))
        assert (len(people), diagnostics) == (2, ())


def test_check_has_nothing_to_say_of_the_documentation(example_root: Path) -> None:
    assert [each for each in check(example_root) if each.path.startswith("content/docs/")] == []
