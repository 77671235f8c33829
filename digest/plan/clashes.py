"""Outputs that would have one path."""

from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from digest.content.head import Head
from digest.plan.moved_pages import Former
from digest.plan.urls import STATIC, paper_path, sibling_path
from digest.text.diagnostics import Diagnostic, Severity
from digest.text.segments import same_file
from digest.text.source import Span

ALIAS = "alias"
"""The kind of output that an alias makes."""


class Claims(NamedTuple):
    """What is at which path: all paths with their kinds, and what can be blamed."""

    paths: Sequence[str]
    kinds: Sequence[str]
    of_papers: frozenset[str]
    """Kinds with a page for each paper: entries with one slug are reported when the site is assembled."""
    sources: Mapping[str, tuple[str, Span]]
    """By the paths of standing pages: their sources, and where a source says so."""
    static: Mapping[str, str]
    """By the paths of the files of `static/`: their sources."""
    entries: Sequence[Head]
    aliases: Sequence[Former]
    prefixes: Mapping[str, str]
    """By language, the prefix of its tree."""


def find_clashes(claims: Claims) -> Iterator[Diagnostic]:
    """Report paths that macOS or Windows take for one file (`same_file`): they would overwrite one with the other.

    Each is reported once, at the alias, the file of `static/` or the source that must be renamed.
    """
    keys = list(map(same_file, claims.paths))
    if not claims.aliases and not claims.static and len(set(keys)) == len(keys):
        return
    seen: dict[str, tuple[str, str]] = {}
    clashes: dict[str, list[tuple[str, str]]] = {}
    for key, *claim in zip(keys, claims.paths, claims.kinds, strict=True):
        path, kind = claim
        first, first_kind = seen.setdefault(key, (path, kind))
        if first is not path and not (kind == first_kind and kind in claims.of_papers):
            clashes.setdefault(key, [(first, first_kind)]).append((path, kind))
    yield from _alias_clashes(claims, seen, clashes)
    yield from _static_clashes(claims, seen, clashes)
    told: set[str] = set()
    for claimed in clashes.values():
        if any(kind in (ALIAS, STATIC) for _, kind in claimed):
            continue
        for path, _ in claimed[1:]:
            found = claims.sources.get(path) or claims.sources.get(claimed[0][0]) or _paper_at(claims.entries, path)
            place, span = found or (path, Span(start=0, end=0))
            if place not in told:
                told.add(place)
                yield Diagnostic(
                    code="same-address",
                    severity=Severity.ERROR,
                    message=f"two outputs would both be {path}",
                    hint="give the page another name, or a 'slug' of its own",
                    path=place,
                    span=span,
                )


def _paper_at(entries: Sequence[Head], path: str) -> tuple[str, Span] | None:
    """The source of the paper whose file is at a path, and where it says its slug."""
    owners = [head for head in entries if f"/{sibling_path(paper_path(head.slug), '')}" in f"/{path}"]
    if not owners:
        return None
    owner = max(owners, key=lambda head: len(head.slug))
    return owner.path, Span(start=owner.address_span[0], end=owner.address_span[1])


def _alias_clashes(
    claims: Claims, seen: Mapping[str, object], clashes: Mapping[str, Sequence[tuple[str, str]]]
) -> Iterator[Diagnostic]:
    """Report aliases of another host, at the path of a page or of another alias, or below a page as in a folder."""
    first: dict[str, Former] = {}
    for former in claims.aliases:
        prefixes = [prefix for each, prefix in claims.prefixes.items() if former.language in ("", each)]
        paths = [prefix + former.path for prefix in prefixes]
        code, problem = "same-address", ""
        if not former.path:
            code, problem = "bad-alias", "is not below the address of this site"
        elif taken := [claim for path in paths for claim, kind in clashes.get(same_file(path), ()) if kind != ALIAS]:
            is_own = former.path == former.target.path
            problem = "is the page's own address" if is_own else f"is the address of a page: {taken[0]}"
        elif others := [other for path in paths if (other := first.setdefault(same_file(path), former)) is not former]:
            problem = f"is an alias in {others[0].source} already"
        elif above := [folder for path in paths for folder in _folders(path) if same_file(folder) in seen]:
            problem = f"is below {above[0]}, which is a page and no folder"
        if problem:
            yield Diagnostic(
                code=code,
                severity=Severity.ERROR,
                message=f"the alias '{former.alias.path}' {problem}",
                hint="delete it",
                path=former.source,
                span=Span(start=former.alias.start, end=former.alias.end),
            )


def _static_clashes(
    claims: Claims, seen: Mapping[str, tuple[str, str]], clashes: Mapping[str, Sequence[tuple[str, str]]]
) -> Iterator[Diagnostic]:
    """Report files of `static/` at the path of another output or of a folder, or below a file as in a folder."""
    nearest = {path.rpartition("/")[0] for path in claims.paths} if claims.static else set()
    folders = {same_file(each): each for folder in nearest for each in (folder, *_folders(folder)) if each}
    for path, source in claims.static.items():
        key = same_file(path)
        others = [claim for claim in clashes.get(key, ()) if claim != (path, STATIC)]
        above = next((folder for folder in _folders(path) if same_file(folder) in seen), "")
        told_elsewhere = {ALIAS, STATIC} if others and clashes[key][0] == (path, STATIC) else {ALIAS}
        if others and {kind for _, kind in others} <= told_elsewhere:
            continue
        if others:
            other, kind = others[0]
            found = None if kind == STATIC else claims.sources.get(other) or _paper_at(claims.entries, other)
            made_of = claims.static[other] if kind == STATIC else found[0] if found else ""
            message = f"two outputs would both be {path}"
            hint = f"the other is made of {made_of}" if made_of else "digest makes the other itself"
        elif key in folders:
            message, hint = f"{folders[key]} is a folder of the site", "a file cannot have its name"
        elif above:
            message, hint = f"{above} is a file of the site", "a folder cannot have its name"
        else:
            continue
        yield Diagnostic(
            code="same-address",
            severity=Severity.ERROR,
            message=message,
            hint=f"{hint}: rename or delete this one",
            path=source,
            span=Span(start=0, end=0),
        )


def _folders(path: str) -> Iterator[str]:
    """The folders above a path."""
    while path := path.rpartition("/")[0]:
        yield path
