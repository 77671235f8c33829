"""No host in a private network is asked, whatever stands for it; through a proxy neither."""

import ipaddress
import shutil
import socket
import ssl
import subprocess
from pathlib import Path
from typing import Any

import pytest

from digest.faces.outside import host_guard, link_requests
from digest.faces.outside.host_guard import NoConnection, PrivateHost, check_name, connect, is_loopback, may_ask
from digest.faces.outside.link_requests import NoAnswer, request_head
from tests.faces.outside.conftest import Pages, serve_pages

PRIVATE = [
    *("10.0.0.1", "172.16.0.1", "192.168.1.1", "169.254.169.254", "0.0.0.0", "100.64.0.1", "224.0.0.1", "240.0.0.1"),
    *("fe80::1", "fd00::1", "ff02::1", "::", "::ffff:10.0.0.1", "::ffff:169.254.169.254", "64:ff9b::a00:1"),
    *("2002:a00:1::1", "255.255.255.255"),
]
PUBLIC = ["93.184.216.34", "8.8.8.8", "2606:2800:220:1::1", "::ffff:8.8.8.8", "64:ff9b::808:808"]
OWN = ["127.0.0.1", "127.9.9.9", "::1", "::ffff:127.0.0.1", "64:ff9b::7f00:1"]


@pytest.mark.parametrize("address", PRIVATE)
def test_private_addresses_are_not_asked(address: str, names: dict[str, str | int]) -> None:
    assert not may_ask(ipaddress.ip_address(address))
    names["inside.example.org"] = address
    with pytest.raises(PrivateHost):
        connect("inside.example.org", 80, 0.1)


@pytest.mark.parametrize("address", PUBLIC)
def test_public_addresses_are(address: str) -> None:
    assert may_ask(ipaddress.ip_address(address))


@pytest.mark.parametrize("address", OWN)
def test_the_machine_itself_is_asked(address: str) -> None:
    assert may_ask(ipaddress.ip_address(address))
    assert is_loopback(address)


def test_a_name_with_one_private_address_is_private(
    monkeypatch: pytest.MonkeyPatch, names: dict[str, str | int]
) -> None:
    def resolve(_host: str, port: int, **_: Any) -> list[Any]:
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (address, port)) for address in ("8.8.8.8", "10.0.0.1")]

    monkeypatch.setattr(socket, "getaddrinfo", resolve)
    monkeypatch.setattr(socket, "create_connection", lambda *_: pytest.fail("connected"))
    with pytest.raises(PrivateHost):
        connect("a.example.org", 80, 0.1)


def test_the_address_that_was_looked_at_is_the_one_that_is_connected_to(monkeypatch: pytest.MonkeyPatch) -> None:
    """A name that resolves otherwise the second time does not lead inside."""
    answers = iter(["8.8.8.8", "127.0.0.1"])
    tried: list[Any] = []

    def resolve(_host: str, port: int, **_: Any) -> list[Any]:
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (next(answers), port))]

    def refuse(place: Any, _timeout: float) -> socket.socket:
        tried.append(place)
        raise ConnectionRefusedError

    monkeypatch.setattr(socket, "getaddrinfo", resolve)
    monkeypatch.setattr(socket, "create_connection", refuse)
    with pytest.raises(NoConnection) as raised:
        connect("a.example.org", 443, 0.1)
    assert raised.value.is_gone
    assert tried == [("8.8.8.8", 443)]


@pytest.mark.parametrize(
    "host",
    ["localhost", "a.localhost.", "router", "nas.local", "metadata.google.internal", "127.1", "2130706433", "0x7f.1"]
    + [f"[{each}]" if ":" in each else each for each in (*PRIVATE, *OWN)],
)
def test_no_proxy_is_told_a_private_name(host: str) -> None:
    with pytest.raises(PrivateHost):
        check_name(host)


@pytest.mark.parametrize("host", ["arxiv.org", "1.example.org", "[2606:2800:220:1::1]", "8.8.8.8"])
def test_a_proxy_is_told_public_names(host: str) -> None:
    check_name(host)


@pytest.mark.parametrize("host", ["a" * 64 + ".example.org", "nothing.invalid", "a.test", "b.example."])
def test_no_host_has_such_a_name(host: str, monkeypatch: pytest.MonkeyPatch) -> None:
    if len(host) < 60:
        monkeypatch.setattr(socket, "getaddrinfo", lambda *_, **__: pytest.fail("resolved"))
    with pytest.raises(NoConnection) as raised:
        connect(host, 80, 0.1)
    assert raised.value.is_gone


