"""Figures on wide and narrow screens, and the viewer that shows one in large."""

import os
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page

from tests.browser.conftest import TIMEOUT, WINDOW
from tests.browser.figures import FIGURES
from tests.browser.test_accessibility import violations
from tests.browser.watching import resize, settle, watch
from tests.building import site

pytestmark = pytest.mark.browser

NIGHTLY = os.environ.get("HYPOTHESIS_PROFILE") == "nightly"
NINE, WIDE, TWO, TINY, PROSE, HERO, PLAIN = (f"papers/2302.0000{number}.html" for number in range(1, 8))
_SHIFTS = """window.moved = [];
new PerformanceObserver((list) => {
  for (const { value, sources } of list.getEntries())
    for (const { node } of sources)
      if (node?.parentElement?.closest("main")) window.moved.push([value, node.outerHTML?.slice(0, 90)]);
}).observe({ type: "layout-shift", buffered: true });"""
_BOXES = """async (selector) => {
  const images = [...document.querySelectorAll(selector)];
  await Promise.all(images.map((image) => (image.loading = "eager", image.decode())));
  return images.map((image) => {
    const box = image.getBoundingClientRect();
    // The picture itself, without the empty parts of a box that has another shape.
    const shape = image.getAttribute("width") / image.getAttribute("height");
    const [width, height] = [Math.min(box.width, box.height * shape), Math.min(box.height, box.width / shape)];
    return { name: image.src.split("/").pop(), top: box.top, left: box.left, width, height };
  });
}"""


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory, serve: Callable[[Path], str]) -> str:
    """The address of the site of figures."""
    built = site(tmp_path_factory.mktemp("figures"), FIGURES)
    assert built.result.published, built.result.diagnostics
    return serve(built.output)


@pytest.fixture(scope="module")
def _window(browser: Browser, address: str) -> Iterator[tuple[Page, list[str]]]:
    context = browser.new_context(viewport=WINDOW, has_touch=True)
    context.set_default_timeout(TIMEOUT)
    page = context.new_page()
    page.add_init_script(_SHIFTS)
    yield page, watch(page, (address,))
    context.close()


@pytest.fixture
def tab(_window: tuple[Page, list[str]]) -> Iterator[Page]:
    """A window as new, whose console stays silent."""
    page, problems = _window
    page.emulate_media(media="screen", color_scheme="light", forced_colors="none")
    page.set_viewport_size(WINDOW)
    yield page
    assert problems == []


def boxes(tab: Page, selector: str = ".figures img") -> dict[str, Any]:
    """Place and size of each picture, by its file's name."""
    found = {each["name"]: each for each in tab.evaluate(_BOXES, selector)}
    settle(tab)
    assert tab.evaluate("() => window.moved") == []
    return found


def measure(tab: Page) -> float:
    return float(tab.evaluate("() => document.querySelector('.figures').clientWidth"))


def test_wide_figures_span_the_measure_and_the_others_stand_in_rows(tab: Page, address: str) -> None:
    tab.goto(address + NINE)
    found, full = boxes(tab), measure(tab)
    for name in ("band.png", "strip.png"):
        assert found[name]["width"] > full - 24
    assert found["tall.png"]["top"] == found["square.png"]["top"] == found["large.png"]["top"]
    assert found["bare.svg"]["top"] == found["curve.svg"]["top"]
    high = [found[name]["height"] for name in ("tall.png", "square.png", "large.png")]
    assert max(high) - min(high) < 4
    assert min(high) > 200
    assert (found["tiny.png"]["width"], found["tiny.png"]["height"]) == (120, 90)


_SINGLE = [(1360, WIDE), (390, HERO), *([(1360, HERO), (390, WIDE), (320, HERO)] if NIGHTLY else [])]


@pytest.mark.parametrize(("width", "paper"), _SINGLE)
def test_one_figure_has_the_whole_measure(width: int, paper: str, tab: Page, address: str) -> None:
    resize(tab, width)
    tab.goto(address + paper)
    (found,) = boxes(tab).values()
    assert found["width"] > 0.85 * measure(tab)
    assert found["height"] <= 0.8 * 900


def test_few_pixels_are_never_enlarged(tab: Page, address: str) -> None:
    for width, paper in ((1360, TINY), (390, NINE)):
        resize(tab, width)
        tab.goto(address + paper)
        found = boxes(tab)["tiny.png"]
        assert (found["width"], found["height"]) == (120, 90)
    tab.locator(".figures .figure-tiny .plate").click()
    assert not tab.locator("#viewer").is_visible()
    assert tab.url == address + NINE


