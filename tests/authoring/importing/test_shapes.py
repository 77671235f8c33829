"""Collections of several shapes come out whole with the recipe that is proposed for them."""

import datetime
from typing import Any

import pytest

from digest.authoring.composing import Draft, compose_entry
from digest.text.source import Source
from tests.authoring.importing.recipes_there import imported, proposed
from tests.authoring.importing.shapes import SHAPES


def differences(draft: Draft, day: datetime.date | None, wanted: dict[str, Any]) -> list[str]:
    """What is not as expected of a paper."""
    entry = draft.entry
    found = [
        f"{name}: {getattr(entry, name)!r} is not {value!r}"
        for name, value in wanted.items()
        if name not in ("day", "headings", "contains") and getattr(entry, name) != value
    ]
    text = compose_entry(entry)
    found += [f"{part!r} is not there" for part in wanted["contains"] if part not in text]
    headings = [heading for heading, _ in entry.sections]
    found += [f"headings: {headings}"] if headings != wanted["headings"] else []
    found += [f"day: {day}"] if str(day) != wanted["day"] else []
    return found + [f"no place: {name} {draft.unplaced}" for name, _ in draft.unplaced]


@pytest.mark.parametrize("shape", SHAPES)
def test_a_collection_comes_out_whole(shape: str) -> None:
    make, least = SHAPES[shape]
    files, papers = make()
    recipe = proposed(*[Source(path=name, text=text) for name, text in list(files.items())[:6]])
    read = [imported(name, text, recipe)[0] for name, text in files.items()]
    drafts = [(draft, draft.day or each.day) for each in read for draft in each.drafts]
    assert len(drafts) == len(papers)
    wrong = [each for draft, wanted in zip(drafts, papers, strict=True) if (each := differences(*draft, wanted))]
    assert len(wrong) <= (1 - least) * len(papers), (recipe.name, wrong[0])
