"""Values of the settings that were never filled in: those of examples, and addresses that only one machine has."""

import re

from digest.model.authority import PLACEHOLDER_URL
from digest.model.config import find_settings
from digest.text.diagnostics import Diagnostic, Reporter
from digest.text.source import Source

_YOUR = r"(?:your|my)?[-_ ]?(?:git(?:hub|lab)[-_ ]?)?(?:user(?:[-_ ]?name)?|name|account|org(?:ani[sz]ation)?|owner)"
_REPO = r"(?:your|my)?[-_ ]?(?:repo(?:sitory)?|name|project)"
_BLANK = r"x{3,}|\{[^{}]*\}|<[^<>]*>|\[[^\[\]]*\]"
_ADDRESS = (
    rf"https?://(?:(?:{_YOUR}|{_BLANK})\.git(?:hub|lab)\.io|git(?:hub|lab)\.com/{_YOUR}/{_REPO}|"
    r"(?:www\.)?(?:your|my)[-_]?(?:site|domain|blog|digest|website)\.[a-z]+)(?:[/:].*)?"
)
_PRIVATE = (
    r"(?:127|10|192\.168|169\.254|172\.(?:1[6-9]|2\d|3[01]))(?:\.\d{1,3}){2,3}|0\.0\.0\.0|\[(?:::1?|f[cde][^\]]*)\]"
)
_LOCAL = rf"https?://(?:{_PRIVATE}|[\w-]+|[^/:]+\.(?:local|localhost|lan|internal|home\.arpa))(?:[/:].*)?"
"""RFC 1918, 3927, 4193 and 6762; a name without a dot is known in one network only."""
_NAMES = (
    (r"url", _LOCAL, "no reader's machine finds this address", "write where the site will stand: https://..."),
    (r"(?:.+\.)?(?:url|host)", _ADDRESS, "this is the address of an example", "write your own"),
    (
        r"title(?:\.\w+)?",
        r"(?:my|your)[-_ ](?:paper[-_ ])?(?:digest|site|blog|website)|(?:你|您)的(?:网站|站点|日报)",
        "",
        "",
    ),
    (r"editor\.name", r"(?:your |my )?(?:full )?name|editor|(?:你|您)的(?:名字|姓名)|姓名|名字|编辑", "", ""),
    (r"editor\.email", r"(?:you|me|name|user(?:name)?|your[-_.]?\w+)@(?:example|domain|email|mail)\.\w+", "", ""),
    (r"comments\.repo", rf"{_YOUR}/{_REPO}", "", ""),
    (r"comments\.(?:repo|category)_id|analytics\.site", r"(?:R_|DIC_)?(?:\.{3}|…|x{3,})", "", ""),
)
"""Pattern of the key's path, pattern of the value, message and hint (empty: those of an example)."""

_PATTERNS = tuple(
    [
        (
            re.compile(key),
            re.compile(value, re.IGNORECASE),
            message or "this is the value of an example",
            hint or "write your own, or delete the line",
        )
        for key, value, message, hint in _NAMES
    ]
)


def find_placeholders(source: Source) -> tuple[Diagnostic, ...]:
    """Report settings that pages would show although nobody filled them in (`placeholder-value`).

    The address in the settings of new sites is a note: a new site passes every check.
    """
    reporter = Reporter(source.path)
    for key, span in find_settings(source).items():
        value = source.text[span.start : span.end].strip().strip("'\"")
        for names, values, message, hint in _PATTERNS:
            if names.fullmatch(key) and values.fullmatch(value):
                if f"{value.rstrip('/')}/" == PLACEHOLDER_URL:
                    reporter.note("placeholder-value", span, f"{message}: '{value}'", hint)
                else:
                    reporter.warning("placeholder-value", span, f"{message}: '{value}'", hint)
                break
    return reporter.diagnostics()
