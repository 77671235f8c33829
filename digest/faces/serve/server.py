"""The HTTP server of `digest serve`, for browsers on this machine only (see `guard`)."""

import errno
import html
import http.server
import io
import os
import re
import socketserver
import sys
import threading
import time
from collections.abc import Callable, Iterator, Mapping
from http import HTTPStatus
from pathlib import Path, PurePosixPath
from typing import Any, Protocol
from urllib.parse import unquote_to_bytes

from digest.faces.serve.guard import HOSTS, SAFE_HEADERS, Patience, is_from_here, is_own_host
from digest.faces.serve.live import Live
from digest.faces.serve.overlay import error_page
from digest.machine import files
from digest.machine.options import Refused
from digest.outputs.writers import LargeFile
from digest.plan.listing import LISTING, is_inside

ADDRESS = "127.0.0.1"

MOST_CONNECTIONS = 200
"""Open connections at a time; each has a thread. More are closed at once."""

OWN = "/_digest/"
"""URL prefix of the server's own files."""

_OWN_FOLDER = Path(__file__).parent / "static"
OWN_FILES = ("live.css", "live.js", "worker.js")
PACE = 0.1
"""Poll interval of `serve_forever`, in seconds: the longest time that `close` takes."""

NEIGHBOURS = 100
"""How many ports to try, from the requested one on."""

KINDS: Mapping[str, str] = {
    ".html": "text/html; charset=utf-8",
    ".css": "text/css; charset=utf-8",
    ".js": "text/javascript; charset=utf-8",
    ".json": "application/json; charset=utf-8",
    ".webmanifest": "application/manifest+json; charset=utf-8",
    ".jsonl": "application/jsonl; charset=utf-8",
    ".xml": "application/xml; charset=utf-8",
    ".opml": "text/x-opml; charset=utf-8",
    ".txt": "text/plain; charset=utf-8",
    ".md": "text/markdown; charset=utf-8",
    ".csv": "text/csv; charset=utf-8",
    ".bib": "text/x-bibtex; charset=utf-8",
    ".ris": "application/x-research-info-systems; charset=utf-8",
    ".svg": "image/svg+xml; charset=utf-8",
    ".png": "image/png",
    ".jpg": "image/jpeg",
    ".jpeg": "image/jpeg",
    ".gif": "image/gif",
    ".webp": "image/webp",
    ".avif": "image/avif",
    ".ico": "image/x-icon",
    ".pdf": "application/pdf",
    ".epub": "application/epub+zip",
    ".mp4": "video/mp4",
    ".webm": "video/webm",
    ".mp3": "audio/mpeg",
    ".woff2": "font/woff2",
    ".woff": "font/woff",
    ".ttf": "font/ttf",
    ".otf": "font/otf",
    ".wasm": "application/wasm",
    ".zip": "application/zip",
}
"""Media types by file extension; `mimetypes` depends on the machine."""

_RANGE = re.compile("bytes=([0-9]*)-([0-9]*)", re.ASCII | re.IGNORECASE)
_MOST_DIGITS = 18
"""More digits of a position are of no use, and slow to read."""

UNKNOWN = "application/octet-stream"
PLAIN = KINDS[".txt"]
EVENTS = "text/event-stream; charset=utf-8"

Log = Callable[[str], None]


class NotRendered(Exception):
    """Rendering an output failed. `problems`: the reasons, as HTML."""

    def __init__(self, problems: str) -> None:
        super().__init__(problems)
        self.problems = problems


class Pages(Protocol):
    """The outputs of a site by path. Must be thread-safe."""

    def has(self, path: str) -> bool:
        """Whether there is an output at the path."""

    def render(self, path: str) -> bytes | LargeFile | None:
        """The content of the output, or a file that is sent in pieces; None if there is none. Raises `NotRendered`."""


class Server(http.server.ThreadingHTTPServer):
    """Serves `pages`, and the event stream of `live`. Port 0: any free port."""

    request_queue_size = 64
    allow_reuse_address = os.name == "posix"  # elsewhere this would let two servers have one port

    def __init__(self, port: int, pages: Pages, live: Live, log: Log | None = None) -> None:
        self.pages = pages
        self.live = live
        self.log = log
        self._free = threading.Semaphore(MOST_CONNECTIONS)
        super().__init__((ADDRESS, port), Handler)

    def server_bind(self) -> None:
        """Bind without the reverse DNS lookup of the base class."""
        socketserver.TCPServer.server_bind(self)
        self.server_name, self.server_port = ADDRESS, self.server_address[1]

    @property
    def url(self) -> str:
        """URL of the site, with a trailing slash."""
        return f"http://{ADDRESS}:{self.server_port}/"

    def process_request(self, request: Any, client_address: Any) -> None:
        """Handle a connection in a thread of its own, or close it if there are too many."""
        if self._free.acquire(blocking=False):
            super().process_request(request, client_address)
        else:
            self.shutdown_request(request)

    def process_request_thread(self, request: Any, client_address: Any) -> None:
        """Handle a connection, and make room for another one."""
        try:
            super().process_request_thread(request, client_address)
        finally:
            self._free.release()

    def handle_error(self, request: Any, client_address: Any) -> None:  # noqa: ARG002 - as the base class has it
        """Log an exception of a request, unless the client has disconnected. The server goes on."""
        error = sys.exc_info()[1]
        if self.log is not None and not isinstance(error, ConnectionError | TimeoutError):
            self.log(f"a request failed: {type(error).__name__}: {error}")

    def start(self) -> None:
        """Serve in a background thread."""
        threading.Thread(target=self.serve_forever, args=(PACE,), name="server", daemon=True).start()

    def close(self) -> None:
        """Stop the started server: end event streams and free the port."""
        self.live.close()
        self.shutdown()
        self.server_close()


