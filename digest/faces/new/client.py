"""HTTP client for the arXiv API: batches, rate limit, retries with `Retry-After`.

arXiv's terms of use (info.arxiv.org/help/api/tou.html): at most one request every three seconds, over one connection.
`Retry-After` is RFC 9110 10.2.3.
"""

import contextlib
import datetime
import email.utils
import http.client
import re
import time
import urllib.error
import urllib.parse
import urllib.request
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

from digest import __version__
from digest.authoring.arxiv.answers import Answer, ArxivPaper, read_answer
from digest.faces.starter.surroundings import PROJECT
from digest.machine.files import DiskFailed, read_regular, write_kept
from digest.machine.options import STATE
from digest.model.arxiv_ids import Identifier
from digest.model.authority import PLACEHOLDER_URL
from digest.model.config import Config
from digest.text.records import frozen

_FILE = "arxiv"


def user_agent(config: Config) -> str:
    """What requests say of their sender: the program, the site's address and the editor's, as far as they are set."""
    contact = [
        *([f"+{config.url}"] if config.url.rstrip("/") != PLACEHOLDER_URL.rstrip("/") else []),
        *([f"mailto:{config.editor.email}"] if config.editor.email else []),
    ]
    whole = f"{PROJECT}/{__version__}" + (f" ({'; '.join(contact)})" if contact else "")
    return re.sub(r"[^ -~]", "?", whole)


def seconds_since_request(root: Path) -> float | None:
    """Seconds since the last request by this site, over all runs; None if unknown."""
    try:
        noted = float(read_regular(root / STATE / _FILE) or b"")
    except (DiskFailed, ValueError):
        return None
    passed = time.time() - noted
    return passed if passed >= 0 else None  # negative: the clock was set back


def note_request(root: Path) -> None:
    """Record the time of a request. A failure to write it is ignored: the next run does not know it then."""
    with contextlib.suppress(DiskFailed):
        write_kept(root / STATE / _FILE, f"{time.time():.3f}\n".encode())


API_URL = "https://export.arxiv.org/api/query"
_BATCH = 100
"""Papers per request."""

_INTERVAL = 3.0
"""Seconds from the end of a request to the start of the next."""

_DELAYS = (5.0, 15.0, 30.0)
"""Seconds before each retry, if arXiv does not say how long to wait. Their number is the number of retries."""

_LONGEST_DELAY = 60.0
"""Maximum seconds to wait for a retry; with a longer `Retry-After`, give up."""

_DAY = 86_400.0
_TIMEOUT = 30.0
_LARGEST_RESPONSE = 16 << 20
"""Maximum bytes of a response; one with a hundred papers has about 0.5 MB."""

_BUSY = (429, 500, 502, 503, 504)


@frozen
class RequestOptions:
    """How to make requests. `wait`, `clock`, `tell` and `note` are callbacks, so that tests need no network or time."""

    base: str
    """The API's URL."""
    user_agent: str
    """The program, and how to contact its user."""
    wait: Callable[[float], None] = time.sleep
    clock: Callable[[], float] = time.monotonic
    tell: Callable[[str], None]
    """Called with the reason for a pause."""
    passed: float | None = None
    """Seconds since the last request of an earlier run; None if unknown."""
    note: Callable[[], None] = lambda: None
    """Called after each request."""


@frozen
class Fetched:
    """Papers by id, ids that arXiv does not know, and ids that could not be fetched, because of `failure`."""

    papers: Mapping[str, ArxivPaper]
    unknown: frozenset[str]
    failed: frozenset[str]
    failure: str = ""


@frozen
class _Reply:
    """One response, or `failure`. `delay`: seconds to wait (`Retry-After`); `is_busy`: retry."""

    answer: Answer | None = None
    failure: str = ""
    delay: float | None = None
    is_busy: bool = False


def fetch_papers(asked: Sequence[Identifier], options: RequestOptions) -> Fetched:
    """Fetch papers in batches. Stop at the first request that fails for good."""
    papers: dict[str, ArxivPaper] = {}
    unknown: set[str] = set()
    waiting = list(asked)
    last = None if options.passed is None else options.clock() - options.passed  # end of the last request
    while waiting:
        batch, rest = waiting[:_BATCH], waiting[_BATCH:]
        if last is not None:
            pause = _INTERVAL - (options.clock() - last)
            if pause > 0:
                options.wait(pause)
        reply = _send_with_retries(batch, options)
        last = options.clock()
        answer = reply.answer
        if answer is not None and answer.refused in {each.paper for each in batch}:
            unknown.add(answer.refused)
            waiting = [each for each in waiting if each.paper != answer.refused]
            continue
        if answer is None or answer.problem:
            failure = reply.failure or f"arXiv answered with {answer.problem if answer is not None else 'nothing'}"
            failed = frozenset(each.paper for each in waiting)
            return Fetched(papers=papers, unknown=frozenset(unknown), failed=failed, failure=failure)
        papers |= answer.papers
        unknown |= {each.paper for each in batch} - answer.papers.keys()
        waiting = rest
    return Fetched(papers=papers, unknown=frozenset(unknown), failed=frozenset())


