"""IRIs to URIs (RFC 3987 3.1): the host in Punycode (RFC 3492), everything else percent-encoded once."""

import re
import unicodedata
from urllib.parse import quote

_PARTS = re.compile(
    r"(?P<scheme>[A-Za-z][A-Za-z0-9+.-]*://)(?P<user>[^/?#]*@)?(?P<host>[^/?#]*)(?P<rest>.*)", re.DOTALL
)
_SAFE = "/~!$&'()*+,;=:@?#[]%"
_STRAY_PERCENT = re.compile(r"%(?![0-9A-Fa-f]{2})")
_DOTS = re.compile("[。．｡]")
_LONGEST_LABEL = 63


def encode_rest(text: str) -> str:
    """Percent-encode characters that RFC 3986 does not allow in a URL. Valid escapes (`%20`) are kept."""
    return quote(_STRAY_PERCENT.sub("%25", text), safe=_SAFE, errors="replace")


def ascii_host(host: str) -> str | None:
    """A host, perhaps with a port, in Punycode; None if a label is empty or too long.

    Letters are mapped as browsers do (UTS 46, non-transitional): NFKC, lower case; `ß` stays. ASCII is kept as typed.
    """
    if host.isascii():
        return host
    labels = []
    for label in _DOTS.sub(".", host).split("."):
        name, colon, port = label.partition(":")
        if not name.isascii():
            folded = unicodedata.normalize("NFKC", name.replace("\u00ad", "")).lower()
            name = folded if folded.isascii() else "xn--" + folded.encode("punycode").decode()
        labels.append(name + colon + port)
    if any(not 0 < len(label.partition(":")[0]) <= _LONGEST_LABEL for label in (*labels[:-1], labels[-1] or "-")):
        return None
    return ".".join(labels)


def as_uri(url: str) -> str | None:
    """An absolute URL as ASCII; None if its host cannot be one."""
    parts = _PARTS.fullmatch(url)
    host = ascii_host(parts["host"]) if parts is not None else None
    if parts is None or host is None:
        return None
    return parts["scheme"] + encode_rest(parts["user"] or "") + host + encode_rest(parts["rest"])
