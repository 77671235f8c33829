"""Ask many addresses: hosts at the same time, the addresses of one host one after the other, with pauses.

A page is asked for with HEAD, and again with GET if the answer is anything but success or a redirection: many servers
know GET only. Redirections are followed, each in the queue of its host. An address that was asked once is asked to its
end before the next: what its host says of itself later changes nothing of it.
"""

import threading
import time
from collections import deque
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import Literal, NamedTuple

from digest.faces.new.client import seconds_to_wait
from digest.faces.outside.host_guard import NoConnection, PrivateHost, is_loopback
from digest.faces.outside.link_requests import NoAnswer, Reply, host_of, server_of
from digest.model.value_kinds import is_web_address
from digest.text.records import frozen
from digest.text.width import make_visible

_PERMANENT, _REDIRECTED = (301, 308), (301, 302, 303, 307, 308)
_BUSY = (429, 503)
_WITHHELD = frozenset({401, 402, 403, 405, 406, 407, 408, 418, 423, 425, 428, 451, 999, *_BUSY})
"""Statuses that do not say whether there is a page: publishers answer programs with them, and open it in a browser."""

_MOST_HOPS = 10
_MOST_STRIKES = 3
"""Answers in a row by which a host says or shows that it is busy, after which it is asked no more."""

_OFFLINE_HOSTS = 5
"""Hosts that cannot be reached, while no other could, after which the network is taken to be down. That there is no
such host does not count: a resolver said so.
"""

_LONGEST_MOVED = 500
"""Characters of an address that is offered in place of another: nobody writes longer ones."""

_LONGEST_WAIT = 30.0
"""Seconds that a busy host may ask to wait; with a longer `Retry-After`, it is asked no more."""


class LinkAnswer(NamedTuple):
    """The result for an address. `moved` is where it is for good now, if it says so.

    `lasts`: a later request would probably give the same. `is_network`: perhaps only this machine's network is down.
    `is_asked`: it was tried, and not only its host.
    """

    verdict: Literal["alive", "dead", "unknown"]
    why: str = ""
    moved: str = ""
    lasts: bool = True
    is_network: bool = False
    is_asked: bool = True


class LinkAnswers(NamedTuple):
    """Answers by address. `offline` is the reason why no host could be reached, or empty."""

    found: Mapping[str, LinkAnswer]
    offline: str


@frozen
class Pace:
    """How fast to ask: seconds from one request to a host to the next, and the number of hosts at the same time."""

    interval: float = 1.0
    hosts: int = 16


@dataclass(slots=True, kw_only=True)
class _Trail:
    """The way from an address to the page: where it is now, and how that is asked for."""

    address: str
    here: str
    method: Literal["HEAD", "GET"] = "HEAD"
    moved: str = ""
    why: str = ""
    only_permanent: bool = True
    seen: tuple[str, ...] = ()
    has_cookie: bool = False
    has_waited: bool = False
    is_asked: bool = False


@dataclass(slots=True)
class _Host:
    waiting: deque[_Trail] = field(default_factory=deque)
    ready_at: float = 0.0
    is_busy: bool = False
    strikes: int = 0
    closed: LinkAnswer | None = None
    """The answer for all its other addresses, if it is asked no more."""
    gone: dict[tuple[str, str, int], LinkAnswer] = field(default_factory=dict)
    """The same for those of one server, by `server_of`."""

    def answer_for(self, trail: _Trail) -> LinkAnswer | None:
        """The answer for an address that is not asked any more."""
        return self.closed or self.gone.get(server_of(trail.here))


