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


def told(written: str) -> tuple[list[str], list[str]]:
    """The names with their marks, and the characters that warnings point at."""
    matter, _, text = (parsed := read(with_key("authors", written))).value
    assert {each.code for each in parsed.diagnostics} <= {"unclear-authors"}
    names = [f"{person.name}{'*' * person.equal}{'†' * person.corresponding}" for person in matter.authors.people]
    return names, [text[each.span.start : each.span.end] for each in parsed.diagnostics]


@pytest.mark.parametrize(
    ("written", "names"),
    [
        ("Ada Lovelace, Alan Turing, and Kurt Gödel", ["Ada Lovelace", "Alan Turing", "Kurt Gödel"]),
        ("Ada Lovelace,Alan Turing,and Kurt Gödel", ["Ada Lovelace", "Alan Turing", "Kurt Gödel"]),
        ("Ada Lovelace and Alan Turing", ["Ada Lovelace", "Alan Turing"]),
        ("Ada Lovelace & Alan Turing", ["Ada Lovelace", "Alan Turing"]),
        ("[Ada Lovelace, Alan Turing & Kurt Gödel]", ["Ada Lovelace", "Alan Turing", "Kurt Gödel"]),
        ("Plato, Aristotle and Socrates", ["Plato", "Aristotle", "Socrates"]),
        ("Ludwig van Beethoven and María José García", ["Ludwig van Beethoven", "María José García"]),
        ("\n  - Ada Lovelace and Alan Turing\n  - Kurt Gödel", ["Ada Lovelace", "Alan Turing", "Kurt Gödel"]),
        ("\n  - Ada Lovelace\n  - and Alan Turing", ["Ada Lovelace", "Alan Turing"]),
        ("|\n  Ada Lovelace\n  Alan Turing", ["Ada Lovelace", "Alan Turing"]),
        ("张三和李四", ["张三", "李四"]),
        ("张三与李四", ["张三", "李四"]),
        ("张三、李四和王五", ["张三", "李四", "王五"]),
        ("张三、李四，以及王五", ["张三", "李四", "王五"]),
        ("王和平和李四", ["王和平", "李四"]),
        ("张三和Ada Lovelace", ["张三", "Ada Lovelace"]),
        ("\n  - 张三和李四\n  - 王和平", ["张三", "李四", "王和平"]),
        ("\n  - 张三、李四", ["张三", "李四"]),
        ("王和平", ["王和平"]),
        ("欧阳和平", ["欧阳和平"]),
        ("和田一郎", ["和田一郎"]),
        ("长谷川和彦", ["长谷川和彦"]),
        ("AT&T Labs, Ada Lovelace", ["AT&T Labs", "Ada Lovelace"]),
        ("Author 1, Author 2", ["Author 1", "Author 2"]),
        ("E3 Consortium, Team Hunyuan3D", ["E3 Consortium", "Team Hunyuan3D"]),
        ("\n  - name: Robert and Sons\n  - Ada", ["Robert and Sons", "Ada"]),
    ],
)
def test_and_stands_between_names(written: str, names: list[str]) -> None:
    assert told(written) == (names, [])


@pytest.mark.parametrize(
    ("written", "names"),
    [
        ("Saito, Kuniaki; Sohn, Kihyuk; Zhang, Xiang", ["Kuniaki Saito", "Kihyuk Sohn", "Xiang Zhang"]),
        ("van den Berg, Rianne; Turing, Alan M.", ["Rianne van den Berg", "Alan M. Turing"]),
        (
            "García Márquez, Gabriel José; Vargas Llosa, Mario Jorge",
            ["Gabriel José García Márquez", "Mario Jorge Vargas Llosa"],
        ),
        ("Saito, Kuniaki; 张三; ATLAS Collaboration", ["Kuniaki Saito", "张三", "ATLAS Collaboration"]),
        ("[Saito, Kuniaki; Sohn, Kihyuk]", ["Kuniaki Saito", "Kihyuk Sohn"]),
        ("Saito, Kuniaki and Sohn, Kihyuk", ["Kuniaki Saito", "Kihyuk Sohn"]),
        ("Saito, K., Sohn, K., & Zhang, X.", ["K. Saito", "K. Sohn", "X. Zhang"]),
        ("余, 本嵩; 文, 浩", ["余本嵩", "文浩"]),
        ("\n  - Saito, Kuniaki\n  - Sohn, Kihyuk", ["Kuniaki Saito", "Kihyuk Sohn"]),
        ("McKay, John W., Jr.; Smith, Ann", ["John W. McKay Jr.", "Ann Smith"]),
        ("McKay, Jr., John W. and Smith, Ann", ["John W. McKay Jr.", "Ann Smith"]),
        ("John McKay, Jr., Ann Smith, III", ["John McKay Jr.", "Ann Smith III"]),
        ("\n  - Henry M. Cathey, Jr.", ["Henry M. Cathey Jr."]),
        ("Google, Inc., Ada Lovelace", ["Google Inc.", "Ada Lovelace"]),
        ("Saito, Kuniaki*; Sohn, Kihyuk†", ["Kuniaki Saito*", "Kihyuk Sohn†"]),
    ],
)
def test_the_last_name_may_come_first(written: str, names: list[str]) -> None:
    assert told(written) == (names, [])


