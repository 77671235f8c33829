"""Write the reference of the documentation from the registries: `make docs`.

The pages are in `content/docs/reference/`. What the registries do not say is in `content/docs/_reference/`: a file for
each page, with a section for each of its keys.
"""

import dataclasses
import inspect
import re
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

import click

from digest.authoring.importing.recipe import Recipe
from digest.content.people import KnownPerson
from digest.content.sections import ASPECTS, PAIRS, SECTIONS
from digest.faces.cli import cli
from digest.lint.codes import CODES, Code
from digest.lint.rules import RULES, SITE_RULES, AnyRule, may_be_allowed
from digest.model.config import Config
from digest.model.fields import Field, fields_of
from digest.model.front_matter import IDENTIFIERS, FrontMatter, IssueMatter, PageMatter, RoundupMatter
from digest.model.languages import LOCALIZED, Localized
from digest.plan.kinds import OUTPUT_KINDS
from digest.plan.types import Fact
from digest.text.open_mapping import OpenMapping
from digest.theme.theme_settings import ThemeSettings

DOCS = Path(__file__).parents[2] / "content" / "docs"
_HEADING = re.compile(r"^## (.+)\n", re.MULTILINE)


class Notes:
    """The sections of a file in `_reference/`, by heading. All must be taken, but those below `# More`."""

    def __init__(self, name: str) -> None:
        text, _, self.more = (DOCS / "_reference" / f"{name}.md").read_text(encoding="utf-8").partition("\n# More\n")
        before, *parts = _HEADING.split(text)
        self.lead = before.strip()
        self.left = {key: text.strip() for key, text in zip(parts[::2], parts[1::2], strict=True)}

    def take(self, key: str) -> str:
        """The text of a key, empty if there is none. Each is taken once."""
        return self.left.pop(key, "")


def pages() -> dict[str, str]:
    """The text of each page by its file's name."""
    makers: Mapping[str, tuple[str, str, Callable[[Notes], Iterable[str]]]] = {
        "commands": ("Commands", "命令", _commands),
        "front-matter": ("Front matter", "文件头", _front_matter),
        "sections": ("Sections of an entry", "正文各节", _sections),
        "settings": ("Settings", "设置", _settings),
        "recipes": ("Recipes of imports", "导入规则", _recipes),
        "outputs": ("What is published", "发布的文件", _outputs),
        "messages": ("Messages", "消息", _messages),
    }
    made = {}
    for rank, (name, (title, title_zh, make)) in enumerate(makers.items(), 1):
        notes = Notes(name)
        text = "\n\n".join([part for part in (notes.lead, *make(notes), notes.more.strip()) if part])
        allow = f"allow: {{{notes.take('allow')}}}\n" if "allow" in notes.left else ""
        head = f"page: true\ntitle: {title}\ntitle_zh: {title_zh}\nrank: {rank}\n{allow}"
        if notes.left:
            raise ValueError(f"_reference/{name}.md has sections of no key: {', '.join(notes.left)}")
        made[f"{name}.en.md"] = (
            f"---\n# Written by 'make docs'. Edit content/docs/_reference/{name}.md.\n{head}---\n\n{text}\n"
        )
    return made


def _commands(notes: Notes) -> Iterator[str]:
    for name, command in commands(cli, "digest"):
        context = click.Context(command, info_name=name)
        yield f"## {name.removeprefix('digest ')}"
        usage = " ".join([name, *command.collect_usage_pieces(context)])
        yield f"```text\n{usage}\n```"
        yield _help(command.help or "")
        rows = [_option(option) for option in command.params if isinstance(option, click.Option)]
        yield _table(("option", "what"), rows)
        yield notes.take(name.removeprefix("digest "))


def commands(group: click.Group, name: str) -> Iterator[tuple[str, click.Command]]:
    """The commands of a group and of groups in it, with their names."""
    for each, command in group.commands.items():
        if isinstance(command, click.Group):
            yield from commands(command, f"{name} {each}")
        else:
            yield f"{name} {each}", command