@pytest.mark.parametrize("width", [390, 320] if NIGHTLY else [320])
def test_several_figures_are_a_strip_on_a_phone(width: int, tab: Page, address: str) -> None:
    resize(tab, width)
    tab.goto(address + NINE)
    found = boxes(tab)
    assert len({round(each["left"]) for each in found.values()}) == 9
    row = tab.locator(".figures")
    state = row.evaluate(
        """(row) => [row.scrollWidth > 2 * row.clientWidth, getComputedStyle(row).scrollSnapType, row.tabIndex,
            row.getAttribute("role"), row.getAttribute("aria-label"), row.clientWidth]"""
    )
    assert state == [True, "x mandatory", 0, "region", "图之1的图", width]
    # A part of the second figure is seen, and a long caption has three lines.
    assert found["band.png"]["left"] < found["tall.png"]["left"] < width
    captions = row.locator("figcaption").evaluate_all(
        "(all) => all.map((each) => [each.clientHeight, each.scrollHeight])"
    )
    assert max(shown for shown, _ in captions) < 0.875 * 16 * 1.6 * 3 + 1 < max(whole for _, whole in captions)
    row.focus()
    tab.keyboard.press("ArrowRight")
    tab.wait_for_function("() => document.querySelector('.figures').scrollLeft > 0")
    assert tab.evaluate("() => document.scrollingElement.scrollWidth <= innerWidth")


def test_a_figure_in_a_text_stands_in_its_place_on_a_plate(tab: Page, address: str) -> None:
    tab.goto(address + PROSE)
    found = boxes(tab, ".note img")
    text = tab.evaluate("() => document.querySelector('.note').clientWidth")
    assert found["tiny.png"]["width"] == 120
    assert found["band.png"]["width"] > 0.9 * min(text, 680)
    assert found["tiny.png"]["top"] < found["large.png"]["top"] < found["band.png"]["top"] < found["curve.svg"]["top"]
    assert tab.locator(".note figure").count() == 4
    assert tab.locator(".note figcaption").inner_text() == "笔记中的图"
    assert tab.locator('.note figure > a[href="https://example.org/"]').count() == 1
    assert tab.locator(".note p img").count() == 1
    tab.locator(".note .plate").first.click()
    assert tab.locator(".viewer-count").inner_text() == "1 / 3"
    tab.keyboard.press("Escape")


def test_a_figure_of_an_abstract_stays_in_every_view(tab: Page, address: str) -> None:
    tab.goto(address + WIDE)
    for view in ("zh", "en", "both"):
        tab.evaluate("(view) => (document.documentElement.dataset.view = view)", view)
        assert tab.locator(".figures img").is_visible()


_PLATE = """(element) => {
  const [red, green, blue, alpha] = getComputedStyle(element).backgroundColor.match(/[0-9.]+/g).map(Number);
  return alpha === 0 ? 0 : (red + green + blue) / 765;
}"""


def test_plates_are_light_in_the_dark_and_in_forced_colours(tab: Page, address: str) -> None:
    for page in (PROSE, NINE) if NIGHTLY else (PROSE,):
        tab.goto(address + page)
        for forced in ("none", "active"):
            tab.emulate_media(color_scheme="dark", forced_colors=forced)
            light = tab.locator("figure > a").evaluate_all(f"(all) => all.map({_PLATE})")
            assert min(light) > 0.85
            tab.locator(".plate:not(.figure-tiny)").first.click()
            assert tab.locator("#viewer img").evaluate(_PLATE) > 0.85
            tab.keyboard.press("Escape")


def shown(tab: Page) -> tuple[str, str, str]:
    """The viewer's count, file and transformation."""
    return (
        tab.locator(".viewer-count").inner_text(),
        str(tab.evaluate("() => document.querySelector('.viewer img').src.split('/').pop()")),
        str(tab.evaluate("() => document.querySelector('.viewer img').style.transform")),
    )


_MOVED = "() => new DOMMatrix(document.querySelector('.viewer img').style.transform).e"
_PINCH = """(steps) => {
  const stage = document.querySelector(".viewer-stage");
  stage.setPointerCapture = () => {};
  const send = (type, at) => at.forEach((clientX, n) =>
    stage.dispatchEvent(new PointerEvent(type, { pointerId: n + 1, clientX, clientY: 400, bubbles: true })));
  send("pointerdown", steps[0]);
  for (const step of steps) send("pointermove", step);
  send("pointerup", steps.at(-1));
}"""


def drag(tab: Page, by: int) -> None:
    tab.mouse.move(195, 400)
    tab.mouse.down()
    tab.mouse.move(195 + by, 404, steps=4)
    tab.mouse.up()


