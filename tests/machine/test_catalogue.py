"""The catalogue has all papers, drafts and future ones too, and the ids in files with errors."""

import threading
from pathlib import Path

import pytest

from digest.machine import source_parser
from digest.machine.build import load_source
from digest.machine.catalogue import folder_of, identity_span, read_catalogue
from digest.machine.files import DiskFailed, write_new
from digest.machine.options import Refused
from tests.building import build, entry, options, tree, write_site

BROKEN = "---\ntitle: A\narxiv: '2302.03099'\ntitel: B\n---\n"


def test_every_entry_is_known_whatever_its_day(tmp_path: Path) -> None:
    write_site(
        tmp_path,
        {
            "content/2023-02-08/a.md": entry(),
            "content/2023-02-08/draft.md": entry(arxiv="2302.03085", draft="true"),
            "content/2099-01-01/future.md": entry(arxiv="2302.03086"),
            "content/2023-02-08/broken.md": BROKEN,
            "content/about.md": "---\npage: true\ntitle: About\n---\narxiv: 2302.00001\n",
        },
    )
    before = tree(tmp_path)
    catalogue = read_catalogue(options(tmp_path))
    assert sorted(head.arxiv for head in catalogue.heads) == ["2302.03084", "2302.03085", "2302.03086"]
    assert catalogue.unread == {"content/2023-02-08/broken.md": ("2302.03099",)}
    assert catalogue.config.url == "https://example.org/digest/"
    assert tree(tmp_path) == before


def test_nothing_is_parsed_that_a_build_has_parsed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write_site(tmp_path, {f"content/2023-02-08/{number}.md": entry(arxiv=f"2302.0000{number}") for number in range(3)})
    build(tmp_path)

    def refuse(*_: object, **__: object) -> None:
        raise AssertionError

    monkeypatch.setattr(source_parser, "read_document", refuse)
    assert len(read_catalogue(options(tmp_path)).heads) == 3


def test_a_site_without_content_has_no_papers(tmp_path: Path) -> None:
    catalogue = read_catalogue(options(write_site(tmp_path, {})))
    assert (catalogue.heads, catalogue.unread) == ((), {})


def test_without_settings_there_is_no_site(tmp_path: Path) -> None:
    with pytest.raises(Refused, match=r"there is no digest\.yaml in "):
        read_catalogue(options(tmp_path))


@pytest.mark.parametrize(
    ("text", "place"),
    [
        (entry(), "2302.03084"),
        (entry(arxiv="", doi="10.1145/3292500"), "10.1145/3292500"),
        (entry(arxiv="", url="https://arxiv.org/abs/2302.03084"), "https://arxiv.org/abs/2302.03084"),
        (BROKEN, "2302.03099"),
        ("# nothing", "# n"),
        ("", ""),
    ],
)
def test_the_place_of_an_id_is_known(tmp_path: Path, text: str, place: str) -> None:
    write_site(tmp_path, {"content/2023-02-08/a.md": text})
    source = load_source(tmp_path, "content/2023-02-08/a.md")
    span = identity_span(source)
    assert source.text[span.start : span.end] == place


def test_the_folder_of_a_day_is_where_its_entries_are(tmp_path: Path) -> None:
    write_site(
        tmp_path,
        {"content/2023/2023-02-08/a.md": entry(), "content/notes/b.md": entry(arxiv="2302.03085", date="2023-02-09")},
    )
    catalogue = read_catalogue(options(tmp_path))
    days = ("2023-02-08", "2023-02-09", "2023-02-10")
    assert [folder_of(catalogue, day) for day in days] == [
        *("content/2023/2023-02-08", "content/2023-02-09", "content/2023-02-10"),
    ]


# Writing a new file


def test_a_new_file_is_written_and_none_is_written_over(tmp_path: Path) -> None:
    path = tmp_path / "a/b/c.md"
    assert write_new(path, b"one")
    assert not write_new(path, b"two")
    assert path.read_bytes() == b"one"


def test_of_concurrent_writers_of_a_new_file_one_succeeds(tmp_path: Path) -> None:
    path = tmp_path / "a.md"
    start = threading.Barrier(8)
    done: list[int] = []

    def attempt(number: int) -> None:
        start.wait()
        if write_new(path, str(number).encode()):
            done.append(number)

    threads = [threading.Thread(target=attempt, args=(number,)) for number in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert [path.read_bytes()] == [str(number).encode() for number in done]


def test_a_link_that_leads_nowhere_is_not_written_through(tmp_path: Path) -> None:
    link = tmp_path / "a.md"
    link.symlink_to(tmp_path / "b.md")
    assert not write_new(link, b"one")
    assert not (tmp_path / "b.md").exists()


def test_a_folder_that_is_a_file_is_told(tmp_path: Path) -> None:
    (tmp_path / "a").touch()
    with pytest.raises(DiskFailed):
        write_new(tmp_path / "a/b.md", b"one")
