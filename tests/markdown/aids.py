"""What tests of other things leave out of rendered texts."""

import re


def without_aids(html: str) -> str:
    """The HTML without the TeX of formulas and the names of what scrolls."""
    return re.sub(r'(?<=<math) alttext="[^"]*"| tabindex="0" role="region" aria-label="[^"]*"', "", html)
