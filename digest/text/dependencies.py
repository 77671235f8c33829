"""The libraries whose versions may change the bytes of outputs: they are in cache keys. Names are normalized (PEP 503).

Python's version is in every key. `tests/machine/test_dependencies.py` checks that nothing is missing.
"""

PARSING_LIBRARIES = ("markdown-it-py", "mdurl", "pyyaml", "pygments", "math-core", "imagesize")
"""For the results of parsing texts and of looking at pictures."""

TEMPLATE_LIBRARIES = ("jinja2", "markupsafe", "segno")
"""For what templates make."""

THEME_LIBRARIES = (*TEMPLATE_LIBRARIES, "pygments", "pyyaml")
"""For settings, merged themes with the style sheet of code, and compiled templates."""

ENTRY_SOURCE_LIBRARIES = ("markdown-it-py", "mdurl", "pyyaml")
"""For entries as Markdown: their front matter is written anew, and code is left as it is."""

PICTURE_LIBRARIES = ("pillow",)
"""For smaller copies of pictures, with the libraries that Pillow has in it (`machine/renditions.py`)."""

OUTPUT_LIBRARIES = tuple(sorted({*PARSING_LIBRARIES, *THEME_LIBRARIES, *ENTRY_SOURCE_LIBRARIES, *PICTURE_LIBRARIES}))
"""All of them."""
