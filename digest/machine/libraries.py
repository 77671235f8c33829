"""The libraries that digest uses, what each is for, and which of them have a say in the bytes of the output."""

from collections.abc import Iterable
from typing import NamedTuple

from digest.machine.sources import PARSING_LIBRARIES
from digest.outputs.writers import WRITERS


class Library(NamedTuple):
    """A distribution: its name in normalized form (PEP 503), the module that it has, what it is used for, and the extra
    that brings it, if it is not needed.
    """

    name: str
    module: str
    use: str
    extra: str = ""


USED_LIBRARIES = (
    Library("markdown-it-py", "markdown_it", "Markdown"),
    Library("jinja2", "jinja2", "templates"),
    Library("markupsafe", "markupsafe", "escaping of HTML"),
    Library("pyyaml", "yaml", "YAML"),
    Library("click", "click", "the command line"),
    Library("pygments", "pygments", "colours of code"),
    Library("math-core", "math_core", "formulas as MathML"),
    Library("imagesize", "imagesize", "sizes of pictures"),
    Library("segno", "segno", "QR codes"),
    Library("wcwidth", "wcwidth", "columns in a terminal"),
    Library("watchfiles", "watchfiles", "events of the file system", "serve"),
    Library("pillow", "PIL", "smaller copies of pictures", "figures"),
    Library("markdownify", "markdownify", "web pages as Markdown", "import"),
    Library("beautifulsoup4", "bs4", "web pages", "import"),
    Library("bibtexparser", "bibtexparser", "BibTeX", "import"),
    Library("rispy", "rispy", "RIS", "import"),
)
"""As in pyproject.toml."""

EXTRAS = {
    "serve": "digest serve sees a save at once, without looking at all files every second",
    "figures": "builds make smaller copies of wide pictures",
    "import": "digest import reads web pages, BibTeX and RIS",
}
"""What each extra is for."""


def output_libraries() -> list[str]:
    """The distributions whose versions are in cache keys, because another version may give other bytes."""
    named: list[Iterable[str]] = [PARSING_LIBRARIES, ["pillow"]]  # Pillow: see `digest.machine.renditions`
    named += [writer.libraries or () for writer in WRITERS.values()]
    return sorted({name for names in named for name in names})
