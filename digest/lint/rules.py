"""The registry of lint rules: code, severity and the function, whose docstring is the rule's documentation page.

With `digest.lint.codes`, it lists all codes of diagnostics.
"""

import re
from collections.abc import Callable, Iterable, Iterator
from typing import NamedTuple

from digest.content.head import Head
from digest.lint.alt_text import boilerplate_alt, missing_alt
from digest.lint.brackets import unbalanced_brackets
from digest.lint.codes import CODES, Code
from digest.lint.letter_forms import invisible_characters, letter_forms
from digest.lint.papers import (
    cut_authors,
    empty_section,
    hidden_address,
    literal_markup,
    long_summary,
    missing_translation,
)
from digest.lint.punctuation import halfwidth_punctuation
from digest.lint.quotes import reversed_quotes
from digest.lint.scripts import mixed_scripts
from digest.lint.spacing import doubled_spaces, fullwidth_letters
from digest.lint.twins import Twin, same_paper, same_title
from digest.lint.values import Finding, LintContext
from digest.text.diagnostics import Severity
from digest.text.nearest import did_you_mean


class Rule(NamedTuple):
    """A rule for one document. `fixes`: its findings may carry edits."""

    code: str
    severity: Severity
    find: Callable[[LintContext], Iterable[Finding]]
    fixes: bool = False

    @property
    def page(self) -> str:
        """Its documentation."""
        return _doc(self.find)


class SiteRule(NamedTuple):
    """A rule over all entries of the site."""

    code: str
    severity: Severity
    find: Callable[[Iterable[Head]], Iterator[Twin]]
    fixes: bool = False

    @property
    def page(self) -> str:
        """Its documentation."""
        return _doc(self.find)


RULES = (
    Rule("missing-translation", Severity.WARNING, missing_translation),
    Rule("empty-section", Severity.WARNING, empty_section),
    Rule("long-summary", Severity.WARNING, long_summary),
    Rule("cut-authors", Severity.WARNING, cut_authors),
    Rule("literal-markup", Severity.WARNING, literal_markup),
    Rule("hidden-address", Severity.WARNING, hidden_address),
    Rule("missing-alt", Severity.WARNING, missing_alt),
    Rule("boilerplate-alt", Severity.WARNING, boilerplate_alt),
    Rule("halfwidth-punctuation", Severity.WARNING, halfwidth_punctuation, fixes=True),
    Rule("reversed-quotes", Severity.WARNING, reversed_quotes, fixes=True),
    Rule("unbalanced-brackets", Severity.WARNING, unbalanced_brackets),
    Rule("fullwidth-letters", Severity.WARNING, fullwidth_letters, fixes=True),
    Rule("letter-forms", Severity.WARNING, letter_forms, fixes=True),
    Rule("invisible-characters", Severity.WARNING, invisible_characters),
    Rule("doubled-spaces", Severity.WARNING, doubled_spaces, fixes=True),
    Rule("mixed-scripts", Severity.WARNING, mixed_scripts),
)

SITE_RULES = (
    SiteRule("same-paper", Severity.ERROR, same_paper),
    SiteRule("same-title", Severity.WARNING, same_title),
)

AnyRule = Rule | SiteRule | Code

_ALL: tuple[AnyRule, ...] = (*SITE_RULES, *RULES, *CODES)
_BY_CODE = {rule.code: rule for rule in _ALL}


def rule_of(code: str) -> AnyRule | None:
    """Look up a rule, or what else has a code."""
    return _BY_CODE.get(code)


def may_be_allowed(rule: AnyRule) -> bool:
    """Whether an `allow` silences it. Of errors, only those of style may be allowed."""
    return not isinstance(rule, Code) or rule.allowable


def hint_of(code: str, *, allowable: bool = False) -> str:
    """The hint for an unknown code: the closest known one (if asked, that may be allowed), or how to list them."""
    known = [each for each, rule in _BY_CODE.items() if not allowable or may_be_allowed(rule)]
    return did_you_mean(code, known) or "'digest check --rules' lists them"


def list_rules() -> str:
    """The output of `digest check --rules`: code, severity, whether there is a fix, first sentence of the page."""
    width, wide = max(map(len, _BY_CODE)), max([len(rule.severity) for rule in _BY_CODE.values()])
    return "".join(
        [
            f"{code:<{width}}  {rule.severity:<{wide}}  {'fix' if rule.fixes else '   '}  "
            f"{_FIRST_SENTENCE.match(rule.page)[0]}\n"  # type: ignore[index]  # every page has a sentence
            for code, rule in sorted(_BY_CODE.items())
        ]
    )


_FIRST_SENTENCE = re.compile(r".+?[.](?=\s)", re.DOTALL)


def describe_rule(rule: AnyRule) -> str:
    """The output of `digest check --rule CODE`."""
    fix = "'digest check --fix' mends what is certain." if rule.fixes else "There is no fix: mend it by hand."
    page = f"{rule.code} ({rule.severity})\n\n{rule.page}\n\n"
    if isinstance(rule, Code) and rule.is_of_import:
        return f"{page}It is said once, of the file that is imported: look at the new entry.\n"
    if isinstance(rule, Code) and rule.is_of_links:
        page += "Only 'digest check --links' says it.\n\n"
    if not may_be_allowed(rule):
        return f"{page}{fix} Nothing is published before, so it cannot be allowed.\n"
    where = "Where it is a warning, and right" if "error or" in rule.severity else "Where it is right"
    in_entry = (
        ""
        if isinstance(rule, Code) and rule.is_of_site
        else (f"in the entry's front matter\n\n    allow: {{{rule.code}: the reason}}\n\nor ")
    )
    return (
        f"{page}{fix}\n\n"
        f"{where} as it is, allow it and say why, {in_entry}for the whole site in digest.yaml\n\n"
        f"    check: {{allow: {{{rule.code}: the reason}}}}\n"
    )


def _doc(find: Callable[..., object]) -> str:
    import inspect  # lazy: slow to import, needed for documentation only

    return inspect.getdoc(find) or ""
