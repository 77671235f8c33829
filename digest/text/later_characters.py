"""Characters that came after Unicode 14, so that all versions of Python treat them alike.

Python 3.11 has Unicode 14, later ones have more. What is a letter, a small letter or a normal form would depend on the
version, and with it addresses: `王𱍐明` has a character of Unicode 15. So such characters are treated as others that
Unicode 14 has: Han characters as a Han character, those of the blocks of emoji as a symbol, all others as a letter
without case.
"""

import re
from collections.abc import Callable
from functools import cache, wraps
from typing import Concatenate, NamedTuple, ParamSpec, TypeVar
from urllib.parse import quote

from digest.text.records import map_texts

_P = ParamSpec("_P")
_T = TypeVar("_T")

LATER = (
    "\u0558\u058b\u058c\u05c8\u05c9\u088f\u0897\u0b53\u0b54\u0c5c\u0cdc\u0cf3\u0ece\u1acf-\u1af0\u1b4e\u1b4f\u1b7f"
    "\u1c89\u1c8a\u208f\u209d-\u209f\u20c1-\u20c4\u2427-\u2429\u2b96\u2e60-\u2e63\u2ffc-\u2fff\u31e4\u31e5\u31ef"
    "\ua7cb-\ua7cf\ua7d2\ua7d4\ua7da-\ua7dd\ua7e2\ua7f1\uab6c\uab6d\ufbc3-\ufbd2\ufd90\ufd91\ufdc8-\ufdce"
    "\U000105c0-\U000105f3\U000107bb-\U000107bf\U00010940-\U00010959\U00010d40-\U00010d65\U00010d69-\U00010d85"
    "\U00010d8e\U00010d8f\U00010ec2-\U00010ec7\U00010ec9-\U00010eee\U00010ef0-\U00010eff\U0001123f-\U00011241"
    "\U00011380-\U00011389\U0001138b\U0001138e\U00011390-\U000113b5\U000113b7-\U000113c0\U000113c2\U000113c5"
    "\U000113c7-\U000113ca\U000113cc-\U000113d5\U000113d7\U000113d8\U000113e1\U000113e2\U000116d0-\U000116e3"
    "\U00011b00-\U00011b0a\U00011b60-\U00011b67\U00011bc0-\U00011be1\U00011bf0-\U00011bf9\U00011db0-\U00011ddb"
    "\U00011de0-\U00011de9\U00011df0\U00011df1\U00011f00-\U00011f10\U00011f12-\U00011f3a\U00011f3e-\U00011f5a"
    "\U0001246f\U00012475-\U0001247f\U00012550-\U00012686\U0001342f\U00013439-\U00013455\U00013460-\U000143fa"
    "\U00016100-\U00016139\U00016d40-\U00016d79\U00016ea0-\U00016eb8\U00016ebb-\U00016ed3\U00016ff2-\U00016ff6"
    "\U000187f8-\U000187ff\U00018cd6-\U00018cda\U00018cff\U00018d09-\U00018d20\U00018d80-\U00018df2"
    "\U00018e00-\U00019191\U000191a0-\U000191d2\U0001b123-\U0001b128\U0001b132\U0001b155\U0001b168"
    "\U0001cc00-\U0001ccfc\U0001cd00-\U0001ceb3\U0001ceba-\U0001ced0\U0001ced2-\U0001ced4\U0001cedd-\U0001cefd"
    "\U0001d127\U0001d128\U0001d1eb-\U0001d1ff\U0001d250-\U0001d281\U0001d2c0-\U0001d2d3\U0001d6a6"
    "\U0001db00-\U0001db1c\U0001df1f-\U0001df81\U0001df90-\U0001df96\U0001dfcd-\U0001dfff\U0001e030-\U0001e06d"
    "\U0001e08f\U0001e4d0-\U0001e4f9\U0001e5d0-\U0001e5fa\U0001e5ff\U0001e6c0-\U0001e6de\U0001e6e0-\U0001e6f5"
    "\U0001e6fe\U0001e6ff\U0001f02c-\U0001f02f\U0001f094-\U0001f09f\U0001f0af\U0001f0b0\U0001f0c0\U0001f0d0"
    "\U0001f0f6-\U0001f0ff\U0001f1ae-\U0001f1e5\U0001f203-\U0001f20f\U0001f23c-\U0001f23f\U0001f249-\U0001f24f"
    "\U0001f252-\U0001f25f\U0001f266-\U0001f2ff\U0001f6d8-\U0001f6dc\U0001f6ed-\U0001f6ef\U0001f6fd-\U0001f6ff"
    "\U0001f774-\U0001f77f\U0001f7d9-\U0001f7df\U0001f7ec-\U0001f7ef\U0001f7f1-\U0001f7ff\U0001f80c-\U0001f80f"
    "\U0001f848-\U0001f84f\U0001f85a-\U0001f85f\U0001f888-\U0001f88f\U0001f8ae\U0001f8af\U0001f8b2-\U0001f8ff"
    "\U0001fa54-\U0001fa5f\U0001fa6e\U0001fa6f\U0001fa75-\U0001fa77\U0001fa7d-\U0001fa7f\U0001fa87-\U0001fa8f"
    "\U0001faad-\U0001faaf\U0001fabb-\U0001fabf\U0001fac6-\U0001facf\U0001fada-\U0001fadf\U0001fae8-\U0001faef"
    "\U0001faf7-\U0001faff\U0001fb93\U0001fbcb-\U0001fbef\U0001fbfa-\U0001fbff\U0002a6e0-\U0002a6ff"
    "\U0002b739-\U0002b73f\U0002b81e\U0002b81f\U0002cea2-\U0002ceaf\U0002ebe1-\U0002f7ff\U0002fa1e-\U0002fffd"
    "\U0003134b-\U0003fffd"
)
"""The inside of a character class: what Unicode 15 to 18 added, and all that is free in the planes of Han characters
and the blocks of emoji. `tests/text/test_later_characters.py` compares it with the Unicode of the Python that runs.
"""

