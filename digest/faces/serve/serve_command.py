"""What `digest serve` does: build, serve, wait for somebody to save, build again, tell the pages."""

import functools
import gc
import os
import secrets
import signal
import sys
import threading
import time
from pathlib import Path

from digest.faces.build_command import DONE, Manner, find_site, read_clock, tell_news, tell_refusal
from digest.faces.failures import Failure, tell_failure
from digest.faces.outcome import list_changes, list_details, sum_up_build
from digest.faces.progress import ProgressBar
from digest.faces.serve.live import Live
from digest.faces.serve.overlay import show_errors, show_failure
from digest.faces.serve.server import Log, Server, open_server
from digest.faces.serve.watching import watch_site
from digest.faces.terminal import is_terminal, write
from digest.machine import build as machine
from digest.machine.build import Result
from digest.machine.options import STATE, Options, Refused
from digest.text.records import frozen
from digest.text.width import make_visible

PRIVATE = f"{STATE}/serve"
"""Where a session builds, in a folder for each port: pages name the address that they are served at."""


def run_serve(manner: Manner, *, root: str | None, port: int, opens_browser: bool) -> int:
    """Serve the site until somebody ends it; the exit status."""
    folder = find_site(root)
    live = Live(secrets.token_hex(4))
    server = open_server(port, lambda number: _private(folder, number) / "site", live, _log(manner))
    if server.server_port != port:
        write(sys.stderr, f"Port {port} is taken, so {server.server_port} is used.\n")
    session = Session(folder, server, manner)
    watcher = watch_site(folder)
    session.build()
    server.start()
    try:
        signal.signal(signal.SIGTERM, _end)
        write(sys.stdout, f"Serving {server.url} (Ctrl-C ends)\n")
        if opens_browser:
            threading.Thread(target=_open_browser, args=(server.url,), name="browser", daemon=True).start()
        while True:
            watcher.wait()
            session.build()
    except KeyboardInterrupt:  # the way to end it, and no mishap
        if is_terminal(sys.stderr):
            write(sys.stderr, "\n")
        return DONE
    finally:
        watcher.close()
        server.close()


class Session:
    """The builds of one site, one after the other, and what was told of them."""

    def __init__(self, root: Path, server: Server, manner: Manner) -> None:
        self._root = root
        self._server = server
        self._manner = manner
        self._is_first = True

    def build(self) -> None:
        """Build what was saved, and tell the terminal and the pages of it. Whatever is wrong, the next time it may not
        be.

        What a build leaves behind is looked through for circles only when the pages have been told.
        """
        gc.disable()
        try:
            outcome = self._build()
            self._is_first = False
            self._server.live.tell(changed=outcome.changed, problems=outcome.problems, warnings=outcome.warnings)
        finally:
            gc.enable()

    def _build(self) -> "Outcome":
        watched = is_terminal(sys.stderr) and not self._manner.quiet and os.environ.get("TERM") != "dumb"
        progress = ProgressBar(sys.stderr if watched else None)
        try:
            with progress:
                result = machine.build_site(self._options(), progress)
        except Refused as refused:
            tell_refusal(refused, self._manner, str(self._root))
            return _of_refusal(refused, self._root)
        except Exception as error:  # a fault of ours must not end what the editor is at
            return _of_failure(tell_failure(error, is_verbose=self._manner.verbose))
        self._tell(result, progress)
        return _of_result(result)

    def _options(self) -> Options:
        private = _private(self._root, self._server.server_port)
        return Options(
            root=self._root,
            output=private / "site",
            state=private / "state",
            url=self._server.url,
            drafts=True,
            future=True,
            # Later there are threads beside this one, and a copy of such a process is not safe.
            jobs=0 if self._is_first else 1,
            now=read_clock(os.environ),
        )

    def _tell(self, result: Result, progress: ProgressBar) -> None:
        """Tell the terminal."""
        tell_news(result, self._manner, sys.stderr)
        if self._manner.quiet:
            return
        if self._manner.verbose:
            write(
                sys.stderr,
                ("" if self._is_first else list_changes(result)) + list_details(result, progress.times.items()),
            )
        last = sum_up_build(result, progress.elapsed, output="", has_good_output=False, strict=False)
        write(sys.stdout if result.published else sys.stderr, f"{time.strftime('%H:%M:%S')} {last}\n")


@frozen
class Outcome:
    """What pages are told of a build: the outputs that it changed, what is wrong (as mark-up), how many warnings."""

    changed: tuple[str, ...] = ()
    problems: str = ""
    warnings: int = 0


def _of_result(result: Result) -> Outcome:
    if not result.published:
        return Outcome(problems=show_errors(result.diagnostics, functools.cache(result.sources)))
    changed = tuple([change.path for change in (*result.written, *result.removed)])
    return Outcome(changed=changed, warnings=result.diagnostics.tally.warnings)


def _of_refusal(refused: Refused, root: Path) -> Outcome:
    errors = show_errors(refused.diagnostics, functools.cache(lambda path: machine.load_source(root, path)))
    return Outcome(problems=errors or show_failure(refused.message, refused.hint))


def _of_failure(failure: Failure) -> Outcome:
    return Outcome(problems=show_failure(failure.message, failure.hint, kind=failure.kind))


def _private(root: Path, port: int) -> Path:
    return root / PRIVATE / str(port)


def _log(manner: Manner) -> Log | None:
    if not manner.verbose or manner.quiet:
        return None
    return lambda line: write(sys.stderr, f"{time.strftime('%H:%M:%S')} {make_visible(line)}\n")


def _end(*_: object) -> None:
    raise KeyboardInterrupt


def _open_browser(url: str) -> None:
    import webbrowser

    try:
        found = webbrowser.open(url)
    except Exception:  # the browser's fault, whatever it is
        found = False
    if not found:
        write(sys.stderr, f"No browser could be opened: open {url} in yours.\n")