def _help(text: str) -> str:
    """A command's help as Markdown: paragraphs that keep their lines are code."""
    parts = inspect.cleandoc(text).split("\n\n")
    return "\n\n".join([f"```text\n{part[2:].strip()}\n```" if part.startswith("\b") else part for part in parts])


def _option(option: click.Option) -> tuple[str, str]:
    metavar = option.metavar or ("|".join(option.type.choices) if isinstance(option.type, click.Choice) else "")
    names = ", ".join([f"`{each} {metavar}`" if metavar else f"`{each}`" for each in option.opts])
    what = option.help or ""
    if option.show_default and option.default:
        what += f"  [default: {option.default}]"
    return names, what


def _front_matter(notes: Notes) -> Iterator[str]:
    yield from _keys(FrontMatter, notes, required={"title", "authors", "category"})
    documents = (
        ("issue.md", "The introduction of a day: `content/2023-02-08/issue.md`.", IssueMatter),
        ("Weeks and months", "`content/weeks/2023-W06.md`, `content/months/2023-02.md`.", RoundupMatter),
        ("Standing pages", "Any Markdown file with `page: true`.", PageMatter),
        ("authors.yaml", "The values of `content/authors.yaml`, by a person's name or id.", KnownPerson),
    )
    for title, about, record in documents:
        yield f"## {title}"
        yield f"{about} {notes.take(title)}".strip()
        yield _record_table(record)


def _settings(notes: Notes) -> Iterator[str]:
    yield from _keys(Config, notes)
    yield "## theme.yaml"
    yield notes.take("theme.yaml")
    yield _record_table(ThemeSettings)


def _recipes(notes: Notes) -> Iterator[str]:
    yield "## Keys of a recipe"
    yield _record_table(Recipe)


def _keys(record: type, notes: Notes, required: Iterable[str] = ()) -> Iterator[str]:
    """A section for each key of a record."""
    yield "## All keys"
    yield _index([each.name for each in fields_of(record)])
    for each in fields_of(record):
        yield f"### `{each.name}`"
        yield _sentence(each.doc)
        yield _facts(each, required)
        yield notes.take(each.name)
        if each.kind.inner is not None and each.kind is not LOCALIZED and each.kind.inner is not LOCALIZED.inner:
            yield _record_table(each.kind.inner)


def _index(names: Iterable[str]) -> str:
    """Links to the sections of these names."""
    return " · ".join([f"[`{name}`](#{name})" for name in names])


def _facts(each: Field, required: Iterable[str]) -> str:
    """What a key takes, its default and its other names, in a line."""
    default = to_yaml(each.default)
    is_required = each.required or each.name in required
    parts = [
        f"Value: {_plain(each.kind.name)}.",
        "Required." if is_required else "",
        f"One of {', '.join([f'`{name}`' for name in IDENTIFIERS])} is required." if each.is_locating else "",
        f"Default: `{default}`." if default and not is_required else "",
        f"Other names: {', '.join([f'`{name}`' for name in each.aliases])}." if each.aliases else "",
    ]
    return " ".join([part for part in parts if part])


def _record_table(record: type) -> str:
    """The keys of a record as a table."""
    rows = []
    for each in fields_of(record):
        names = f"`{each.name}`" + (f" ({', '.join([f'`{name}`' for name in each.aliases])})" if each.aliases else "")
        default = "required" if each.required else to_yaml(each.default)
        rows.append(
            (names, each.doc, _plain(each.kind.name), f"`{default}`" if default not in ("", "required") else default)
        )
    return _table(("key (other names)", "what", "value", "default"), rows)


