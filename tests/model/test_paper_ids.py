"""Attributes of keys, and the syntax of paper ids, which are defined once for all readers."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from digest.authoring.importing.paper_urls import name_address
from digest.model.arxiv_ids import read_identifier
from digest.model.fields import names_of
from digest.model.front_matter import ADDRESSES, ARXIV_ID, IDENTIFIERS, IDENTITIES, FrontMatter, read_id, split_version

KEYS = names_of(FrontMatter)


def test_what_says_which_paper_it_is_leads_to_it() -> None:
    assert set(IDENTITIES) < set(IDENTIFIERS) < set(ADDRESSES)


@pytest.mark.parametrize("name", IDENTITIES)
@given(data=st.data())
def test_the_address_that_an_id_makes_is_read_as_that_id(name: str, data: st.DataObject) -> None:
    patterns = {
        "arxiv": rf"{ARXIV_ID}(?:v[1-9][0-9]?)?",
        "doi": r"10\.[0-9]{4,9}/[a-z0-9.()-]{1,9}[a-z0-9]",
        "openreview": r"[A-Za-z0-9_-]{6,12}",
        "acl": r"[A-Z][0-9]{2}-[0-9]{4,5}|[0-9]{4}\.[a-z]+-[a-z]+\.[0-9]{1,3}",
    }
    identity = data.draw(st.from_regex(re.compile(patterns[name], re.ASCII), fullmatch=True))
    address = ADDRESSES[name].format(identity)
    assert read_id(KEYS[name].kind, address) == read_id(KEYS[name].kind, identity) == identity
    assert name_address(address) == (name, identity)


@given(st.from_regex(re.compile(rf"{ARXIV_ID}(?:v[1-9][0-9]?)?", re.ASCII), fullmatch=True))
def test_new_and_import_read_the_ids_that_entries_may_have(typed: str) -> None:
    paper, version = split_version(typed)
    identifier = read_identifier(typed)
    assert identifier is not None
    assert (identifier.paper.rpartition("/")[2], identifier.version) == (paper.rpartition("/")[2], version)
    assert name_address(typed) == ("arxiv", typed)


@pytest.mark.parametrize("typed", ["-/0301001", "a/0301001", "2313.00001", "2302.3084", "math/0313001", "2302.03084v0"])
def test_what_arxiv_cannot_have_is_no_id(typed: str) -> None:
    assert read_identifier(typed) is None
    assert name_address(typed) == ("url", typed)


@pytest.mark.parametrize(
    ("typed", "parts"),
    [("2302.03084v12", ("2302.03084", "v12")), ("hep-th/9901001", ("hep-th/9901001", "")), ("", ("", ""))],
)
def test_a_version_is_split_off(typed: str, parts: tuple[str, str]) -> None:
    assert split_version(typed) == parts
