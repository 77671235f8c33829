"""Which hosts may be asked: none in private networks, so that a link in somebody's entry cannot reach into them.

The addresses that a name resolves to are checked, and the connection is made to one of these: a name that resolves
otherwise the next moment gains nothing.
"""

import errno
import ipaddress
import socket

_RESERVED = (".invalid", ".test", ".example")
"""Top-level domains in which there is no host (RFC 6761)."""

_LOCAL = (".local", ".internal", ".lan", ".home.arpa")

_NAT64 = ipaddress.ip_network("64:ff9b::/96")
"""IPv6 addresses that stand for IPv4 ones (RFC 6052)."""

_MOST_TRIED = 3
"""Addresses of one host to which a connection is tried."""

_NO_HOST = {getattr(socket, name) for name in ("EAI_NONAME", "EAI_NODATA") if hasattr(socket, name)}
_NO_WAY = {errno.ENETUNREACH, errno.EHOSTUNREACH, errno.ENETDOWN, errno.EHOSTDOWN, errno.EADDRNOTAVAIL}

IPAddress = ipaddress.IPv4Address | ipaddress.IPv6Address


class PrivateHost(Exception):
    """A host that must not be asked."""


class NoConnection(Exception):
    """No connection to a host. `is_gone`: there is no such host, or nothing listens there. `is_refused`: the host said
    so itself. `is_offline`: perhaps this machine has no network.
    """

    def __init__(self, why: str, *, is_gone: bool = False, is_refused: bool = False, is_offline: bool = False) -> None:
        super().__init__(why)
        self.why = why
        self.is_gone = is_gone or is_refused
        self.is_refused = is_refused
        self.is_offline = is_offline


def is_loopback(host: str) -> bool:
    """Whether a name or an address stands for this machine."""
    bare = host.strip("[]").rstrip(".").lower()
    if bare == "localhost" or bare.endswith(".localhost"):
        return True
    address = _address(bare)
    return address is not None and _meant(address).is_loopback


def may_ask(address: IPAddress) -> bool:
    """Whether an address is public, or of this machine itself, which is no network."""
    meant = _meant(address)
    return meant.is_loopback or (meant.is_global and not meant.is_multicast)


def check_name(host: str) -> None:
    """Raise `PrivateHost` for a host whose name alone says that it is not public: a proxy resolves names itself."""
    bare = host.strip("[]").rstrip(".").lower()
    address = _address(bare)
    is_number = bare.rpartition(".")[2][:1].isdigit()  # such as 127.1, which resolvers complete
    is_local = address is None and (is_number or "." not in bare or bare.endswith(_LOCAL))
    if is_local or is_loopback(bare) or (address is not None and not may_ask(address)):
        raise PrivateHost(host)


def connect(host: str, port: int, timeout: float) -> socket.socket:
    """Connect to a public address of a host. Raises `PrivateHost` and `NoConnection`."""
    if host.rstrip(".").lower().endswith(_RESERVED):
        raise NoConnection(f"there is no host {host}", is_gone=True)
    try:
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except UnicodeError:
        raise NoConnection(f"no host can be called {host[:60]}", is_gone=True) from None
    except OSError as error:
        is_gone = error.errno in _NO_HOST
        why = f"there is no host {host}" if is_gone else f"{host} is not found: {error.strerror or error}"
        raise NoConnection(why, is_gone=is_gone, is_offline=True) from None
    places = [place for *_, place in found]
    if not all(may_ask(ipaddress.ip_address(str(place[0]).partition("%")[0])) for place in places):
        raise PrivateHost(host)
    return _connect_to_any(host, [(str(place[0]), port) for place in places], timeout)


def _connect_to_any(name: str, places: list[tuple[str, int]], timeout: float) -> socket.socket:
    failure = NoConnection(f"{name} has no address", is_offline=True)
    for place in places[:_MOST_TRIED]:
        try:
            return socket.create_connection(place, timeout)
        except TimeoutError:
            failure = NoConnection(f"{name} did not answer in {timeout:g} s", is_offline=True)
        except ConnectionRefusedError:
            failure = NoConnection(f"{name} refuses connections", is_refused=True)
        except OSError as error:
            is_offline = error.errno in _NO_WAY or isinstance(error, socket.gaierror)
            failure = NoConnection(f"{name} cannot be reached: {error.strerror or error}", is_offline=is_offline)
    raise failure


def _address(host: str) -> IPAddress | None:
    try:
        return ipaddress.ip_address(host)
    except ValueError:
        return None


def _meant(address: IPAddress) -> IPAddress:
    """The IPv4 address that an IPv6 one stands for, if it does."""
    if isinstance(address, ipaddress.IPv6Address):
        inner = address.ipv4_mapped or address.sixtofour or (address.teredo[1] if address.teredo else None)
        if inner is None and address in _NAT64:
            inner = ipaddress.IPv4Address(int(address) & 0xFFFFFFFF)
        return inner or address
    return address
