"""Categories that are neither arXiv's nor the site's own are told, with the one that was probably meant."""

from pathlib import Path

import pytest

from tests.building import DAY, SETTINGS, build, check, entry, write_site

OWN = "categories: {创投: {en: VC}, Robots: {zh: 机器人}}\n"


def told(root: Path, category: str) -> list[tuple[str, str]]:
    text = entry(category=category)
    write_site(root, {"digest.yaml": SETTINGS + OWN, f"{DAY}/a.md": text})
    found = check(root)
    assert [each.code for each in build(root).result.diagnostics] == [each.code for each in found]
    assert {each.code for each in found} <= {"unknown-category"}
    return [(text[each.span.start : each.span.end], each.hint.removeprefix("did you mean ")) for each in found]


@pytest.mark.parametrize(
    ("category", "expected"),
    [
        ("Computer Vision", [("Computer Vision", "'CV'?")]),
        ("computer vision", [("computer vision", "'CV'?")]),
        ("[Computer Vision, cs.AI]", [("Computer Vision", "'CV'?")]),
        ("Machine Learning, cs.CL", [("Machine Learning", "'LG' or 'ML'?")]),
        ("计算机视觉", [("计算机视觉", "'CV'?")]),
        ("Robotics", [("Robotics", "'RO'?")]),
        ("cs.VC", [("cs.VC", "'cs.CV'?")]),
        ("VC", [("VC", "'CV'?")]),
        ("cs.CV, cs.LGG", [("cs.LGG", "'cs.LG'?")]),
        (
            "cs.CV cs.lx",
            [("cs.lx", "take one of arXiv's, or name it: categories: {cs.lx: {zh: ..., en: ...}} in digest.yaml")],
        ),
        ("quant_ph", [("quant_ph", "'quant-ph'?")]),
        ("robot", [("robot", "'Robots'?")]),
        ("cs", [("cs", "name one of its categories, as in cs.AI")]),
        ("NLP", [("NLP", "take one of arXiv's, or name it: categories: {NLP: {zh: ..., en: ...}} in digest.yaml")]),
    ],
)
def test_an_unknown_category_is_told(tmp_path: Path, category: str, expected: list[tuple[str, str]]) -> None:
    assert told(tmp_path, category) == expected


@pytest.mark.parametrize("category", ["创投 robots CL", "math.nt, hep-th", "cs.CV", "[Robots, 创投]", "astro-ph.CO"])
def test_known_ones_are_not(tmp_path: Path, category: str) -> None:
    assert told(tmp_path, category) == []
