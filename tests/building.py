"""Build sites for tests: `write_site` writes one, `build` builds it, `site` does both."""

import datetime
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from digest.machine.build import Result, build_site, check_site
from digest.machine.options import Options
from digest.text.diagnostics import Diagnostic

NOW = datetime.datetime(2024, 1, 1, 12, tzinfo=datetime.UTC)
AUTHORITY = "feed: {authority: 'example.org,2023'}\n"
SETTINGS = "title: {zh: 论文日报, en: Paper Digest}\nurl: https://example.org/digest/\n"
ENTRY = """\
---
title: A Title
title_zh: 一个标题
authors: [Ada Lovelace, Alan Turing]
category: CV
arxiv: 2302.03084
---

## 要点

1. 第一点;
2. 第二点。

## 一句话总结

一句话。

## 摘要

中文摘要。

## Abstract

The abstract.
"""
DAY = "content/2023-02-08"


@dataclass(frozen=True, slots=True, kw_only=True)
class BuiltSite:
    """A site, and the result of its last build."""

    root: Path
    result: Result

    @property
    def output(self) -> Path:
        return self.root / "output"

    def text(self, path: str) -> str:
        return (self.output / path).read_text(encoding="utf-8")

    def files(self) -> dict[str, bytes]:
        return tree(self.output)

    def written(self) -> list[str]:
        return [change.path for change in self.result.written]

    def removed(self) -> list[str]:
        return [change.path for change in self.result.removed]


def write_site(root: Path, files: Mapping[str, str | bytes]) -> Path:
    """Write the files of a site. Settings are added if there are none."""
    for path, content in {"digest.yaml": SETTINGS, **files}.items():
        target = root / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(content if isinstance(content, bytes) else content.encode())
    return root


def build(root: Path, **wishes: Any) -> BuiltSite:
    """Build the site at `root` on 1 January 2024."""
    return BuiltSite(root=root, result=build_site(options(root, **wishes), silent))


def check(root: Path, *paths: Path, **wishes: Any) -> tuple[Diagnostic, ...]:
    """Check the site at `root`. Its settings are short: that they have no `feed.authority` is left out."""
    found = check_site(options(root, **wishes), silent, paths).diagnostics
    return tuple(each for each in found if each.code != "missing-authority")


def site(root: Path, files: Mapping[str, str | bytes], **options: Any) -> BuiltSite:
    """Write a site and build it."""
    return build(write_site(root, files), **options)


def tree(folder: Path) -> dict[str, bytes]:
    """Content of all files below a folder, by path."""
    return {
        path.relative_to(folder).as_posix(): path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file()
    }


def entry(**changes: str) -> str:
    """The usual entry with other front matter: `entry(arxiv="2302.03085", section="notable")`. "" drops a key."""
    head, body = ENTRY.split("---\n", 2)[1:]
    keys = dict(line.split(": ", 1) for line in head.strip().split("\n")) | changes
    return "---\n" + "".join(f"{key}: {value}\n" for key, value in keys.items() if value) + "---\n" + body


def silent(_stage: str, _done: int, _total: int) -> None:
    """A progress callback that does nothing."""


def options(root: Path, **changes: Any) -> Options:
    """Options for the site at `root`, on 1 January 2024."""
    return Options(**{"root": root, "output": root / "output", "now": NOW, **changes})