def test_an_http_proxy_gets_the_whole_address(pages: Pages, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("http_proxy", pages.address.replace("://", "://ada:s%20t@"))
    monkeypatch.setattr(host_guard, "connect", lambda *_: pytest.fail("not through the proxy"))
    assert request_head("HEAD", "http://user:word@a.example.org/b?c=1#d", "me").status == 200
    assert pages.asked == ["HEAD http://a.example.org/b?c=1"]
    with pytest.raises(PrivateHost):
        request_head("HEAD", "http://169.254.169.254/latest", "me")
    assert len(pages.asked) == 1


def test_an_https_proxy_is_asked_for_a_tunnel(pages: Pages, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("https_proxy", pages.address)
    pages.answer("a.example.org:443", 502)
    with pytest.raises(NoConnection) as raised:
        request_head("HEAD", "https://a.example.org/b", "me")
    assert pages.asked == ["CONNECT a.example.org:443"]
    assert raised.value.is_offline
    assert "the proxy 127.0.0.1" in raised.value.why


def test_a_host_that_needs_no_proxy_is_asked_itself(pages: Pages, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("http_proxy", "http://127.0.0.1:1")
    monkeypatch.setenv("no_proxy", "127.0.0.1")
    assert request_head("GET", f"{pages.address}/a b", "me").status == 200
    assert pages.asked == ["GET /a%20b"]


def test_what_is_no_http_is_no_answer(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(link_requests, "DEADLINE", 0.3)
    for answer in (
        b"220 mail\r\n",
        b"\x16\x03\x01",
        b"HTTP/1.1 200 OK\r\n" + b"a: b\r\n" * 200,
        b"HTTP/1.1 200 OK\r\n",
    ):
        ours, theirs = socket.socketpair()
        theirs.sendall(answer)
        if not answer.endswith(b"OK\r\n"):
            theirs.shutdown(socket.SHUT_WR)
        monkeypatch.setattr(link_requests, "connect", lambda *_, ours=ours: ours)
        with ours, theirs:
            if answer.endswith(b"OK\r\n"):  # and nothing more: the deadline ends it, and what is there counts
                assert request_head("HEAD", "http://a.example.org/", "me").status == 200
            else:
                with pytest.raises(NoAnswer):
                    request_head("HEAD", "http://a.example.org/", "me")


def test_a_location_may_be_in_utf_8_and_relative(pages: Pages) -> None:
    pages.answer("/a/b", 301, Location="../论文?x=1".encode().decode("latin-1"))
    assert request_head("HEAD", f"{pages.address}/a/b", "me").location == f"{pages.address}/论文?x=1"


def test_the_machine_itself_is_never_asked_for_through_a_proxy(pages: Pages, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("http_proxy", "http://127.0.0.1:1")
    assert request_head("GET", f"{pages.address}/a", "me").status == 200


@pytest.mark.skipif(shutil.which("openssl") is None, reason="makes a certificate with openssl")
def test_https_is_asked_if_its_certificate_is_known(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    key, certificate = tmp_path / "key.pem", tmp_path / "certificate.pem"
    asked = [
        "req",
        "-x509",
        "-newkey",
        "ec",
        "-pkeyopt",
        "ec_paramgen_curve:prime256v1",
        "-nodes",
        "-days",
        "2",
        "-subj",
        "/CN=127.0.0.1",
    ]
    names = ["-addext", "subjectAltName=IP:127.0.0.1", "-keyout", str(key), "-out", str(certificate)]
    subprocess.run(["openssl", *asked, *names], check=True, capture_output=True)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate, key)
    with serve_pages(Pages(), context) as pages:
        assert pages.address.startswith("https://")
        pages.answer("/a", 301, Location="/b")
        with pytest.raises(NoAnswer, match=r"the certificate of 127\.0\.0\.1 is refused: self.signed"):
            request_head("HEAD", f"{pages.address}/a", "me")
        known = ssl.create_default_context(cafile=str(certificate))
        monkeypatch.setattr(link_requests, "_tls", lambda: known)
        reply = request_head("HEAD", f"{pages.address}/a", "me")
        assert (reply.status, reply.location) == (301, f"{pages.address}/b")
        assert pages.asked == ["HEAD /a"]
