"""Collections that no built-in recipe knows come in with a recipe of at most twenty lines."""

from digest.authoring.importing.recipe import Recipe, read_recipe
from digest.text.source import Source
from tests.authoring.importing.recipes_there import BUILT_IN, imported
from tests.authoring.importing.shapes import PAPERS, Paper


def recipe_of(text: str) -> Recipe:
    assert text.count("\n") <= 20
    recipe, diagnostics = read_recipe(Source(path="mine.yaml", text=text), BUILT_IN)
    assert recipe is not None, diagnostics
    return recipe


LIST = """\
name: a list with a line per paper
paper:
  begins: {pattern: '^- \\*\\*\\['}
fields:
  title: {pattern: '\\*\\*\\[([^\\]]+)\\]'}
  authors: {pattern: '\\*\\* \\(([^)]+)\\)'}
  venue: {pattern: ', \\*([^*]+)\\*'}
  arxiv: {link: arxiv.org}
  code: {link: github.com}
  summary: {section: TL;DR}
noise: ['^## ']
defaults: {category: CV}
"""


def as_item(paper: Paper) -> str:
    code = f" [[code]({paper.code})]" if paper.code else ""
    return (
        f"- **[{paper.title}](https://arxiv.org/abs/{paper.arxiv})** ({', '.join(paper.authors)}), *ICLR 2024*.{code}\n"
        f"  - TL;DR: {paper.summary}\n"
    )


def test_a_list_with_a_line_per_paper() -> None:
    text = "# Awesome lamps\n\nA list.\n\n## 2024\n\n" + "".join(map(as_item, PAPERS))
    read, diagnostics = imported("README.md", text, recipe_of(LIST))
    assert diagnostics == ()
    assert [
        (each.entry.title, each.entry.authors, each.entry.arxiv, each.entry.code, each.entry.summary, each.unplaced)
        for each in read.drafts
    ] == [(each.title, each.authors, each.arxiv, each.code, each.summary, ()) for each in PAPERS]
    assert {(each.entry.venue, each.entry.category) for each in read.drafts} == {("ICLR 2024", ("CV",))}
    assert (read.title, read.intro) == ("Awesome lamps", ("A list.",))


LETTER = """\
name: a newsletter in plain text
paper:
  begins: {pattern: '^PAPER \\d'}
fields:
  title: {label: What}
  authors: {label: By}
  venue: {label: Where}
  arxiv: {label: Read}
  summary: {label: In short}
  abstract: {section: At length}
cut: {authors: ' and '}
noise: ['^PAPER \\d+', {label: Stars}]
day: {above: true}
defaults: {category: LG}
"""


def as_letter(paper: Paper) -> str:
    return (
        f"PAPER {paper.number + 1}\n\nWhat: {paper.title}\nBy: {' and '.join(paper.authors)}\nWhere: ICML\n"
        f"Read: https://arxiv.org/abs/{paper.arxiv}\nStars: 5\nIn short:\n  {paper.summary}\n\n"
        f"At length:\n{paper.abstract}\n\n"
    )


def test_a_newsletter_in_plain_text() -> None:
    text = "Lamps of 2024-05-06\n\n" + "".join(map(as_letter, PAPERS))
    read, diagnostics = imported("letter.txt", text, recipe_of(LETTER))
    assert diagnostics == ()
    assert [
        (each.entry.title, each.entry.authors, each.entry.arxiv, each.entry.summary, each.entry.abstract, each.unplaced)
        for each in read.drafts
    ] == [(each.title, each.authors, each.arxiv, each.summary, each.abstract, ()) for each in PAPERS]
    assert (str(read.day), read.noise["label Stars"]) == ("2024-05-06", len(PAPERS))
