"""What others wrote, in files to import and in answers of arXiv, becomes text: entries whose pages run nothing."""

import json
import re
from html import escape
from pathlib import Path

import pytest

from digest.authoring.arxiv.answers import read_answer
from digest.authoring.arxiv.entries import make_entry
from digest.authoring.composing import compose_entry
from digest.faces.process import main
from digest.model.arxiv_ids import Identifier
from tests.arxiv import Paper, feed
from tests.building import SETTINGS, build, tree, write_site
from tests.hostile import RUN, TEXTS, breakouts
from tests.site.checking import parse_page

LINES = tuple(" ".join(text.replace("\x1b", "").replace("\x07", "").split()) for text in TEXTS)
PLACES = "../../outside.md", "/etc/passwd", "..\\\\outside", "con", "a" * 300


_TEX = str.maketrans("", "", "{}\\\\$%#")
"""What ends a value of BibTeX."""


def bib(text: str) -> str:
    fields = "".join(f", {key} = {{{text.translate(_TEX)}}}" for key in ("title", "author", "abstract", "url", "note"))
    places = "".join(f"@article{{{place}, title = {{Place {n}}}}}\n" for n, place in enumerate(PLACES))
    return f"@article{{a{fields}}}\n{places}"


def ris(text: str) -> str:
    tags = "".join(f"{tag}  - {text}\n" for tag in ("TI", "AU", "AB", "UR", "JO", "DO", "KW"))
    return "".join(f"TY  - JOUR\n{tags}ID  - {place}\nER  - \n" for place in PLACES)


def csl(text: str) -> str:
    fields: dict[str, object] = dict.fromkeys(("title", "abstract", "container-title", "URL", "DOI", "note"), text)
    fields |= {"type": "article", "author": [{"literal": text, "family": text}]}
    return json.dumps([{"id": place, **fields} for place in PLACES])


def page(text: str) -> str:
    said = escape(text)
    return (
        f"<html><head><title>{said}</title><meta name=date content='{said}'></head><body><h1>{said}</h1>"
        f"<p><a href='javascript:{RUN}'>x</a><img src=x onerror={RUN}><script>{RUN}</script>{said}</p>"
        f"<h2>Abstract</h2><p>{said}</p><svg onload={RUN}><script>{RUN}</script></svg><iframe srcdoc='{said}'></iframe>"
        f"<p><a href='https://arxiv.org/abs/2302.03081'>arXiv</a></p></body></html>"
    )


def note(text: str) -> str:
    keys = {"title": text, "date": "2023-02-08", "slug": "../../outside", "authors": [text], "url": text}
    front = "".join(f"{key}: {json.dumps(value)}\n" for key, value in keys.items())
    return f"---\n{front}---\n\n# {text}\n\n{text}\n"


def test_what_others_wrote_runs_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    settings = SETTINGS + "languages: [en]\nsearch: no\n"
    root = write_site(tmp_path / "site", {"digest.yaml": settings, "content/.keep": ""})
    monkeypatch.chdir(root)
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1675900000")
    for ending, write in ((".bib", bib), (".ris", ris), (".json", csl), (".html", page), (".md", note)):
        for number, line in enumerate(LINES[:2]):
            (tmp_path / f"source{number}{ending}").write_text(write(line), encoding="utf-8")
            with pytest.raises(SystemExit):
                main(("import", str(tmp_path / f"source{number}{ending}")))
    for number, line in enumerate(LINES):
        others = dict.fromkeys(("abstract", "comment", "journal", "doi", "category"), line)
        paper = Paper(id=f"2302.0508{number}", title=line, authors=LINES, **others)  # type: ignore[arg-type]
        [answered] = read_answer(feed(paper.entry()).encode()).papers.values()
        made = compose_entry(make_entry(answered, Identifier(paper.id, "")))
        write_site(root, {f"content/2023-02-08/arxiv{number}.md": made})
    written = [path for path in tree(tmp_path) if path.endswith(".md") and not path.startswith("source")]
    assert len(written) > 10
    assert all(path.startswith("site/content/") and ".." not in path and len(path) < 150 for path in written)
    built = build(root, drafts=True)
    assert built.result.published, [each for each in built.result.diagnostics if each.severity == "error"]
    pages = {path: content for path, content in built.files().items() if re.match(r"(?:papers|issues)/.*\.html", path)}
    assert len(pages) > 10
    assert sum(RUN in content.decode() for content in pages.values()) > 8
    for path, content in pages.items():
        read = parse_page(path, content)
        assert read.errors == []
        assert [each for each in breakouts(read.root, path) if not each.endswith(" form")] == []
