"""What keeps other sites, and clients that stall, from `digest serve`.

Binding to the loopback address is not enough, because websites send requests through the browser. By DNS rebinding they
could read drafts, so the `Host` header must be that of this machine. Of what other sites ask for, only pages that open
in a tab are answered, and none can be framed.
"""

import io
import re
import socket
import time
from collections.abc import Mapping, Sequence
from email.message import Message
from typing import Any

HOSTS = ("127.0.0.1", "localhost")
"""Accepted names in `Host` headers, with any port: that of a forwarded connection is another one."""

_HOST = re.compile(rf"(?:{'|'.join(map(re.escape, HOSTS))})(?::(?P<port>[0-9]{{1,5}}))?", re.IGNORECASE)

SAFE_HEADERS: Mapping[str, str] = {
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "SAMEORIGIN",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Referrer-Policy": "same-origin",
}
"""Sent with every answer: no other site may frame it, load it, hold on to its window or learn its address."""


def is_own_host(hosts: Sequence[str]) -> bool:
    """Whether the `Host` headers of a request are one, and that of this machine, with or without a port."""
    found = _HOST.fullmatch(hosts[0]) if len(hosts) == 1 else None
    return found is not None and 0 < int(found["port"] or 80) < 1 << 16


def is_from_here(headers: Message) -> bool:
    """Whether a request comes from a page of this server or from the reader, or opens a page in a tab (Fetch Metadata).
    Clients that are no browsers, and old browsers, do not say.
    """
    if headers.get("Sec-Fetch-Site", "none") in ("none", "same-origin"):
        return True
    return headers.get("Sec-Fetch-Mode") == "navigate" and headers.get("Sec-Fetch-Dest") == "document"


class Patience(io.RawIOBase):
    """What a client sends, up to a deadline (of `time.monotonic`): then `TimeoutError`, even if bytes come steadily."""

    def __init__(self, connection: socket.socket) -> None:
        self.deadline = 0.0
        self._connection = connection

    def readable(self) -> bool:
        """Yes."""
        return True

    def readinto(self, buffer: Any) -> int:
        """Receive some bytes."""
        left = self.deadline - time.monotonic()
        if left <= 0:
            raise TimeoutError
        usual = self._connection.gettimeout()
        self._connection.settimeout(left)
        try:
            return self._connection.recv_into(buffer)
        finally:
            self._connection.settimeout(usual)
