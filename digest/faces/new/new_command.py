"""`digest new`: look up papers on arXiv and write an entry for each."""

import contextlib
import datetime
import os
import shlex
import subprocess
import sys
import time
import zoneinfo
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import partial
from pathlib import Path
from typing import TextIO

from digest.authoring.arxiv.entries import is_withdrawn, make_entry, skeleton_of
from digest.authoring.composing import NewEntry, compose_entry
from digest.faces.build_command import DONE, HAS_ERRORS, REFUSED, Manner, read_day, read_options
from digest.faces.display import show_message, show_one
from digest.faces.new.client import (
    API_URL,
    Fetched,
    RequestOptions,
    fetch_papers,
    note_request,
    seconds_since_request,
    user_agent,
)
from digest.faces.terminal import is_terminal, look_of, show_path, write
from digest.machine.build import load_source
from digest.machine.catalogue import folder_of, identity_span, known_papers, name_of, read_catalogue
from digest.machine.files import DiskFailed, read, write_new
from digest.machine.options import Options, Refused
from digest.model.arxiv_ids import Identifier, read_identifier, split_identifiers
from digest.model.config import Config
from digest.model.front_matter import DOI, read_id
from digest.model.value_kinds import is_web_address
from digest.text.diagnostics import Diagnostic, Severity
from digest.text.width import make_visible

API_VARIABLE = "DIGEST_ARXIV_API"
"""Environment variable: base URL of the API, instead of arXiv's."""

wait = time.sleep
"""The pause between requests; tests replace it."""


def run_new(
    manner: Manner, *, papers: tuple[str, ...], root: str | None, date: str | None, offline: bool, edit: bool
) -> int:
    """Write an entry for each paper; return the exit status.

    Paths of new entries go to standard output, everything else to standard error.
    """
    names = _names(papers, sys.stdin)
    editor = find_editor(os.environ) if edit else []
    day = read_day(date) if date is not None else None
    _api_url(os.environ)  # refused before anything is read
    options = read_options(root)
    catalogue = read_catalogue(options)
    day = day or options.now.astimezone(zoneinfo.ZoneInfo(catalogue.config.timezone)).date()
    folder = options.root / folder_of(catalogue, day.isoformat())
    asked, status = _identify(names)
    known = known_papers(catalogue)
    new: list[Identifier] = []
    for identifier in asked:
        path = known.get(name_of(identifier.paper))
        if path is None:
            new.append(identifier)
        else:
            status = max(status, _tell_known(identifier, path, options))
    fetched = None
    if new and not offline:
        fetched = ask_arxiv(new, options.root, catalogue.config, quiet=manner.quiet)
    written: dict[Path, NewEntry] = {}
    for identifier in new:
        entry = _entry_of(identifier, fetched)
        path = known.get(name_of(entry.doi)) if entry is not None and entry.doi else None
        place = folder / f"{identifier.file_name}.md"
        if entry is None:
            status = REFUSED
        elif path is not None:
            status = max(status, _tell_known(identifier, path, options))
        elif _write_entry(entry, place, catalogue.config.languages, quiet=manner.quiet):
            written[place] = entry
        else:
            status = max(status, HAS_ERRORS)
    if fetched is not None and fetched.failed:
        status = REFUSED
        tell(fetched.failure, "what was written holds ids only: fill it in, or delete it and ask again", kind="warning")
    if not manner.quiet:
        write(sys.stderr, _sum_up(written.values(), day, catalogue.config.languages))
    if editor and written:
        open_editor(editor, list(written))
    return status


def _names(given: Sequence[str], stream: TextIO | None) -> list[str]:
    """Papers named by the arguments, and by the lines of standard input, if `-` is an argument or there are none."""
    names = list(split_identifiers("\n".join(each for each in given if each != "-")))
    if "-" in given or (not given and stream is not None and not is_terminal(stream)):
        names += split_identifiers(_read_all(stream))
    if not names:
        where = "standard input names no paper" if given or not is_terminal(stream) else "no paper is named"
        raise Refused(where, _USUAL)
    return names


def _read_all(stream: TextIO | None) -> str:
    try:
        return stream.buffer.read().decode("utf-8-sig", errors="replace") if stream is not None else ""
    except (OSError, ValueError):  # closed stream
        return ""


_USUAL = "give ids or addresses of arXiv, for example: digest new 2302.03084"


def _api_url(environment: Mapping[str, str]) -> str:
    base = environment.get(API_VARIABLE, "").strip() or API_URL
    if not is_web_address(base):
        raise Refused(f"{API_VARIABLE} must be a web address, not '{base}'", "unset it to ask arXiv itself")
    return base


def ask_arxiv(papers: Sequence[Identifier], root: Path, config: Config, *, quiet: bool) -> Fetched:
    """Fetch papers, with pauses. Print a line about each pause unless `quiet`."""
    return fetch_papers(papers, _request_options(_api_url(os.environ), root, config, quiet=quiet))


def _request_options(base: str, root: Path, config: Config, *, quiet: bool) -> RequestOptions:
    def tell_pause(message: str) -> None:
        if not quiet:
            write(sys.stderr, f"{message}\n")

    return RequestOptions(
        base=base,
        user_agent=user_agent(config),
        wait=wait,
        tell=tell_pause,
        passed=seconds_since_request(root),
        note=partial(note_request, root),
    )


