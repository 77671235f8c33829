"""The web server answers this machine only, with pages of the site only, and adds its script to them."""

import contextlib
import http.client
import json
import os
import socket
import time
from pathlib import Path

import pytest

from digest.faces.serve.live import Live
from digest.faces.serve.server import KINDS, Handler, Server, open_server, path_inside
from digest.machine import files
from digest.machine.options import Refused
from digest.outputs.writers import LargeFile
from tests.faces.serve.conftest import FILES, Ask, Pages
from tests.machine.processes import eventually

SCRIPT = '<script src="/_digest/live.js" data-page="{}" data-build="s-0" defer></script>\n'


def test_a_page_is_sent_with_the_script_at_the_end_of_its_head(ask: Ask) -> None:
    answer = ask("/index.html?x=1#y")
    assert (answer.status, answer.headers["Content-Type"]) == (200, "text/html; charset=utf-8")
    assert answer.text == FILES["index.html"].replace("</head>", SCRIPT.format("index.html") + "</head>")
    assert answer.headers["Cache-Control"] == "no-store"
    assert answer.headers["X-Content-Type-Options"] == "nosniff"


def test_a_page_without_a_head_has_the_script_at_its_end(ask: Ask) -> None:
    assert ask("/papers/%E6%A3%80%E7%B4%A2%201.html").text == "no head at all" + SCRIPT.format("papers/检索 1.html")


@pytest.mark.parametrize(("asked", "page"), [("/", "index.html"), ("/issues/", "issues/index.html")])
def test_a_folder_is_answered_with_its_index(ask: Ask, asked: str, page: str) -> None:
    assert SCRIPT.format(page) in ask(asked).text


def test_a_folder_without_its_slash_is_told_its_address(ask: Ask) -> None:
    answer = ask("/issues")
    assert (answer.status, answer.headers["Location"]) == (301, "/issues/")


@pytest.mark.parametrize("asked", ["/nothing.html", "/en/", "/papers/", "/papers", "/index.html/x", "/" + "a" * 5000])
def test_what_is_not_there_is_answered_with_the_sites_own_page_for_that(ask: Ask, asked: str) -> None:
    answer = ask(asked)
    assert answer.status == 404
    assert answer.text == FILES["404.html"].replace("</head>", SCRIPT.format("404.html") + "</head>")


def test_without_such_a_page_it_is_said_in_words(ask: Ask, pages: Pages) -> None:
    del pages["404.html"]
    answer = ask("/nothing.html")
    assert (answer.status, answer.text) == (404, "There is no such page.\n")


@pytest.mark.parametrize(
    "asked",
    [
        "/../index.html",
        "/%2e%2e/index.html",
        "/issues/..%2findex.html",
        "/issues/%2e%2e%2f%2e%2e%2findex.html",
        "/..%5cindex.html",
        "/issues//../index.html",
        "/./index.html",
        "/.nojekyll",
        "/%00",
        "/%ff.html",
        "/_digest/../server.py",
        "/_digest/..%2fserver.py",
        "/_digest/%2e%2e/server.py",
        "/_digest/..\\server.py",
        "index.html",
        "http://127.0.0.1/../index.html",
        "/%252e%252e/index.html",
        "/%c0%ae%c0%ae/index.html",
        "/issues/.%2e/index.html",
        "/issues/..;/index.html",
        "//evil.example/%2e%2e",
        "/\\evil.example/",
        "/%5c%5cevil.example/x",
        "/C:/index.html",
        "/index.html::$DATA",
        "/index.html%00.png",
        "/con",
        "/%2fetc%2fpasswd",
        "/.digest/inputs",
        "/_digest/live.js/",
        "/_digest/%2e/live.js",
        "/%5fdigest/live.js",
        "*",
        "?",
    ],
)
def test_a_page_has_one_address(ask: Ask, asked: str) -> None:
    assert ask(asked).status == 404


def test_the_paths_that_may_be_asked_for() -> None:
    asked = ["/", "/a/", "/a/b.html", "/%E8%AE%BA.html", "/论.html".encode().decode("latin-1"), "/a%25b", "/.a/b"]
    paths = ["index.html", "a/index.html", "a/b.html", "论.html", "论.html", "a%b", ".a/b"]
    assert list(map(path_inside, asked)) == paths


