"""The index of a part of the search: what was encoded is read again, and an index that is updated equals a new one."""

from hypothesis import given
from hypothesis import strategies as st

from digest.content.search_texts import SearchTexts, search_keys
from digest.outputs.search_index import (
    IndexedPaper,
    PartIndex,
    decode_papers,
    encode_papers,
    is_like,
    make_shards,
    shard_of,
    update_shards,
)
from digest.outputs.search_scripts import write_texts
from digest.plan.search_files import SEARCH_FORMAT
from digest.plan.views import SearchPaper, SearchTextsView
from digest.text.fingerprint import fingerprint_bytes

SHARDS = 4
KEYS = st.sets(st.text("ab中文𠮷", min_size=1, max_size=2))
PAPERS = st.lists(st.tuples(KEYS, KEYS).map(lambda keys: (keys[0], keys[0] | keys[1])), min_size=1, max_size=9)
Keys = tuple[set[str], set[str]]


def index(papers: list[Keys]) -> PartIndex:
    indexed = [
        IndexedPaper(f"{sorted(titles)} {sorted(anywhere)}", " ".join(titles), " ".join(anywhere), ())
        for titles, anywhere in papers
    ]
    return PartIndex(tuple(indexed), make_shards(papers, SHARDS))


def read(shards: tuple[str, ...]) -> dict[str, tuple[list[int], list[int]]]:
    found = {}
    for number, shard in enumerate(shards):
        for line in filter(None, shard.split("\n")):
            key, anywhere, titles = (*line.split("\t"), "")[:3]
            assert shard_of(key, SHARDS) == number
            found[key] = decode_papers(titles), decode_papers(anywhere)
    return found


@given(st.sets(st.integers(0, 200_000), min_size=1))
def test_numbers_are_read_as_they_were_written(numbers: set[int]) -> None:
    encoded = encode_papers(sorted(numbers))
    assert decode_papers(encoded) == sorted(numbers)
    assert len(encoded) == len(numbers)
    assert not set(encoded) & {'"', "\\", "\t", "\n"}
    encoded.encode()


@given(PAPERS)
def test_an_index_gives_the_papers_of_each_key(papers: list[Keys]) -> None:
    every = {key for _, anywhere in papers for key in anywhere}
    assert read(index(papers).shards) == {
        key: (
            [number for number, (titles, _) in enumerate(papers) if key in titles],
            [number for number, (_, anywhere) in enumerate(papers) if key in anywhere],
        )
        for key in every
    }


@given(PAPERS, PAPERS)
def test_an_index_that_is_updated_equals_a_new_one(before: list[Keys], after: list[Keys]) -> None:
    old, new = index(before), index(after)
    assert update_shards(old, new.papers) == new.shards


@given(st.lists(st.text("中a", min_size=1, max_size=3), min_size=1), st.integers(1, 99))
def test_all_keys_that_begin_with_a_han_character_are_in_its_shard(keys: list[str], shards: int) -> None:
    assert {shard_of(key, shards) for key in keys if key[0] == "中"} <= {shard_of("中", shards)}


def test_a_part_of_which_much_changed_is_made_anew() -> None:
    old = index([({f"a{number}"}, {f"a{number}"}) for number in range(16)])
    searched = [each.search for each in old.papers]
    assert is_like(old, searched, SHARDS)
    assert is_like(old, [*searched, "new"], SHARDS)
    assert not is_like(old, ["new", *searched], SHARDS), "the numbers of all papers moved"
    assert not is_like(old, searched, 2 * SHARDS)


def test_names_of_files_change_with_their_format() -> None:
    """If this fails, readers may have old files beside new ones: give `SEARCH_FORMAT` another value."""
    texts = ("Pic2Word: 零样本組合图像检索", "D³G, GPT-4o & Müller", "ｂｅｒｔ 𠮷野家", "모델 カメラ")
    keys = [search_keys(SearchTexts(fields=(("title", "", text), ("notes", "", text * 2)))) for text in texts]
    shards = make_shards(keys * 60, 16)
    view = SearchTextsView(name="x", papers=(SearchPaper("a.md", "a", "2023-02-08", ""),))
    chunk = write_texts(view, lambda _: SearchTexts(fields=(("title", "en", texts[0]), ("tag", "", "x"))))
    assert (SEARCH_FORMAT, fingerprint_bytes("\n".join((*shards, chunk.decode())).encode())[:8]) == ("1", "fd171506")
