"""The command, run in this process."""

from collections.abc import Callable
from dataclasses import dataclass

import pytest

from digest.faces.process import main


@dataclass(frozen=True, slots=True, kw_only=True)
class Ran:
    """What a command wrote, and its exit status."""

    status: object
    out: str
    err: str


Run = Callable[..., Ran]


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str]) -> Run:
    """Runs the command in this process."""

    def call(*arguments: str) -> Ran:
        with pytest.raises(SystemExit) as left:
            main(arguments)
        written = capsys.readouterr()
        return Ran(status=left.value.code, out=written.out, err=written.err)

    return call
