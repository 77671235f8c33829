"""Cards have the values of front-matter keys, as attributes of the same names."""

import dataclasses
from pathlib import Path

import pytest

from digest.content.head import SHOWN
from digest.model.fields import fields_of
from digest.model.front_matter import FrontMatter
from digest.plan.views import PaperCard
from tests.building import DAY, entry, write_site
from tests.plan.test_keys import plan

PAPER = f"{DAY}/a.md"


@pytest.fixture
def card(tmp_path: Path) -> PaperCard:
    keys = {"venue": "ICLR", "year": "2023", "doi": "10.1000/x", "tags": "[a, b]", "rank": "3", "affiliations": "X"}
    cards = plan(write_site(tmp_path, {PAPER: entry(**keys)}), {}).contents.cards
    return cards.paper(cards.slots[PAPER])


def test_every_key_that_pages_show_is_an_attribute_of_the_card(card: PaperCard) -> None:
    shown = {each.name: getattr(card, each.name) for each in fields_of(FrontMatter) if each.is_shown}
    assert (shown["venue"], shown["year"], shown["arxiv"], shown["doi"]) == ("ICLR", 2023, "2302.03084", "10.1000/x")
    assert (shown["title"], shown["section"], shown["draft"], shown["code"]) == ("A Title", "featured", False, "")
    assert card.facts.venue == "ICLR"


def test_a_card_has_its_own_form_of_what_has_pages(card: PaperCard) -> None:
    own = {each.name for each in dataclasses.fields(PaperCard)}
    assert own & set(SHOWN) == {"affiliations", "tags"}
    assert [tag.name for tag in card.tags] == list(card.facts.tags) == ["a", "b"]


@pytest.mark.parametrize("name", ["rank", "summary", "allow", "licence", "count"])
def test_a_card_has_no_other_attributes(card: PaperCard, name: str) -> None:
    with pytest.raises(AttributeError, match=f"'PaperCard' object has no attribute '{name}'"):
        getattr(card, name)


def test_links_stand_in_the_order_of_the_keys(card: PaperCard) -> None:
    assert [(link.kind, link.url, link.label) for link in card.links] == [
        ("arxiv", "https://arxiv.org/abs/2302.03084", "2302.03084"),
        ("doi", "https://doi.org/10.1000/x", "10.1000/x"),
        ("pdf", "https://arxiv.org/pdf/2302.03084", ""),
    ]
