"""Read themes and render templates. Pure: files come in as bytes. Jinja is imported with the first template.

`read_theme` makes a `Theme` of its layers; a `Renderer` renders views with it. Errors in templates are raised as
`TemplateFailed`, which has a diagnostic.
"""

from digest.theme.assets import Asset
from digest.theme.checking import check_theme, unused_file
from digest.theme.layers import ThemeLayer
from digest.theme.loading import Theme, extended_theme, original_files, read_theme
from digest.theme.renderer import Renderer, compile_all
from digest.theme.template_errors import TemplateFailed

__all__ = [
    "Asset",
    "Renderer",
    "TemplateFailed",
    "Theme",
    "ThemeLayer",
    "check_theme",
    "compile_all",
    "extended_theme",
    "original_files",
    "read_theme",
    "unused_file",
]
