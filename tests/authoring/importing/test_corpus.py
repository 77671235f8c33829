"""Posts generated from real records read back as these records, if the corpus is present."""

import json
import lzma
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from digest.authoring.composing import NewEntry
from tests.authoring.importing.recipes_there import imported

COUNT = 500
PER_POST = 10
CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f]")


@pytest.fixture(scope="module")
def records(corpus: Path) -> list[dict[str, Any]]:
    lines = lzma.decompress((corpus / "papers.jsonl.xz").read_bytes()).decode().split("\n")[:COUNT]
    found = [json.loads(line) for line in lines if line]
    return [record for record in found if not CONTROL.search(json.dumps(record, ensure_ascii=False))]


def squeeze(text: str | None) -> str:
    return " ".join((text or "").split())


def paragraphs(text: str | None) -> list[str]:
    return [squeeze(each) for each in re.split(r"\n\s*\n", text or "") if each.strip()]


def compose(record: dict[str, Any], number: int) -> Iterator[str]:
    """The paragraphs of a paper in a post."""
    category = record["category"].removeprefix("cs.")
    yield f"{number}、[{category}] {squeeze(record['title_en'])}"
    yield ", ".join(map(squeeze, record["authors"]))
    yield squeeze(record["title_zh"])
    points = [f"  {place}. {squeeze(point)}" for place, point in enumerate(record["key_points_zh"] or [], 1)]
    yield "要点:\n\n" + "\n".join(points) if points else ""
    yield f"一句话总结:\n{squeeze(record['summary_zh'])}" if record["summary_zh"] else ""
    yield "摘要:\n" + "\n\n".join(paragraphs(record["abstract_zh"])) if record["abstract_zh"] else ""
    yield from paragraphs(record["abstract_en"])
    yield f"https://arxiv.org/abs/{record['id']}"


def expected(record: dict[str, Any]) -> dict[str, Any]:
    return {
        "title": squeeze(record["title_en"]),
        "title_zh": squeeze(record["title_zh"]),
        "authors": tuple(map(squeeze, record["authors"])),
        "category": (record["category"].removeprefix("cs."),),
        "key_points": tuple(map(squeeze, record["key_points_zh"] or [])),
        "summary": squeeze(record["summary_zh"]),
        "abstract_zh": paragraphs(record["abstract_zh"]),
        "abstract": paragraphs(record["abstract_en"]),
    }


def found(entry: NewEntry) -> dict[str, Any]:
    fields = {name: getattr(entry, name) for name in ("title", "title_zh", "authors", "category", "summary")}
    texts = {name: paragraphs(getattr(entry, name)) for name in ("abstract_zh", "abstract")}
    return {**fields, **texts, "key_points": tuple(map(squeeze, entry.key_points))}


def test_a_post_of_real_records_reads_back_as_they_are(records: list[dict[str, Any]]) -> None:
    for start in range(0, len(records), PER_POST):
        some = records[start : start + PER_POST]
        text = "\n\n".join(part for n, record in enumerate(some, 1) for part in compose(record, n) if part)
        drafts = imported("post.txt", text, "post")[0].drafts
        assert [draft.entry.arxiv for draft in drafts] == [record["id"] for record in some]
        assert [found(draft.entry) for draft in drafts] == [expected(record) for record in some]
