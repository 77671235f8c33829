"""`digest` with a signal that it sends to itself at a chosen step: `python -m tests.machine.dying MOMENT build ...`.

The command is the real one, in a real process with real workers; only the moment is no accident.
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
    *("make_folder", "write_in_place", "append", "replace", "replace_folder"),
    *("remove", "remove_temporary", "remove_empty_folders", "remove_folder"),
)
"""What changes the disk; `write_whole` is made of these."""


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class Moment:
    """Before the `number`-th call of `step` (any change to the disk, if empty) whose path has `place` in it."""

    step: str = ""
    place: str = ""
    number: int = 1
    worker: bool = False
    """Whose calls are counted: each worker's, or those of the process that started them."""
    whom: str = "all"
    """Who gets the signal: `all` of the group, `self`, or the `builder` that the command was called as."""
    signal: int = signal.SIGKILL

    def __str__(self) -> str:
        return json.dumps(dataclasses.asdict(self))

    def arm(self) -> None:
        """Send the signal when the moment has come. A file that is being written then is half written."""
        here = os.getpid()
        signals, once = os.pipe()  # of two workers, the first takes the one that there is to send
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
                            with contextlib.suppress(files.DiskFailed):  # its folder may not be there yet
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
