"""BibTeX: what is no formula is text."""

import pytest

from digest.citing.bib import write_bib
from tests.citing.citing import publication


def bib_of(title: str) -> str:
    return write_bib(publication(f"title: '{title}'\nauthors: A B\ncategory: CV\narxiv: 2302.03084"))


PROGRAMS = (
    r"\input{/etc/passwd} | \write18{id} | \immediate\write18{id} | \def\x{y}\x | \csname input\endcsname | x^^5cinput"
)
HIDDEN = r"x % y | \text{\verbatiminput{x}} | \begin{filecontents}{x} | \href{javascript:x}{y} | \@input{x} | \Input x"
FORMULAS = r"\left(x\right) | \mathbb{R}^{2} | 50\% | \operatorname{write} | \begin{matrix}a\end{matrix}"


@pytest.mark.parametrize("tex", (PROGRAMS + " | " + HIDDEN).split(" | "))
def test_programs_in_formulas_are_escaped(tex: str) -> None:
    written = bib_of(f"A ${tex}$ B")
    assert tex not in written
    assert r"\$" in written


@pytest.mark.parametrize("tex", FORMULAS.split(" | "))
def test_formulas_stay(tex: str) -> None:
    assert f"${tex}$" in bib_of(f"A ${tex}$ B")
