"""Rules of `digest check` that may be broken, each with the reason: `{doubled-spaces: the poem is set so}`."""

from digest.model.fields import Context, Kind, key, wrong
from digest.model.yaml.nodes import Mapping, Node, Scalar
from digest.text.records import frozen


@frozen
class Allowance:
    """A rule that is allowed, and why. `start` to `end` is where its code stands."""

    code: str
    reason: str
    start: int
    end: int


def read_allowances(node: Node, name: str, context: Context) -> tuple[Allowance, ...] | None:
    """The allowances of a file or of a site. Whether there are such rules is for `digest.lint` to say."""
    label = context.label(name)
    if not isinstance(node, Mapping):
        wrong(node, name, "rules with reasons", f"write {label}: {{the-rule: the reason}}", context)
        return None
    found: dict[str, Allowance] = {}
    for code, reason in node.entries:
        text = reason.text.strip() if isinstance(reason, Scalar) else ""
        if code.text in found:
            context.reporter.error("duplicate-key", code.span, f"'{code.text}' is given twice", "keep one of the two")
        elif not text:
            message = f"'{label}' does not say why '{code.text}' is allowed"
            context.reporter.error("missing-reason", code.span, message, f"write {code.text}: the reason")
        else:
            found[code.text] = Allowance(code=code.text, reason=text, start=code.start, end=code.end)
    return tuple(found.values())


ALLOWANCES = Kind(name="rules with reasons", read=read_allowances)


@frozen
class CheckSettings:
    """What `digest check` lets pass everywhere."""

    allow: tuple[Allowance, ...] = key(ALLOWANCES, doc="rules that may be broken on this site, and why", default=())
