"""Live reload: server-sent events (HTML Living Standard 9.2) about what each build changed, and about errors.

A page knows the number of the build before it was rendered. It receives everything that changed since, so it misses
nothing while it is disconnected.
"""

import contextlib
import json
import selectors
import socket
import threading
from collections import deque
from collections.abc import Iterable, Iterator
from typing import NamedTuple

KEPT = 50
"""Builds whose changes are kept. A page that has missed more reloads."""

_MOST_DIGITS = 18
"""A number with more is that of no build."""

MOST = 1000
"""Most paths in one message. With more changes, none is listed and every page reloads."""

BEAT = 15.0
"""Seconds between comments on an idle event stream, which keep proxies from closing it."""


class News(NamedTuple):
    """A message about a build. `text` is JSON."""

    build: str
    text: str


class Listener:
    """A queue of messages for one event stream, filled by another thread."""

    def __init__(self) -> None:
        self._waiting: deque[News | None] = deque()
        self._here, self._there = socket.socketpair()
        self._there.settimeout(0)

    def tell(self, news: News | None) -> None:
        """Add a message. None ends the stream."""
        self._waiting.append(news)
        with contextlib.suppress(OSError):  # disconnected, or the buffer is full, which wakes it as well
            self._there.send(b"\0")

    def news(self, connection: socket.socket) -> Iterator[News | None]:
        """Yield messages as they come, and None after each `BEAT` without any, until the client closes `connection`."""
        with selectors.DefaultSelector() as selector:
            selector.register(connection, selectors.EVENT_READ)
            selector.register(self._here, selectors.EVENT_READ)
            while True:
                ready = {key.fileobj for key, _ in selector.select(BEAT)}
                if connection in ready:  # clients of an event stream send nothing, so this is EOF
                    return
                if not ready:
                    yield None
                    continue
                self._here.recv(KEPT)
                while self._waiting:
                    news = self._waiting.popleft()
                    if news is None:
                        return
                    yield news

    def close(self) -> None:
        """Close the socket pair."""
        self._here.close()
        self._there.close()


class Live:
    """The builds of a session and their listeners. A build's name is `<session>-<number>`. Thread-safe."""

    def __init__(self, session: str) -> None:
        self._session = session
        self._lock = threading.Lock()
        self._changes: deque[frozenset[str] | None] = deque(maxlen=KEPT)
        self._number = 0
        self._problems = ""
        self._warnings = 0
        self._listed = ""
        self._listeners: set[Listener] = set()

    @property
    def build(self) -> str:
        """Name of the latest build."""
        return f"{self._session}-{self._number}"

    @property
    def problems(self) -> str:
        """Errors of the site as HTML; empty if there are none."""
        return self._problems

    def tell(self, *, changed: Iterable[str], problems: str, warnings: int, listed: str = "") -> None:
        """Record a build and notify listeners.

        `changed`: paths of outputs; `problems`: errors as HTML; `warnings`: their number; `listed`: some as HTML.
        """
        with self._lock:
            self._number += 1
            paths = frozenset(changed)
            self._changes.append(paths if len(paths) <= MOST else None)
            self._problems, self._warnings, self._listed = problems, warnings, listed
            news = self._news(self._changes[-1])
            for listener in self._listeners:
                listener.tell(news)

    def news_since(self, build: str) -> News:
        """What changed after a build. In JSON, `changed` is null if that is unknown: reload."""
        with self._lock:
            return self._news(self._changed_since(build))

    @contextlib.contextmanager
    def listening(self, since: str) -> Iterator[Listener]:
        """Register a listener. `since`: the latest build that the client knows; empty if none."""
        listener = Listener()
        with self._lock:
            if since and since != self.build:
                listener.tell(self._news(self._changed_since(since)))
            self._listeners.add(listener)
        try:
            yield listener
        finally:
            with self._lock:
                self._listeners.discard(listener)
            listener.close()

    def close(self) -> None:
        """End all event streams."""
        with self._lock:
            for listener in self._listeners:
                listener.tell(None)

    def _changed_since(self, build: str) -> frozenset[str] | None:
        session, _, number = build.rpartition("-")
        if session != self._session or not number.isdecimal() or len(number) > _MOST_DIGITS:
            return None
        missed = self._number - int(number)
        if not 0 <= missed <= len(self._changes):
            return None
        changes = list(self._changes)[len(self._changes) - missed :]
        return None if None in changes else frozenset().union(*[paths for paths in changes if paths is not None])

    def _news(self, changed: frozenset[str] | None) -> News:
        paths = sorted(changed) if changed is not None and len(changed) <= MOST else None
        news = {
            "build": self.build,
            "changed": paths,
            "problems": self._problems,
            "warnings": self._warnings,
            "listed": self._listed,
        }
        return News(self.build, json.dumps(news))
