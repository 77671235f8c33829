"""Papers as lines of JSON."""

from collections.abc import Callable

from digest.content.paper_data import PaperData, join_data
from digest.plan.views import DataPaper, DataView


def write_line(paper: DataPaper, data: PaperData) -> str:
    """The JSON object of a paper. Figures without an address are left out."""
    figures = [
        {"src": src} | ({"width": width, "height": height} if width and height else {}) if src else None
        for src, width, height in paper.figures
    ]
    return join_data(data, paper.about, figures, paper.links.__getitem__)


def write_lines(view: DataView, load_data: Callable[[str], PaperData]) -> bytes:
    """Each paper on a line of its own."""
    return b"".join([f"{write_line(paper, load_data(paper.path))}\n".encode() for paper in view.papers])
