"""`digest new --update`: fill what arXiv knows of entries and they lack."""

import sys
from collections.abc import Iterable, Iterator
from pathlib import Path

from digest.authoring.arxiv.entries import make_entry
from digest.authoring.arxiv.filling import arxiv_of, fill_document, missing_of
from digest.content.documents import Document, read_document
from digest.faces.build_command import DONE, HAS_ERRORS, REFUSED, Manner, read_options
from digest.faces.new.new_command import ask_arxiv, read_given, tell
from digest.faces.outcome import count
from digest.faces.terminal import show_path, write
from digest.lint.values import Edit
from digest.machine.catalogue import read_catalogue
from digest.machine.files import DiskFailed, rewrite
from digest.machine.linting import apply_rounds
from digest.machine.options import Refused
from digest.machine.stamps import scan
from digest.model.arxiv_ids import Identifier, read_identifier
from digest.text.decoding import decode
from digest.text.diagnostics import has_errors


def run_update(manner: Manner, *, paths: tuple[str, ...], root: str | None) -> int:
    """Fill the entries in files and folders; return the exit status.

    Paths of filled entries go to standard output, everything else to standard error.
    """
    options = read_options(root)
    config = read_catalogue(options).config
    status = DONE
    asked: dict[Path, Identifier] = {}
    for path in dict.fromkeys(_files(paths)):
        document = _document(path)
        identifier = read_identifier(arxiv_of(document)) if document is not None else None
        if document is None or (identifier is None and path.name != "issue.md"):
            status = HAS_ERRORS
            tell(f"{show_path(path)} has no arXiv id", "add 'arxiv: ...': only papers of arXiv can be looked up")
        elif identifier is not None and missing_of(document):
            asked[path] = identifier
    papers = list({each.paper: each for each in asked.values()}.values())
    fetched = ask_arxiv(papers, options.root, config, quiet=manner.quiet) if papers else None
    filled = 0
    for path, identifier in asked.items():
        known = fetched.papers.get(identifier.paper) if fetched is not None else None
        if known is None:
            if fetched is not None and identifier.paper in fetched.unknown:
                status = max(status, HAS_ERRORS)
                tell(f"arXiv has no paper {identifier.whole}", f"look at 'arxiv' in {show_path(path)}")
            continue
        document = _document(path)
        filling = fill_document(document, make_entry(known, identifier)) if document is not None else None
        if filling is None or not filling.fields:
            continue
        if not _write(path, filling.edits):
            raise Refused(f"{show_path(path)} changed in the meantime", "ask again")
        filled += 1
        write(sys.stdout, f"{show_path(path)}\n")
        if not manner.quiet:
            write(sys.stderr, f"  filled: {', '.join(filling.fields)}\n")
    if fetched is not None and fetched.failed:
        status = REFUSED
        tell(fetched.failure, "ask again later: what is filled stays", kind="warning")
    if not manner.quiet:
        write(sys.stderr, f"Filled {count(filled, 'entry') if filled == 1 else f'{filled:,} entries'}.\n")
    return status


def _files(paths: Iterable[str]) -> Iterator[Path]:
    """The Markdown files that are named, and those of folders."""
    for path in map(Path, paths):
        if path.is_dir():
            yield from (path / each for each in scan(path) if each.endswith(".md"))
        else:
            yield path


def _document(path: Path) -> Document | None:
    """A file as an entry; None if it is no text."""
    decoded = decode(path.as_posix(), read_given(path))
    return None if has_errors(decoded.diagnostics) else read_document(decoded.value)


def _write(path: Path, edits: Iterable[Edit]) -> bool:
    content = read_given(path)
    ends = "\r\n" if b"\r\n" in content else "\n"
    own = [edit._replace(text=edit.text.replace("\n", ends)) for edit in edits]
    try:
        return rewrite(path, content, apply_rounds(content, [own]))
    except DiskFailed as error:
        raise Refused(str(error), error.hint) from error
