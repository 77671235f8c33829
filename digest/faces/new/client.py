"""Asking arXiv's API: many papers in one request, one request in three seconds, and patience where it asks for some.

The rules are arXiv's (info.arxiv.org/help/api/tou.html): no more than one request every three seconds, over one
connection. `Retry-After` is RFC 9110 10.2.3.
"""

import contextlib
import datetime
import email.utils
import http.client
import time
import urllib.error
import urllib.parse
import urllib.request
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

from digest.authoring.arxiv.answers import Answer, ArxivPaper, read_answer
from digest.machine.files import DiskFailed, make_folder, read_if_there, write
from digest.machine.options import STATE
from digest.model.arxiv_ids import Identifier
from digest.text.records import frozen

_FILE = "arxiv"


def seconds_since(root: Path) -> float | None:
    """How long ago arXiv was asked; None if that is not known."""
    try:
        noted = float(read_if_there(root / STATE / _FILE) or b"")
    except (DiskFailed, ValueError):
        return None
    passed = time.time() - noted
    return passed if passed >= 0 else None  # or the clock was set back


def note_request(root: Path) -> None:
    """Note that arXiv was asked now. Where that cannot be written, it is not known the next time, and no more."""
    with contextlib.suppress(DiskFailed):
        make_folder(root / STATE)
        write(root / STATE / _FILE, f"{time.time():.3f}\n".encode())


BASE = "https://export.arxiv.org/api/query"
BATCH = 100
"""Papers in a request."""

PAUSE = 3.0
"""Seconds from the end of a request to the start of the next."""

DELAYS = (5.0, 15.0, 30.0)
"""Seconds before each further try, where arXiv does not say how long to wait."""

LONGEST_DELAY = 60.0
"""Seconds that an editor is kept waiting at most: whoever asks for more is not waited for."""

_DAY = 86_400.0
TIMEOUT = 30.0
LARGEST = 16 << 20
"""Bytes of an answer: a hundred papers take half a million."""

_BUSY = (429, 500, 502, 503, 504)


@frozen
class Asking:
    """How arXiv is asked."""

    base: str
    user_agent: str
    """Who asks: the program, and how to reach who uses it."""
    wait: Callable[[float], None] = time.sleep
    clock: Callable[[], float] = time.monotonic
    tell: Callable[[str], None]
    """Told why there is a pause."""
    passed: float | None = None
    """Seconds since arXiv was asked before; None if that is not known."""
    note: Callable[[], None] = lambda: None
    """Called after each request."""


@frozen
class Fetched:
    """What came of asking: the papers, the ids that arXiv has none for, and of which it could not be asked, and why."""

    papers: Mapping[str, ArxivPaper]
    unknown: frozenset[str]
    failed: frozenset[str]
    failure: str = ""


@frozen
class _Reply:
    """One answer, and for how many seconds it asks to wait; `failure` where there is none to be had."""

    answer: Answer | None = None
    failure: str = ""
    delay: float | None = None
    is_busy: bool = False


def fetch_papers(asked: Sequence[Identifier], asking: Asking) -> Fetched:
    """What arXiv has of the papers. After a request that failed for good, no other is made."""
    papers: dict[str, ArxivPaper] = {}
    unknown: set[str] = set()
    waiting = list(asked)
    last = None if asking.passed is None else asking.clock() - asking.passed  # when the last request ended
    while waiting:
        batch, rest = waiting[:BATCH], waiting[BATCH:]
        if last is not None:
            pause = PAUSE - (asking.clock() - last)
            if pause > 0:
                asking.wait(pause)
        reply = _ask_patiently(batch, asking)
        last = asking.clock()
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


def _ask_patiently(batch: Sequence[Identifier], asking: Asking) -> _Reply:
    """The answer to one request, which is made again where arXiv is busy."""
    query = {"id_list": ",".join(each.whole for each in batch), "max_results": str(len(batch))}
    separator = "&" if "?" in asking.base else "?"
    request = urllib.request.Request(  # noqa: S310 - the command has seen that the address is http or https
        f"{asking.base}{separator}{urllib.parse.urlencode(query, safe=',/')}",
        headers={"User-Agent": asking.user_agent, "Accept": "application/atom+xml"},
    )
    reply = _ask(request, asking)
    for delay in DELAYS:
        if not reply.is_busy:
            return reply
        seconds = max(reply.delay if reply.delay is not None else delay, PAUSE)
        if seconds > LONGEST_DELAY:
            return _Reply(failure=f"{reply.failure}, and asks to come back {_when(seconds)}")
        asking.tell(f"{reply.failure}; asking again in {seconds:.0f} s")
        asking.wait(seconds)
        reply = _ask(request, asking)
    return reply


def _ask(request: urllib.request.Request, asking: Asking) -> _Reply:
    try:
        return _read_reply(request)
    finally:
        asking.note()


def _read_reply(request: urllib.request.Request) -> _Reply:
    try:
        with urllib.request.urlopen(request, timeout=TIMEOUT) as response:  # noqa: S310 - http or https, as above
            content = response.read(LARGEST + 1)
    except urllib.error.HTTPError as error:
        with error:
            return _refusal(error)
    except urllib.error.URLError as error:
        return _Reply(failure=f"arXiv cannot be reached: {_reason(error.reason)}")
    except (OSError, http.client.HTTPException, ValueError) as error:
        return _Reply(failure=f"arXiv cannot be reached: {_reason(error)}")
    if len(content) > LARGEST:
        return _Reply(failure="arXiv answered with more than is reasonable")
    return _reply(read_answer(content))


def _refusal(error: urllib.error.HTTPError) -> _Reply:
    """What an answer with an HTTP status of 400 or more says: with 400 comes a feed that tells which id is none."""
    try:
        answer = read_answer(error.read(LARGEST))
    except (OSError, http.client.HTTPException):
        answer = Answer(papers={}, problem="nothing")
    if answer.refused:
        return _Reply(answer=answer)
    status = f"arXiv answered {error.code} {error.reason}".rstrip()
    is_busy = error.code in _BUSY
    return _Reply(failure=status, delay=_delay(error.headers.get("Retry-After", "")), is_busy=is_busy)


def _reply(answer: Answer) -> _Reply:
    failure = f"arXiv answered with {answer.problem}" if answer.problem else ""
    return _Reply(answer=answer, failure=failure, is_busy=answer.is_busy)


def _delay(header: str) -> float | None:
    """The seconds that a `Retry-After` asks for, which is a number or a date."""
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
    except OverflowError:  # the last day that there is
        return "later"
    return f"later, on {day.date().isoformat()}"


def _reason(error: object) -> str:
    if isinstance(error, TimeoutError):
        return f"no answer in {TIMEOUT:.0f} s"
    if isinstance(error, OSError) and error.strerror:
        return error.strerror
    return str(error) or type(error).__name__
