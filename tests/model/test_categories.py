import re
from collections import Counter

import pytest

from digest.model.categories import ARCHIVES, CATEGORIES, category_archive, category_code, category_names
from digest.text.hanzi import to_traditional

SIZES = {
    "cs": 40,
    "stat": 6,
    "eess": 4,
    "econ": 3,
    "q-bio": 10,
    "q-fin": 9,
    "math": 32,
    "physics": 22,
    "nlin": 5,
}
SIZES |= {"astro-ph": 6, "cond-mat": 9}


def parts(archive: str) -> set[str]:
    return {code.partition(".")[2] for code in CATEGORIES if code.startswith(f"{archive}.")}


def test_every_archive_has_as_many_parts_as_in_arxivs_taxonomy() -> None:
    assert Counter(code.partition(".")[0] for code in CATEGORIES if "." in code) == SIZES


def test_archives_without_parts_and_archives_older_than_their_parts_are_categories_themselves() -> None:
    whole = "astro-ph cond-mat q-bio gr-qc hep-ex hep-lat hep-ph hep-th math-ph nucl-ex nucl-th quant-ph cmp-lg"
    assert set(whole.split()) <= set(CATEGORIES)


def test_every_category_has_a_chinese_and_an_english_name() -> None:
    for code, (chinese, english) in CATEGORIES.items():
        assert re.fullmatch(r"(K )?[\u4e00-\u9fff、]+(（[\u4e00-\u9fff]+）)?", chinese), code
        assert re.fullmatch(r"[A-Z][A-Za-z,\- ]+[a-zA-Z]( \([A-Za-z ]+\))?", english), code


def test_no_two_categories_share_a_name() -> None:
    for names in (
        [zh for zh, _ in CATEGORIES.values()],
        [to_traditional(zh) for zh, _ in CATEGORIES.values()],
        [en.casefold() for _, en in CATEGORIES.values()],
    ):
        assert [name for name, count in Counter(names).items() if count > 1] == []


def test_every_category_belongs_to_an_archive() -> None:
    assert {category_archive(category_code(code)) for code in CATEGORIES} == set(ARCHIVES)
    shown = ("CV", "ML", "math.NT", "math-ph", "cond-mat.soft", "alg-geom", "q-bio", "eess.AS")
    archives = ["cs", "stat", "math", "physics", "physics", "math", "q-bio", "eess"]
    assert list(map(category_archive, shown)) == archives
    assert category_archive("Ours") == ""


def test_no_cs_and_stat_part_share_a_code() -> None:
    assert not parts("cs") & parts("stat")


def test_two_categories_are_never_shown_as_one() -> None:
    assert len({category_code(code) for code in CATEGORIES}) == len(CATEGORIES)


def test_a_shown_code_leads_back_to_its_names_and_to_itself() -> None:
    for code, names in CATEGORIES.items():
        shown = category_code(code)
        assert (category_names(shown), category_code(shown)) == (names, shown)


def test_case_and_surrounding_space_of_a_code_do_not_matter() -> None:
    for code, names in CATEGORIES.items():
        for typed in (code.upper(), code.lower(), f" {code}\n"):
            assert (category_code(typed), category_names(typed)) == (category_code(code), names)


@pytest.mark.parametrize(
    ("typed", "shown"),
    [
        ("cs.CV", "CV"),
        ("cv", "CV"),
        ("Cs.lg", "LG"),
        ("stat.ML", "ML"),
        ("ME", "ME"),
        ("eess.AS", "eess.AS"),
        ("math.nt", "math.NT"),
        ("econ.em", "econ.EM"),
        ("HEP-PH", "hep-ph"),
        ("Physics.Flu-Dyn", "physics.flu-dyn"),
        ("astro-ph.co", "astro-ph.CO"),
        ("cmp-lg", "cmp-lg"),
    ],
)
def test_a_code_is_shown_without_its_archive_for_cs_and_stat_only(typed: str, shown: str) -> None:
    assert category_code(typed) == shown


@pytest.mark.parametrize(("typed", "shown"), [("AS", "eess.AS"), ("iv", "eess.IV"), ("SP", "eess.SP")])
def test_a_bare_part_that_neither_cs_nor_stat_has_is_eesss(typed: str, shown: str) -> None:
    assert category_code(typed) == shown
    assert category_names(typed) == CATEGORIES[shown]


def test_a_bare_part_that_several_archives_have_is_css_then_stats() -> None:
    assert category_names("NA") == CATEGORIES["cs.NA"]
    assert category_code("SY") == "SY"
    assert category_code("eess.SY") == "eess.SY"
    assert category_names("CO") == CATEGORIES["stat.CO"]
    assert category_names("AP") == CATEGORIES["stat.AP"]
    assert category_names("math.CV") == ("复变函数", "Complex Variables")


@pytest.mark.parametrize("typed", ["NT", "cs", "cs.XX", "cs.", ".CV", "cs CV", "flu-dyn", "机器人", ""])
def test_a_code_that_arxiv_does_not_have_stays_as_typed_and_has_no_names(typed: str) -> None:
    assert category_code(f" {typed} ") == typed
    assert category_names(typed) is None


def test_the_names_are_those_of_the_digests_own_legend() -> None:
    assert category_names("LG") == ("机器学习", "Machine Learning")
    assert category_names("CV") == ("计算机视觉", "Computer Vision")
    assert category_names("cs.CL") == ("计算与语言", "Computation and Language")
    assert category_names("AI") == ("人工智能", "Artificial Intelligence")
