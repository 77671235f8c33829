"""Where pages say that they stand, and which feeds they lead to."""

from pathlib import Path
from urllib.parse import quote

from hypothesis import given
from hypothesis import strategies as st

from digest.model.config import Config, Localized
from digest.plan.frames import page_view
from digest.plan.plan import Contents, Page, Shown
from digest.plan.urls import LONGEST_WORD, absolute, address_word
from tests.building import DAY, entry, site


def show_nothing(contents: Contents) -> Shown:
    raise NotImplementedError


@given(st.text(st.characters(exclude_categories=["Cs"])) | st.text("aZ9_.~/-% ?#中'&"))
def test_a_plain_path_is_encoded_as_any_other(name: str) -> None:
    path = f"papers/{name}.html"
    assert absolute("https://example.org/", path) == "https://example.org/" + quote(path, safe="/~@:!$&'()*+,;=")


def test_pages_share_the_links_to_feeds_and_each_has_its_own() -> None:
    config = Config(title=Localized(zh="日报", en="Digest"), url="https://example.org/")
    title = Localized(zh="检索", en="Retrieval")
    plain, listed = (
        page_view(config, (), "term", Page(path="a.html", key="", make=show_nothing, feed=feed), title, "en")
        for feed in ("", "categories/ir")
    )
    assert [(link.title, link.path) for link in listed.feeds] == [
        ("Digest", "feed.xml"),
        ("Digest", "feed.json"),
        ("Retrieval", "categories/ir.xml"),
        ("Retrieval", "categories/ir.json"),
    ]
    assert plain.feeds == listed.feeds[:2]


@given(name=st.text(max_size=300))
def test_a_word_is_short_enough_for_the_name_of_a_file(name: str) -> None:
    word = address_word(name * 3)
    assert 0 < len(word.encode()) <= LONGEST_WORD
    assert not word.startswith((".", "-")) or word == "-"


def test_names_that_are_cut_to_the_same_word_have_pages_of_their_own(tmp_path: Path) -> None:
    names = [f"{'Ada and ' * 60}{last}" for last in ("Grace", "Alan")]
    built = site(tmp_path, {f"{DAY}/a.md": entry(affiliations=f"[{', '.join(names)}]")})
    assert built.result.published
    pages = [path for path in built.files() if path.startswith("affiliations/") and "index" not in path]
    assert len(pages) == 2
    for name in names:
        assert sum(f"<h1>{name}</h1>" in built.text(path) for path in pages) == 1
