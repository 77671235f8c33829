"""Pictures in the folder of a collection are copied beside the entries that show them."""

import json
from pathlib import Path

import pytest

from tests.building import build, write_site
from tests.faces.conftest import Run


def svg(width: int) -> bytes:
    return f'<svg xmlns="http://www.w3.org/2000/svg" width="{width}" height="9"/>'.encode()


def note(number: int, *lines: str) -> str:
    head = f"# Lamps {number}\n\n**作者**: Ada Lovelace\n\n**分类**: CV\n\n**arXiv**: 2302.0308{number}\n\n## 笔记\n\n"
    return head + "\n\n".join(lines) + "\n"


@pytest.fixture(autouse=True)
def site(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    monkeypatch.setenv("COLUMNS", "200")
    monkeypatch.chdir(write_site(tmp_path, {}))
    return tmp_path


PLACES = {
    "beside": ("a.md", "img/x.svg", "![灯](img/x.svg)"),
    "in a folder above": ("notes/deep/a.md", "notes/x.svg", "![灯](../x.svg)"),
    "with a title": ("a.md", "x.svg", '![灯](x.svg "一盏灯")'),
    "with a space": ("a.md", "my x.svg", "![灯](<my x.svg>)"),
    "encoded": ("a.md", "图 1.svg", "![灯](%E5%9B%BE%201.svg)"),
    "with a query": ("a.md", "x.svg", "![灯](x.svg?raw=true)"),
    "in a link": ("a.md", "x.svg", "[![灯](x.svg)](https://example.org/)"),
    "asset folder of Hexo": ("source/_posts/a.md", "source/_posts/a/x.svg", "![灯](x.svg)"),
    "tag of Hexo": ("source/_posts/a.md", "source/_posts/a/x.svg", '{% asset_img x.svg 300 200 "灯" %}'),
    "root of Hexo": ("source/_posts/a.md", "source/images/x.svg", "![灯](/images/x.svg)"),
    "root of Hugo": ("content/posts/a.md", "static/img/x.svg", "![灯](/img/x.svg)"),
    "embedded by Obsidian": ("notes/a.md", "attachments/x.svg", "![[x.svg]]"),
    "embedded with a size": ("a.md", "attachments/my x.svg", "![[my x.svg|300]]"),
    "figure of Hugo": ("content/posts/a.md", "static/img/x.svg", '{{< figure src="/img/x.svg" alt="灯" >}}'),
    "HTML": ("a.md", "img/x.svg", '<p align="center"><img src="img/x.svg" width="300"></p>'),
}


@pytest.mark.parametrize("place", PLACES)
def test_a_picture_is_copied_and_shown(run: Run, site: Path, place: str) -> None:
    path, picture, typed = PLACES[place]
    write_site(site, {f"vault/{path}": note(1, typed), f"vault/{picture}": svg(4)})
    ran = run("import", "--date", "2023-02-08", "vault")
    assert (ran.status, "found 1" in ran.err) == (0, True)
    entry, copy = ran.out.split()
    name = Path(copy).name
    assert Path(copy).read_bytes() == svg(4)
    assert f"]({name if name.isascii() else '%E5%9B%BE-1.svg'}" in Path(entry).read_text(encoding="utf-8")
    if place == "beside":
        page = build(site).text("papers/2302.03081.html")
        assert name.removesuffix(".svg") in page


def test_pictures_of_one_name_do_not_meet(run: Run, site: Path) -> None:
    write_site(
        site,
        {
            **{f"vault/{n}/a.md": note(n, "![](x.svg)", "![](../same.svg)") for n in (1, 2, 3)},
            **{f"vault/{n}/x.svg": svg(n) for n in (1, 2, 3)},
            "vault/same.svg": svg(9),
            "content/2023-02-08/x.svg": svg(8),
        },
    )
    assert run("import", "--date", "2023-02-08", "vault").status == 0
    folder = site / "content/2023-02-08"
    pictures = {path.name: path.read_bytes() for path in folder.glob("*.svg")}
    assert pictures == {
        "x.svg": svg(8),
        "same.svg": svg(9),
        **{f"2302.0308{n}-x.svg": svg(n) for n in (1, 2, 3)},
    }
    for n in (1, 2, 3):
        text = (folder / f"2302.0308{n}.md").read_text(encoding="utf-8")
        assert f"![](2302.0308{n}-x.svg)\n\n![](same.svg)\n" in text


def test_what_is_not_copied_is_told_and_no_image(run: Run, site: Path) -> None:
    lines = [
        "![](../secret.svg)",
        "![](link.svg)",
        "![](none.svg)",
        "![](b.svg)",
        "`![](c.svg)`",
        "![](https://example.org/d.png)",
    ]
    pictures = {"secret.svg": svg(1), "vault/b.svg": b"no picture", "vault/c.svg": svg(2)}
    write_site(site, {"vault/a.md": note(1, *lines), **pictures})
    (site / "vault/around").symlink_to(site / "vault")
    (site / "vault/link.svg").symlink_to(site / "secret.svg")
    ran = run("import", "--date", "2023-02-08", "--report", "report.jsonl", "vault")
    assert (ran.status, ran.out) == (0, "content/2023-02-08/2302.03081.md\n")
    text = (site / ran.out.strip()).read_text(encoding="utf-8")
    assert [line for line in text.splitlines()[-11:] if line] == [f"\\{line}" for line in lines[:4]] + lines[4:]
    rows = [json.loads(line) for line in (site / "report.jsonl").read_text(encoding="utf-8").splitlines()]
    assert [(each["address"], each["why"]) for each in rows[0]["pictures"]] == [
        ("../secret.svg", "it is outside of the folder"),
        ("link.svg", "it is outside of the folder"),
        ("none.svg", "there is no such file, or there are several"),
        ("b.svg", "it is no picture that a browser can show"),
    ]
    assert [row["code"] for row in rows[1:] if row["code"].startswith("picture")] == ["picture-missing"] * 4


def test_a_trial_copies_nothing_and_json_names_the_copies(run: Run, site: Path) -> None:
    write_site(site, {"vault/a.md": note(1, "![](x.svg)"), "vault/x.svg": svg(4)})
    assert "found 1" in run("import", "--date", "2023-02-08", "--dry-run", "vault").err
    assert not (site / "content/2023-02-08").exists()
    told = json.loads(run("import", "--date", "2023-02-08", "--format", "json", "vault").out)
    assert [(each["code"], each["severity"]) for each in told] == [("picture-copied", "note")]
    assert told[0]["message"] == "the picture 'x.svg' was copied to content/2023-02-08/x.svg"
