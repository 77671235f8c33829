"""Variables, filters and bodies in templates."""

from dataclasses import replace
from typing import Any

import pytest
from markupsafe import Markup

from digest.content.body import Body, FigureText, Note, Text
from digest.plan import views
from digest.plan.views import (
    Attribute,
    FigureView,
    HomeView,
    NotFoundView,
    PaperPageView,
    RobotsView,
    StandingView,
)
from digest.theme.bodies import body_fields
from tests.theme.conftest import CITATION


@pytest.mark.parametrize(
    ("path", "lang", "prefixes"),
    [
        ("index.html", "zh", " | "),
        ("issues/2023-02-08.html", "zh", "../ | ../"),
        ("categories/cv/2.html", "zh", "../../ | ../../"),
        ("index.html", "en", "../ | "),
        ("issues/2023-02-08.html", "en", "../../ | ../"),
    ],
)
def test_root_and_tree_lead_back_from_the_page(workshop: Any, path: str, lang: str, prefixes: str) -> None:
    layer = {"templates/issue.html": "{{ root }} | {{ tree }}"}
    assert workshop.render(layer, path=path, lang=lang) == prefixes


@pytest.mark.parametrize(
    ("lang", "expected"),
    [("zh", "https://example.org/repo/ https://example.org/repo/"),
     ("en", "https://example.org/repo/ https://example.org/repo/en/")],
)  # fmt: skip
def test_outputs_that_are_read_outside_the_site_have_absolute_urls(workshop: Any, lang: str, expected: str) -> None:
    layer = {"templates/robots.txt": "{{ root }} {{ tree }}"}
    view = RobotsView(sitemap="")
    assert workshop.render(layer, template="robots.txt", view=view, path="robots.txt", lang=lang) == expected


def test_the_page_for_lost_addresses_is_as_relative_as_the_others(workshop: Any) -> None:
    layer = {"templates/404.html": "{{ root }} {{ tree }}"}
    view = NotFoundView(base="/repo/", latest=None)
    assert workshop.render(layer, template="404.html", view=view, path="404.html", lang="en") == "../ "


def test_everything_but_markup_is_escaped(workshop: Any) -> None:
    layer = {"templates/issue.html": "{{ view.paper.card.title }} {{ view.paper.card.title_html }} {{ page.title }}"}
    view = PaperPageView(
        paper=workshop.paper(), issue=workshop.issue().card, previous=None, next=None, citation=CITATION
    )
    text = workshop.render(layer, view=view, title="<script>")
    assert text == "Pic2Word &lt;1&gt; Pic2Word &lt;1&gt; &lt;script&gt;"


def test_xml_is_escaped_too(workshop: Any) -> None:
    layer = {"templates/feed.xml": "<t>{{ page.title }}</t>"}
    view = workshop.feed(workshop.paper())
    assert workshop.render(layer, template="feed.xml", view=view, title="a < b & c") == "<t>a &lt; b &amp; c</t>"


@pytest.mark.parametrize(
    ("expression", "zh", "en"),
    [
        ("view.card.date|day", "2023年2月8日", "February 8, 2023"),
        ("view.card.date|monthday", "2月8日", "February 8"),
        ("view.card.date|month", "2023年2月", "February 2023"),
        ("view.card.date|weekday", "星期三", "Wednesday"),
        ("view.card.date|iso", "2023-02-08", "2023-02-08"),
        ("lang ~ lang_tag", "zhzh-CN", "enen"),
        ("view.card.papers|string ~ t('papers', count=1)", "11 篇论文", "11 paper"),
        ("t('papers', count=2)", "2 篇论文", "2 papers"),
        ("t['list_separator']", "、", ", "),
        ("['<a>', 'b']|join_names", "&lt;a&gt;、b", "&lt;a&gt;, b"),
        ("'标签/a b?c=1&d#e%20f%'|url", *["%E6%A0%87%E7%AD%BE/a%20b?c=1&amp;d#e%20f%25"] * 2),
        ("'a\\x08b\\ud800c'|clean", "abc", "abc"),
    ],
)
def test_filters_and_strings_speak_the_pages_language(workshop: Any, expression: str, zh: str, en: str) -> None:
    layer = {"templates/issue.html": f"{{{{ {expression} }}}}"}
    assert [workshop.render(layer, view=workshop.issue(), lang=lang) for lang in ("zh", "en")] == [zh, en]