def _identify(names: Sequence[str]) -> tuple[list[Identifier], int]:
    """The papers, without duplicates, and the exit status for names that are not arXiv ids."""
    asked: dict[str, Identifier] = {}
    status = DONE
    for name in names:
        identifier = read_identifier(name)
        if identifier is not None:
            asked.setdefault(identifier.paper, identifier)
            continue
        status = REFUSED
        if read_id(DOI, name) is not None:
            tell(f"'{name}' is no paper of arXiv", "only those can be looked up: write the entry by hand, with 'doi:'")
        else:
            tell(f"'{name}' is no paper of arXiv", "write its id, such as 2302.03084 or math/0309136, or its address")
    return list(asked.values()), status


def _entry_of(identifier: Identifier, fetched: Fetched | None) -> NewEntry | None:
    """The entry of a paper: only the id if arXiv was not asked or failed, None if it has no such paper."""
    if fetched is None or identifier.paper in fetched.failed:
        return skeleton_of(identifier)
    paper = fetched.papers.get(identifier.paper)
    if paper is None:
        where = f"https://arxiv.org/abs/{identifier.whole}"
        tell(f"arXiv has no paper {identifier.whole}", f"look at the number: {where}")
        return None
    if is_withdrawn(paper):
        said = " ".join((paper.comment or paper.abstract).split())
        tell(f"{identifier.paper} was withdrawn: {said}", "", kind="warning")
    return make_entry(paper, identifier)


def _write_entry(entry: NewEntry, place: Path, languages: tuple[str, ...], *, quiet: bool) -> bool:
    """Write the entry's file and print its path. False if a file of that name exists, which is kept."""
    if not write_new(place, compose_entry(entry, blanks=True, languages=languages).encode()):
        tell(f"{show_path(place)} is there already", "move or rename it: no file is written over")
        return False
    write(sys.stdout, f"{show_path(place)}\n")
    if entry.title and not quiet:
        write(sys.stderr, f"  {make_visible(entry.title)}\n")
    return True


def _tell_known(identifier: Identifier, path: str, options: Options) -> int:
    """Report that the site has the paper; return the exit status."""
    source = load_source(options.root, path)
    diagnostic = Diagnostic(
        code="paper-there",
        severity=Severity.ERROR,
        message=f"{identifier.paper} is in the site already",
        hint="edit this entry; or delete it, to have it written anew",
        path=path,
        span=identity_span(source),
    )
    write(sys.stderr, show_one(diagnostic, source, look_of(sys.stderr)))
    return HAS_ERRORS


_TO_FILL = "title_zh, 要点, 一句话总结 and 摘要"
_TO_FILL_IN_ENGLISH = "Key points and Summary"


def _sum_up(written: Iterable[NewEntry], day: datetime.date, languages: tuple[str, ...]) -> str:
    """The summary: what was written, and what to fill in."""
    bare = [not (entry.title and entry.category) for entry in written]
    texts = _TO_FILL if "zh" in languages else _TO_FILL_IN_ENGLISH
    told = ""
    for number, missing in ((bare.count(False), texts), (bare.count(True), f"title, authors, category, {texts}")):
        if number:
            what = "1 draft" if number == 1 else f"{number} drafts"
            told += f"Wrote {what} for {day.isoformat()}. Fill in {missing}, then delete 'draft: true'.\n"
    return told


def read_given(path: str | Path) -> bytes:
    """Read a file that was named. Raises `Refused`."""
    try:
        return read(path)
    except DiskFailed as error:
        raise Refused(str(error), error.hint) from error


def tell(message: str, hint: str, kind: str = "error") -> None:
    """Show a message on standard error."""
    write(sys.stderr, show_message(message, hint, look_of(sys.stderr), kind=kind))


_HINT = "set VISUAL or EDITOR, for example: export EDITOR=nano"


def find_editor(environment: Mapping[str, str]) -> list[str]:
    """The editor command, split like a shell does; raise `Refused` if none is set."""
    named = environment.get("VISUAL", "").strip() or environment.get("EDITOR", "").strip()
    if not named:
        raise Refused("no editor is set", _HINT)
    try:
        return shlex.split(named, posix=os.name == "posix")
    except ValueError as error:
        raise Refused(f"the editor '{named}' is no command: {error}", _HINT) from None


def open_editor(command: Sequence[str], paths: Sequence[Path]) -> None:
    """Open the files in the editor and wait for it; raise `Refused` if it does not start or fails."""
    try:
        with _keyboard() as keyboard:
            done = subprocess.run([*command, *map(str, paths)], stdin=keyboard, check=False)  # noqa: S603 - the user's
    except OSError as error:
        raise Refused(f"the editor '{command[0]}' cannot be started: {error.strerror}", _HINT) from None
    if done.returncode:
        raise Refused(f"the editor '{command[0]}' ended with status {done.returncode}")


@contextlib.contextmanager
def _keyboard() -> Iterator[TextIO | None]:
    """Standard input for the editor: the terminal, if ours is a pipe with the papers."""
    with contextlib.ExitStack() as opened:
        terminal = None
        if not is_terminal(sys.stdin):
            with contextlib.suppress(OSError):  # no terminal
                terminal = opened.enter_context(Path("/dev/tty").open(encoding="utf-8"))
        yield terminal
