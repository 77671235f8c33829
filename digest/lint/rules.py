"""The registry of lint rules: code, severity and the function, whose docstring is the rule's documentation page."""

from collections.abc import Callable, Iterable, Iterator
from typing import NamedTuple

from digest.content.head import Head
from digest.lint.alt_text import boilerplate_alt, missing_alt
from digest.lint.brackets import unbalanced_brackets
from digest.lint.letter_forms import letter_forms
from digest.lint.papers import cut_authors, empty_section, hidden_address, long_summary, missing_translation
from digest.lint.punctuation import halfwidth_punctuation
from digest.lint.quotes import reversed_quotes
from digest.lint.scripts import mixed_scripts
from digest.lint.spacing import doubled_spaces, fullwidth_letters
from digest.lint.twins import Twin, same_paper, same_title
from digest.lint.values import Finding, LintContext
from digest.text.diagnostics import Severity


class Rule(NamedTuple):
    """A rule for one document. `fixes`: its findings may carry edits."""

    code: str
    severity: Severity
    find: Callable[[LintContext], Iterable[Finding]]
    fixes: bool = False


class SiteRule(NamedTuple):
    """A rule over all entries of the site."""

    code: str
    severity: Severity
    find: Callable[[Iterable[Head]], Iterator[Twin]]
    fixes: bool = False


RULES = (
    Rule("missing-translation", Severity.WARNING, missing_translation),
    Rule("empty-section", Severity.WARNING, empty_section),
    Rule("long-summary", Severity.WARNING, long_summary),
    Rule("cut-authors", Severity.WARNING, cut_authors),
    Rule("hidden-address", Severity.WARNING, hidden_address),
    Rule("missing-alt", Severity.WARNING, missing_alt),
    Rule("boilerplate-alt", Severity.WARNING, boilerplate_alt),
    Rule("halfwidth-punctuation", Severity.WARNING, halfwidth_punctuation, fixes=True),
    Rule("reversed-quotes", Severity.WARNING, reversed_quotes, fixes=True),
    Rule("unbalanced-brackets", Severity.WARNING, unbalanced_brackets),
    Rule("fullwidth-letters", Severity.WARNING, fullwidth_letters, fixes=True),
    Rule("letter-forms", Severity.WARNING, letter_forms, fixes=True),
    Rule("doubled-spaces", Severity.WARNING, doubled_spaces, fixes=True),
    Rule("mixed-scripts", Severity.WARNING, mixed_scripts),
)

SITE_RULES = (
    SiteRule("same-paper", Severity.ERROR, same_paper),
    SiteRule("same-title", Severity.WARNING, same_title),
)

_BY_CODE: dict[str, Rule | SiteRule] = {rule.code: rule for rule in (*SITE_RULES, *RULES)}


def rule_of(code: str) -> Rule | SiteRule | None:
    """Look up a rule by its code."""
    return _BY_CODE.get(code)


def hint_of(code: str) -> str:
    """The hint for an unknown code: the closest known one, or how to list them."""
    from difflib import get_close_matches  # lazy: slow to import, rarely needed

    close = get_close_matches(code.lower(), _BY_CODE, n=1)
    return f"did you mean '{close[0]}'?" if close else "'digest check --rules' lists them"


def list_rules() -> str:
    """The output of `digest check --rules`: code, severity, whether there is a fix, first sentence of the page."""
    width = max(map(len, _BY_CODE))
    return "".join(
        [
            f"{code:<{width}}  {rule.severity:<7}  {'fix' if rule.fixes else '   '}  {_doc(rule).split('.')[0]}.\n"
            for code, rule in sorted(_BY_CODE.items())
        ]
    )


def describe_rule(rule: Rule | SiteRule) -> str:
    """The output of `digest check --rule CODE`."""
    fix = "'digest check --fix' mends what is certain." if rule.fixes else "There is no fix: mend it by hand."
    return (
        f"{rule.code} ({rule.severity})\n\n{_doc(rule)}\n\n{fix}\n\n"
        f"Where it is right as it is, allow it and say why, in the entry's front matter\n\n"
        f"    allow: {{{rule.code}: the reason}}\n\n"
        f"or for the whole site in digest.yaml\n\n"
        f"    check: {{allow: {{{rule.code}: the reason}}}}\n"
    )


def _doc(rule: Rule | SiteRule) -> str:
    import inspect  # lazy: slow to import, needed for documentation only

    return inspect.getdoc(rule.find) or ""
