"""Themes: layers of files in, pages out. Nothing here touches the disk, and Jinja is loaded with the first template.

`read_theme` makes a `Theme` of layers; a `Renderer` makes pages of a theme and views; what is wrong with a template
comes as `TemplateFailed`, which carries a diagnostic.
"""

from digest.theme.assets import Asset
from digest.theme.layers import ThemeLayer
from digest.theme.loading import Theme, extended_theme, read_theme
from digest.theme.renderer import LIBRARIES, Renderer, compile_all
from digest.theme.template_errors import TemplateFailed

__all__ = [
    "LIBRARIES",
    "Asset",
    "Renderer",
    "TemplateFailed",
    "Theme",
    "ThemeLayer",
    "compile_all",
    "extended_theme",
    "read_theme",
]
