"""`digest serve`: plan the site, serve it, wait for a change, plan again, notify the pages."""

import functools
import gc
import os
import secrets
import signal
import sys
import threading
import time
from dataclasses import replace
from pathlib import Path

from digest.faces.build_command import DONE, Manner, find_site, read_clock, tell_news, tell_refusal
from digest.faces.display import show_text
from digest.faces.failures import Failure, tell_failure
from digest.faces.outcome import list_changes, list_details, sum_up_build
from digest.faces.places import as_seen, path_of, place_in_repository
from digest.faces.progress import ProgressBar
from digest.faces.serve.live import Live
from digest.faces.serve.overlay import show_errors, show_failure, show_warnings
from digest.faces.serve.server import Log, NotRendered, open_server
from digest.faces.serve.watching import watch_site
from digest.faces.terminal import is_terminal, look_of, write
from digest.machine.build import Result, load_source
from digest.machine.files import DiskFailed
from digest.machine.options import Options, Refused
from digest.machine.preview import Preview
from digest.machine.source_parser import Changed
from digest.outputs.writers import LargeFile
from digest.text.records import frozen
from digest.text.width import make_visible
from digest.theme import TemplateFailed

COLLECTED_AFTER = 20
"""Builds between full runs of the cyclic garbage collector."""


def run_serve(manner: Manner, *, root: str | None, port: int, opens_browser: bool) -> int:
    """Serve the site until Ctrl-C or SIGTERM. Returns the exit status."""
    folder = find_site(root)
    live = Live(secrets.token_hex(4))
    session = Session(folder, live, manner)
    server = open_server(port, session, live, _log(manner))
    if server.server_port != port:
        write(sys.stderr, f"Port {port} is taken, so {server.server_port} is used.\n")
    watcher = watch_site(folder)
    session.build(server.url)
    server.start()
    try:
        signal.signal(signal.SIGTERM, _end)
        write(sys.stdout, f"Serving {server.url} (Ctrl-C ends)\n")
        if opens_browser:
            threading.Thread(target=_open_browser, args=(server.url,), name="browser", daemon=True).start()
        while True:
            session.rest()
            watcher.wait()
            session.build(server.url)
    except KeyboardInterrupt:  # the usual way to end it
        if is_terminal(sys.stderr):
            write(sys.stderr, "\n")
        return DONE
    finally:
        watcher.close()
        server.close()
        session.save()


class Session:
    """A site while it is served. Renders outputs for the server, and reports builds to pages and terminal."""

    def __init__(self, root: Path, live: Live, manner: Manner) -> None:
        self._root = root
        self._live = live
        self._manner = manner
        self._preview = Preview(root)
        self._builds = 0

    def build(self, url: str) -> None:
        """Plan the site as it is now and report that. Errors are reported too, and never raised.

        A plan is many objects and no cycles, so it is frozen (`gc.freeze`): else the cyclic garbage collector would
        traverse it while a page is rendered.
        """
        gc.disable()
        try:
            outcome = self._build(url)
            gc.freeze()
            self._builds += 1
        finally:
            gc.enable()
        self._live.tell(
            changed=outcome.changed, problems=outcome.problems, warnings=outcome.warnings, listed=outcome.listed
        )

    def save(self) -> None:
        """Write the cache for the next session or build."""
        self._preview.save()

    def rest(self) -> None:
        """Do what can wait until the pages are notified: save, and periodically collect garbage of old renderers."""
        self.save()
        if self._builds % COLLECTED_AFTER == 0:
            gc.unfreeze()
            gc.collect()
            gc.freeze()

    def has(self, path: str) -> bool:
        """Whether there is an output at a path."""
        return self._preview.has(path)

    def render(self, path: str) -> bytes | LargeFile | None:
        """The content of an output, or its file; None if there is none.

        Errors are shown in the terminal and raise `NotRendered`.
        """
        try:
            return self._preview.render(path)
        except TemplateFailed as error:
            sources = functools.cache(functools.partial(load_source, self._root))
            seen = as_seen([error.diagnostic], sources, path_of(self._root, "text"))
            write(sys.stderr, show_text(*seen, look_of(sys.stderr)))
            raise NotRendered(show_errors([error.diagnostic], sources)) from error
        except (Changed, DiskFailed) as error:
            raise NotRendered(
                show_failure(f"{error.path} was changed or removed meanwhile", "save it again")
            ) from error
        except Exception as error:  # a bug must not end the session
            raise NotRendered(_show(tell_failure(error, is_verbose=self._manner.verbose))) from error

    def _build(self, url: str) -> "Outcome":
        watched = is_terminal(sys.stderr) and not self._manner.quiet and os.environ.get("TERM") != "dumb"
        progress, is_first = ProgressBar(sys.stderr if watched else None), not self._preview.has("index.html")
        try:
            with progress:
                result = self._preview.update(self._options(url), progress)
        except Refused as refused:
            tell_refusal(refused, self._manner, str(self._root))
            return _of_refusal(refused, self._root)
        except Exception as error:  # a bug must not end the session
            return Outcome(problems=_show(tell_failure(error, is_verbose=self._manner.verbose)))
        self._tell(result, progress, is_first=is_first)
        return _of_result(result)

    def _options(self, url: str) -> Options:
        return Options(
            root=self._root,
            output=self._root / "output",
            url=url,
            place=place_in_repository(self._root),
            drafts=True,
            future=True,
            plain_names=True,
            # Forking is unsafe once there are threads.
            jobs=1 if self._builds else 0,
            now=read_clock(os.environ),
        )

    def _tell(self, result: Result, progress: ProgressBar, *, is_first: bool) -> None:
        """Report a build in the terminal."""
        tell_news(result, self._manner, sys.stderr, self._root)
        if self._manner.quiet:
            return
        if self._manner.verbose:
            write(
                sys.stderr,
                list_changes(result) + list_details(result, progress.times.items(), path_of(self._root, "text")),
            )
        verb = "" if is_first else "changed"
        result = replace(result, address=None)  # that of the server
        last = sum_up_build(result, progress.elapsed, output="", has_good_output=False, strict=False, verb=verb)
        write(sys.stdout if result.published else sys.stderr, f"{time.strftime('%H:%M:%S')} {last}\n")


@frozen
class Outcome:
    """The message to pages about a build: changed outputs, errors as HTML, the number of warnings, some as HTML."""

    changed: tuple[str, ...] = ()
    problems: str = ""
    warnings: int = 0
    listed: str = ""


def _of_result(result: Result) -> Outcome:
    changed = tuple([change.path for change in (*result.written, *result.removed)])
    if not result.published:
        return Outcome(changed=changed, problems=show_errors(result.diagnostics, functools.cache(result.sources)))
    return Outcome(
        changed=changed,
        warnings=result.diagnostics.tally.warnings,
        listed=show_warnings(result.diagnostics, result.earlier, functools.cache(result.sources)),
    )


def _of_refusal(refused: Refused, root: Path) -> Outcome:
    errors = show_errors(refused.diagnostics, functools.cache(functools.partial(load_source, root)))
    return Outcome(problems=errors or show_failure(refused.message, refused.hint))


def _show(failure: Failure) -> str:
    return show_failure(failure.message, failure.hint, kind=failure.kind)


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
