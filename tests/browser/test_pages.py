"""Every page kind opens in a browser as it should: no error, no request to another host."""

from pathlib import Path

import pytest
from playwright.sync_api import Browser

from tests.browser.watching import EXAMPLE, TREES, watch

pytestmark = pytest.mark.browser


@pytest.mark.parametrize("path", EXAMPLE)
def test_a_page_opens_without_an_error_and_asks_no_other_host_even_from_a_folder(
    path: str, browser: Browser, example_site: Path
) -> None:
    """In both trees. From a server, every test sees to it that no page has an error."""
    base = example_site.as_uri() + "/"
    page = browser.new_page()
    problems = watch(page, (base,))
    page.goto(base + path)
    for tree in reversed(TREES):
        page.locator("h1").click()  # out of the field of the search page
        page.keyboard.press("b")
        page.click(".twin")
        assert page.url == base + tree + path
    page.close()
    assert problems == []