def open_server(port: int, pages: Pages, live: Live, log: Log | None = None) -> Server:
    """Open a server on the first free port from `port` on. Raises `Refused`."""
    for number in range(port, min(port + NEIGHBOURS, 1 << 16)):
        try:
            return Server(number, pages, live, log)
        except OSError as error:
            if error.errno != errno.EADDRINUSE:
                raise Refused(
                    f"port {number} cannot be used: {error.strerror}", "choose another with --port"
                ) from error
    raise Refused(f"port {port} and the ones after it are taken", "choose another with --port")


class Handler(http.server.BaseHTTPRequestHandler):
    """Handles the requests of one connection."""

    server: Server
    protocol_version = "HTTP/1.1"
    default_request_version = "HTTP/1.0"  # of the base class: 0.9, whose answers have no headers
    timeout = 15
    """Seconds that sending an answer may take, or a piece of a large file."""
    patience = 15.0
    """Seconds until the head of the next request must be there."""

    def setup(self) -> None:
        """Prepare a connection."""
        super().setup()
        self._requests = Patience(self.connection)
        self.rfile = io.BufferedReader(self._requests)

    def handle_one_request(self) -> None:
        """Read a request and answer it."""
        self._requests.deadline = time.monotonic() + self.patience
        super().handle_one_request()

    def do_GET(self) -> None:
        """Send an output of the site, or one of the server's own files."""
        if self.headers.get("Content-Length", "0") != "0" or "Transfer-Encoding" in self.headers:
            self.close_connection = True  # the body of the request is not read
        if not is_own_host(self.headers.get_all("Host", [])):
            return self._say(HTTPStatus.FORBIDDEN, f"Only {' and '.join(HOSTS)} are served here.\n")
        if not is_from_here(self.headers):
            return self._say(HTTPStatus.FORBIDDEN, "Other sites may link to pages here, and load nothing.\n")
        path = self.path.partition("#")[0].partition("?")[0]
        if path.startswith(OWN):
            return self._send_own(path.removeprefix(OWN))
        return self._send_page(path)

    do_HEAD = do_GET  # noqa: N815

    def send_error(self, code: int, message: str | None = None, explain: str | None = None) -> None:  # noqa: ARG002
        """Answer another method or a malformed request, without the page of the base class."""
        self.close_connection = True  # the body of the request is not read
        if code == HTTPStatus.NOT_IMPLEMENTED:
            return self._say(HTTPStatus.METHOD_NOT_ALLOWED, "Only GET and HEAD are answered here.\n", Allow="GET, HEAD")
        return self._say(HTTPStatus(code), f"{HTTPStatus(code).phrase}.\n")

    def version_string(self) -> str:
        """The `Server` header."""
        return "digest"

    def log_message(self, format: str, *args: Any) -> None:  # noqa: A002 - named by the base class
        """Log a request, except those of our own script."""
        if self.server.log is not None and not getattr(self, "path", "").startswith(OWN):
            self.server.log(format % args)

    def _send_page(self, path: str) -> None:
        build = self.server.live.build  # read before rendering: a page may believe to be older than it is, never newer
        pages, problems = self.server.pages, self.server.live.problems
        if problems and not pages.has("index.html"):
            return self._send_problems(problems, "site", build)
        inside = path_inside(path)
        if inside is not None and pages.has(f"{inside}/index.html"):
            return self._say(HTTPStatus.MOVED_PERMANENTLY, f"{path}/\n", Location=f"{path}/")
        status = HTTPStatus.OK
        try:
            content = pages.render(inside) if inside is not None else None
            if inside is None or content is None:
                status, inside = HTTPStatus.NOT_FOUND, "404.html"
                content = pages.render(inside)
        except NotRendered as error:
            return self._send_problems(error.problems, "page", build)
        if content is None:
            return self._say(status, "There is no such page.\n")
        kind = KINDS.get(PurePosixPath(inside).suffix.lower(), UNKNOWN)
        if isinstance(content, LargeFile) or (status is HTTPStatus.OK and kind != KINDS[".html"]):
            return self._send_part(content, kind)
        if kind == KINDS[".html"]:
            content = _with_script(content, inside, build)
        return self._send(status, content, kind)

    def _send_part(self, content: bytes | LargeFile, kind: str) -> None:
        """Send what the request's `Range` asks for (RFC 9110 14.2): without it Safari plays no video."""
        headers = {"Accept-Ranges": "bytes"}
        if kind == KINDS[".svg"]:
            headers["Content-Security-Policy"] = "sandbox"  # a page shows it, and its scripts do not run
        size = (files.stamp(content.path) or (0, 0))[0] if isinstance(content, LargeFile) else len(content)
        asked = self.headers.get("Range", "") if self.command == "GET" and "If-Range" not in self.headers else ""
        part, status = read_range(asked, size), HTTPStatus.PARTIAL_CONTENT
        if part is None:
            part, status = range(size), HTTPStatus.OK
        elif not part:
            headers["Content-Range"], status = f"bytes */{size}", HTTPStatus.REQUESTED_RANGE_NOT_SATISFIABLE
        else:
            headers["Content-Range"] = f"bytes {part.start}-{part.stop - 1}/{size}"
        if isinstance(content, LargeFile):
            pieces = files.read_part(content.path, part)
        else:
            pieces = iter([content[part.start : part.stop]])
        self._send_pieces(status, pieces, len(part), kind, **headers)

    def _send_problems(self, problems: str, what: str, build: str) -> None:
        page = _with_script(error_page(problems, what), "", build)
        self._send(HTTPStatus.INTERNAL_SERVER_ERROR, page, KINDS[".html"])

    def _send_own(self, name: str) -> None:
        live = self.server.live
        if name == "events":
            return self._send_events()
        if name == "state":
            return self._send(HTTPStatus.OK, live.news_since(self._since()).text.encode(), KINDS[".json"])
        if name not in OWN_FILES:
            return self._say(HTTPStatus.NOT_FOUND, "There is no such file.\n")
        return self._send(HTTPStatus.OK, files.read(_OWN_FOLDER / name), KINDS[PurePosixPath(name).suffix])

    def _send_events(self) -> None:
        self.close_connection = True
        self.send_response(HTTPStatus.OK)
        self._send_headers(EVENTS, Connection="close")
        if self.command == "HEAD":
            return
        build = self.server.live.build
        with self.server.live.listening(self.headers.get("Last-Event-ID") or self._since()) as listener:
            # EventSource sends the last id when it reconnects, so send one at once.
            self.wfile.write(f"retry: 500\nid: {build}\n\n".encode())
            for news in listener.news(self.connection):
                self.wfile.write(f"id: {news.build}\ndata: {news.text}\n\n".encode() if news else b":\n\n")

    def _since(self) -> str:
        """The build that the page was rendered after, as it says in the query."""
        return self.path.partition("?since=")[2]

    def _say(self, status: HTTPStatus, text: str, **headers: str) -> None:
        self._send(status, text.encode(), PLAIN, **headers)

    def _send(self, status: HTTPStatus, content: bytes, kind: str, **headers: str) -> None:
        self._send_pieces(status, iter([content]), len(content), kind, **headers)

    def _send_pieces(self, status: HTTPStatus, pieces: Iterator[bytes], size: int, kind: str, **headers: str) -> None:
        self.send_response(status)
        if self.close_connection:
            headers["Connection"] = "close"
        self._send_headers(kind, **{"Content-Length": str(size)}, **headers)
        for piece in pieces if self.command != "HEAD" else ():
            self.wfile.write(piece)
            size -= len(piece)
        if size and self.command != "HEAD":
            self.close_connection = True  # the file has become shorter

    def _send_headers(self, kind: str, **headers: str) -> None:
        for name, value in ({"Content-Type": kind, "Cache-Control": "no-store"} | headers).items():
            self.send_header(name, value)
        self.end_headers()

    def end_headers(self) -> None:
        """End the headers of any answer."""
        for name, value in SAFE_HEADERS.items():
            self.send_header(name, value)
        super().end_headers()


