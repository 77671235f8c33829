"""Authors in every form: names, order, and whether the list is cut."""

import pytest

from tests.model.test_front_matter import read, with_key


def authors(written: str) -> tuple[list[str], bool]:
    parsed = read(with_key("authors", written))
    matter = parsed.value[0]
    assert parsed.diagnostics == ()
    return [person.name for person in matter.authors.people], matter.authors.cut


@pytest.mark.parametrize(
    "written",
    [
        "K Saito, K Sohn, X Zhang",
        "K Saito，K Sohn，X Zhang",
        "K Saito、K Sohn、X Zhang",
        "K Saito; K Sohn; X Zhang",
        "K Saito；K Sohn， X Zhang",
        "K Saito, K Sohn, X Zhang,",
        "'K Saito, K Sohn, X Zhang'",
        "[K Saito, K Sohn, X Zhang]",
        "['K Saito, K Sohn, X Zhang']",
        "[K Saito、K Sohn、X Zhang]",
        "\n  - K Saito\n  - K Sohn\n  - X Zhang",
        "\n  - name: K Saito\n  - K Sohn\n  - {name: X Zhang}",
    ],
)
def test_the_same_authors_in_every_form(written: str) -> None:
    assert authors(written) == (["K Saito", "K Sohn", "X Zhang"], False)


@pytest.mark.parametrize("mark", ["…", "……", "...", "et al.", "et al", "等", "等人"])
@pytest.mark.parametrize(
    "form", ["K Saito, S Liu, {}", "K Saito, S Liu {}", "[K Saito, S Liu, '{}']", "\n - K Saito\n - S Liu {}"]
)
def test_a_mark_at_the_end_says_that_the_list_was_cut(form: str, mark: str) -> None:
    assert authors(form.format(mark)) == (["K Saito", "S Liu"], True)


@pytest.mark.parametrize(
    ("written", "names"),
    [
        ("K Saito, S Liu…", ["K Saito", "S Liu"]),
        ("K Saito, S Liu...", ["K Saito", "S Liu"]),
        ("张三、李四等", ["张三", "李四"]),
        ("张三，李四 等人", ["张三", "李四"]),
        ("K Saito and et al.", ["K Saito"]),
        ("K Saito;…", ["K Saito"]),
    ],
)
def test_a_mark_may_be_glued_to_the_last_name(written: str, names: list[str]) -> None:
    assert authors(written) == (names, True)


@pytest.mark.parametrize("mark", ["…", "...", "et al.", "等", "[…]"])
def test_a_mark_alone_is_a_list_of_which_nothing_is_known(mark: str) -> None:
    assert authors(mark) == ([], True)


@pytest.mark.parametrize("name", ["Metal", "Janet al-Din", "Ada Lovelace", "Etal Hu"])
def test_a_name_that_only_looks_like_a_mark_is_a_name(name: str) -> None:
    assert authors(name) == ([name], False)


def test_a_last_author_of_whom_more_is_known_is_never_a_mark() -> None:
    assert authors("\n  - Ada\n  - {name: 等, affiliation: MIT}") == (["Ada", "等"], False)


def test_an_author_has_an_affiliation_an_address_and_an_orcid() -> None:
    written = (
        "\n  - name: Ada Lovelace\n    affiliation: Analytical Society\n    url: https://example.org/ada\n"
        "    orcid: https://orcid.org/0000-0002-1694-233x"
    )
    parsed = read(with_key("authors", written))
    (person,) = parsed.value[0].authors.people
    assert parsed.diagnostics == ()
    assert (person.affiliation, person.url) == ("Analytical Society", "https://example.org/ada")
    assert person.orcid == "0000-0002-1694-233X"


def test_an_author_who_cannot_be_read_does_not_hide_the_others() -> None:
    parsed = read(with_key("authors", "\n  - name: Ada\n  - url: https://example.org/\n  - Alan"))
    assert [person.name for person in parsed.value[0].authors.people] == ["Ada", "Alan"]
    assert [(each.code, each.message) for each in parsed.diagnostics] == [
        ("missing-field", "'name' is missing (the author's name)")
    ]
