"""The key `authors`: names, or mappings with more about each author."""

from dataclasses import replace

from digest.model.blanks import is_blank
from digest.model.fields import (
    Context,
    ValueKind,
    describe,
    key,
    read_record,
    report_left_out,
    report_wrong_item,
    report_wrong_type,
)
from digest.model.name_lists import CUT_ENDS, WIKILINK, cut_mark, link_target, needs_reading, read_names
from digest.model.name_marks import Doubt, read_marks
from digest.model.text_values import read_items, read_texts
from digest.model.value_kinds import BOOLEAN, TEXT, URL, matching
from digest.model.yaml.nodes import Mapping, Node, Scalar, Sequence
from digest.text.diagnostics import Severity
from digest.text.names import fold_name, tidy_name
from digest.text.records import frozen
from digest.text.source import Excerpt, Span

_ORCID = matching(
    "an ORCID iD",
    r"(?:https?://orcid\.org/)?(?P<id>\d{4}-\d{4}-\d{4}-\d{3}[\dX])/?",
    example="0000-0002-1825-0097",
    code="bad-orcid",
)


def _read_orcid(node: Node, name: str, context: Context) -> str | None:
    """Read an ORCID iD and verify its check character (ISO/IEC 7064, MOD 11-2)."""
    read: str | None = _ORCID.read(node, name, context)
    if read is None:
        return None
    code = read.upper().replace("-", "")
    total = 0
    for digit in code[:-1]:
        total = (total + int(digit)) * 2
    if "0123456789X"[(12 - total % 11) % 11] != code[-1]:
        message = f"{describe(node)} is no ORCID iD: its last character does not fit the others"
        context.reporter.error("bad-orcid", node.span, message, "copy it from orcid.org")
        return None
    return read.upper()


ORCID = ValueKind(name=_ORCID.name, read=_read_orcid, exact=True)
PERSON_ID = matching(
    "letters, digits, '.', '-' and '_'", r"(?u:(?P<id>\w(?:[\w.-]*\w)?))", example="wei-wang-pku", code="bad-id"
)


@frozen
class Person:
    """An author."""

    name: str = key(TEXT, "姓名", doc="the author's name", required=True)
    affiliation: str = key(TEXT, "机构", "单位", doc="where the author works", default="")
    url: str = key(URL, doc="the author's home page", default="")
    orcid: str = key(ORCID, doc="the author's ORCID iD", default="")
    corresponding: bool = key(BOOLEAN, "通讯作者", "通讯", doc="whether to write to this author", default=False)
    equal: bool = key(
        BOOLEAN, "共同贡献", "共同一作", doc="whether the contribution is equal to others'", default=False
    )

    id: str = key(PERSON_ID, doc="the author's key in authors.yaml", default="")

    @property
    def is_bare(self) -> bool:
        """Whether nothing but the name is known."""
        return not (self.affiliation or self.url or self.orcid or self.corresponding or self.equal or self.id)


_NAME = ("name", "姓名")


@frozen
class Authors:
    """Authors in order. `cut` says that the list ends with "et al." or the like."""

    people: tuple[Person, ...]
    cut: bool = False


_NEVER = "(?!)"
"""A separator that separates nothing, for lists that `read_names` splits."""


def read_authors(node: Node, name: str, context: Context) -> Authors | None:
    """Read names, or mappings with more about each. A final `…`, `...`, `et al.` or `等` sets `cut`."""
    if isinstance(node, Mapping):
        report_wrong_type(
            node, name, "a list of names", f"write {context.label(name)}: [First Author, Second Author]", context
        )
        return None
    items = node.items if isinstance(node, Sequence) else (node,)
    texts = [item.text for item in items if isinstance(item, Scalar)]
    if len(texts) == len(items) and not needs_reading(texts, listed=isinstance(node, Sequence)):
        names = read_texts(node, name, context, separators=r"[,，、;；]", record_spans=False)
        if names is None:
            return None
        whole = "".join(names)
        is_tidy = whole.isascii() and "  " not in whole
        people, cut = [Person(name=each if is_tidy else tidy_name(each)) for each in names], False
    else:
        reported = _count_errors(context)
        people, cut = _read_each(node, name, context)
        if not people and not cut and _count_errors(context) > reported:
            return None
    if (
        people
        and people[-1].name.endswith(CUT_ENDS)
        and (rest := cut_mark(people[-1].name)) is not None
        and people[-1].is_bare
    ):
        cut = True
        people[-1:] = [Person(name=rest)] if rest else []
    people = [person for person in people if person.name]
    if not people and not cut:
        context.report_missing(
            "missing-field",
            node.span,
            f"'{context.label(name)}' names nobody",
            f"write {context.label(name)}: [First Author, Second Author]",
        )
        return Authors(people=()) if context.unfinished else None
    if len(people) > 1:
        _check_repeated(people, node, context)
    return Authors(people=tuple(people), cut=cut)


