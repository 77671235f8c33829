"""A browser for tests: Debian's Chromium (or the one that `DIGEST_CHROMIUM` names), a server, and sites to look at."""

import functools
import http.server
import os
import shutil
import threading
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, ViewportSize, sync_playwright

from tests.browser.hard import HARD, ONE_LANGUAGE
from tests.browser.long_day import make_long_day
from tests.browser.watching import HEIGHT, Sites, watch
from tests.building import site

ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


PROGRAMS = ("chromium-headless-shell", "chromium", "chromium-browser")
"""The first is the old headless mode: the same engine without the browser around it, which starts and draws faster."""

WINDOW: ViewportSize = {"width": 1360, "height": HEIGHT}
TIMEOUT = 10_000
"""Milliseconds that a page may take, with both processors busy."""


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """One Chromium for all tests of a process."""
    path = os.environ.get("DIGEST_CHROMIUM") or next(filter(None, map(shutil.which, PROGRAMS)), None)
    if path is None:
        if os.environ.get("DIGEST_BROWSER") == "required":
            pytest.fail("Chromium is not installed, and DIGEST_BROWSER=required")
        pytest.skip("Chromium is not installed: apt-get install chromium fonts-noto-cjk")
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=path, args=ARGUMENTS)
        yield chromium
        chromium.close()


class _Quiet(http.server.SimpleHTTPRequestHandler):
    def log_message(self, *_: object) -> None:
        """Say nothing."""


@pytest.fixture(scope="session")
def serve() -> Iterator[Callable[[Path], str]]:
    """Serve a folder on this machine: gives its address, with a slash at the end."""
    servers: list[http.server.ThreadingHTTPServer] = []

    def start(folder: Path) -> str:
        handler = functools.partial(_Quiet, directory=str(folder))
        server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler)
        threading.Thread(target=server.serve_forever, daemon=True).start()
        servers.append(server)
        return f"http://127.0.0.1:{server.server_port}/"

    yield start
    for server in servers:
        server.shutdown()
        server.server_close()


@pytest.fixture(scope="session")
def hard_site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The output of a site of hard cases, with its draft."""
    built = site(tmp_path_factory.mktemp("hard"), HARD, drafts=True)
    assert built.result.published, built.result.diagnostics
    return built.output


@pytest.fixture(scope="session")
def chinese_site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The output of a site in Chinese alone."""
    built = site(tmp_path_factory.mktemp("chinese"), ONE_LANGUAGE)
    assert built.result.published, built.result.diagnostics
    return built.output


@pytest.fixture(scope="session")
def long_site(tmp_path_factory: pytest.TempPathFactory, example_root: Path) -> Path:
    """The output of a site with a day of many papers."""
    built = site(tmp_path_factory.mktemp("long"), make_long_day(example_root))
    assert built.result.published, built.result.diagnostics
    return built.output


@pytest.fixture(scope="session")
def sites(
    serve: Callable[[Path], str], example_site: Path, hard_site: Path, chinese_site: Path, long_site: Path
) -> Sites:
    """The addresses of the sites, by name."""
    folders = {"example": example_site, "hard": hard_site, "chinese": chinese_site, "long": long_site}
    return {name: serve(folder) for name, folder in folders.items()}


@pytest.fixture
def fresh_tab(browser: Browser, sites: Sites) -> Iterator[Page]:
    """A window of its own, wide and light; whatever a test does in it, the console stays silent."""
    context = browser.new_context(viewport=WINDOW, color_scheme="light", reduced_motion="no-preference")
    context.set_default_timeout(TIMEOUT)
    page = context.new_page()
    problems = watch(page, tuple(sites.values()))
    yield page
    context.close()
    assert problems == []


@pytest.fixture(scope="session")
def _window(browser: Browser, sites: Sites) -> Iterator[tuple[Page, list[str]]]:
    context = browser.new_context(viewport=WINDOW)
    context.set_default_timeout(TIMEOUT)
    page = context.new_page()
    yield page, watch(page, tuple(sites.values()))
    context.close()


@pytest.fixture
def tab(_window: tuple[Page, list[str]], sites: Sites) -> Iterator[Page]:
    """The same for tests that add neither scripts nor routes: one window for all of them, as new each time."""
    page, problems = _window
    page.emulate_media(media="screen", color_scheme="light", reduced_motion="no-preference")
    page.set_viewport_size(WINDOW)
    problems.clear()
    yield page
    found = list(problems)
    page.goto("about:blank")
    session = page.context.new_cdp_session(page)
    for address in sites.values():  # also of those that the test went on from
        session.send("Storage.clearDataForOrigin", {"origin": address, "storageTypes": "local_storage"})
    session.detach()
    assert found == []
