"""Data for machines in pages: browsers run none of it, and the policy blocks none of it."""

import json
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from tests.browser.watching import watch
from tests.building import AUTHORITY, DAY, SETTINGS, entry, site
from tests.site.test_structured_data import HOSTILE, ISSUE, PAPER

pytestmark = pytest.mark.browser

READ = """() => [...document.querySelectorAll('script[type="application/ld+json"]')]
    .map(each => JSON.parse(each.textContent)["@graph"][0]["@type"])"""


def test_structured_data_is_read_and_not_run(browser: Browser, tmp_path: Path) -> None:
    hostile = json.dumps(HOSTILE.replace("alert(1)", "document.title='run'"))
    built = site(
        tmp_path,
        {
            "digest.yaml": SETTINGS + AUTHORITY,
            f"{DAY}/a.md": entry(title=hostile, authors=f"[{{name: {hostile}, affiliation: {hostile}}}]"),
        },
    )
    page = browser.new_page()
    problems = watch(page, ("file://",))
    for path, kind in ((PAPER, "Article"), (f"en/{PAPER}", "Article"), (ISSUE, "CollectionPage"), ("index.html", "")):
        page.goto((built.output / path).as_uri())
        assert page.evaluate(READ) == ([kind] if kind else [])
        assert page.title() != "run"
    page.close()
    assert problems == []