@pytest.mark.parametrize(
    ("written", "names"),
    [
        ("Ada Lovelace*, Alan Turing†, Kurt Gödel *†", ["Ada Lovelace*", "Alan Turing†", "Kurt Gödel*†"]),
        ("张三¹, Ada Lovelace², Alan Turing", ["张三", "Ada Lovelace", "Alan Turing"]),
        ("Kurt Gödel$^{1,2}$, Ada Lovelace<sup>1,*</sup>", ["Kurt Gödel", "Ada Lovelace*"]),
        ("\n  - Ada Lovelace*\n  - name: Alan Turing†\n    affiliation: MIT", ["Ada Lovelace*", "Alan Turing†"]),
        ("\n  - {name: Ada, equal: true}\n  - {name: 张三, 通讯作者: 是}", ["Ada*", "张三†"]),
        ('"[[Ada Lovelace]]"', ["Ada Lovelace"]),
        ("[[Ada Lovelace]]", ["Ada Lovelace"]),
        ("[[Ada Lovelace]], [[Alan Turing|Turing, A.]]", ["Ada Lovelace", "Alan Turing"]),
        ('["[[Ada Lovelace]]", "[[Alan Turing|Turing, A.]]"]', ["Ada Lovelace", "Alan Turing"]),
        ('\n  - "[[Ada Lovelace]]"\n  - [[Alan Turing|Turing, A.]]', ["Ada Lovelace", "Alan Turing"]),
        ('"[[people/Ada Lovelace|Ada]]*, [[Alan Turing#Works]]†"', ["Ada Lovelace*", "Alan Turing†"]),
        ("\n  - name: '[[Ada Lovelace]]'", ["Ada Lovelace"]),
        ("[⾼⽂, 张三]", ["⾼⽂", "张三"]),
        ("[Ada\u00a0Lovelace, Jose\u0301  Garci\u0301a]", ["Ada Lovelace", "José García"]),
    ],
)
def test_marks_and_brackets_are_no_part_of_a_name(written: str, names: list[str]) -> None:
    assert told(written) == (names, [])


@pytest.mark.parametrize(
    ("written", "names", "at"),
    [
        (
            "Kurt Gödel1,2, 张三¹, Ada Lovelace*, Alan Turing†",
            ["Kurt Gödel", "张三", "Ada Lovelace*", "Alan Turing†"],
            ["Kurt Gödel1,2"],
        ),
        ("Kaiqi Fu1, Linkai Peng2", ["Kaiqi Fu", "Linkai Peng"], ["Kaiqi Fu1"]),
        ("\n  - Kaiqi Fu1\n  - Linkai Peng2,*", ["Kaiqi Fu", "Linkai Peng*"], ["Kaiqi Fu1"]),
        ("Kurt Gödel 1, 2, Alan Turing 3", ["Kurt Gödel", "Alan Turing 3"], ["Alan Turing 3", "Kurt Gödel 1, 2"]),
        ("GPT4, Ada Lovelace", ["GPT4", "Ada Lovelace"], ["GPT4"]),
        ("Ada Lovelace, Ph.D., Alan Turing PhD", ["Ada Lovelace", "Alan Turing"], ["Ph.D.", "PhD"]),
        ("\n  - ATLAS Collaboration\n  - ':'\n  - G. Aad", ["ATLAS Collaboration", "G. Aad"], [":"]),
        ("Ada Lovelace, 2", ["Ada Lovelace"], ["2"]),
        ("Plato and Aristotle", ["Plato and Aristotle"], ["Plato and Aristotle"]),
        ("\n  - Robert and Sons", ["Robert and Sons"], ["Robert and Sons"]),
        ("Ada Lovelace, Johnson & Johnson", ["Ada Lovelace", "Johnson & Johnson"], ["Johnson & Johnson"]),
        ("巴金和老舍", ["巴金和老舍"], ["巴金和老舍"]),
        ("张三、和田一郎", ["张三", "和田一郎"], ["和田一郎"]),
        ("张三 李四 王五", ["张三", "李四", "王五"], ["张三 李四 王五"]),
        ("Lovelace, Ada", ["Lovelace", "Ada"], ["Lovelace, Ada"]),
        ("Saito, Kuniaki and Ann Smith", ["Saito", "Kuniaki", "Ann Smith"], ["Saito, Kuniaki and Ann Smith"]),
        ("\n  - MIT, Boston", ["MIT, Boston"], ["MIT, Boston"]),
        (
            "Ada Lovelace, MIT; Alan Turing, CMU",
            ["Ada Lovelace", "MIT", "Alan Turing", "CMU"],
            ["Ada Lovelace, MIT; Alan Turing, CMU"],
        ),
    ],
)
def test_what_is_not_certain_is_told(written: str, names: list[str], at: list[str]) -> None:
    assert told(written) == (names, at)


