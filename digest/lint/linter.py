"""Run the rules on one document and apply the allowances (`allow:` in front matter and settings)."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

from digest.content.documents import TEXT_KEYS, Document
from digest.lint.codes import Code
from digest.lint.passages import make_passage
from digest.lint.rules import RULES, SITE_RULES, AnyRule, hint_of, may_be_allowed, rule_of
from digest.lint.twins import Twin
from digest.lint.values import Edit, Finding, LintContext
from digest.model.allowances import Allowance
from digest.model.config import Config
from digest.model.yaml import tree
from digest.text.diagnostics import Diagnostic, Severity, has_errors
from digest.text.source import Span

FIX, FIX_SOME = "--fix does it", "--fix does it where that is certain"
"""Suffixes of a hint: all of the finding has a fix, or only some of it."""

NAME_KEYS = ("authors", "affiliations", "tags")
"""Keys of names that are compared with those of other entries."""

_SITE_SEVERITIES = {rule.code: rule.severity for rule in SITE_RULES}


class Linted(NamedTuple):
    """The result for one document: diagnostics, the edits of those that have some, allowed codes that matched."""

    diagnostics: tuple[Diagnostic, ...] = ()
    fixes: tuple[tuple[Diagnostic, tuple[Edit, ...]], ...] = ()
    used: frozenset[str] = frozenset()


def lint_document(
    document: Document,
    config: Config,
    twins: Sequence[tuple[str, Twin]] = (),
    silenced: Iterable[str] | None = (),
) -> Linted:
    """Lint a document. `twins` are the findings of `SITE_RULES` about it, each with its rule's code. `silenced`: the
    codes of the build's warnings that it allows; None if it has errors or is not published, so that no allowance can be
    called unused.

    Nothing is reported if the front matter cannot be read: the build reports that.
    """
    context = make_context(document, config)
    if context is None:
        return Linted()
    path = document.source.path
    own: Mapping[str, Allowance] = {each.code: each for each in context.matter.allow}
    allowed = own.keys() | {each.code for each in config.check.allow}
    used: set[str] = set(silenced or ())
    found: list[Diagnostic] = []
    fixes: list[tuple[Diagnostic, tuple[Edit, ...]]] = []
    for rule in RULES:
        for finding in rule.find(context):
            if rule.code in allowed:
                used.add(rule.code)
                continue
            told = _diagnostic(rule.code, rule.severity, finding, path)
            found.append(told)
            if finding.edits:
                fixes.append((told, finding.edits))
    for code, twin in twins:
        if code in allowed:
            used.add(code)
            continue
        severity = Severity.WARNING if document.is_draft else _SITE_SEVERITIES[code]
        found.append(_diagnostic(code, severity, Finding(context.place(twin.key), twin.message, twin.hint), path))
    found += check_allowances(own.values(), path)
    if silenced is not None and not has_errors((*document.diagnostics, *found)):
        found += unused_allowances(own.values(), used, path)
    return Linted(tuple(found), tuple(fixes), frozenset(used))


def make_context(document: Document, config: Config) -> LintContext | None:
    """The document as rules see it; None if its front matter cannot be read."""
    if document.matter is None or document.node is None:
        return None
    passages = [make_passage(name, text) for name in TEXT_KEYS for text in document.texts.get(name, ())]
    for number in range(len(getattr(document.matter, "figures", ()))):
        for part in ("alt", "caption"):
            name = f"figures.{number}.{part}"
            passages += [make_passage(name, text) for text in document.texts.get(name, ())]
    labels: dict[str, Span] = {}
    linked = "](#" in document.source.text  # a fix to a heading would change the anchor that such a link targets
    for section in document.sections:
        if section.field:
            labels.setdefault(section.field, section.label)
        if section.heading is not None and not linked:
            passages.append(make_passage("heading", section.heading))
        passages.append(make_passage(section.field, section.content))
    places = {document.spans[key]: key for key in NAME_KEYS if key in document.spans}
    names = [
        make_passage(places[value.span], scalar.excerpt)
        for _, value in document.node.entries
        if value.span in places
        for scalar in _scalars(value)
    ]
    return LintContext(
        document.source,
        document.matter,
        document.spans,
        labels,
        tuple(passages),
        tuple(names),
        config,
        document.node,
    )


def _scalars(node: tree.Node) -> Iterable[tree.Scalar]:
    if isinstance(node, tree.Scalar):
        yield node
    else:
        for each in node.items if isinstance(node, tree.Sequence) else [value for _, value in node.entries]:
            yield from _scalars(each)


def check_allowances(allowances: Iterable[Allowance], path: str) -> Iterator[Diagnostic]:
    """Report allowances of unknown rules (`unknown-rule`), and of those that cannot be allowed (`error-allowed`)."""
    for each in allowances:
        rule = rule_of(each.code)
        if rule is None:
            code, message = "unknown-rule", f"there is no rule '{each.code}' to allow"
            hint = hint_of(each.code, allowable=True)
        elif not may_be_allowed(rule):
            code, message = "error-allowed", f"'{each.code}' cannot be allowed: {_why_not(rule)}"
            hint = f"delete it; 'digest check --rule {each.code}' says how to mend it"
        else:
            continue
        place = Span(start=each.start, end=each.end)
        yield Diagnostic(code=code, severity=Severity.WARNING, message=message, hint=hint, path=path, span=place)


def _why_not(rule: AnyRule) -> str:
    if isinstance(rule, Code) and rule.is_of_import:
        return "only 'digest import' says it"
    return "it is an error, and nothing is published with it"


def unused_allowances(allowances: Iterable[Allowance], used: Iterable[str], path: str) -> list[Diagnostic]:
    """Report allowances of rules that found nothing (`unused-allowance`). `used`: the codes that did."""
    taken = frozenset(used)
    return [
        Diagnostic(
            code="unused-allowance",
            severity=Severity.WARNING,
            message=f"nothing here needs '{each.code}' to be allowed",
            hint="delete it: the next one would go unseen",
            path=path,
            span=Span(start=each.start, end=each.end),
        )
        for each in allowances
        if (rule := rule_of(each.code)) is not None
        and may_be_allowed(rule)
        and each.code not in taken
        and not (isinstance(rule, Code) and rule.is_of_links)
    ]


def _diagnostic(code: str, severity: Severity, finding: Finding, path: str) -> Diagnostic:
    return Diagnostic(
        code=code,
        severity=severity,
        message=finding.message,
        hint=f"{finding.hint} ({FIX_SOME if finding.leaves_some else FIX})" if finding.edits else finding.hint,
        path=path,
        span=finding.span,
    )