_HAN = range(0x2A700, 0x2B735)  # CJK Unified Ideographs Extension C
_SYMBOLS = range(0x1F030, 0x1F094)  # Domino Tiles
_LETTERS = range(0x13000, 0x1342F)  # Egyptian Hieroglyphs
"""Characters of Unicode 5.2 that few texts have."""


@cache
def _later() -> tuple[re.Pattern[str], re.Pattern[str]]:
    """A fast pattern that finds all of `LATER` and more, and one for it."""
    basic = re.sub(r"[\U00010000-\U0010ffff].*", "", LATER)
    return re.compile(f"[{basic}\U00010000-\U0010ffff]"), re.compile(f"[{LATER}]")


_HOST = re.compile(r"(?<=://)[^\s/]*")


class StandIns(NamedTuple):
    """What characters are replaced by, and the way back: tables for `str.translate`."""

    there: dict[int, str]
    back: dict[int, str]

    def hide(self, text: str) -> str:
        """Replace later characters, except in hosts, which become Punycode. Offsets stay."""
        parts: list[str] = []
        at = 0
        for host in _HOST.finditer(text):
            parts += (text[at : host.start()].translate(self.there), host[0])
            at = host.end()
        return "".join((*parts, text[at:].translate(self.there)))

    def restore(self, value: _T) -> _T:
        """Put them back into all texts of a value, also where they are percent-encoded."""
        encoded = {quote(chr(code)): quote(later) for code, later in self.back.items()}
        pattern = re.compile("|".join(encoded))

        def change(text: str) -> str:
            text = text.translate(self.back)
            return pattern.sub(lambda match: encoded[match[0]], text) if "%" in text else text

        return map_texts(value, change)


def stand_ins(*texts: str) -> StandIns | None:
    """The stand-ins for the later characters of texts; none is in the texts. None if there are no later characters.

    Which one a character gets depends on its code point, and on the others in the texts. One for which none is left
    stays as it is.
    """
    fast, exact = _later()
    text = "\n".join(texts)
    if text.isascii() or fast.search(text) is None:
        return None
    used = set(text)
    there: dict[int, str] = {}
    for character in sorted(filter(exact.match, used)):
        code = ord(character)
        pool = _HAN if code >= 0x20000 else _SYMBOLS if code >= 0x1F000 else _LETTERS
        start = code % len(pool)
        for each in map(chr, (*pool[start:], *pool[:start])):
            if each not in used and quote(each) not in text:
                used.add(each)
                there[code] = each
                break
    return StandIns(there, {ord(stand_in): chr(code) for code, stand_in in there.items()}) if there else None


def steady(function: Callable[Concatenate[str, _P], _T]) -> Callable[Concatenate[str, _P], _T]:
    """Decorator: a function of a text that gives the same with the Unicode of any Python."""

    @wraps(function)
    def call(text: str, /, *args: _P.args, **kwargs: _P.kwargs) -> _T:
        found = None if text.isascii() else stand_ins(text)
        if found is None:
            return function(text, *args, **kwargs)
        return found.restore(function(text.translate(found.there), *args, **kwargs))

    return call
