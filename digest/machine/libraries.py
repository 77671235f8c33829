"""The libraries that digest uses, and what each is for. Which change bytes is in `digest.text.dependencies`."""

from typing import NamedTuple


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