def test_the_viewer_turns_enlarges_and_gives_the_focus_back(tab: Page, address: str) -> None:
    tab.goto(address + NINE)
    tab.locator(".figures .plate").nth(3).click()
    still = "translate(0px, 0px) scale(1)"
    assert shown(tab) == ("4 / 9", "large.png", still)
    assert "A very large figure" in tab.locator(".viewer-caption").inner_text()
    picture = tab.locator("#viewer img").bounding_box()
    assert picture is not None
    assert picture["height"] > 0.8 * 900
    assert tab.locator(".viewer-file").evaluate("(link) => link.href").endswith("/large.png")
    tab.keyboard.press("ArrowRight")
    assert shown(tab)[:2] == ("5 / 9", "tiny.png")
    for key in ("ArrowLeft", "ArrowLeft", "ArrowLeft", "ArrowLeft"):
        tab.keyboard.press(key)
    assert shown(tab)[:2] == ("1 / 9", "band.png")
    tab.keyboard.press("ArrowLeft")
    assert shown(tab)[:2] == ("9 / 9", "curve.svg")
    assert not tab.locator(".viewer-file").is_visible()
    tab.keyboard.press("+")
    tab.keyboard.press("+")
    assert shown(tab)[2] == "translate(0px, 0px) scale(4)"
    left, up = (
        tab.locator(".viewer-stage").evaluate(f"(stage) => -stage.client{each} / 4") for each in ("Width", "Height")
    )
    tab.keyboard.press("ArrowRight")
    tab.keyboard.press("ArrowDown")
    assert shown(tab) == ("9 / 9", "curve.svg", f"translate({left:g}px, {up:g}px) scale(4)")
    tab.mouse.click(100, 450)
    assert tab.evaluate(_MOVED) == left + 680 - 100
    tab.locator(".viewer-step").last.click()
    assert shown(tab)[::2] == ("1 / 9", still)
    tab.keyboard.press("PageUp")
    tab.keyboard.press("+")
    tab.keyboard.press("+")
    tab.keyboard.press("-")
    assert shown(tab) == ("9 / 9", "curve.svg", "translate(0px, 0px) scale(2)")
    tab.keyboard.press("0")
    assert shown(tab)[2] == still
    tab.mouse.dblclick(400, 400)
    assert "scale(2.5)" in shown(tab)[2]
    tab.mouse.dblclick(400, 400)
    assert shown(tab)[2] == still
    tab.keyboard.press("Escape")
    assert not tab.locator("#viewer").is_visible()
    assert tab.locator(".figures .plate").last.evaluate("(plate) => plate === document.activeElement")
    assert tab.locator(".figures img").last.is_visible()


def test_the_viewer_on_a_phone_is_swiped_pinched_and_dragged(tab: Page, address: str) -> None:
    resize(tab, 390, 844)
    tab.goto(address + NINE)
    tab.locator(".figures .plate").first.click()
    picture = tab.locator("#viewer img").bounding_box()
    assert picture is not None
    assert picture["width"] == 390
    drag(tab, -120)
    assert shown(tab)[:2] == ("2 / 9", "tall.png")
    drag(tab, 120)
    assert shown(tab)[:2] == ("1 / 9", "band.png")
    # Two fingers never turn, also if they end elsewhere in the first size.
    tab.evaluate(_PINCH, [[100, 200], [80, 360], [200, 290]])
    assert shown(tab)[::2] == ("1 / 9", "translate(0px, 0px) scale(1)")
    tab.evaluate(_PINCH, [[150, 250], [100, 300]])
    assert "scale(2)" in shown(tab)[2]
    before = tab.evaluate(_MOVED)
    drag(tab, -60)
    assert shown(tab)[0] == "1 / 9"
    assert tab.evaluate(_MOVED) == before - 60
    tab.locator("#viewer [data-close]").click()


def test_a_drawing_is_opened_by_keys_too_and_never_as_a_page(tab: Page, address: str) -> None:
    tab.goto(address + NINE)
    drawing = tab.locator(".figures .plate").last
    drawing.focus()
    tab.keyboard.press("Enter")
    assert shown(tab)[:2] == ("9 / 9", "curve.svg")
    tab.keyboard.press("Escape")
    assert tab.locator('a[href$=".svg"]:visible').count() == 0
    assert tab.evaluate("() => window.ran") is None


def test_figures_and_viewer_have_no_violations(tab: Page, address: str) -> None:
    tab.emulate_media(reduced_motion="reduce")
    tab.goto(address + NINE)
    if NIGHTLY:
        assert violations(tab) == []
    resize(tab, 320)
    tab.emulate_media(color_scheme="dark")
    assert violations(tab) == []
    tab.locator(".figures .plate").first.click()
    assert violations(tab) == []
    buttons = tab.evaluate(
        """() => [...document.querySelectorAll("#viewer :is(button, a)")].map((each) => each.getBoundingClientRect())
            .map(({ top, width, height }) => [top, Math.min(width, height)])"""
    )
    assert len({top for top, _ in buttons}) == 1
    assert min(size for _, size in buttons) > 24
    tab.keyboard.press("Escape")


def test_pages_without_figures_have_no_viewer(tab: Page, address: str) -> None:
    for page, count in ((PLAIN, 0), (NINE, 1), ("about.html", 1), ("issues/2023-02-10.html", 1)):
        source = tab.request.get(address + page).text()
        assert (source.count('id="viewer"'), source.count("/viewer.")) == (count, count)


def test_phones_with_fine_screens_load_small_copies(browser: Browser, address: str) -> None:
    pytest.importorskip("PIL")
    context = browser.new_context(viewport={"width": 390, "height": 844}, device_scale_factor=2)
    page = context.new_page()
    for paper in (HERO, TWO, PROSE):
        page.goto(address + paper)
        image = page.locator('figure img[src$="large.png"]')
        assert image.evaluate(
            "async (image) => (image.loading = 'eager', await image.decode(), image.currentSrc)"
        ).endswith("/large.png.720.webp")
    context.close()
