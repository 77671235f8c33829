"""Lint rules that a file or a site allows to be broken, each with a reason: `{doubled-spaces: the poem is set so}`."""

from digest.model.blanks import is_blank
from digest.model.fields import Context, ValueKind, key, report_wrong_type
from digest.model.yaml.nodes import Mapping, Node, Scalar, Sequence
from digest.text.records import frozen

_EXAMPLES = ("the reason", "reason", "原因", "理由")
"""What hints write for a reason."""


@frozen
class Allowance:
    """An allowed rule and the reason; `start` and `end` are the offsets of its code in the source."""

    code: str
    reason: str
    start: int
    end: int


def read_allowances(node: Node, name: str, context: Context) -> tuple[Allowance, ...] | None:
    """Read a mapping from rule codes to reasons. Whether a code exists is checked by `digest.lint`."""
    label = context.label(name)
    if not isinstance(node, Mapping):
        items = node.items if isinstance(node, Sequence) else (node,)
        shown = next((each.text for each in items if isinstance(each, Scalar)), "the-rule")
        report_wrong_type(node, name, "rules with reasons", f"write {label}: {{{shown}: the reason}}", context)
        return None
    found: dict[str, Allowance] = {}
    for code, reason in node.entries:
        text = reason.text.strip() if isinstance(reason, Scalar) else ""
        if code.text in found:
            context.reporter.error("duplicate-key", code.span, f"'{code.text}' is given twice", "keep one of the two")
        elif is_blank(text) or text.casefold() in _EXAMPLES or not any(map(str.isalnum, text)):
            message = f"'{label}' does not say why '{code.text}' is allowed"
            context.reporter.error("missing-reason", code.span, message, f"write {code.text}: the reason")
        else:
            found[code.text] = Allowance(code=code.text, reason=text, start=code.start, end=code.end)
    return tuple(found.values())


ALLOWANCES = ValueKind(name="rules with reasons", read=read_allowances)


@frozen
class CheckSettings:
    """Settings of `digest check`."""

    allow: tuple[Allowance, ...] = key(ALLOWANCES, doc="rules that may be broken on this site, and why", default=())
