"""`authors.yaml`: spellings and people."""

import pytest

from digest.content.people import KnownPerson, read_people
from digest.text.source import Source

HE = KnownPerson(name="Kaiming He", spellings=("K. He", "何恺明"))


def people(text: str) -> tuple[KnownPerson, ...]:
    parsed = read_people(Source(path="content/authors.yaml", text=text))
    assert parsed.diagnostics == ()
    return parsed.value


@pytest.mark.parametrize(
    "text",
    [
        "Kaiming He: [K. He, 何恺明]",
        "Kaiming He: K. He, 何恺明",
        "Kaiming He: K. He、何恺明",
        "Kaiming He:\n  - K. He\n  - 何恺明\n",
        "Kaiming He:\n  spellings: [K. He, 何恺明]",
        "Kaiming He:\n  names: K. He; 何恺明",
        "Kaiming He: {写法: [K. He, 何恺明]}",
        "- name: Kaiming He\n  aliases: [K. He, 何恺明]",
        "- {姓名: Kaiming He, spellings: [K. He, 何恺明]}",
    ],
)
def test_the_same_person_in_every_form(text: str) -> None:
    assert people(text) == (HE,)


def test_a_key_beside_a_name_is_the_persons_id() -> None:
    text = "wei-wang-pku: {name: Wei Wang, affiliation: 北京大学}\nwei-wang-thu:\n  name: Wei Wang\nAda: {name: ada}\n"
    assert people(text) == (
        KnownPerson(name="Wei Wang", affiliation="北京大学", id="wei-wang-pku"),
        KnownPerson(name="Wei Wang", id="wei-wang-thu"),
        KnownPerson(name="ada"),
    )


def test_a_person_may_have_a_home_page_and_an_orcid() -> None:
    ada = "Ada Lovelace:\n  orcid: 0000-0002-1694-233X\n  homepage: https://example.org/ada\n"
    assert people(f"{ada}Alan Turing: []\nGrace Hopper:\n") == (
        KnownPerson(name="Ada Lovelace", orcid="0000-0002-1694-233X", url="https://example.org/ada"),
        KnownPerson(name="Alan Turing"),
        KnownPerson(name="Grace Hopper"),
    )


@pytest.mark.parametrize("text", ["", "\n\n", "# nobody yet\n", "---\n"])
def test_a_file_without_people_is_empty(text: str) -> None:
    assert people(text) == ()


def test_a_spelling_that_is_the_name_itself_is_no_clash() -> None:
    assert people("Kaiming He: [Kaiming He, K. He, K. He]")[0].name == "Kaiming He"


def test_names_that_yaml_takes_for_something_else_stay_names() -> None:
    assert [person.name for person in people("no: [yes]\n1e3: [~]\nNull: [2023-02-08]\n")] == ["no", "1e3", "Null"]


def test_a_file_of_many_people_may_be_large() -> None:
    assert len(people("".join(f"Person {number}: [P. {number}]\n" for number in range(3000)))) == 3000


@pytest.mark.parametrize(
    ("text", "codes"),
    [
        ("a: {name: Wei Wang}\nb: {name: Wei Wang}\nc: {name: Wei Li, spellings: [W. Wang]}\n", []),
        ("a: {name: Wei Wang}\nWei Wang: {spellings: [W. Wang]}\n", ["spelling-of-two-people"]),
        ("Wei Wang: []\nＷｅｉ Wang: []\n", ["duplicate-key"]),
        ("a: {name: Wei Wang}\na: {name: Wei Li}\n", ["duplicate-key"]),
        ("A B: {orcid: 0000-0002-1694-233X}\nC D: {orcid: https://orcid.org/0000-0002-1694-233x}\n", ["same-orcid"]),
    ],
)
def test_what_two_people_have_alike_is_told(text: str, codes: list[str]) -> None:
    parsed = read_people(Source(path="content/authors.yaml", text=text))
    assert [each.code for each in parsed.diagnostics] == codes
