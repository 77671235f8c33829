"""A site, a server whose pages a test names, and a resolver that asks nobody."""

import socket
import ssl
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from socketserver import BaseRequestHandler, ThreadingTCPServer
from typing import Any

import pytest

from digest.faces.outside import link_check
from digest.faces.outside.link_queue import Pace
from tests.building import AUTHORITY, DAY, SETTINGS, entry, write_site


@dataclass(kw_only=True)
class Pages:
    """Statuses and headers by method and path, or by path alone; any other path is there. `asked`: the requests."""

    answers: dict[str, tuple[int, dict[str, str]]] = field(default_factory=dict)
    asked: list[str] = field(default_factory=list)
    agents: set[str] = field(default_factory=set)
    address: str = ""
    """Set by `serve_pages`, without a final slash."""

    def answer(self, path: str, status: int, **headers: str) -> None:
        self.answers[path] = (status, {name.replace("_", "-"): value for name, value in headers.items()})


@contextmanager
def serve_pages(pages: Pages, tls: ssl.SSLContext | None = None) -> Iterator[Pages]:
    """Serve pages on this machine; with a context, over https."""

    class Handler(BaseHTTPRequestHandler):
        def reply(self) -> None:
            pages.asked.append(f"{self.command} {self.path}")
            pages.agents.add(self.headers["User-Agent"])
            usual = pages.answers.get(self.path, (200, {}))
            status, headers = pages.answers.get(f"{self.command} {self.path}", usual)
            if status == 0:
                return  # hangs up without a word
            self.send_response(status)
            for name, value in headers.items():
                self.send_header(name, value)
            self.send_header("Content-Length", "0")
            self.end_headers()

        do_GET = do_HEAD = do_CONNECT = reply  # noqa: N815 - the names of `http.server`

        def log_message(self, *_: Any) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.handle_error = lambda *_: None  # type: ignore[method-assign]  # a refused certificate
    if tls is not None:
        server.socket = tls.wrap_socket(server.socket, server_side=True)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    pages.address = f"http{'s' if tls else ''}://127.0.0.1:{server.server_port}"
    try:
        yield pages
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


@contextmanager
def serve_bytes(said: bytes) -> Iterator[str]:
    """A server that says the same to each request and hangs up: its host and port."""

    class Handler(BaseRequestHandler):
        def handle(self) -> None:
            self.request.recv(1024)
            self.request.sendall(said)

    with ThreadingTCPServer(("127.0.0.1", 0), Handler) as server:
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        yield f"127.0.0.1:{server.server_address[1]}"
        server.shutdown()
        thread.join()


@pytest.fixture
def pages() -> Iterator[Pages]:
    with serve_pages(Pages()) as served:
        yield served


@pytest.fixture(autouse=True)
def names(monkeypatch: pytest.MonkeyPatch) -> dict[str, str | int]:
    """What names resolve to: an address, or the number of an error. No other name is known; no resolver is asked."""
    known: dict[str, str | int] = {}
    plain = socket.getaddrinfo

    def resolve(host: str, port: int, *rest: Any, **more: Any) -> Any:
        found = known.get(host, host if host[:1].isdigit() or ":" in host else socket.EAI_NONAME)
        if isinstance(found, int):
            raise socket.gaierror(found, "Temporary failure" if found == socket.EAI_AGAIN else "Name not known")
        return plain(found, port, *rest, **more)

    monkeypatch.setattr(socket, "getaddrinfo", resolve)
    return known


@pytest.fixture(autouse=True)
def site(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    """A site without entries, the current directory, on a machine that has no proxy."""
    for name in (
        "NO_COLOR",
        "FORCE_COLOR",
        "COLUMNS",
        "GITHUB_WORKSPACE",
        "SOURCE_DATE_EPOCH",
        "no_proxy",
        "NO_PROXY",
    ):
        monkeypatch.delenv(name, raising=False)
    for scheme in ("http", "https", "all"):
        monkeypatch.delenv(f"{scheme}_proxy", raising=False)
        monkeypatch.delenv(f"{scheme.upper()}_PROXY", raising=False)
    monkeypatch.setattr(link_check, "pace", Pace(interval=0.0))
    monkeypatch.chdir(tmp_path)
    return write_site(tmp_path, {"digest.yaml": SETTINGS + AUTHORITY})


def write_paper(site: Path, *addresses: str, name: str = "a", **keys: str) -> str:
    """Write an entry that links to addresses, and return its path. The paper itself is one that nobody asks for."""
    path = f"{DAY}/{name}.md"
    keys = {"arxiv": "", "url": "https://example.org/digest/", **keys}
    listed = "".join(f"- <{each}>\n" for each in addresses)
    settings = (site / "digest.yaml").read_text(encoding="utf-8")
    write_site(site, {"digest.yaml": settings, path: entry(**keys) + (f"\n## 链接\n\n{listed}" if listed else "")})
    return path
