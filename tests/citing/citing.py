"""Publications to cite in tests: those of the cases, and of the corpus of real records."""

import json
import os
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

from digest.citing.publications import Publication
from digest.content.documents import read_document
from digest.content.entry import Entry
from digest.content.head import head_of, publication_of
from digest.content.typesetting import typeset
from digest.text.source import Source
from tests.casing import find_cases, meant

CASES = Path(__file__).parent / "cases"
CASE = re.compile(
    r"^\# (?P<title>[^\n]+)\n\n"
    r"(?P<fence>`{4,})\n(?P<text>.*?)\n?(?P=fence)\n\n(?P=fence)\n(?P<told>.*?)\n?(?P=fence)\n",
    re.MULTILINE | re.DOTALL,
)
CORPUS = os.environ.get("DIGEST_CORPUS", "")


class Case(NamedTuple):
    name: str
    front: str
    told: str


def read_cases() -> list[Case]:
    return [Case(match["title"], meant(match["text"]), match["told"]) for _, match in find_cases(CASES, CASE)]


def publication(front: str) -> Publication:
    """The publication of an entry of 8 February 2023 with this front matter."""
    document = read_document(Source(path="content/2023-02-08/paper.md", text=f"---\n{front}\n---\n"))
    entry = typeset(document).value.record
    assert isinstance(entry, Entry), front
    head = head_of(entry, body="", search="", data="", source="")
    return publication_of(head)._replace(key=head.citation)


def corpus_publications(count: int) -> Iterator[Publication]:
    """Those of the first records of the corpus, and of all that are hard."""
    import lzma

    folder = Path(CORPUS)
    with lzma.open(folder / "papers.jsonl.xz", "rt", encoding="utf-8") as lines:
        records = [json.loads(line) for _, line in zip(range(count), lines, strict=False)]
    records += [json.loads(line) for line in (folder / "nasty.jsonl").read_text(encoding="utf-8").split("\n") if line]
    for number, record in enumerate(records):
        made = publication(_front(record))
        yield made._replace(key=f"{made.key}-{number}")


def _front(record: dict[str, Any]) -> str:
    keys = {
        "title": record["title_en"],
        "authors": record["authors"],
        "category": record["category"],
        "arxiv": record["id"],
    }
    return "\n".join([f"{key}: {json.dumps(value, ensure_ascii=False)}" for key, value in keys.items()])
