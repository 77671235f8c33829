"""Write citations: BibTeX, RIS, CSL-JSON."""

from collections.abc import Callable, Sequence
from typing import NamedTuple

from digest.citing.bib import write_bib
from digest.citing.csl import write_csl
from digest.citing.publications import Publication
from digest.citing.ris import write_ris
from digest.content.body import Body
from digest.markdown import plain_text
from digest.plan.views import CitationsView


class _Format(NamedTuple):
    write: Callable[[Publication, str], str]
    """Called with a publication and its abstract."""
    join: Callable[[Sequence[str]], str]
    """Makes a file of several."""


_FORMATS = {
    "bib": _Format(lambda publication, _: write_bib(publication), "\n".join),
    "ris": _Format(write_ris, "".join),
    "csl": _Format(write_csl, lambda items: "[\n" + ",\n".join(items) + "\n]\n"),
}
"""By their names in the setting `siblings`."""


def write_citations(view: CitationsView, load_body: Callable[[str], Body]) -> str:
    """All papers in one file. Views of formats with abstracts name the papers' sources."""
    chosen = _FORMATS[view.format]
    return chosen.join(
        [
            chosen.write(paper.publication, _abstract(load_body(paper.path)) if paper.path else "")
            for paper in view.papers
        ]
    )


def _abstract(body: Body) -> str:
    """The abstract as plain text, in English if there is one."""
    text = body.abstract or body.abstract_zh
    return plain_text(text.html) if text is not None else ""
