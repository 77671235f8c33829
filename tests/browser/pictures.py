"""Take the README's pictures of the example: `make pictures` builds it and photographs it in Chromium."""

import shutil
import sys
from pathlib import Path

from playwright.sync_api import sync_playwright

from tests.browser.conftest import ARGUMENTS, PROGRAMS

PICTURES: tuple[tuple[str, str, int, int, str], ...] = (
    ("issue-light", "issues/2023-02-08.html", 1360, 1000, "light"),
    ("issue-dark", "en/issues/2023-02-08.html", 1360, 1000, "dark"),
    ("phone-light", "issues/2023-02-08.html", 390, 844, "light"),
    ("phone-dark", "papers/2302.03084.html", 390, 844, "dark"),
)
"""Name, page, width and height in CSS pixels, colour scheme."""


def main(output: Path, pictures: Path) -> None:
    """Photograph the site in `output` into the folder `pictures`."""
    pictures.mkdir(parents=True, exist_ok=True)
    path = next(filter(None, map(shutil.which, PROGRAMS)), None)
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=path, args=ARGUMENTS)
        for name, page, width, height, scheme in PICTURES:
            context = chromium.new_context(
                viewport={"width": width, "height": height},
                color_scheme="dark" if scheme == "dark" else "light",
                reduced_motion="reduce",
            )
            tab = context.new_page()
            tab.goto((output / page).resolve().as_uri())
            tab.screenshot(path=pictures / f"{name}.png")
            context.close()
        chromium.close()


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
