"""What the pages that are open are told: what each build changed, and what is wrong with the site.

The news travel as server-sent events (HTML Living Standard 9.2). A page knows the build that it was served after; what
changed since then is all that it has to be told, however long it did not listen.
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
"""Builds whose changes are remembered: a page that comes back after more of them is loaded anew."""

MOST = 1000
"""Paths that are worth being listed; of more than these, every page takes itself to be one."""

BEAT = 15.0
"""Seconds after which a silent connection is written to, so that what lies between does not think it dead."""


class News(NamedTuple):
    """What there is to tell, as JSON, after a build."""

    build: str
    text: str


class Listener:
    """Somebody who waits for news on a connection of their own."""

    def __init__(self) -> None:
        self._waiting: deque[News | None] = deque()
        self._here, self._there = socket.socketpair()
        self._there.settimeout(0)

    def tell(self, news: News | None) -> None:
        """Have something for them. None ends the waiting."""
        self._waiting.append(news)
        with contextlib.suppress(OSError):  # they have gone meanwhile, or have not looked for very long
            self._there.send(b"\0")

    def news(self, connection: socket.socket) -> Iterator[News | None]:
        """What there is to tell, as it comes, and None now and then; until the other end of the connection closes."""
        with selectors.DefaultSelector() as selector:
            selector.register(connection, selectors.EVENT_READ)
            selector.register(self._here, selectors.EVENT_READ)
            while True:
                ready = {key.fileobj for key, _ in selector.select(BEAT)}
                if connection in ready:  # who listens says nothing: this is the end
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
        """Give back what the waiting took."""
        self._here.close()
        self._there.close()


class Live:
    """The builds of a session, and who listens. A build is named by its session and its number."""

    def __init__(self, session: str) -> None:
        self._session = session
        self._lock = threading.Lock()
        self._changes: deque[frozenset[str] | None] = deque(maxlen=KEPT)
        self._number = 0
        self._problems = ""
        self._warnings = 0
        self._listeners: set[Listener] = set()

    @property
    def build(self) -> str:
        """The name of the latest build."""
        return f"{self._session}-{self._number}"

    @property
    def problems(self) -> str:
        """What is wrong with the site, as mark-up; empty if it was built."""
        return self._problems

    def tell(self, *, changed: Iterable[str], problems: str, warnings: int) -> None:
        """Tell all pages what a build `changed`, by the paths of outputs, and what is wrong with the site now."""
        with self._lock:
            self._number += 1
            paths = frozenset(changed)
            self._changes.append(paths if len(paths) <= MOST else None)
            self._problems, self._warnings = problems, warnings
            news = self._news(self._changes[-1])
            for listener in self._listeners:
                listener.tell(news)

    def news_since(self, build: str) -> News:
        """What happened after a build: `changed` is null where that is not known of every path."""
        with self._lock:
            return self._news(self._changed_since(build))

    @contextlib.contextmanager
    def listening(self, since: str) -> Iterator[Listener]:
        """Listen from now on; `since` is the latest build that was heard of, empty for none."""
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
        """Send all listeners home."""
        with self._lock:
            for listener in self._listeners:
                listener.tell(None)

    def _changed_since(self, build: str) -> frozenset[str] | None:
        session, _, number = build.rpartition("-")
        if session != self._session or not number.isdecimal():
            return None
        missed = self._number - int(number)
        if not 0 <= missed <= len(self._changes):
            return None
        changes = list(self._changes)[len(self._changes) - missed :]
        return None if None in changes else frozenset().union(*[paths for paths in changes if paths is not None])

    def _news(self, changed: frozenset[str] | None) -> News:
        listed = sorted(changed) if changed is not None and len(changed) <= MOST else None
        news = {"build": self.build, "changed": listed, "problems": self._problems, "warnings": self._warnings}
        return News(self.build, json.dumps(news))
