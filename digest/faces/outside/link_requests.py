"""One request for the head of a page, over HTTP/1.1 by `http.client`. The body is never read."""

import contextlib
import http.client
import socket
import ssl
import threading
import urllib.parse
import urllib.request
from base64 import b64encode
from collections.abc import Iterator
from functools import cache

from digest.faces.outside.host_guard import NoConnection, check_name, connect, is_loopback
from digest.text.records import frozen
from digest.text.uri import as_uri

TIMEOUT = 10.0
"""Seconds without a byte after which a host counts as not answering."""

DEADLINE = 30.0
"""Seconds that a request may take, however slowly its answer comes in."""


class NoAnswer(Exception):
    """A host was reached, and did not answer in a way that can be read."""


@frozen
class Reply:
    """The head of an answer. `location` is absolute, or empty; `retry_after` is the header as sent.

    `sets_cookie`: the site may answer otherwise to browsers, which send it back.
    """

    status: int
    reason: str
    location: str = ""
    retry_after: str = ""
    sets_cookie: bool = False


def host_of(address: str) -> str:
    """The host of an address, without its port: its requests are sent one by one."""
    return server_of(address)[1]


def server_of(address: str) -> tuple[str, str, int]:
    """What answers at an address: scheme, host and port. Other servers of its host may be there when it is not."""
    parts = urllib.parse.urlsplit(address)
    host = parts.netloc.rpartition("@")[2].lower()
    name, colon, port = host.rpartition(":")
    is_port = colon and port.isdigit()
    return parts.scheme, name if is_port else host, int(port) if is_port else 443 if parts.scheme == "https" else 80


def request_head(method: str, address: str, user_agent: str) -> Reply:
    """Send a request. Raises `PrivateHost`, `NoConnection` and `NoAnswer`."""
    parts = urllib.parse.urlsplit(as_uri(address) or "")
    host = parts.hostname or ""
    if not host:
        raise NoConnection("no host can have this name", is_gone=True)
    proxy = _proxy_for(parts.scheme, host)
    path = urllib.parse.urlunsplit(("", "", parts.path or "/", parts.query, ""))
    headers = {"User-Agent": user_agent, "Accept": "text/html,application/xhtml+xml,*/*;q=0.8", "Connection": "close"}
    if proxy is not None and parts.scheme == "http":
        path = f"http://{parts.netloc.rpartition('@')[2].lower()}{path}"
        headers |= _credentials(proxy)
    try:
        with _connection(parts, proxy) as connection:
            connection.request(method, path, headers=headers)
            with connection.getresponse() as answer:
                return _reply(address, answer)
    except TimeoutError:
        raise NoAnswer(f"{host} did not answer in {TIMEOUT:g} s") from None
    except ssl.SSLCertVerificationError as error:
        raise NoAnswer(f"the certificate of {host} is refused: {error.verify_message}") from None
    except (OSError, http.client.HTTPException, ValueError) as error:
        raise NoAnswer(f"{host} broke off: {_reason(error)}") from None


def _reason(error: Exception) -> str:
    """Why there is no connection or no answer, in words that are not Python's."""
    if isinstance(error, ssl.SSLError):
        return f"no TLS, {(error.reason or 'closed').replace('_', ' ').lower()}"
    if isinstance(error, http.client.RemoteDisconnected):
        return "no answer came"
    if isinstance(error, http.client.HTTPException | ValueError):
        return "its answer is no HTTP"
    return str(getattr(error, "strerror", None) or error)[:100] or "the connection failed"


def _reply(address: str, answer: http.client.HTTPResponse) -> Reply:
    location = (answer.getheader("Location") or "").strip().encode("latin-1").decode(errors="replace")
    with contextlib.suppress(ValueError):  # of a location that is no address: it is shown as sent
        location = urllib.parse.urljoin(address, location) if location else ""
    return Reply(
        status=answer.status,
        reason=answer.reason or http.client.responses.get(answer.status, ""),
        location=location,
        retry_after=answer.getheader("Retry-After") or "",
        sets_cookie=answer.getheader("Set-Cookie") is not None,
    )


@contextlib.contextmanager
def _connection(
    parts: urllib.parse.SplitResult, proxy: urllib.parse.SplitResult | None
) -> Iterator[http.client.HTTPConnection]:
    """A connection to the host of an address, for https with TLS; it is cut off at the deadline."""
    host, is_tls = parts.hostname or "", parts.scheme == "https"
    port = parts.port or (443 if is_tls else 80)
    if proxy is None:
        wire = connect(host, port, TIMEOUT)
    else:
        check_name(host)
        wire = _connect_to_proxy(proxy, f"{host}:{port}" if is_tls else "")
    line = [wire]
    clock = threading.Timer(DEADLINE, _hang_up, (line,))
    clock.daemon = True
    clock.start()
    try:
        if is_tls:
            line[0] = secure = _tls().wrap_socket(wire, server_hostname=host, do_handshake_on_connect=False)
            secure.do_handshake()
        kind = http.client.HTTPSConnection if is_tls else http.client.HTTPConnection
        connection = kind(host, port, timeout=TIMEOUT)
        connection.sock = line[0]
        yield connection
    finally:
        clock.cancel()
        line[0].close()


def _hang_up(line: list[socket.socket]) -> None:
    with contextlib.suppress(OSError):
        socket.socket.shutdown(line[0], socket.SHUT_RDWR)  # not that of TLS, which would wait for the other side


@cache
def _tls() -> ssl.SSLContext:
    return ssl.create_default_context()


def _proxy_for(scheme: str, host: str) -> urllib.parse.SplitResult | None:
    """The proxy that the environment or the system names for a host; None if it is asked directly."""
    named = urllib.request.getproxies().get(scheme, "")
    if not named or is_loopback(host) or urllib.request.proxy_bypass(host):
        return None
    return urllib.parse.urlsplit(named if "://" in named else f"http://{named}")


def _credentials(proxy: urllib.parse.SplitResult) -> dict[str, str]:
    if not proxy.username:
        return {}
    both = f"{urllib.parse.unquote(proxy.username)}:{urllib.parse.unquote(proxy.password or '')}"
    return {"Proxy-Authorization": f"Basic {b64encode(both.encode()).decode()}"}


def _connect_to_proxy(proxy: urllib.parse.SplitResult, tunnel: str) -> socket.socket:
    """Connect to a proxy, wherever it is, and through it to a host and port, if one is given."""
    name = f"the proxy {proxy.hostname}"
    opening = http.client.HTTPConnection(proxy.hostname or "", proxy.port or 80, timeout=TIMEOUT)
    if tunnel:
        opening.set_tunnel(tunnel, headers=_credentials(proxy))
    try:
        opening.connect()
    except (OSError, http.client.HTTPException, ValueError) as error:
        opening.close()
        raise NoConnection(f"{name} gives no connection: {_reason(error)}", is_offline=True) from None
    return opening.sock