class LinkQueue:
    """Asks addresses in threads. `request` sends one request, as `link_requests.request_head` does."""

    def __init__(self, request: Callable[[str, str], Reply], pace: Pace) -> None:
        self._request = request
        self._pace = pace
        self._changed = threading.Condition()
        self._hosts: dict[str, _Host] = {}
        self.found: dict[str, LinkAnswer] = {}
        """The answers so far."""
        self._open = 0
        self._failure: Exception | None = None
        self._reached = False
        self._offline = ""
        self._lost = 0

    def ask(self, addresses: Iterable[str], tell: Callable[[Mapping[str, LinkAnswer]], None]) -> LinkAnswers:
        """Ask all addresses. `tell` is called in this thread, now and then, with the answers so far."""
        with self._changed:
            for address in addresses:
                self._open += 1
                self._enqueue(_Trail(address=address, here=address))
            threads = [
                threading.Thread(target=self._work, daemon=True)
                for _ in range(min(self._pace.hosts, len(self._hosts) + 1))
            ]
            for thread in threads:
                thread.start()
            try:
                while self._open and self._failure is None:
                    self._changed.wait(_TELLING)
                    tell(self.found)
            finally:
                self._open = 0  # threads end after their request
                self._changed.notify_all()
            if self._failure is not None:
                raise self._failure
        offline = self._offline if not self._reached else ""
        found = {each: answer for each, answer in self.found.items() if not (offline and answer.is_network)}
        return LinkAnswers(found, offline)

    def _work(self) -> None:
        """Main loop of a thread."""
        with self._changed:
            while self._open:
                host, pause = self._next_host()
                if host is None or pause > 0:
                    self._changed.wait(pause if host is not None else None)
                    continue
                state = self._hosts[host]
                state.is_busy = True
                trail = state.waiting.popleft()
                self._changed.release()
                try:
                    outcome = self._send(trail)
                except Exception as error:  # a fault of ours: raised in the thread that called `ask`
                    outcome = error
                finally:
                    self._changed.acquire()
                state.is_busy = False
                state.ready_at = max(state.ready_at, time.monotonic() + self._pace.interval)
                if isinstance(outcome, Exception) and not isinstance(outcome, _EXPECTED):
                    self._failure = outcome
                elif self._open:
                    self._take(trail, host, outcome)
                self._changed.notify_all()

    def _send(self, trail: _Trail) -> "Reply | Exception":
        try:
            return self._request(trail.method, trail.here)
        except _EXPECTED as error:
            return error

    def _next_host(self) -> tuple[str | None, float]:
        """The host that may be asked next, and the seconds until then."""
        ready = [(each.ready_at, name) for name, each in self._hosts.items() if each.waiting and not each.is_busy]
        if not ready:
            return None, 0.0
        at, name = min(ready)
        return name, at - time.monotonic()

    def _enqueue(self, trail: _Trail) -> None:
        host = host_of(trail.here)
        state = self._hosts.setdefault(host, _Host())
        if state.closed is None and self._is_down() and not is_loopback(host):
            state.closed = _NOT_ASKED
        if (answer := state.answer_for(trail)) is not None:
            self._finish(trail, answer)
        elif trail.is_asked:
            state.waiting.appendleft(trail)
        else:
            state.waiting.append(trail)

    def _finish(self, trail: _Trail, answer: LinkAnswer) -> None:
        self.found[trail.address] = answer._replace(is_asked=trail.is_asked)
        self._open -= 1

    def _close(self, host: str, answer: LinkAnswer, server: tuple[str, str, int] | None = None) -> None:
        """Ask a host no more, or only one of its servers; `answer` is that for all its other addresses."""
        state = self._hosts[host]
        if server is None:
            state.closed = answer
        else:
            state.gone[server] = answer
        waiting, state.waiting = state.waiting, deque()
        for trail in waiting:
            if state.answer_for(trail) is not None:
                self._finish(trail, answer)
            else:
                state.waiting.append(trail)

    def _is_down(self) -> bool:
        return not self._reached and self._lost >= _OFFLINE_HOSTS

    def _take(self, trail: _Trail, host: str, outcome: "Reply | Exception") -> None:
        """Draw the consequences of a reply, or of its absence."""
        trail.is_asked = trail.is_asked or not isinstance(outcome, PrivateHost)
        if isinstance(outcome, PrivateHost):
            answer = LinkAnswer("unknown", f"{host} is in a private network, which is not asked", lasts=False)
            self._finish(trail, answer)
            self._close(host, answer)
        elif isinstance(outcome, NoConnection):
            self._miss(trail, host, outcome)
        else:
            self._reached = self._reached or not is_loopback(host)
            if isinstance(outcome, Reply):
                self._read(trail, host, outcome)
            elif trail.method == "HEAD":
                self._enqueue(replace(trail, method="GET"))
            else:
                self._strike(trail, host, LinkAnswer("unknown", str(outcome), lasts=False))

    def _miss(self, trail: _Trail, host: str, failure: NoConnection) -> None:
        """No connection could be made: neither can one for the server's other addresses."""
        is_network = failure.is_offline and not is_loopback(host)
        answer = LinkAnswer("dead" if failure.is_gone else "unknown", failure.why, lasts=False, is_network=is_network)
        self._finish(trail, answer)
        self._close(host, answer, server_of(trail.here))
        self._reached = self._reached or (failure.is_refused and not is_loopback(host))
        if not is_network:
            return
        self._offline = self._offline or failure.why
        self._lost += not failure.is_gone and len(self._hosts[host].gone) == 1
        if self._is_down():
            for other in self._hosts:
                if not is_loopback(other):
                    self._close(other, _NOT_ASKED)

    def _read(self, trail: _Trail, host: str, reply: Reply) -> None:
        state = self._hosts[host]
        if reply.status in _BUSY:
            self._wait(trail, host, reply)
            return
        state.strikes = 0
        if 200 <= reply.status < 300:
            self._finish(trail, LinkAnswer("alive", why=trail.why, moved=trail.moved))
        elif reply.status in _REDIRECTED and reply.location:
            self._follow(trail, host, reply)
        elif trail.method == "HEAD":
            self._enqueue(replace(trail, method="GET"))
        else:
            is_withheld = reply.status in _WITHHELD or reply.status < 400
            self._finish(
                trail, LinkAnswer("unknown" if is_withheld else "dead", _said(host, reply), lasts=reply.status < 500)
            )

    def _wait(self, trail: _Trail, host: str, reply: Reply) -> None:
        """A busy host is asked once more, if it says when; and not at all if that is long."""
        answer = LinkAnswer("unknown", _said(host, reply), lasts=False)
        seconds = seconds_to_wait(reply.retry_after)
        if seconds is not None and seconds > _LONGEST_WAIT:
            self._finish(trail, answer)
            self._close(host, _left_alone(answer))
        elif seconds is not None and not trail.has_waited:
            self._hosts[host].ready_at = time.monotonic() + seconds
            self._hosts[host].waiting.appendleft(replace(trail, has_waited=True))
        else:
            self._strike(trail, host, answer)

    def _strike(self, trail: _Trail, host: str, answer: LinkAnswer) -> None:
        self._finish(trail, answer)
        state = self._hosts[host]
        state.strikes += 1
        if state.strikes >= _MOST_STRIKES:
            self._close(host, _left_alone(answer))

    def _follow(self, trail: _Trail, host: str, reply: Reply) -> None:
        target = reply.location.partition("#")[0]
        only_permanent = trail.only_permanent and reply.status in _PERMANENT
        if not is_web_address(target):
            self._finish(trail, LinkAnswer("unknown", f"it redirects to {make_visible(target[:100])}"))
        elif target in (trail.here, *trail.seen):
            needs_cookie = trail.has_cookie or reply.sets_cookie
            why = "it redirects in a circle" + (", without the cookie that it sets" if needs_cookie else "")
            self._finish(trail, LinkAnswer("unknown" if needs_cookie else "dead", why))
        elif len(trail.seen) >= _MOST_HOPS:
            self._finish(trail, LinkAnswer("dead", f"it redirects more than {_MOST_HOPS} times"))
        else:
            self._enqueue(
                replace(
                    trail,
                    here=target,
                    method="HEAD",
                    moved=reply.location if only_permanent and len(reply.location) <= _LONGEST_MOVED else trail.moved,
                    why=trail.why or (_said(host, reply) if only_permanent else ""),
                    only_permanent=only_permanent,
                    seen=(*trail.seen, trail.here),
                    has_cookie=trail.has_cookie or reply.sets_cookie,
                )
            )


_NOT_ASKED = LinkAnswer("unknown", "the network seemed to be down, so it was not asked", lasts=False, is_network=True)


def _left_alone(answer: LinkAnswer) -> LinkAnswer:
    """The answer for the other addresses of a host that is asked no more."""
    return answer._replace(why=f"{answer.why}, so the rest of its addresses were not asked")


_TELLING = 0.2
"""Seconds between two calls of `tell`."""

_EXPECTED = (PrivateHost, NoConnection, NoAnswer)


def _said(host: str, reply: Reply) -> str:
    return f"{host} answers {reply.status} {make_visible(reply.reason[:60])}".rstrip()
