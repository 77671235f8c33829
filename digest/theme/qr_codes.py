"""QR codes of addresses, drawn for paper."""

import math
import re

from markupsafe import Markup

_RUN = re.compile(rb"\x01+")


class QrCodes:
    """Draws QR codes. Most codes of a site are made of earlier ones, since encoding takes long.

    With a given mask, the modules of a code are an affine function of the bits of a text of given length, since error
    correction is linear. So if a text is the exclusive or of earlier ones, its code is that of their codes. Addresses
    that differ in their dates only soon are.
    """

    def __init__(self) -> None:
        self._known: dict[int, tuple[int, bytes, dict[int, tuple[int, int]]]] = {}
        """By length: the bits of the first text and its modules; and by highest bit, what other bits change."""

    def draw(self, text: str) -> Markup:
        """A QR code as an SVG element without a margin."""
        modules = self._modules(text)
        size = math.isqrt(len(modules))
        path, x, y = "M0 .5", 0, 0
        for row in range(size):
            for run in _RUN.finditer(modules[row * size : (row + 1) * size]):
                path += f"m{run.start() - x} {row - y}h{len(run.group())}"
                x, y = run.end(), row
        return Markup(f'<svg viewBox="0 0 {size} {size}"><path stroke="#000" d="{path}"/></svg>')

    def _modules(self, text: str) -> bytes:
        """The modules row by row, 1 for a dark one."""
        content = text.encode()
        bits = int.from_bytes(content)
        if len(content) not in self._known:
            self._known[len(content)] = bits, _encode(text), {}
        first, modules, changes = self._known[len(content)]
        rest, code = bits ^ first, int.from_bytes(modules)
        while rest and (known := changes.get(rest.bit_length())) is not None:
            rest ^= known[0]
            code ^= known[1]
        if rest:
            encoded = int.from_bytes(_encode(text))
            changes[rest.bit_length()] = rest, code ^ encoded
            code = encoded
        return code.to_bytes(len(modules))


def _encode(text: str) -> bytes:
    from segno import make_qr

    return b"".join(make_qr(text, mode="byte", encoding="utf-8", mask=0, boost_error=False).matrix)