def to_yaml(value: Any) -> str:
    """A default as it would be typed; empty if there is nothing to type."""
    if value is False:
        return "false"
    if not value or isinstance(value, OpenMapping):
        return ""
    if isinstance(value, Localized):
        return value.zh if value.zh == value.en else f"{{zh: {value.zh}, en: {value.en}}}"
    if value is True:
        return "true"
    if isinstance(value, tuple):
        return f"[{', '.join(map(to_yaml, value))}]"
    if dataclasses.is_dataclass(value):
        record: type = type(value)
        given = {each.name: to_yaml(getattr(value, each.name)) for each in fields_of(record)}
        inner = ", ".join([f"{name}: {text}" for name, text in given.items() if text not in ("", "false")])
        return f"{{{inner}}}" if inner else ""
    return str(value)


def _sections(notes: Notes) -> Iterator[str]:
    yield "## Known sections"
    yield notes.take("Known sections")
    rows = [(f"`{field}`", " / ".join(names)) for field, names in SECTIONS.items()]
    yield _table(("key", "headings"), rows)
    yield "## Aspects"
    yield notes.take("Aspects")
    rows = [
        (f"`{each}`, `{PAIRS[each]}`", " / ".join([*chinese, *english])) for each, (chinese, english) in ASPECTS.items()
    ]
    yield _table(("keys in the data", "headings"), rows)


def _outputs(notes: Notes) -> Iterator[str]:
    yield "## All files"
    rows = []
    for kind in OUTPUT_KINDS:
        path, _, what = " ".join(notes.take(kind.name).split()).partition(": ")
        if not what:
            raise ValueError(f"_reference/outputs.md says nothing of '{kind.name}'")
        rows.append((path, what, "once" if Fact.ONE_LANGUAGE in kind.facts else "each language"))
    yield _table(("path", "what", "published"), rows)


def _messages(notes: Notes) -> Iterator[str]:
    groups: tuple[tuple[str, Iterable[AnyRule]], ...] = (
        ("Rules of style", RULES),
        ("Rules about several entries", SITE_RULES),
        ("Entries and pages", [each for each in CODES if not (each.is_of_site or each.is_of_import)]),
        ("Settings, themes and names of files", [each for each in CODES if each.is_of_site]),
        ("Imports and new entries", [each for each in CODES if each.is_of_import]),
    )
    yield "## All messages"
    yield _index(sorted([rule.code for _, rules in groups for rule in rules]))
    for title, rules in groups:
        yield f"## {title}"
        yield notes.take(title)
        for rule in sorted(rules, key=lambda each: each.code):
            yield f"### `{rule.code}`"
            yield _rule_facts(rule)
            if isinstance(rule, Code):
                yield rule.about
                yield f"Instead of\n\n```text\n{rule.example}\n```\n\nwrite\n\n```text\n{rule.instead}\n```"
            else:
                yield re.sub(r"(?m)^write +", "write ", rule.page)


def _rule_facts(rule: AnyRule) -> str:
    fix = "; check --fix mends what is certain" if rule.fixes else ""
    allowed = "; may be allowed" if may_be_allowed(rule) else ""
    return f"*{rule.severity.capitalize()}{fix}{allowed}.*"


def _plain(kind: str) -> str:
    """A value kind's name in Markdown."""
    return f"`{kind}`" if "{" in kind else kind


def _sentence(doc: str) -> str:
    first = doc.split(maxsplit=1)[0]
    return f"{doc if first != first.lower() else doc[0].upper() + doc[1:]}."


def _table(heads: tuple[str, ...], rows: Iterable[tuple[str, ...]]) -> str:
    lines = [heads, ("---",) * len(heads), *rows]
    return "\n".join([f"| {' | '.join([cell.replace('|', chr(92) + '|') for cell in line])} |" for line in lines])


def main() -> None:
    """Write the pages whose text changed."""
    folder = DOCS / "reference"
    for name, text in pages().items():
        path = folder / name
        if not path.exists() or path.read_text(encoding="utf-8") != text:
            path.write_text(text, encoding="utf-8")
            print(path, file=sys.stderr)  # noqa: T201


if __name__ == "__main__":
    main()
