"""A `digest serve` in a process of its own, as tests see it."""

import json
import os
import re
import signal
import socket
import subprocess
import sys
import urllib.error
import urllib.request
from pathlib import Path
from typing import Any

from tests.building import DAY
from tests.machine.processes import REPOSITORY, eventually


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as found:
        return int(found.getsockname()[1])


class Serving:
    """A `digest serve` that runs."""

    def __init__(self, root: Path, *options: str, start: tuple[str, ...] = ("-m", "digest"), port: int = 0) -> None:
        self.root = root
        self._out, self._err = (root.parent / f"{root.name}.{name}" for name in ("out", "err"))
        with self._out.open("w") as out, self._err.open("w") as err:
            self.process = subprocess.Popen(
                [sys.executable, *start, "serve", "--root", root, "--port", str(port or free_port()), *options],
                cwd=REPOSITORY,
                env={**os.environ, "PYTHONPATH": str(REPOSITORY), "NO_COLOR": "1"},
                stdout=out,
                stderr=err,
                start_new_session=True,
            )
        assert eventually(lambda: "Ctrl-C" in self.out or self.process.poll() is not None), self.err
        found = re.search(r"^Serving (http://127\.0\.0\.1:\d+/) \(Ctrl-C ends\)$", self.out, re.MULTILINE)
        assert found, self.out + self.err
        self.url = found[1]

    @property
    def out(self) -> str:
        return self._out.read_text(encoding="utf-8")

    @property
    def err(self) -> str:
        return self._err.read_text(encoding="utf-8")

    def get(self, path: str) -> tuple[int, str]:
        try:
            with urllib.request.urlopen(self.url + path, timeout=10) as answer:
                return answer.status, answer.read().decode()
        except urllib.error.HTTPError as error:
            with error:
                return error.code, error.read().decode()

    def state(self) -> Any:
        return json.loads(self.get("_digest/state")[1])

    def shows(self, text: str, path: str = f"issues/{DAY[-10:]}.html") -> bool:
        return eventually(lambda: text in self.get(path)[1])

    def save(self, text: str, name: str = "a.md") -> None:
        """Put an entry in its place as a whole, so that it makes one build."""
        beside = self.root / DAY / ".new"
        beside.write_text(text, encoding="utf-8")
        beside.replace(self.root / DAY / name)

    def end(self, how: signal.Signals = signal.SIGTERM) -> int:
        self.process.send_signal(how)
        return self.process.wait(60)  # it does not wait for pages that listen: those never go
