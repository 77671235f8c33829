"""Run `digest` and send it a signal at a chosen step: `python -m tests.machine.dying MOMENT build ...`.

It is the real command, with real workers.
"""

import contextlib
import dataclasses
import json
import os
import signal
import sys
from collections.abc import Callable
from typing import Any

from digest.machine import files

CHANGES = (
    *("make_folder", "write_in_place", "append", "copy", "replace", "replace_folder"),
    *("remove", "remove_temporary", "remove_empty_folders", "remove_folder"),
)
"""Functions that change the disk. `write_whole` is made of them."""


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class Moment:
    """Before the `number`-th call of `step` (if empty: of any of `CHANGES`) with `place` in its path."""

    step: str = ""
    place: str = ""
    number: int = 1
    worker: bool = False
    """Where calls are counted: in each worker, or in the process that started them."""
    whom: str = "all"
    """The target of the signal: the process group (`all`), this process (`self`), or the main process (`builder`)."""
    signal: int = signal.SIGKILL

    def __str__(self) -> str:
        return json.dumps(dataclasses.asdict(self))

    def arm(self) -> None:
        """Send the signal at the moment. A file that would be written next is left half written."""
        here = os.getpid()
        signals, once = os.pipe()  # of two workers, only the first sends it
        os.write(once, b"1")
        os.set_blocking(signals, False)
        counts: dict[int, int] = {}

        def armed(step: str, work: Callable[..., Any]) -> Callable[..., Any]:
            def act(*arguments: Any) -> Any:
                me = os.getpid()
                if (me != here) is self.worker and self.place in str(arguments[-1 if "replace" in step else 0]):
                    counts[me] = counts.get(me, 0) + 1
                    if counts[me] == self.number and _is_first(signals):
                        if step in ("write_in_place", "append"):
                            path, content = arguments
                            with contextlib.suppress(files.DiskFailed):  # its folder may not exist yet
                                work(path, content[: len(content) // 2])
                        self.strike(here)
                return work(*arguments)

            return act

        for step in CHANGES if not self.step else (self.step,):
            setattr(files, step, armed(step, getattr(files, step)))

    def strike(self, builder: int) -> None:
        if self.whom == "all":
            os.killpg(0, self.signal)
        else:
            os.kill(builder if self.whom == "builder" else os.getpid(), self.signal)


def _is_first(signals: int) -> bool:
    try:
        return bool(os.read(signals, 1))
    except BlockingIOError:
        return False


if __name__ == "__main__":
    from digest.faces.process import main

    Moment(**json.loads(sys.argv[1])).arm()
    main(sys.argv[2:])