@pytest.mark.parametrize(
    "written",
    [
        "G. Aad, B. Abbott, et al. (200 additional authors not shown)",
        "\n  - G. Aad\n  - B. Abbott\n  - et al. (200 additional authors not shown)",
        "G. Aad, B. Abbott, and 35 others",
        "[G. Aad, B. Abbott, others]",
    ],
)
def test_a_count_of_authors_cuts_the_list(written: str) -> None:
    assert authors(written) == (["G. Aad", "B. Abbott"], True)


def test_of_names_without_a_letter_none_is_left() -> None:
    parsed = read(with_key("authors", "2"))
    assert parsed.value[0] is None
    assert [each.code for each in parsed.diagnostics] == ["unclear-authors", "missing-field"]


@pytest.mark.parametrize(
    ("written", "names"),
    [
        ("李四＊, Ada Lovelace＊", ["李四*", "Ada Lovelace*"]),
        ("Alan Turing（通讯作者）, Ada Lovelace (equal contribution)", ["Alan Turing†", "Ada Lovelace*"]),
        ("张三（共同一作）、李四(通讯)、王五（同等贡献，通讯作者）", ["张三*", "李四†", "王五*†"]),
        ("Turing, Alan (corresponding author); Lovelace, Ada", ["Alan Turing†", "Ada Lovelace"]),
        ("Ada Lovelace (*equal contribution), Alan Turing (co-first authors)", ["Ada Lovelace*", "Alan Turing*"]),
        ("Ada Lovelace^*, Alan Turing^†^", ["Ada Lovelace*", "Alan Turing†"]),
        ("\n- name: Ada Lovelace＊\n- name: Alan Turing（通讯作者）", ["Ada Lovelace*", "Alan Turing†"]),
        ("Alan (A.) Turing, Ada Lovelace (Google)", ["Alan (A.) Turing", "Ada Lovelace (Google)"]),
    ],
)
def test_words_and_full_width_signs_are_marks_too(written: str, names: list[str]) -> None:
    assert told(written) == (names, [])


@pytest.mark.parametrize(
    ("written", "names", "left_out"),
    [
        ("[Ada Lovelace <ada@x.org>]", ["Ada Lovelace"], "<ada@x.org>"),
        ("Ada Lovelace ada@x.org, Alan Turing (alan@x.org)", ["Ada Lovelace", "Alan Turing"], "ada@x.org"),
        ("Ada Lovelace#, Alan Turing", ["Ada Lovelace", "Alan Turing"], "#"),
        ("Alan Turing*‡", ["Alan Turing*"], "‡"),
        ("'Alan Turing§'", ["Alan Turing"], "§"),
        ("Alan Turing^, Ada Lovelace", ["Alan Turing", "Ada Lovelace"], "^"),
    ],
)
def test_other_marks_and_e_mail_addresses_are_left_out_and_told(written: str, names: list[str], left_out: str) -> None:
    assert told(written) == (names, [left_out])


@pytest.mark.parametrize(
    ("written", "names", "typed"),
    [
        ('["J&ouml;rg M", "M&uuml;ller"]', ["Jörg M", "Müller"], ["&ouml;", "&uuml;"]),
        ("M&#252;ller; K Saito", ["Müller", "K Saito"], ["&#252;"]),
        ("'Kurt G{\\\"o}del; K Saito'", ["Kurt Gödel", "K Saito"], ['{\\"o}']),
        ("Paul Erd\\H{o}s and K Wei\\ss", ["Paul Erdős", "K Weiß"], ["\\H{o}"]),
        ("\n  - name: J&ouml;rg M", ["J&ouml;rg M"], []),
        ("AT&T Labs; K Saito", ["AT&T Labs", "K Saito"], []),
    ],
)
def test_entities_and_letters_of_tex_are_read_with_a_warning(written: str, names: list[str], typed: list[str]) -> None:
    assert told(written) == (names, typed)