def _send_with_retries(batch: Sequence[Identifier], options: RequestOptions) -> _Reply:
    """Send one request; retry while arXiv is busy."""
    query = {"id_list": ",".join(each.whole for each in batch), "max_results": str(len(batch))}
    separator = "&" if "?" in options.base else "?"
    request = urllib.request.Request(  # noqa: S310 - the caller has checked that the scheme is http or https
        f"{options.base}{separator}{urllib.parse.urlencode(query, safe=',/')}",
        headers={"User-Agent": options.user_agent, "Accept": "application/atom+xml"},
    )
    reply = _send(request, options)
    for delay in _DELAYS:
        if not reply.is_busy:
            return reply
        seconds = max(reply.delay if reply.delay is not None else delay, _INTERVAL)
        if seconds > _LONGEST_DELAY:
            return _Reply(failure=f"{reply.failure}, and asks to come back {_when(seconds)}")
        options.tell(f"{reply.failure}; asking again in {seconds:.0f} s")
        options.wait(seconds)
        reply = _send(request, options)
    return reply


def _send(request: urllib.request.Request, options: RequestOptions) -> _Reply:
    try:
        return _read_reply(request)
    finally:
        options.note()


def _read_reply(request: urllib.request.Request) -> _Reply:
    try:
        with urllib.request.urlopen(request, timeout=_TIMEOUT) as response:  # noqa: S310 - http or https, as above
            content = response.read(_LARGEST_RESPONSE + 1)
    except urllib.error.HTTPError as error:
        with error:
            return _read_error(error)
    except urllib.error.URLError as error:
        return _Reply(failure=f"arXiv cannot be reached: {_reason(error.reason)}")
    except (OSError, http.client.HTTPException, ValueError) as error:
        return _Reply(failure=f"arXiv cannot be reached: {_reason(error)}")
    if len(content) > _LARGEST_RESPONSE:
        return _Reply(failure="arXiv answered with more than is reasonable")
    return _reply(read_answer(content))


def _read_error(error: urllib.error.HTTPError) -> _Reply:
    """The reply to an HTTP status of 400 or more. With 400, arXiv sends a feed that names the malformed id."""
    try:
        answer = read_answer(error.read(_LARGEST_RESPONSE))
    except (OSError, http.client.HTTPException):
        answer = Answer(papers={}, problem="nothing")
    if answer.refused:
        return _Reply(answer=answer)
    status = f"arXiv answered {error.code} {error.reason}".rstrip()
    is_busy = error.code in _BUSY
    return _Reply(failure=status, delay=seconds_to_wait(error.headers.get("Retry-After", "")), is_busy=is_busy)


def _reply(answer: Answer) -> _Reply:
    failure = f"arXiv answered with {answer.problem}" if answer.problem else ""
    return _Reply(answer=answer, failure=failure, is_busy=answer.is_busy)


def seconds_to_wait(header: str) -> float | None:
    """Parse `Retry-After`: seconds or an HTTP date; None if it is neither."""
    header = header.strip()
    if header.isascii() and header.isdigit():
        return float(header[:9])
    try:
        until = email.utils.parsedate_to_datetime(header)
    except ValueError:
        return None
    if until.tzinfo is None:
        until = until.replace(tzinfo=datetime.UTC)
    return max(0.0, (until - datetime.datetime.now(datetime.UTC)).total_seconds())


def _when(seconds: float) -> str:
    if seconds < _DAY:
        return f"in {seconds:.0f} s"
    try:
        day = datetime.datetime.now(datetime.UTC) + datetime.timedelta(seconds=seconds)
    except OverflowError:  # after year 9999
        return "later"
    return f"later, on {day.date().isoformat()}"


def _reason(error: object) -> str:
    if isinstance(error, TimeoutError):
        return f"no answer in {_TIMEOUT:.0f} s"
    if isinstance(error, OSError) and error.strerror:
        return error.strerror
    return str(error) or type(error).__name__
