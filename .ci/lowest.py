"""Print the lower bounds of pyproject.toml as constraints of pip: `.ci/lowest.py >lowest.txt; pip install -c lowest.txt .`"""

import re
import tomllib
from pathlib import Path

_BOUND = re.compile(r"(?P<name>[A-Za-z0-9._-]+)[^;]*?(?:>=|==)(?P<version>[0-9][0-9.]*)")


def lower_bounds() -> dict[str, str]:
    """The lowest version of each dependency that is no tool for development."""
    with (Path(__file__).parents[1] / "pyproject.toml").open("rb") as file:
        project = tomllib.load(file)["project"]
    extras = (required for name, required in project["optional-dependencies"].items() if name != "dev")
    listed = [each for required in (project["dependencies"], *extras) for each in required]
    return {found["name"]: found["version"] for found in map(_BOUND.match, listed) if found is not None}


if __name__ == "__main__":
    for name, version in lower_bounds().items():
        print(f"{name}=={version}")  # noqa: T201