def _check_repeated(people: list[Person], node: Node, context: Context) -> None:
    """Report `repeated-author`: one id or ORCID iD twice, or one name that none of these tells apart."""
    folded = [fold_name(person.name) for person in people]
    if len(set(folded)) == len(people) and not any(person.id or person.orcid for person in people):
        return
    seen: dict[str, int] = {}
    for number, (person, name) in enumerate(zip(people, folded, strict=True)):
        for mark in filter(None, (person.id and f"id {person.id}", person.orcid, name)):
            first = people[seen.setdefault(mark, number)]
            apart = (first.id and person.id and first.id != person.id) or (
                first.orcid and person.orcid and first.orcid != person.orcid
            )
            if seen[mark] != number and not (apart and mark == name):
                message = f"'{person.name}' is here twice, as author {seen[mark] + 1} and author {number + 1}"
                hint = "delete one; for two people of one name write - name: ... and their 'id' or 'orcid' below"
                context.reporter.warning("repeated-author", _place_of(person, node), message, hint)
                break


def _place_of(person: Person, node: Node) -> Span:
    """The last item of a list that is a person's; else the whole list."""
    items = node.items if isinstance(node, Sequence) else ()
    for item in reversed(items):
        scalar = item if not isinstance(item, Mapping) else next((v for k, v in item.entries if k.text in _NAME), item)
        if isinstance(scalar, Scalar) and tidy_name(scalar.text) == person.name:
            return scalar.span
    return node.span


def _count_errors(context: Context) -> int:
    return sum(each.severity is Severity.ERROR for each in context.reporter.diagnostics())


def _read_each(node: Node, name: str, context: Context) -> tuple[list[Person], bool]:
    """Read authors one item after the other; the second value says that the list is cut."""
    people: list[Person] = []
    told: set[str] = set()
    cut = listed = apart = False
    items: tuple[Node, ...] = (node,)
    if isinstance(node, Sequence) and not _is_wikilink(node):
        apart = node.flow and all(isinstance(item, Scalar) and item.style is None for item in node.items)
        listed = not apart
        items = (_joined(node),) if apart else node.items
    for number, item in enumerate(items):
        if isinstance(item, Mapping):
            person = read_record(Person, item, context, prefix=f"{name}.{number}.")
            if person is not None:
                people.append(_unmarked(person))
            continue
        texts = _wikilink(item) if isinstance(item, Sequence) else read_items(item, name, context, separators=_NEVER)
        if texts is None:
            report_wrong_item(item, name, "a name", "write one name an item", context)
        for text in texts or ():
            found = read_names(text.text, listed=listed, apart=apart)
            for one, dagger, star in found.names:
                if len(found.names) > 1 and is_blank(one):
                    report_left_out(one, _place_in(text, one), context.label(name), context)
                else:
                    people.append(Person(name=one, corresponding=dagger, equal=star))
            cut = cut or found.cut
            at = 0
            for doubt in found.doubts:
                if doubt.message not in told:
                    told.add(doubt.message)
                    at = _report(doubt, text, context, at)
    return people, cut


def _joined(node: Sequence) -> Scalar:
    """The items of `[a, b and c]` as one text, like the same without brackets."""
    text = ""
    anchors: list[tuple[int, int]] = []
    for item in node.items:
        if isinstance(item, Scalar):
            text += ", " if text else ""
            anchors += [(len(text) + here, there) for here, there in item.excerpt.anchors]
            text += item.text
    return Scalar(text, node.start, node.end, None, tuple(anchors))


def _is_wikilink(node: Node) -> bool:
    """Whether YAML read `[[a, b]]` as a list in a list."""
    return isinstance(node, Sequence) and node.flow and len(node.items) == 1 and isinstance(node.items[0], Sequence)


def _wikilink(node: Sequence) -> list[Excerpt] | None:
    """The text of `[[Alan Turing|Turing, A.]]`; None for another list."""
    inner = node.items[0] if _is_wikilink(node) else None
    if not isinstance(inner, Sequence):
        return None
    texts = [item.text for item in inner.items if isinstance(item, Scalar)]
    if not texts:
        return None
    return [Excerpt(text=f"[[{', '.join(texts)}]]", anchors=((0, node.start),), bounds=node.span)]


def as_person(name: str) -> Person:
    """The author of this name: a wiki link or marks behind it are read, but it is never split."""
    link = WIKILINK.fullmatch(name)
    marked = read_marks(link_target(link) if link is not None else name)
    return Person(name=marked.name, corresponding=marked.corresponding, equal=marked.equal)


def _unmarked(person: Person) -> Person:
    marked = as_person(person.name)
    return replace(
        person,
        name=marked.name or person.name,
        affiliation=tidy_name(person.affiliation),
        corresponding=person.corresponding or marked.corresponding,
        equal=person.equal or marked.equal,
    )


def _report(doubt: Doubt, excerpt: Excerpt, context: Context, after: int) -> int:
    """Report a doubt, which is most likely behind the last one; returns where it was found."""
    at = max(0, excerpt.text.find(doubt.typed, after))
    context.reporter.warning("unclear-authors", _place_in(excerpt, doubt.typed, at), doubt.message, doubt.hint)
    return at


def _place_in(excerpt: Excerpt, typed: str, after: int = 0) -> Span:
    """The span of a piece of a text; of the whole text if it is not there as typed."""
    start = excerpt.text.find(typed, after)
    return excerpt.span(start, start + len(typed)) if start >= 0 else excerpt.span(0, len(excerpt.text))


AUTHORS = ValueKind(name="a list of authors", read=read_authors, inner=Person)