@pytest.mark.parametrize("host", ["localhost", "LOCALHOST:8000", "127.0.0.1", "127.0.0.1:1", "localhost:65535"])
def test_this_machine_may_be_called_by_its_names(ask: Ask, host: str) -> None:
    assert ask("/", host=host).status == 200


@pytest.mark.parametrize(
    "host",
    [
        *("evil.example", "evil.example:8000", "127.0.0.1.evil.example", "localhost.evil.example", "[::1]", None),
        "127.0.0.1:evil.example",
    ],
)
@pytest.mark.parametrize("path", ["/", "/_digest/state", "/_digest/events"])
def test_other_names_are_refused(ask: Ask, host: str | None, path: str) -> None:
    answer = ask(path, host=host)
    assert (answer.status, answer.text) == (403, "Only 127.0.0.1 and localhost are served here.\n")


def test_a_request_has_one_host(server: Server) -> None:
    own = f"Host: 127.0.0.1:{server.server_port}\r\n"
    assert speak(server, f"GET / HTTP/1.1\r\n{own}\r\n").startswith("HTTP/1.1 200 ")
    for others in ("Host: evil.example\r\n" + own, own + "Host: evil.example\r\n", own * 2):
        assert speak(server, f"GET / HTTP/1.1\r\n{others}\r\n").startswith("HTTP/1.1 403 ")


def sec(site: str, mode: str, dest: str) -> dict[str, str]:
    return {"Sec_Fetch_Site": site, "Sec_Fetch_Mode": mode, "Sec_Fetch_Dest": dest}


@pytest.mark.parametrize("path", ["/", "/assets/style.css", "/feed.xml", "/_digest/state", "/nothing"])
def test_other_sites_may_open_pages_and_load_nothing(ask: Ask, path: str) -> None:
    usual = ask(path).status
    for site in ("cross-site", "same-site"):
        assert ask(path, **sec(site, "navigate", "document")).status == usual
        loads = [
            ("no-cors", each) for each in ("script", "image", "style", "font", "video", "object", "embed", "empty")
        ]
        for mode, dest in (*loads, ("cors", "empty"), ("navigate", "iframe"), ("navigate", "object")):
            answer = ask(path, **sec(site, mode, dest))
            assert (answer.status, answer.text) == (403, "Other sites may link to pages here, and load nothing.\n")
    for site in ("same-origin", "none"):
        assert ask(path, **sec(site, "no-cors", "image")).status == usual


SAFE = {
    "X-Frame-Options": "SAMEORIGIN",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
}


@pytest.mark.parametrize(
    ("request_line", "status"),
    [
        *(("GET / HTTP/1.1", 200), ("GET /issues HTTP/1.1", 301), ("GET /nothing HTTP/1.1", 404)),
        *(("GET /_digest/state HTTP/1.1", 200), ("GET /_digest/events HTTP/1.1", 200), ("POST / HTTP/1.1", 405)),
        *(("TRACE / HTTP/1.1", 405), ("CONNECT evil.example:443 HTTP/1.1", 405), ("GET / x / HTTP/1.1", 400)),
        *(("<b>", 400), ("GET", 400), ("POST /", 400), ("GET /", 200), ("<b> / HTTP/1.1", 405), ("GET / HTTP/9", 400)),
        *(("GET / HTTP/2.0", 505), ("HEAD", 400)),
        ("GET /" + "a" * 70_000 + " HTTP/1.1", 414),
        *(("GET / HTTP/1.1\r\n" + "A: b\r\n" * 120, 431), ("GET / HTTP/1.1\r\nA: " + "a" * 70_000, 431)),
    ],
    ids=lambda value: str(value)[:20],
)
def test_every_answer_is_closed_to_other_sites(server: Server, request_line: str, status: int) -> None:
    head, _, body = speak(
        server, f"{request_line}\r\nHost: localhost\r\nConnection: close\r\n\r\n", until=b"\r\n\r\n"
    ).partition("\r\n\r\n")
    first, *lines = head.split("\r\n")
    assert first.split()[1] == str(status)
    headers = dict(line.split(": ", 1) for line in lines)
    assert {name: headers.get(name) for name in SAFE} == SAFE
    assert "Access-Control-Allow-Origin" not in headers
    if status >= 400 and status != 404:
        assert (headers["Content-Type"], headers["Connection"]) == ("text/plain; charset=utf-8", "close")
        assert "<" not in body


