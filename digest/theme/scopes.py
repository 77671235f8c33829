"""What pages of one language and one depth have in common."""

import datetime
from collections.abc import Hashable
from dataclasses import field
from typing import Any

from digest.text.records import frozen
from digest.theme.relative_urls import Place

SCOPE = "(scope)"
"""The name of the scope itself among its names: none that a template could write."""


@frozen
class Scope:
    """The names that all templates know, and what templates have made of them."""

    names: dict[str, Any]
    place: Place
    includes: dict[tuple[str, str], Any] = field(default_factory=dict)
    """What includes have shown (`Include`), by the name of the template and of the one that includes it."""
    dates: dict[tuple[str, datetime.date], str] = field(default_factory=dict)
    """Dates in the words of the scope's language, by the string that says how."""
    modules: dict[Hashable, Any] = field(default_factory=dict)
    """The macros of templates, by template."""