def test_a_name_is_in_the_language_asked_for_or_in_the_other(workshop: Any) -> None:
    layer = {"templates/issue.html": "{% for each in site.navigation %}{{ each|name(lang) }} {% endfor %}"}
    links = (views.LinkView(zh="首页", en="Home"), views.LinkView(zh="", en="Blog"))
    workshop.site = replace(workshop.site, navigation=links)
    assert workshop.render(layer) == "首页 Blog "


def test_control_characters_never_reach_the_output(workshop: Any) -> None:
    layer = {
        "templates/issue.html": '[{{ page.title }}]{{ fragment("x", page.title) }}',
        "templates/fragments/x.html": "{{ value }}",
    }
    assert workshop.render(layer, title="a\x00\x08\x0b\ud800\ufdd0\uffff\U0001fffe\x9fb\t\nc") == "[ab\t\nc]ab\t\nc"


def test_templates_have_no_random_values(workshop: Any) -> None:
    assert "no filter named 'random'" in workshop.failure({"templates/issue.html": "{{ [1, 2]|random }}"}).message
    assert "'lipsum' is undefined" in workshop.failure({"templates/issue.html": "{{ lipsum() }}"}).message


# Bodies


def test_fields_with_bodies_are_found_in_all_views() -> None:
    assert body_fields(views.HomeView) == ("issue",)
    assert body_fields(views.IssueView) == ("intro", "featured", "notable")
    assert body_fields(views.FeedView) == ("entries",)
    assert body_fields(views.ArchiveView) == body_fields(views.PaperCard) == ()


def test_templates_see_papers_with_their_bodies(workshop: Any) -> None:
    ref = workshop.paper(Body(summary=Text(lang="zh", html="<p>总结</p>"), summary_text="总结"))
    layer = {
        "templates/issue.html": "{% for each in view.issue.featured + view.issue.notable %}"
        "{{ each.body.summary.html }}{{ each.card.slug }}{% endfor %}"
    }
    view = HomeView(issue=workshop.issue(ref, notable=(ref,)), earlier=())
    assert workshop.render(layer, view=view) == "<p>总结</p>pic2word<p>总结</p>pic2word"


def test_an_introduction_and_a_standing_page_have_bodies_too(workshop: Any) -> None:
    ref = workshop.paper(Body(lead=(Text(lang="en", html="<p>Hello</p>"),))).body
    standing = StandingView(title_zh="", title_en="", body=ref)
    assert (
        workshop.render({"templates/issue.html": "{{ view.intro.lead[0].html }}"}, view=workshop.issue(intro=ref))
        == "<p>Hello</p>"
    )
    assert workshop.render({"templates/issue.html": "{{ view.body.lead[0].html }}"}, view=standing) == "<p>Hello</p>"


LINKS = (
    Attribute(kind="page", path="papers/标签.html", suffix="#part"),
    Attribute(kind="file", path="papers/pic2word/a b&c.pdf"),
    Attribute(kind="image", path="papers/pic2word/fig#1 50%.png", width=640, height=480),
    Attribute(kind="image", path='papers/pic2word/"<.png'),
    Attribute(kind="none", path=""),
)
LINKED = "<a \ufdd00\ufdd1>p</a><a \ufdd01\ufdd1>f</a><img \ufdd02\ufdd1><img \ufdd03\ufdd1><a \ufdd04\ufdd1>n</a>"


@pytest.mark.parametrize(("lang", "root", "tree"), [("zh", "../", "../"), ("en", "../../", "../")])
def test_references_in_a_body_are_relative_to_the_page(workshop: Any, lang: str, root: str, tree: str) -> None:
    ref = workshop.paper(Body(summary=Text(lang="zh", html=LINKED)), links=LINKS)
    layer = {"templates/issue.html": "{{ view.featured[0].body.summary.html }}"}
    assert workshop.render(layer, view=workshop.issue(ref), lang=lang) == (
        f'<a href="{tree}papers/%E6%A0%87%E7%AD%BE.html#part">p</a>'
        f'<a href="{root}papers/pic2word/a%20b&amp;c.pdf">f</a>'
        f'<img src="{root}papers/pic2word/fig%231%2050%25.png" width="640" height="480">'
        f'<img src="{root}papers/pic2word/%22%3C.png">n'
    )


