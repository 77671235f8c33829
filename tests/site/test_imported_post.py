"""Importing the post of the example gives the entries that were written by hand from it, field by field.

All keys of front matter, `rank` and `section` included, and all sections of bodies are compared. Not compared, because
the post does not have them: file names (imported entries are named by arXiv id), and the introduction in `issue.md` (an
imported day has the post's line of titles).
"""

import datetime
import html
import re
from collections.abc import Mapping
from pathlib import Path
from typing import NamedTuple

import pytest

from digest.content.documents import read_document
from digest.content.entry import Entry
from digest.content.typesetting import typeset
from digest.faces.process import main
from digest.model.front_matter import FrontMatter
from digest.text.diagnostics import has_errors
from digest.text.source import Source
from tests.building import build, check, write_site

BY_HAND = Path(__file__).parents[2] / "content" / "2023-02-08"
POST = Path(__file__).with_name("example_post.txt").read_text(encoding="utf-8")
HEADING = "另外几篇值得关注的论文:"
LEGEND = "LG - 机器学习 CV - 计算机视觉 CL - 计算与语言"
SENTENCE = "将图映射到词进行零样本组合图像检索、基于记忆的非平稳分布元学习"


class Read(NamedTuple):
    """A parsed entry: front matter, sections, place."""

    matter: FrontMatter
    date: datetime.date | None
    slug: str
    sections: Mapping[str, str]


def read_entry(path: Path) -> Read:
    source = Source(path=f"content/{path.parent.name}/{path.name}", text=path.read_text(encoding="utf-8"))
    document = read_document(source)
    parsed = typeset(document)
    assert parsed.diagnostics == ()
    entry = parsed.value.record
    assert isinstance(entry, Entry)
    sections = {
        section.field or (section.heading.text if section.heading is not None else ""): section.content.text.strip()
        for section in document.sections
    }
    return Read(entry.matter, entry.date, entry.slug, sections)


def read_entries(folder: Path) -> dict[str, Read]:
    read = [read_entry(path) for path in folder.glob("*.md") if path.name != "issue.md"]
    return {each.matter.arxiv: each for each in read}


def as_copied(post: str) -> str:
    """The post as copied from its web page, with the text around the papers."""
    headlines = re.findall(r"^(?:\d、)?\[[A-Z]{2}\] .*$", post, re.MULTILINE)
    noisy = re.sub(r"(https://arxiv\.org/abs/\S+)$", rf"\1\n{LEGEND}\n{LEGEND}", post, flags=re.MULTILINE)
    noisy = noisy.replace(f"2302.03202\n{LEGEND}", f"2302.03202{LEGEND}")
    head = "\n".join((LEGEND, "", "730次阅读", "没有评论", "", *headlines, "", f"摘要: {SENTENCE}"))
    return f"{head}\n\n{noisy}\n\n正文完\n可以使用微信扫码关注公众号(ID:xzluomor)\npost-qrcode\n\u00a0\n评论(没有评论)"


def as_page(post: str) -> str:
    """The post as a web page."""
    paragraphs = []
    for block in re.split(r"\n\s*\n", post):
        lines = [html.escape(line.strip()) for line in block.split("\n")]
        lines = [re.sub(r"(https://arxiv\.org/abs/\d{4}\.\d{5})", r'<a href="\1">\1</a>', line) for line in lines]
        label, points = lines[0], lines[1:]
        if label == "要点:":
            items = "".join(f"<li>{point.split(' ', 1)[1]}</li>" for point in points)
            paragraphs.append(f"<p><strong>{label}</strong></p><ol>{items}</ol>")
        else:
            paragraphs.append(f"<p>{'<br />'.join(lines)}</p>")
    body = "\n".join(paragraphs)
    return f"<!DOCTYPE html><html><head><title>x</title></head><body><article>{body}</article></body></html>"


def import_post(root: Path, content: bytes, name: str = "post-2023-02-08.txt") -> Path:
    """Run `digest import` in an empty site; returns the folder of the day. The entries have no errors."""
    write_site(root / "site", {})
    (root / name).write_bytes(content)
    with pytest.raises(SystemExit) as left:
        main(["import", "--root", str(root / "site"), str(root / name)])
    assert left.value.code == 0
    assert not has_errors(check(root / "site"))
    return root / "site" / "content" / "2023-02-08"


SHAPES = {
    "as copied": as_copied(POST).encode(),
    "papers only": POST.encode(),
    "with line breaks of Windows and a byte-order mark": b"\xef\xbb\xbf"
    + as_copied(POST).replace("\n", "\r\n").encode(),
    "in GBK": as_copied(POST).encode("gb18030"),
    "in UTF-16": as_copied(POST).encode("utf-16"),
    "with full-width colons": re.sub(
        r"^(要点|一句话总结|摘要):$", r"\1：", as_copied(POST), flags=re.MULTILINE
    ).encode(),
    "without blank lines": re.sub(r"\n\n+", "\n", as_copied(POST)).encode(),
}


@pytest.mark.parametrize("shape", SHAPES)
def test_the_imported_post_is_what_was_made_of_it_by_hand(
    shape: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    imported = read_entries(import_post(tmp_path, SHAPES[shape]))
    assert len(imported) == 9
    assert imported == read_entries(BY_HAND)
    assert "warning" not in capsys.readouterr().err


@pytest.mark.parametrize("post", [POST, as_copied(POST)], ids=["papers only", "as copied"])
def test_the_post_as_a_web_page_reads_as_its_text(post: str, tmp_path: Path) -> None:
    day = import_post(tmp_path, as_page(post).encode(), "post-2023-02-08.html")
    assert read_entries(day) == read_entries(BY_HAND)


def test_the_whole_post_is_what_was_made_of_it_by_hand(corpus: Path, tmp_path: Path) -> None:
    day = import_post(tmp_path, (corpus / "post-2023-02-08.txt").read_bytes())
    assert read_entries(day) == read_entries(BY_HAND)
    assert (day / "issue.md").read_text(encoding="utf-8").startswith(f"{SENTENCE}、基于域关系的域泛化、")


def test_the_imported_day_has_the_posts_order_and_its_line_of_titles(tmp_path: Path) -> None:
    day = import_post(tmp_path, as_copied(POST).encode())
    result = build(tmp_path / "site").result
    assert (day / "issue.md").read_text(encoding="utf-8") == f"{SENTENCE}\n"
    assert (result.published, result.papers, result.issues) == (True, 9, 1)
    page = (tmp_path / "site" / "output" / "issues" / "2023-02-08.html").read_text(encoding="utf-8")
    ids = re.findall(r"https://arxiv\.org/abs/(\d{4}\.\d{5})", POST)
    places = [page.index(f"arxiv.org/abs/{each}") for each in ids]
    assert len(places) == 9
    assert places == sorted(places)
    assert page.index(HEADING.rstrip(":")) < places[5]


def test_entries_are_named_by_their_ids(tmp_path: Path) -> None:
    names = sorted(path.name for path in import_post(tmp_path, POST.encode()).iterdir())
    ids = sorted(re.findall(r"https://arxiv\.org/abs/(\d{4}\.\d{5})", POST))
    assert names == [f"{each}.md" for each in ids]
