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
        "何:\n  name: Kaiming He\n  spellings: [K. He, 何恺明]",
    ],
)
def test_the_same_person_in_every_form(text: str) -> None:
    assert people(text) == (HE,)


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