def test_references_in_notes_key_points_and_captions_are_counted_over_the_whole_body(workshop: Any) -> None:
    body = Body(
        lead=(Text(lang="zh", html="<a \ufdd00\ufdd1>"),),
        key_points=(Text(lang="zh", html="<a \ufdd01\ufdd1>"),),
        abstract_zh=Text(lang="zh", html="z"),
        abstract=Text(lang="en", html="e"),
        figures=(
            FigureText(alt="<alt>", caption=Text(lang="en", html="<a \ufdd03\ufdd1>")),
            FigureText(alt="2", caption=None),
        ),
        notes=(Note(heading_html="<i>H</i>", depth=0, text=Text(lang="zh", html="<a \ufdd02\ufdd1>")),),
    )
    links = tuple(Attribute(kind="page", path=f"{number}.html") for number in range(4))
    figures = (
        FigureView(path="a#b.png", width=1, height=2, alt="", caption_html=Markup(""), lang="zh"),
        FigureView(path="c.png", width=0, height=0, alt="", caption_html=Markup(""), lang="zh"),
    )
    layer = {
        "templates/issue.html": "{% set b = view.featured[0].body %}{{ b.lead[0].html }}{{ b.key_points[0].html }}"
        "{{ b.abstract_zh.html }}{{ b.abstract.html }}{{ b.notes[0].heading_html }}{{ b.notes[0].text.html }}"
        "{% for f in b.figures %}|{{ (root ~ f.path)|url }} {{ f.alt }} {{ f.caption_html }} {{ f.lang }}{% endfor %}"
    }
    view = workshop.issue(workshop.paper(body, links=links, figures=figures))
    assert workshop.render(layer, view=view, path="index.html") == (
        '<a href="0.html"><a href="1.html">ze<i>H</i><a href="2.html">'
        '|a%23b.png &lt;alt&gt; <a href="3.html"> en|c.png 2  zh'
    )


def test_a_body_in_a_feed_has_whole_addresses(workshop: Any) -> None:
    ref = workshop.paper(Body(summary=Text(lang="zh", html="<a \ufdd00\ufdd1>")), links=LINKS)
    layer = {
        "templates/feed.xml": "{% for e in view.entries %}{{ fragment('body', e.paper)|forceescape }}{% endfor %}",
        "templates/fragments/body.html": "{{ value.body.summary.html }}",
    }
    text = workshop.render(layer, template="feed.xml", view=workshop.feed(ref), path="feed.xml", lang="en")
    assert text == "&lt;a href=&#34;https://example.org/repo/en/papers/%E6%A0%87%E7%AD%BE.html#part&#34;&gt;"


def test_a_fragment_can_be_rendered_by_itself_for_other_outputs(workshop: Any) -> None:
    ref = workshop.paper(Body(summary=Text(lang="zh", html="<a \ufdd01\ufdd1>")), links=LINKS)
    renderer = workshop.renderer({"templates/fragments/body.html": "{{ lang }} {{ value.body.summary.html }}"})
    text = renderer.render_fragment("body", ref, site=workshop.site, lang="zh", page="feed.json")
    assert text == 'zh <a href="https://example.org/repo/papers/pic2word/a%20b&amp;c.pdf">'


def test_indentation_is_left_out_but_beside_what_is_verbatim(workshop: Any) -> None:
    lines = "<p>\n  {% if true %}\n    <a>a</a>\n\t<b>b</b>\n  {% endif %}\n</p>"
    assert workshop.render({"templates/issue.html": lines}) == "<p>\n<a>a</a>\n<b>b</b>\n</p>"
    for verbatim in ("<pre>\n  a\n</pre>", "<SCRIPT>\n  a()\n</SCRIPT>"):
        assert workshop.render({"templates/issue.html": verbatim}) == verbatim


@pytest.mark.parametrize(
    ("lines", "shown"),
    [
        ("<ul>\n  {% if true %}\n  <li>a</li>\n\n  <li>b</li>\n  {% endif %}\n</ul>", "<ul><li>a</li><li>b</li></ul>"),
        ("<div>\n{{ 1 }}\n</div>\n<p>\n</p>", "<div>1</div>\n<p>\n</p>"),
        ("<a>a</a>\n<em>b</em>\n<span>c</span>", "<a>a</a>\n<em>b</em>\n<span>c</span>"),
        ("{# <ul>\n<li> #}<b>a</b>\n<i>b</i>", "<b>a</b>\n<i>b</i>"),
        ("<ul>\n<pre>\n<li>\n</pre>\n</ul>\n", "<ul><pre>\n<li>\n</pre></ul>"),
    ],
)
def test_line_breaks_beside_blocks_are_left_out(workshop: Any, lines: str, shown: str) -> None:
    assert workshop.render({"templates/issue.html": lines}) == shown


def test_errors_are_on_the_lines_of_the_template(workshop: Any) -> None:
    layer = {"templates/issue.html": "<ul>\n<li>a</li>\n\n<li>\n{{ nothing }}\n</li></ul>"}
    span = workshop.failure(layer).span
    assert layer["templates/issue.html"][: span.start].count("\n") == 4
