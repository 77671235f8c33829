"""Fragments are rendered once for all pages of the same language and depth with equal values."""

from dataclasses import replace
from typing import Any

from digest.content.body import Body, Text
from digest.plan.views import Attribute, PaperPageView
from digest.text.fingerprint import seal
from digest.theme.lru_cache import LruCache
from tests.theme.conftest import CITATION, make_facts

COUNTING = {
    "templates/issue.html": "{% for each in view.featured %}{{ fragment('body', each) }}{% endfor %}",
    "templates/paper.html": "{{ fragment('body', view.paper) }}",
    "templates/fragments/body.html": "[{{ value.body.summary.html }}{{ asset('seen.js')|length and '' }}]",
    "static/seen.js": "",
}


def count_renders(workshop: Any, renderer: Any) -> list[str]:
    """A list that gets the name of every template that runs from now on."""
    ran: list[str] = []
    environment = renderer._environment
    usual = environment.context_class

    class Noting(usual):  # type: ignore[misc, valid-type]  # Jinja makes a context for each run of a template
        def __init__(self, environment: Any, parent: Any, name: str, *rest: Any, **more: Any) -> None:
            ran.append(name)
            super().__init__(environment, parent, name, *rest, **more)

    environment.context_class = Noting
    return ran


def show(workshop: Any, renderer: Any, path: str, ref: Any, lang: str = "zh") -> str:
    page = workshop.page(path, lang)
    if path.startswith("papers/"):
        view = PaperPageView(paper=ref, issue=workshop.issue().card, previous=None, next=None, citation=CITATION)
        return str(renderer.render_page(template="paper.html", page=page, site=workshop.site, view=view).decode())
    return str(
        renderer.render_page(template="issue.html", page=page, site=workshop.site, view=workshop.issue(ref)).decode()
    )


def linked(workshop: Any) -> Any:
    body = Body(summary=Text(lang="zh", html="<a \ufdd00\ufdd1>"))
    return workshop.paper(body, links=(Attribute(kind="page", path="x.html"),))


def test_a_body_shown_by_its_page_and_its_issue_is_rendered_and_loaded_once(workshop: Any) -> None:
    renderer, ref = workshop.renderer(COUNTING), linked(workshop)
    ran = count_renders(workshop, renderer)
    texts = [show(workshop, renderer, path, ref) for path in ("papers/pic2word.html", "issues/2023-02-08.html")]
    assert texts == ['[<a href="../x.html">]\n'] * 2
    assert ran == ["paper.html", "fragments/body.html", "issue.html"]
    assert workshop.loaded == ["content/2023-02-08/pic2word.md"]


def test_a_fragment_is_another_at_another_depth_and_in_another_language(workshop: Any) -> None:
    renderer, ref = workshop.renderer(COUNTING), linked(workshop)
    assert show(workshop, renderer, "index.html", ref) == '[<a href="x.html">]\n'
    assert show(workshop, renderer, "issues/2023-02-08.html", ref) == '[<a href="../x.html">]\n'
    assert show(workshop, renderer, "index.html", ref, "en") == '[<a href="x.html">]\n'
    ran = count_renders(workshop, renderer)
    show(workshop, renderer, "index.html", ref, "en")
    assert ran == ["issue.html"]


def test_equal_cards_share_a_fragment_and_changed_ones_do_not(workshop: Any) -> None:
    layer = {
        "templates/issue.html": "{{ fragment('card', view.featured[0].card) }}",
        "templates/fragments/card.html": "{{ value.venue }}",
    }
    renderer, ref = workshop.renderer(layer), workshop.paper()
    ran = count_renders(workshop, renderer)
    for venue in ("ICLR", "ICLR", "CVPR"):
        changed = seal(replace(ref, card=seal(replace(ref.card, facts=make_facts(venue=venue)))))
        assert show(workshop, renderer, "index.html", changed) == f"{venue}\n"
    assert ran.count("fragments/card.html") == 2


def test_a_changed_body_is_loaded_anew(workshop: Any) -> None:
    renderer, ref = workshop.renderer(COUNTING), workshop.paper(Body(summary=Text(lang="zh", html="old")))
    assert show(workshop, renderer, "index.html", ref) == "[old]\n"
    ref = workshop.paper(Body(summary=Text(lang="zh", html="new")))
    assert show(workshop, renderer, "index.html", ref) == "[new]\n"


def test_options_and_plain_values_tell_fragments_apart(workshop: Any) -> None:
    layer = {
        "templates/issue.html": "{% for v in [1, true, '1', [1], [2]] %}"
        "{{ fragment('x', v, level=loop.index) }} {% endfor %}"
        "{{ fragment('x', 1, level=1) }} {{ fragment('x', 1, level=2) }}",
        "templates/fragments/x.html": "{{ value }}:{{ level }}",
    }
    assert workshop.render(layer) == "1:1 True:2 1:3 [1]:4 [2]:5 1:1 1:2"


def test_values_made_by_templates_are_never_mistaken_for_each_other(workshop: Any) -> None:
    layer = {
        "templates/issue.html": "{% for n in range(200) %}{{ fragment('x', [n]) }}{% endfor %}",
        "templates/fragments/x.html": "{{ value[0] }},",
    }
    assert workshop.render(layer) == "".join(f"{n}," for n in range(200))


def test_a_list_that_grows_is_rendered_again(workshop: Any) -> None:
    layer = {
        "templates/issue.html": "{% set all = [] %}{% for n in range(3) %}"
        "{{ all.append(n) or '' }}{{ fragment('x', all) }}{% endfor %}",
        "templates/fragments/x.html": "{{ value|length }}",
    }
    assert workshop.render(layer) == "123"


def test_the_cache_drops_the_least_recently_used_values() -> None:
    cache: LruCache[str] = LruCache(limit=4, weigh=len)
    cache.put("a", "aa")
    cache.put("b", "bb")
    assert cache.get("a") == "aa"
    cache.put("c", "cc")
    assert (cache.get("a"), cache.get("b"), cache.get("c")) == ("aa", None, "cc")
    cache.put("d", "far too long")
    assert (cache.get("a"), cache.get("c"), cache.get("d")) == (None, None, "far too long")


def test_a_template_shown_as_a_fragment_is_made_once(workshop: Any) -> None:
    layer = {
        "templates/issue.html": "{{ fragment('_part.html', here=page.title) }}",
        "templates/_part.html": "{{ site.title_en }} {{ here }}",
    }
    renderer = workshop.renderer(layer)
    ran = count_renders(workshop, renderer)

    def shown(title: str) -> str:
        page = workshop.page("issues/2023-02-08.html", "zh", title)
        return str(renderer.render_page(template="issue.html", page=page, site=workshop.site, view=view).decode())

    view = workshop.issue()
    assert [shown("a"), shown("b"), shown("a")] == ["Paper Digest a\n", "Paper Digest b\n", "Paper Digest a\n"]
    assert ran.count("_part.html") == 2
