"""The registry of codes: what each diagnostic of a build or an import means, an example, what to write instead.

Rules of style have their pages in their functions (`digest.lint.rules`).
"""

from digest.lint.codes.code_rows import Code
from digest.lint.codes.entry_codes import ENTRY_CODES
from digest.lint.codes.file_codes import FILE_CODES
from digest.lint.codes.import_codes import IMPORT_CODES
from digest.lint.codes.publishing_codes import LINK_CODES, PUBLISHING_CODES
from digest.lint.codes.setting_codes import SETTING_CODES
from digest.lint.codes.text_codes import TEXT_CODES
from digest.lint.codes.theme_codes import THEME_CODES
from digest.lint.codes.value_codes import VALUE_CODES

CODES: tuple[Code, ...] = (
    *FILE_CODES,
    *VALUE_CODES,
    *ENTRY_CODES,
    *TEXT_CODES,
    *[each._replace(is_of_links=True) for each in LINK_CODES],
    *[each._replace(is_of_site=True) for each in (*SETTING_CODES, *THEME_CODES, *PUBLISHING_CODES)],
    *[each._replace(is_of_import=True) for each in IMPORT_CODES],
)

__all__ = ["CODES", "Code"]
