"""Text is set as W3C's Requirements for Chinese Text Layout ask: what the browser computed, and what it drew."""

from itertools import product
from typing import Any

import pytest
from playwright.sync_api import Page

from digest.markdown.wrapping import tighten_marks
from tests.browser.watching import TREES, Place, Sites, pages, resize, visit

pytestmark = pytest.mark.browser

READING = (
    Place("example", "issues/2023-02-08.html"),
    Place("example", "papers/2302.03084.html"),
    Place("example", "typography.html"),
    Place("hard", "issues/2023-03-01.html"),
)
"""Pages with running text."""


def styles(tab: Page, selector: str, *names: str) -> Any:
    """The computed values of the elements that are shown, without repetition."""
    return tab.evaluate(
        """([selector, names]) => [...new Set([...document.querySelectorAll(selector)]
            .filter((each) => each.checkVisibility())
            .map((each) => JSON.stringify(names.map((name) => getComputedStyle(each)[name]))))].map(JSON.parse)""",
        [selector, list(names)],
    )


def column(rows: Any) -> list[Any]:
    return [row[0] for row in rows]


@pytest.mark.parametrize("address", pages(*READING))
def test_every_run_of_text_says_its_language(address: tuple[str, str], tab: Page, sites: Sites) -> None:
    visit(tab, sites, address)
    wrong = tab.evaluate(
        r"""() => [...document.querySelectorAll("main .prose, main .title, main h1 > *, main .headline > *")]
            .map((each) => [each.closest("[lang]").lang, each.textContent.trim()])
            .filter(([lang, text]) => {
              const han = (text.match(/\p{Script=Han}/gu) || []).length;
              const latin = (text.match(/\p{Script=Latin}+/gu) || []).length;
              return lang === "zh-CN" ? !han : lang === "en" ? han > latin : true;
            })"""
    )
    assert wrong == []


def test_the_page_says_the_language_of_its_tree(tab: Page, sites: Sites) -> None:
    for tree, lang in zip(TREES, ("zh-CN", "en"), strict=True):
        tab.goto(sites["example"] + tree + "index.html")
        assert tab.evaluate("() => document.documentElement.lang") == lang


@pytest.mark.parametrize("address", pages(*READING))
def test_chinese_is_set_by_the_rules_for_chinese(address: tuple[str, str], tab: Page, sites: Sites) -> None:
    visit(tab, sites, address)
    names = ("lineBreak", "textAutospace", "textSpacingTrim")
    assert tab.evaluate("(names) => names.filter((name) => !(name in document.body.style))", names) == []
    assert styles(tab, "main .prose:lang(zh), main .title:lang(zh)", *names) == [["strict", "normal", "trim-start"]]
    assert styles(tab, "main :is(code, pre)", "textAutospace") in ([], [["no-autospace"]])


def test_code_in_a_line_keeps_its_spaces(tab: Page, sites: Sites) -> None:
    tab.goto(sites["example"] + "typography.html")
    shown = """(mark) => {
      document.querySelector("main .prose p").innerHTML = `a  b <${mark}>c  d</${mark}>`;
      return document.querySelector("main .prose p").innerText;
    }"""
    assert [tab.evaluate(shown, mark) for mark in ("code", "em")] == ["a b c  d", "a b c d"]


@pytest.mark.parametrize("address", pages(*READING))
def test_lines_stand_as_far_apart_as_their_script_needs(address: tuple[str, str], tab: Page, sites: Sites) -> None:
    visit(tab, sites, address)
    for width in (1360, 390):
        resize(tab, width)
        for lang, least, most in (("zh", 1.75, 1.85), ("en", 1.55, 1.65)):
            ratios = [
                float(line.removesuffix("px")) / float(size.removesuffix("px"))
                for line, size in styles(tab, f"main .prose:lang({lang})", "lineHeight", "fontSize")
            ]
            assert ratios
            assert [ratio for ratio in ratios if not least - 0.001 <= ratio <= most + 0.001] == []


@pytest.mark.parametrize("address", pages(*READING))
def test_lines_are_no_longer_than_reads_well(address: tuple[str, str], tab: Page, sites: Sites) -> None:
    visit(tab, sites, address)
    for width, view in product((1360, 768), ("both", "zh", "en")):
        resize(tab, width)
        tab.evaluate("(view) => (document.documentElement.dataset.view = view)", view)
        too_long = tab.evaluate(
            """() => [["zh", "38em"], ["en", "70ch"]].flatMap(([lang, measure]) =>
              [...document.querySelectorAll(`main .prose:lang(${lang}), main .prose:lang(${lang}) > p`)]
                .filter((each) => each.checkVisibility())
                .map((each) => {
                  const ruler = document.createElement("span");
                  ruler.style.cssText = `display: block; box-sizing: content-box; padding: 0; width: ${measure}`;
                  each.append(ruler);
                  const most = parseFloat(getComputedStyle(ruler).width);
                  ruler.remove();
                  const style = getComputedStyle(each);
                  const long = each.clientWidth - parseFloat(style.paddingLeft) - parseFloat(style.paddingRight);
                  return long > most + 1 ? `${each.className || each.localName}:${lang} ${long} > ${most}` : "";
                }).filter(Boolean))"""
        )
        assert sorted(set(too_long)) == [], (width, view)