def speak(server: Server, text: str, *, until: bytes = b"") -> str:
    """What comes back for a text, up to some bytes, or until the server waits or closes."""
    answer = b""
    with socket.create_connection(("127.0.0.1", server.server_port), timeout=10) as connection:
        try:
            connection.sendall(text.encode())
            if not until:
                connection.shutdown(socket.SHUT_WR)
            while (not until or until not in answer) and (piece := connection.recv(1 << 16)):
                answer += piece
        except OSError:  # the server does not read what is too large
            pass
    return answer.decode("latin-1")


def test_what_is_sent_with_a_request_is_not_read_as_the_next(server: Server) -> None:
    hidden = "GET /issues/ HTTP/1.1\r\nHost: localhost\r\n\r\n"
    chunked = f"Transfer-Encoding: chunked\r\n\r\n{len(hidden):x}\r\n{hidden}\r\n0\r\n\r\n"
    for method, rest in (
        ("GET", f"Content-Length: {len(hidden)}\r\n\r\n{hidden}"),
        ("HEAD", f"Content-Length: {len(hidden)}\r\n\r\n{hidden}"),
        ("POST", f"Content-Length: {len(hidden)}\r\n\r\n{hidden}"),
        ("GET", chunked),
    ):
        assert speak(server, f"{method} / HTTP/1.1\r\nHost: localhost\r\n{rest}").count("HTTP/1.1 ") == 1


@pytest.mark.parametrize("dripping", ["", "GET / HTTP/1.1\r\nHost: localhost\r\nA: "])
def test_who_waits_or_sends_byte_after_byte_is_sent_away(
    server: Server, dripping: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Handler, "patience", 0.3)
    with socket.create_connection(("127.0.0.1", server.server_port), timeout=0.05) as connection:
        connection.sendall(dripping.encode())

        def is_closed() -> bool:
            try:
                if dripping:
                    connection.sendall(b"a")
                return connection.recv(1) == b""
            except TimeoutError:
                return False
            except ConnectionError:
                return True

        assert not is_closed()
        assert eventually(is_closed)


def test_an_answered_request_may_take_its_time(server: Server, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Handler, "patience", 0.1)
    listening = Listening(server)
    time.sleep(0.3)
    server.live.tell(changed=["a.html"], problems="", warnings=0)
    assert listening.event()[0] == "id: s-1"
    listening.close()


