"""Compiled templates, kept between runs: compiling takes longer than all else that a build of one page does."""

from types import CodeType
from typing import Protocol

from digest.text.fingerprint import fingerprint
from digest.text.packing import load


class CompiledStore(Protocol):
    """Where the code of templates is kept, by the fingerprint of all that it is made from.

    Only what was put may be got: whoever keeps the bytes sees to it that they are whole.
    """

    def get(self, key: str) -> bytes | None:
        """The code that was kept under `key`; None where there is none."""

    def put(self, key: str, code: bytes) -> None:
        """Keep the code of a template."""


def code_key(program: str, source: str, name: str | None, filename: str | None) -> str:
    """The key of a template's code. `program` stands for what compiles it: our own code, Jinja, Python."""
    return fingerprint((program, source, name, filename))


def load_code(content: bytes | None, filename: str) -> CodeType | None:
    """The code that bytes hold; None where they are not those of the template at `filename`."""
    if content is None:
        return None
    try:
        code = load(content)
    except (EOFError, TypeError, ValueError):
        return None
    return code if isinstance(code, CodeType) and code.co_filename == filename else None
