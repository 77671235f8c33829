"""The table of libraries is that of pyproject.toml."""

import importlib.metadata
import re
import tomllib
from pathlib import Path

from digest.machine.libraries import EXTRAS, USED_LIBRARIES

PROJECT = tomllib.loads((Path(__file__).parents[2] / "pyproject.toml").read_text(encoding="utf-8"))["project"]


def names(requirements: list[str]) -> list[str]:
    """The distributions that are needed on every system."""
    return [re.split(r"[<>=;\[ ]", each)[0] for each in requirements if "sys_platform" not in each]


def test_the_libraries_are_those_of_the_project() -> None:
    assert [each.name for each in USED_LIBRARIES if not each.extra] == names(PROJECT["dependencies"])
    for extra in EXTRAS:
        assert [each.name for each in USED_LIBRARIES if each.extra == extra] == names(
            PROJECT["optional-dependencies"][extra]
        )
    assert {*EXTRAS, "test", "dev"} == set(PROJECT["optional-dependencies"])


def test_each_has_the_module_that_is_named() -> None:
    for each in USED_LIBRARIES:
        files = importlib.metadata.files(each.name) or []
        assert any(path.parts[0].split(".")[0] == each.module for path in files), each
