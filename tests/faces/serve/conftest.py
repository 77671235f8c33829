"""What tests of `digest serve` share: a server of a few pages, and requests as a browser would not send them."""

import http.client
from collections.abc import Callable, Iterator

import pytest

from digest.faces.serve.live import Live
from digest.faces.serve.server import NotRendered, Server
from digest.outputs.writers import LargeFile

FILES = {
    "index.html": "<html><head><title>Home</title></head><body>home</body></html>",
    "404.html": "<html><head></head><body>lost</body></html>",
    "issues/index.html": "<html><head></head><body>issues</body></html>",
    "papers/检索 1.html": "no head at all",
    "papers/a.bib": "@article{a}",
    "assets/style.css": "p {}",
    "feed.xml": "<feed/>",
    ".nojekyll": "",
}

Ask = Callable[..., "Answer"]


class Answer:
    """What came back: the status, the headers, the bytes."""

    def __init__(self, response: http.client.HTTPResponse) -> None:
        self.status = response.status
        self.headers = response.headers
        self.body = response.read()

    @property
    def text(self) -> str:
        return self.body.decode()


class Pages(dict[str, bytes | str | LargeFile]):
    """Pages that were rendered before; a text is why one cannot be."""

    def has(self, path: str) -> bool:
        return path in self

    def render(self, path: str) -> bytes | LargeFile | None:
        content = self.get(path)
        if isinstance(content, str):
            raise NotRendered(content)
        return content


@pytest.fixture
def pages() -> Pages:
    return Pages({path: text.encode() for path, text in FILES.items()})


@pytest.fixture
def server(pages: Pages) -> Iterator[Server]:
    """A server on any free port, of a session called `s`."""
    running = Server(0, pages, Live("s"))
    running.start()
    yield running
    running.close()


@pytest.fixture
def ask(server: Server) -> Ask:
    """Sends a request as it is given, and gives the answer."""

    def send(path: str, method: str = "GET", host: str | None = "", **headers: str | bytes) -> Answer:
        connection = http.client.HTTPConnection("127.0.0.1", server.server_port, timeout=10)
        try:
            connection.putrequest(method, path, skip_host=True)
            if host is not None:
                connection.putheader("Host", host or f"127.0.0.1:{server.server_port}")
            for name, value in headers.items():
                connection.putheader(name.replace("_", "-"), value)
            connection.endheaders()
            return Answer(connection.getresponse())
        finally:
            connection.close()

    return send