@pytest.mark.parametrize(
    ("bound", "asked"), [("patience", ""), ("timeout", "GET /big.bib HTTP/1.1\r\nHost: localhost\r\n\r\n")]
)
def test_idle_connections_do_not_keep_others_out_for_long(
    pages: Pages, bound: str, asked: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert getattr(Handler, bound) <= 15
    monkeypatch.setattr("digest.faces.serve.server.MOST_CONNECTIONS", 5)
    monkeypatch.setattr(Handler, bound, 0.2)
    pages["big.bib"] = bytes(1 << 24)
    server = Server(0, pages, Live("s"))
    server.start()
    request = "GET / HTTP/1.1\r\nHost: localhost\r\n\r\n"
    with contextlib.ExitStack() as stack:
        for _ in range(5):
            stack.enter_context(socket.create_connection(("127.0.0.1", server.server_port))).sendall(asked.encode())
        assert speak(server, request) == ""
        assert eventually(lambda: speak(server, request).startswith("HTTP/1.1 200 "))
    server.close()


@pytest.mark.parametrize("method", ["POST", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE", "BREW"])
def test_nothing_can_be_sent(ask: Ask, method: str) -> None:
    answer = ask("/", method)
    assert (answer.status, answer.headers["Allow"]) == (405, "GET, HEAD")
    assert answer.text == "Only GET and HEAD are answered here.\n"


@pytest.mark.parametrize("path", ["/", "/feed.xml", "/nothing", "/_digest/live.js", "/_digest/state?since=s-0"])
def test_a_head_is_the_answer_without_its_body(ask: Ask, path: str) -> None:
    whole, head = ask(path), ask(path, "HEAD")
    assert head.body == b""
    assert head.status == whole.status
    assert dict(head.headers) | {"Date": ""} == dict(whole.headers) | {"Date": ""}
    assert int(head.headers["Content-Length"]) == len(whole.body)


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("a.CSS", "text/css; charset=utf-8"),
        ("a.js", "text/javascript; charset=utf-8"),
        ("a.json", "application/json; charset=utf-8"),
        ("a.xml", "application/xml; charset=utf-8"),
        ("a.bib", "text/x-bibtex; charset=utf-8"),
        ("a.svg", "image/svg+xml; charset=utf-8"),
        ("a.png", "image/png"),
        ("a.woff2", "font/woff2"),
        ("a.strange", "application/octet-stream"),
        ("a", "application/octet-stream"),
    ],
)
def test_a_file_has_the_type_of_its_name(ask: Ask, pages: Pages, name: str, kind: str) -> None:
    pages[name] = b"\x00\xff</head>"
    answer = ask(f"/{name}")
    assert answer.headers["Content-Security-Policy"] == ("sandbox" if name == "a.svg" else None)
    assert (answer.headers["Content-Type"], answer.body) == (kind, b"\x00\xff</head>")


@pytest.mark.parametrize(
    ("asked", "status", "part", "where"),
    [
        ("bytes=0-1", 206, b"01", "bytes 0-1/10"),
        ("bytes=0-", 206, b"0123456789", "bytes 0-9/10"),
        ("Bytes=7-99", 206, b"789", "bytes 7-9/10"),
        ("bytes=-3", 206, b"789", "bytes 7-9/10"),
        ("bytes=-99", 206, b"0123456789", "bytes 0-9/10"),
        ("bytes=9-9", 206, b"9", "bytes 9-9/10"),
        ("bytes=10-", 416, b"", "bytes */10"),
        ("bytes=-0", 416, b"", "bytes */10"),
        ("bytes=" + "9" * 5000 + "-", 416, b"", "bytes */10"),
        ("bytes=0-1,4-5", 200, b"0123456789", None),
        ("bytes=5-2", 200, b"0123456789", None),
        ("bytes=-", 200, b"0123456789", None),
        ("bytes=٣-", 200, b"0123456789", None),
        ("lines=0-1", 200, b"0123456789", None),
        ("", 200, b"0123456789", None),
    ],
)
def test_a_part_of_a_file_is_sent(
    ask: Ask, pages: Pages, tmp_path: Path, asked: str, status: int, part: bytes, where: str | None
) -> None:
    (tmp_path / "a.mp4").write_bytes(b"0123456789")
    pages |= {"a.mp4": b"0123456789", "large.mp4": LargeFile(str(tmp_path / "a.mp4"))}
    for answer in (ask("/a.mp4", Range=asked.encode()), ask("/large.mp4", Range=asked.encode())):
        assert (answer.status, answer.body, answer.headers["Content-Range"]) == (status, part, where)
        assert answer.headers["Content-Length"] == str(len(part))
        assert answer.headers["Accept-Ranges"] == "bytes"
        assert answer.headers["Content-Type"] == "video/mp4"


def test_a_large_file_is_sent_in_pieces(
    server: Server, pages: Pages, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file, sizes, read = tmp_path / "a.zip", list[int](), os.read

    def count(handle: int, size: int) -> bytes:
        sizes.append(size)
        return read(handle, size)

    monkeypatch.setattr(files, "_PIECE", 4096)
    monkeypatch.setattr(os, "read", count)
    file.write_bytes(b"0123456789" * 1000)
    pages["a.zip"] = LargeFile(str(file))
    connection = http.client.HTTPConnection("127.0.0.1", server.server_port, timeout=10)
    for _ in range(2):  # on one connection
        connection.request("GET", "/a.zip")
        assert connection.getresponse().read() == file.read_bytes()
    assert sizes == [4096, 4096, 10_000 - 2 * 4096] * 2
    monkeypatch.setattr(files, "stamp", lambda _path: (20_000, 0))  # it becomes shorter meanwhile
    connection.request("GET", "/a.zip")
    with pytest.raises(http.client.IncompleteRead):
        connection.getresponse().read()
    connection.close()


def test_a_part_of_a_page_or_of_another_version_is_not_sent(ask: Ask, pages: Pages) -> None:
    pages["a.mp4"] = b"0123456789"
    assert ask("/", Range="bytes=0-1").status == 200
    assert ask("/nothing", Range="bytes=0-1").status == 404
    assert ask("/a.mp4", Range="bytes=0-1", If_Range='"x"').status == 200
    assert ask("/a.mp4", "HEAD", Range="bytes=0-1").status == 200


def test_nothing_is_kept_by_browsers(ask: Ask) -> None:
    for path in ("/", "/assets/style.css", "/papers/a.bib", "/_digest/live.js"):
        assert ask(path).headers["Cache-Control"] == "no-store"


def test_a_connection_serves_one_request_after_the_other(server: Server) -> None:
    connection = http.client.HTTPConnection("127.0.0.1", server.server_port, timeout=10)
    for path, status in (("/", 200), ("/nothing", 404), ("/issues/", 200)):
        connection.request("GET", path)
        response = connection.getresponse()
        assert response.read()
        assert response.status == status
    connection.close()


def test_a_page_that_cannot_be_rendered_says_why_and_no_other_does(ask: Ask, pages: Pages) -> None:
    pages["issues/index.html"] = "<p>wrong</p>"
    answer = ask("/issues/")
    assert answer.status == 500
    assert "<h1>The page could not be built</h1>\n<p>wrong</p>" in answer.text
    assert SCRIPT.format("") in answer.text  # so it is loaded anew after each build
    assert ask("/").status == 200
    pages["404.html"] = "<p>wrong</p>"
    assert ask("/nothing").status == 500


def test_while_there_is_no_site_all_that_is_shown_is_what_is_wrong(ask: Ask, server: Server, pages: Pages) -> None:
    pages.clear()
    server.live.tell(changed=(), problems="<p>wrong</p>", warnings=0)
    for path in ("/", "/papers/a.html", "/nothing"):
        answer = ask(path)
        assert answer.status == 500
        assert "<p>wrong</p>" in answer.text
        assert SCRIPT.format("").replace("s-0", "s-1") in answer.text


def test_a_page_that_was_built_is_shown_whatever_is_wrong_now(ask: Ask, server: Server) -> None:
    server.live.tell(changed=(), problems="<p>wrong</p>", warnings=0)
    assert ask("/").status == 200


@pytest.mark.parametrize("name", ["live.js", "worker.js", "live.css"])
def test_what_pages_need_to_listen_is_sent(ask: Ask, name: str) -> None:
    answer = ask(f"/_digest/{name}")
    assert (answer.status, answer.headers["Content-Type"]) == (200, KINDS[Path(name).suffix])
    assert ask("/_digest/other.js").status == 404


def test_a_page_is_told_what_it_missed(ask: Ask, server: Server) -> None:
    server.live.tell(changed=["index.html"], problems="", warnings=2, listed="<p>w</p>")
    answer = ask("/_digest/state?since=s-0")
    assert answer.headers["Content-Type"] == "application/json; charset=utf-8"
    assert json.loads(answer.text) == {
        "build": "s-1",
        "changed": ["index.html"],
        "problems": "",
        "warnings": 2,
        "listed": "<p>w</p>",
    }


class Listening:
    """A connection that waits for events."""

    def __init__(self, server: Server, query: str = "", **headers: str) -> None:
        self.connection = http.client.HTTPConnection("127.0.0.1", server.server_port, timeout=10)
        self.connection.request(
            "GET", f"/_digest/events{query}", headers={name.replace("_", "-"): v for name, v in headers.items()}
        )
        self.response = self.connection.getresponse()
        assert self.response.headers["Content-Type"] == "text/event-stream; charset=utf-8"
        assert self.event() == ["retry: 500", f"id: {server.live.build}"]

    def event(self) -> list[str]:
        lines = []
        while line := self.response.readline().decode().rstrip("\n"):
            lines.append(line)
        return lines

    def close(self) -> None:
        self.response.close()
        self.connection.close()


def count_of(server: Server) -> int:
    return len(server.live._listeners)


def test_who_listens_is_told_of_each_build(server: Server) -> None:
    listening = Listening(server)
    assert eventually(lambda: count_of(server) == 1)
    server.live.tell(changed=["a.html"], problems="", warnings=0)
    server.live.tell(changed=[], problems="<p>a\nb</p>", warnings=0)
    assert listening.event() == [
        "id: s-1",
        'data: {"build": "s-1", "changed": ["a.html"], "problems": "", "warnings": 0, "listed": ""}',
    ]
    assert listening.event() == [
        "id: s-2",
        'data: {"build": "s-2", "changed": [], "problems": "<p>a\\nb</p>", "warnings": 0, "listed": ""}',
    ]
    listening.close()


def test_who_comes_late_is_told_what_they_missed(server: Server) -> None:
    server.live.tell(changed=["a.html"], problems="", warnings=0)
    late, in_time = Listening(server, "?since=s-0"), Listening(server, "?since=s-1")
    server.live.tell(changed=["b.html"], problems="", warnings=0)
    assert [late.event()[0], late.event()[0], in_time.event()[0]] == ["id: s-1", "id: s-2", "id: s-2"]
    late.close()
    in_time.close()


def test_who_was_cut_off_is_told_what_they_missed(server: Server) -> None:
    for path in ("a.html", "b.html", "c.html"):
        server.live.tell(changed=[path], problems="", warnings=0)
    listening = Listening(server, "?since=s-0", Last_Event_ID="s-1")
    [number, data] = listening.event()
    assert (number, json.loads(data.removeprefix("data: "))["changed"]) == ("id: s-3", ["b.html", "c.html"])
    listening.close()


def test_who_has_gone_is_forgotten_at_once(server: Server) -> None:
    first, second = Listening(server), Listening(server)
    assert eventually(lambda: count_of(server) == 2)
    first.close()
    assert eventually(lambda: count_of(server) == 1)
    second.close()
    assert eventually(lambda: count_of(server) == 0)


def test_who_listens_is_sent_home_at_the_end(pages: Pages) -> None:
    server = Server(0, pages, Live("s"))
    server.start()
    listening = Listening(server)
    assert eventually(lambda: count_of(server) == 1)
    server.close()
    assert listening.response.read() == b""
    listening.close()


def test_requests_are_told_of_only_where_asked_for_and_none_for_our_own_files(pages: Pages) -> None:
    told: list[str] = []
    server = Server(0, pages, Live("s"), told.append)
    server.start()
    connection = http.client.HTTPConnection("127.0.0.1", server.server_port, timeout=10)
    for path in ("/_digest/live.js", "/x"):
        connection.request("GET", path)
        connection.getresponse().read()
    connection.close()
    server.close()
    assert told == ['"GET /x HTTP/1.1" 404 -']


def test_the_next_port_is_taken_where_one_is_in_use(pages: Pages) -> None:
    with socket.create_server(("127.0.0.1", 0)) as other:
        port = other.getsockname()[1]
        server = open_server(port, pages, Live("s"))
        assert server.server_port > port
        assert server.url == f"http://127.0.0.1:{server.server_port}/"
        server.server_close()


def test_where_no_port_can_be_had_this_is_said(pages: Pages, monkeypatch: pytest.MonkeyPatch) -> None:
    with socket.create_server(("127.0.0.1", 0)) as other:
        port = other.getsockname()[1]
        monkeypatch.setattr("digest.faces.serve.server.NEIGHBOURS", 1)
        with pytest.raises(Refused) as refused:
            open_server(port, pages, Live("s"))
    assert refused.value.message == f"port {port} and the ones after it are taken"
    assert refused.value.hint == "choose another with --port"


def test_a_port_that_is_not_ours_to_take_is_refused(pages: Pages, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object) -> None:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(Server, "server_bind", refuse)
    with pytest.raises(Refused) as refused:
        open_server(80, pages, Live("s"))
    assert refused.value.message == "port 80 cannot be used: Permission denied"
