"""Which requests `serve` answers."""

import pytest

from digest.faces.serve.guard import is_own_host

OTHERS = (
    *("127.0.0.1:evil.example", "localhost:8000.evil.example", "127.0.0.1:8000@evil.example", "localhost:", ":80"),
    *("localhost:0", "localhost:65536", "localhost:+80", "localhost:80:80", "localhost.", "127.1", "0.0.0.0"),
    *("a@localhost", "localhost/", "localhost, evil.example", "127.0.0.1:8000 evil.example", "localhost:８０"),
    *("127.0.0.1\n", "127.0.0.1:80\r", "xn--localhost", "2130706433", "0x7f.1", "[::ffff:127.0.0.1]", "127.0.0.1%00"),
)


@pytest.mark.parametrize("host", OTHERS)
def test_other_hosts_are_refused(host: str) -> None:
    assert not is_own_host([host])


def test_one_host_is_taken() -> None:
    assert is_own_host(["localhost:65535"])
    assert not is_own_host([])
    assert not is_own_host(["localhost", "localhost"])
