"""Read the data of a built site, and check it against the schema that is published with it."""

import json
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any
from urllib.parse import unquote

from jsonschema import Draft202012Validator

from tests.building import BuiltSite


@cache
def validator(schema: str, definition: str = "") -> Draft202012Validator:
    read = json.loads(schema)
    Draft202012Validator.check_schema(read)
    return Draft202012Validator(
        read["$defs"][definition] if definition else read, format_checker=Draft202012Validator.FORMAT_CHECKER
    )


def faults_of_data(site: BuiltSite) -> Iterator[str]:
    """What the published schema does not allow in the site's data, and what two files say differently."""
    schema, issues = site.text("data/schema.json"), json.loads(site.text("data/issues.json"))
    yield from (f"issues.json: {each.message}" for each in validator(schema, "issues").iter_errors(issues))
    lines = []
    for file in issues["papers"]:
        listed = site.text(file["url"].removeprefix(issues["url"])).splitlines()
        if len(listed) != file["papers"]:
            yield f"{file['url']}: {len(listed)} papers"
        lines += listed
    papers = [json.loads(line) for line in lines]
    for paper, line in zip(papers, lines, strict=True):
        yield from (f"{paper['slug']}: {each.message}" for each in validator(schema).iter_errors(paper))
        beside = site.output / "papers" / f"{paper['slug']}.json"
        if beside.read_text(encoding="utf-8") != f"{line}\n":
            yield f"{paper['slug']}: {beside.name} has something else"
        for address in (*paper["page"].values(), *[figure["src"] for figure in paper.get("figures", ())]):
            if not is_there(site, issues["url"], address):
                yield f"{paper['slug']}: {address} is not there"
    if [paper["slug"] for paper in papers] != [slug for issue in issues["issues"] for slug in issue["papers"]]:
        yield "issues.json lists other papers"


def is_there(site: BuiltSite, url: str, address: str) -> bool:
    return address.startswith(url) and (site.output / unquote(address.removeprefix(url))).is_file()


def papers_of(site: BuiltSite) -> dict[str, dict[str, Any]]:
    """The papers by slug."""
    return {Path(path).stem: json.loads(site.text(path)) for path in site.files() if is_paper(path)}


def is_paper(path: str) -> bool:
    return path.startswith("papers/") and path.endswith(".json") and not path.endswith(".csl.json")
