"""Terms: which names are one, and the paths of their pages."""

import re
import unicodedata
from collections.abc import Iterable, Sequence
from pathlib import Path
from random import Random

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from digest.plan.urls import tell_apart
from digest.text.fingerprint import fingerprint_bytes
from digest.text.names import fold_name
from digest.text.segments import make_portable, may_differ, plain_word, same_file, spelled_word
from tests.building import DAY, SETTINGS, BuiltSite, entry, site

NAMES = st.text(st.sampled_from("aAbＡ *+#.-/&é²1")) | st.sampled_from(
    [
        "C",
        "C++",
        "C#",
        "c",
        "index",
        "Index",
        "AUX",
        "aux-",
        ".NET",
        "net",
        "A/B",
        "a-b",
        "A*STAR",
        "A STAR",
        "LLM",
        "ＬＬＭ",
    ]
)


def words_of_terms(names: Iterable[str]) -> dict[str, str]:
    return tell_apart({name: spelled_word(name) for name in names})


@given(NAMES)
def test_the_words_of_a_name_without_signs_are_those_of_its_fold(name: str) -> None:
    if not may_differ(name):
        assert plain_word(name) == spelled_word(name) == spelled_word(fold_name(name))


@given(st.lists(NAMES), st.randoms())
@example(["A/B", "a-b", f"a-b-{fingerprint_bytes(b'a/b')[:6]}"], None)
def test_the_words_of_terms_do_not_depend_on_order_and_differ(names: list[str], chance: Random | None) -> None:
    folds = list(dict.fromkeys(map(fold_name, names)))
    words = words_of_terms(folds)
    assert len(set(map(same_file, words.values()))) == len(words)
    assert "index" not in words.values()
    if chance is not None:
        chance.shuffle(folds)
    assert words_of_terms(folds) == words


@given(st.lists(NAMES), NAMES)
def test_a_word_never_changes_hands(names: list[str], more: str) -> None:
    before = words_of_terms(dict.fromkeys(map(fold_name, names)))
    after = words_of_terms(dict.fromkeys(map(fold_name, [*names, more])))
    owners = {word: name for name, word in before.items()}
    assert all(owners.get(word, name) == name for name, word in after.items())


@given(st.lists(NAMES), st.lists(NAMES, unique_by=spelled_word))
def test_words_that_an_editor_chose_give_way_to_none(names: list[str], ids: list[str]) -> None:
    words = {name: spelled_word(name) for name in map(fold_name, names)}
    chosen = {f"\0{each}": spelled_word(each) for each in ids}
    found = tell_apart(words | chosen, chosen)
    assert len(set(map(same_file, found.values()))) == len(found)
    assert {key: found[key] for key in chosen if chosen[key] != "index"} == {
        key: make_portable(word) for key, word in chosen.items() if word != "index"
    }


def tags(root: Path, *papers: Sequence[str]) -> BuiltSite:
    """A site with a paper for each list of tags, a day apart."""
    return site(root, {f"content/2023-02-{20 - day:02}/p.md": paper(day, listed) for day, listed in enumerate(papers)})


def paper(number: int, tags: Sequence[str]) -> str:
    listed = ", ".join(f'"{tag}"' for tag in tags)
    return entry(arxiv=f"2302.{number:05}", tags=f"[{listed}]")


def titles(built: BuiltSite, taxonomy: str = "tags") -> dict[str, str]:
    """The heading of each term's page, by its file's name."""
    texts = {page.name: page.read_text(encoding="utf-8") for page in sorted((built.output / taxonomy).glob("*.html"))}
    pages = {name: text for name, text in texts.items() if 'class="kind-term"' in text}
    return {name: re.findall("<h1>(?:<span.*?</span> )?(.*?)</h1>", text)[0] for name, text in pages.items()}


