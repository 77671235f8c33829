"""Citations in all formats, case by case: `cases/*.md` have front matter and what is made of it.

`REFRESH=1 pytest tests/citing/test_citation_cases.py` rewrites the results.
"""

import os

import pytest

from digest.citing.bib import write_bib
from digest.citing.csl import write_csl
from digest.citing.gbt7714 import write_gbt7714
from digest.citing.ris import write_ris
from tests.casing import rewrite_cases
from tests.citing.citing import CASE, CASES, Case, publication, read_cases


def tell(case: Case) -> str:
    cited = publication(case.front)
    ris = write_ris(cited)
    assert ris.endswith("\r\nER  - \r\n")
    return "\n".join(
        [
            write_bib(cited),
            ris.replace("\r\n", "\n"),
            write_csl(cited),
            "",
            write_gbt7714(cited),
        ]
    )


if os.environ.get("REFRESH"):
    rewrite_cases(CASES, CASE, "told", map(tell, read_cases()))
ALL = read_cases()


def test_every_case_is_read_and_there_are_many() -> None:
    headings = sum(path.read_text(encoding="utf-8").count("\n````\n\n````\n") for path in CASES.glob("*.md"))
    assert len(ALL) == headings > 45
    assert len({case.name for case in ALL}) == len(ALL)


@pytest.mark.parametrize("case", ALL, ids=[case.name for case in ALL])
def test_a_paper_is_cited_as_the_case_says(case: Case) -> None:
    assert tell(case) == case.told