def path_inside(path: str) -> str | None:
    """Map the path of a URL to that of an output; None if invalid, or that of the list of outputs."""
    try:
        asked = unquote_to_bytes(path.encode("latin-1")).decode()
    except UnicodeError:
        return None
    if not asked.startswith("/") or any(character in asked for character in "\0\\"):
        return None
    parts = asked[1:].split("/")
    if parts[-1] == "":
        parts[-1] = "index.html"
    path = "/".join(parts)
    return path if is_inside(path) and path != LISTING else None


def read_range(header: str, size: int) -> range | None:
    """Read the header `Range` for `size` bytes of content: empty if it is outside, None if it is no single range."""
    asked = _RANGE.fullmatch(header.strip())
    if asked is None or asked[1] == asked[2] == "":
        return None
    first, last = asked[1][:_MOST_DIGITS], asked[2][:_MOST_DIGITS]
    if not first:
        return range(max(size - int(last), 0), size)
    if last and int(last) < int(first):
        return None
    return range(int(first), min(int(last) + 1, size) if last else size)


def _with_script(page: bytes, path: str, build: str) -> bytes:
    """Insert the live reload script. The page keeps its Content Security Policy, which allows scripts of its host; the
    connection is made by a worker, to which the policy does not apply.
    """
    script = (
        f'<script src="{OWN}live.js" data-page="{html.escape(path)}" data-build="{build}" defer></script>\n'.encode()
    )
    head, found, rest = page.partition(b"</head>")
    return head + script + found + rest
