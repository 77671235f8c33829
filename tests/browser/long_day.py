"""A day of many papers: those of the example again and again, and hard ones among them."""

import itertools
import re
from pathlib import Path

from tests.browser.hard import AUTHORS, EN, HARD, SETTINGS, ZH

PAPERS = 47
FEATURED = 35

_CODES = ("CV", "physics.flu-dyn", "CL", "math.ST", "LG", "q-bio.NC", "IR", "hep-ex", "eess.AS")
_LAB = "Institute for the Study of Everything, University of Somewhere"
_SENTENCE = "We study " + ", ".join(f"the {each}th of many questions" for each in range(9, 30)) + "."
_HARD: dict[int, tuple[str, str]] = {
    3: ("An English Paper That Nobody Has Translated Yet", f"## Abstract\n\n{EN}\n"),
    4: (
        "A Paper That Is Told in Chinese Only",
        f"## 一句话总结\n\n{ZH[:60]}。\n\n## 要点\n\n1. {ZH[:40]}。\n\n## 摘要\n\n{ZH}\n",
    ),
    7: ("A Paper Whose Abstract Begins With a Long Sentence", f"## Abstract\n\n{_SENTENCE} {EN}\n"),
}


def make_long_day(example: Path) -> dict[str, str | bytes]:
    """The files of a site with a day of `PAPERS` papers, another after it, and a title of its own."""
    texts = [path.read_text(encoding="utf-8") for path in sorted((example / "content/2023-02-08").glob("[!i]*.md"))]
    files: dict[str, str | bytes] = {
        "digest.yaml": SETTINGS.replace("min_papers: 2", "min_papers: 99"),
        "content/2023-03-01/issue.md": "---\ntitle: The day of the conference\ntitle_zh: 会议日\nnumber: 38\n---\n\n"
        + ZH[:180]
        + "\n\n"
        + EN
        + "\n",
        "content/2023-03-02/a.md": HARD["content/2023-03-03/1.md"],
    }
    for number, text in zip(range(1, PAPERS + 1), itertools.cycle(texts), strict=False):
        title, body = _HARD.get(number, ("", ""))
        keys = {
            "arxiv": f"2303.{number:05}",
            "rank": str(number),
            "category": _CODES[number % len(_CODES)],
            "section": "featured" if number <= FEATURED else "notable",
            "slug": f"paper-{number}",
        }
        if title:
            keys |= {"title": title, "title_zh": "只有中文的一篇" if "摘要" in body else ""}
        if number == 5:
            keys["authors"] = AUTHORS
        if number == 6:
            keys["affiliations"] = "[" + ", ".join(f'"{_LAB} {each}"' for each in range(48)) + "]"
        head, rest = re.fullmatch(r"---\n(.*?)\n---\n(.*)", text, re.DOTALL).groups()  # type: ignore[union-attr]
        kept = [line for line in head.split("\n") if line.split(":")[0] not in keys]
        lines = [*kept, *(f"{name}: {value}" for name, value in keys.items() if value)]
        files[f"content/2023-03-01/{number:02}.md"] = "\n".join(["---", *lines, "---", "", body or rest])
    return files