@pytest.mark.parametrize("address", pages(*READING))
def test_titles_are_in_serif_and_chinese_text_is_in_sans(address: tuple[str, str], tab: Page, sites: Sites) -> None:
    visit(tab, sites, address)
    for family in column(styles(tab, "main .title:lang(zh), main h1 :lang(zh), main h1:lang(zh)", "fontFamily")):
        assert '"Songti SC"' in family
        assert family.endswith(", serif")
    for family in column(styles(tab, "main .title:lang(en), main .prose:lang(en)", "fontFamily")):
        assert "Georgia" in family
        assert family.endswith(", serif")
    for family in column(styles(tab, "main .prose:lang(zh)", "fontFamily")):
        assert '"PingFang SC"' in family
        assert family.endswith(", sans-serif")


def test_han_is_drawn_with_chinese_fonts_in_both_trees(tab: Page, sites: Sites) -> None:
    for tree in TREES:
        tab.goto(sites["example"] + tree + "papers/2302.03084.html")
        session = tab.context.new_cdp_session(tab)
        session.send("DOM.enable")
        session.send("CSS.enable")
        root = session.send("DOM.getDocument")["root"]["nodeId"]
        for selector in ("h1 .title.in-zh", ".abstract .prose[lang=zh-CN]"):
            node = session.send("DOM.querySelector", {"nodeId": root, "selector": selector})["nodeId"]
            fonts = session.send("CSS.getPlatformFontsForNode", {"nodeId": node})["fonts"]
            names = {font["familyName"] for font in fonts if " CJK " in font["familyName"]}
            assert {name for name in names if not name.endswith(" SC")} == set()


@pytest.mark.parametrize("address", pages(Place("example", "typography.html"), Place("hard", "papers/2303.00001.html")))
def test_han_is_never_slanted_and_latin_is(address: tuple[str, str], tab: Page, sites: Sites) -> None:
    visit(tab, sites, address)
    assert styles(tab, "em:lang(zh)", "fontStyle", "textEmphasisStyle") == [["normal", "dot"]]
    assert column(styles(tab, "em:lang(en)", "fontStyle")) == ["italic"]
    synthesis = column(styles(tab, ".prose:lang(zh)", "fontSynthesis"))
    assert all("style" not in value.split() for value in synthesis)
    assert (
        tab.evaluate(
            r"""() => [...document.querySelectorAll("body *")].filter((each) => each.lang !== "en"
            && getComputedStyle(each).fontStyle !== "normal"
            && [...each.childNodes].some((node) => node.nodeType === 3 && /\p{Script=Han}/u.test(node.data))
            && !each.closest("pre")).length"""
        )
        == 0
    )


def test_the_sample_page_shows_its_rules_at_work(tab: Page, sites: Sites) -> None:
    tab.goto(sites["example"] + "typography.html")
    sample = tab.inner_text("main")
    # No space was put into the text, and the gap is there nevertheless: it is drawn.
    assert "用CIR模型在ImageNet上训练了90个epoch" in sample
    widths = tab.evaluate(
        """() => {
          const note = [...document.querySelectorAll(".prose:lang(zh)")].find((each) => /用CIR/.test(each.textContent));
          const sized = (autospace) => {
            const probe = document.createElement("span");
            probe.textContent = "用CIR模型";
            probe.style.cssText = `text-autospace: ${autospace}; white-space: nowrap; position: absolute`;
            note.append(probe);
            const width = probe.getBoundingClientRect().width;
            probe.remove();
            return width;
          };
          return [sized("normal"), sized("no-autospace"), parseFloat(getComputedStyle(note).fontSize)];
        }"""
    )
    gap = (widths[0] - widths[1]) / 2 / widths[2]
    assert 0.1 < gap < 0.3
    # Soft line breaks between Han are gone, those between words are spaces.
    assert "每一行都在汉字之间断开，读到的却是连在一起的一段，没有多出来的空格。English words" in sample
    assert "English words in a Chinese paragraph" in " ".join(sample.split())
    # Neighbouring full-width marks give up half a character.
    trimmed = tab.evaluate(
        """() => {
          const note = [...document.querySelectorAll(".prose:lang(zh)")]
            .find((each) => /让出半个字宽/.test(each.textContent));
          const node = document.createTreeWalker(note.querySelector("p"), NodeFilter.SHOW_TEXT).nextNode();
          const range = document.createRange();
          const at = node.data.indexOf("」”）");
          range.setStart(node, at);
          range.setEnd(node, at + 1);
          return range.getBoundingClientRect().width / parseFloat(getComputedStyle(note).fontSize);
        }"""
    )
    assert trimmed < 0.75
    assert tab.locator("main s").count() >= 2
    assert tab.locator("main math").count() >= 4
    assert tab.locator("main table").count() == 2
    assert tab.locator("main .footnotes").count() == 2


def test_no_gap_opens_before_a_half_width_mark_behind_a_chinese_character(tab: Page, sites: Sites) -> None:
    visit(tab, sites, ("hard", "papers/2303.00001.html"))
    for html in map(tighten_marks, ("训练,其性能", "训练:其性能", "训练;其性能", "训练!其性能")):
        widths = tab.evaluate(
            """(html) => {
              const probe = document.createElement("span");
              probe.innerHTML = html;
              probe.style.cssText = "white-space: nowrap; position: absolute";
              document.querySelector(".prose:lang(zh)").append(probe);
              const width = () => probe.getBoundingClientRect().width;
              const drawn = width();
              probe.style.textAutospace = "no-autospace";
              const plain = width();
              probe.remove();
              return [drawn, plain];
            }""",
            html,
        )
        assert widths[0] == widths[1], html
    # The example shows full-width marks.
    visit(tab, sites, ("example", "papers/2302.03084.html"))
    assert tab.locator(".prose:lang(zh)").filter(has_text="，").count() > 0
    assert tab.locator(".tight").count() == 0