def test_spellings_of_one_name_are_one_term(tmp_path: Path) -> None:
    built = tags(tmp_path, ["LLM"], ["llm"], ["ＬＬＭ"], ["llm"], ["Llm", "llm"])
    assert titles(built)["llm.html"] == "llm"
    page = built.text("tags/llm.html")
    assert len(re.findall(r'href="../papers/2302\.\d+.html"', page)) >= 5
    for number, spellings in {0: ["LLM"], 1: ["llm"], 2: ["ＬＬＭ"], 4: ["Llm"]}.items():
        shown = re.findall(r'href="../tags/llm.html"[^>]*>([^<]*)<', built.text(f"papers/2302.0000{number}.html"))
        assert shown == spellings


def test_the_least_of_equally_common_spellings_is_shown(tmp_path: Path) -> None:
    first = titles(tags(tmp_path / "a", ["Deep Learning"], ["deep learning"]))
    second = titles(tags(tmp_path / "b", ["deep learning"], ["Deep Learning"]))
    assert first == second == {"deep-learning.html": "Deep Learning"}


def test_composed_and_decomposed_letters_are_one_name(tmp_path: Path) -> None:
    names = {"authors": "[José Müller]", "tags": "[naïve, ガラス]", "affiliations": "[École]"}
    decomposed = {key: unicodedata.normalize("NFD", value) for key, value in names.items()}
    files = {
        "digest.yaml": SETTINGS,
        f"{DAY}/a.md": entry(**decomposed),
        f"{DAY}/b.md": entry(arxiv="2302.00002", **names),
    }
    built = site(tmp_path, files)
    assert titles(built, "authors") == {"jose-muller.html": "José Müller"}
    assert titles(built) == {"naive.html": "naïve", "ガラス.html": "ガラス"}
    assert titles(built, "affiliations") == {"ecole.html": "École"}


def test_a_known_person_has_the_name_of_authors_yaml(tmp_path: Path) -> None:
    files = {
        "content/authors.yaml": "Ada Lovelace: [A. Lovelace]\n",
        f"{DAY}/a.md": entry(authors="[A. LOVELACE]"),
        f"{DAY}/b.md": entry(arxiv="2302.00002", authors="[a. lovelace]"),
        f"{DAY}/c.md": entry(arxiv="2302.00003", authors="[ada  lovelace]"),
    }
    built = site(tmp_path, files)
    assert titles(built, "authors") == {"ada-lovelace.html": "Ada Lovelace"}
    assert 'href="../authors/ada-lovelace.html"' in built.text("papers/2302.00002.html")


def test_spellings_count_together_for_an_author_s_page(tmp_path: Path) -> None:
    files = {
        f"{DAY}/a.md": entry(authors="[Ada Lovelace, Ada lovelace]"),
        f"{DAY}/b.md": entry(arxiv="2302.00002", authors="[Alan Turing]"),
        f"{DAY}/c.md": entry(arxiv="2302.00003", authors="[Alan turing]"),
    }
    assert titles(site(tmp_path, files), "authors") == {"alan-turing.html": "Alan Turing"}


def test_an_unknown_category_is_one_in_any_case(tmp_path: Path) -> None:
    files = {f"{DAY}/a.md": entry(category="[Own, own]"), f"{DAY}/b.md": entry(arxiv="2302.00002", category="OWN")}
    built = site(tmp_path, files)
    assert list(titles(built, "categories")) == ["own.html"]


def test_names_that_windows_reserves_have_a_hyphen(tmp_path: Path) -> None:
    built = tags(tmp_path, ["AUX", "NUL", "con", "COM1", "lpt¹", "con.x", "auxiliary"])
    expected = ["aux-.html", "auxiliary.html", "com1-.html", "con-.html", "con-.x.html", "lpt1-.html", "nul-.html"]
    assert sorted(titles(built)) == expected


@pytest.mark.parametrize("order", [1, -1])
def test_all_that_clash_carry_a_hash(tmp_path: Path, order: int) -> None:
    names = ["A/B", "a-b", "C++", "C#", ".NET", "net", "index"][::order]
    built = tags(tmp_path, *[[name] for name in names])
    found = {name for page, name in titles(built).items() if re.fullmatch(r"(a-b|index)-[0-9a-f]{6}\.html", page)}
    assert found == {"A/B", "a-b", "index"}
    assert {"c-plus-plus.html", "c-sharp.html", "dot-net.html", "net.html"} <= titles(built).keys()
