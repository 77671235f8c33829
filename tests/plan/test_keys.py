"""Views in two plans at the same path are equal if and only if their cache keys are."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

from digest.machine.site_plan import plan_site
from digest.machine.state import read_state
from digest.model.fields import Field, fields_of
from digest.model.front_matter import FrontMatter
from digest.plan.types import Plan
from digest.text.fingerprint import fingerprint
from tests.building import DAY, SETTINGS, entry, options, silent, write_site
from tests.machine.sites import FILES, TEXT_A, A, B, change
from tests.model.test_front_matter import USUAL as USUAL_KEYS
from tests.model.test_front_matter import VALUES
from tests.site.test_pages import png

USUAL = SETTINGS + "siblings: [bib, ris, csl, json, md]\nauthors: {min_papers: 1}\nper_page: 2\nfooter: Foot\n"
BASE: dict[str, str | bytes] = {
    **FILES,
    "digest.yaml": USUAL,
    f"{DAY}/c.md": entry(
        arxiv="2302.00004", rating="8/10", authors="[Ada Lovelace, Grace Hopper, et al.]", affiliations="[A, B]"
    ).replace("The abstract", "The *abstract*"),
    f"{DAY}/f.md": entry(arxiv="2302.00006", aliases="[first, second]", tags="[F#, C#]", venue=""),
    f"{DAY}/issue.md": "Words of the day, see [a](a.md).\n",
    "content/weeks/2023-W06.md": "---\ntitle: A week\n---\nWords of the week, see [a](../2023-02-08/a.md).\n",
    "content/2023-02-09/d.md": entry(arxiv="", doi="10.1000/x", section="notable", venue="ICLR", code="https://c.io/"),
    "static/ads.txt": "ads",
    "content/authors.yaml": "Ada Lovelace: {spellings: [A. Lovelace], url: https://ada.example/}\n",
}
for _number, _name in enumerate(("index", "first", "second")):
    for _language in ("zh", "en"):
        _text = f"---\npage: true\ntitle: {_name}\nrank: {_number}\n---\nOf {_name}, see [x](first.md).\n"
        BASE[f"content/docs/{_name}.{_language}.md"] = _text
FIRST = "content/docs/first.en.md"
OTHER_PAGE = "---\npage: true\ntitle: Other\n---\nOther.\n"

EDITS: dict[str, dict[str, str | bytes | None]] = {
    "nothing": {},
    "body": {A: TEXT_A.replace("中文摘要。", "新的摘要。")},
    "summary": {A: TEXT_A.replace("一句话。", "另一句话。")},
    "english summary": {A: f"{TEXT_A}\n## Summary\n\nOne sentence.\n"},
    "aspect": {A: f"{TEXT_A}\n## 方法\n\n一种方法。\n"},
    "english key points": {A: TEXT_A.replace("arxiv:", "key_points_en: [One, Two]\narxiv:")},
    "title": {A: TEXT_A.replace("title: A Title", "title: Another")},
    "chinese title": {B: str(FILES[B]).replace("乙", "丙")},
    "authors": {A: TEXT_A.replace("Ada Lovelace, Alan Turing", "Ada Lovelace")},
    "a corresponding author": {A: TEXT_A.replace("Ada Lovelace, Alan Turing", "Ada Lovelace†, Alan Turing")},
    "an equal contribution": {A: TEXT_A.replace("Ada Lovelace, Alan Turing", "Ada Lovelace*, Alan Turing")},
    "an author with an id": {
        A: TEXT_A.replace("[Ada Lovelace, Alan Turing]", "[{name: Ada Lovelace, id: ada}, Alan Turing]"),
        "content/authors.yaml": "ada: {name: Ada Lovelace}\nada-2: {name: Ada Lovelace}\n",
    },
    "an author with an ORCID iD": {
        A: TEXT_A.replace(
            "[Ada Lovelace, Alan Turing]", "[{name: Ada Lovelace, orcid: 0000-0002-1825-0097}, Alan Turing]"
        )
    },
    "two people of one name": {"content/authors.yaml": "ada: {name: Ada Lovelace}\nada-2: {name: Ada Lovelace}\n"},
    "one more with an author": {B: str(FILES[B]).replace("[Ada Lovelace]", "[Ada Lovelace, Grace Hopper]")},
    "affiliations": {f"{DAY}/c.md": str(BASE[f"{DAY}/c.md"]).replace("[A, B]", "[A, C]")},
    "category": {B: str(FILES[B]).replace("category: LG", "category: [CL, LG]")},
    "aliases": {A: TEXT_A.replace("arxiv:", "aliases: [old, en/older]\narxiv:")},
    "aliases of a page": {"content/about.md": str(FILES["content/about.md"]).replace("title:", "aliases: us\ntitle:")},
    "a term with another address": {A: TEXT_A.replace("tags: [x]", "tags: [x, C++, X]")},
    "tags": {A: TEXT_A.replace("tags: [x]", "tags: [x, y]")},
    "section": {A: TEXT_A.replace("arxiv:", "section: notable\narxiv:")},
    "rank": {B: str(FILES[B]).replace("arxiv:", "rank: 1\narxiv:")},
    "order of an issue": {f"{DAY}/issue.md": "---\norder_by: rating\n---\nWords of the day, see [a](a.md).\n"},
    "a long day": {"digest.yaml": f"{USUAL}long_day: {{papers: 2}}\n"},
    "a long day without folds": {"digest.yaml": f"{USUAL}long_day: {{papers: 1, open: 9}}\n"},
    "a title with the number": {f"{DAY}/issue.md": "---\ntitle: No. 1\n---\nWords of the day, see [a](a.md).\n"},
    "a repository": {"digest.yaml": f"{USUAL}repo: https://github.com/owner/name\n"},
    "order": {"digest.yaml": f"{USUAL}order_by: rating\n"},
    "rating": {A: TEXT_A.replace("arxiv:", "rating: 9\narxiv:")},
    "rating by aspects": {B: str(FILES[B]).replace("arxiv:", "rating: {novelty: 4/5}\narxiv:")},
    "area": {A: TEXT_A.replace("arxiv:", "area: [多模态]\narxiv:")},
    "correction": {A: TEXT_A.replace("arxiv:", "updated: 2023-03-01\narxiv:")},
    "extra": {A: TEXT_A.replace("arxiv:", "extra: {a: {b: c}}\narxiv:")},
    "venue": {"content/2023-02-09/d.md": str(BASE["content/2023-02-09/d.md"]).replace("ICLR", "ICML")},
    "code": {"content/2023-02-09/d.md": str(BASE["content/2023-02-09/d.md"]).replace("c.io", "d.io")},
    "no chinese": {B: entry(arxiv="2302.00002", category="LG", title="Second", title_zh="").split("## ")[0]},
    "one more": {f"{DAY}/e.md": entry(arxiv="2302.00005")},
    "a day of its own": {A: TEXT_A.replace("arxiv:", "published: 2023-01-02\narxiv:")},
    "a paper whose citation has the same key": {
        "content/2023-02-10/e.md": str(FILES[B]).replace("2302.00002", "2302.00005")
    },
    "one less": {f"{DAY}/c.md": None},
    "a new day before": {"content/2023-02-06/e.md": entry(arxiv="2302.00005")},
    "a new week before": {"content/2023-01-30/e.md": entry(arxiv="2302.00005")},
    "a new month after": {"content/2023-03-10/e.md": entry(arxiv="2302.00005")},
    "a new day after": {"content/2023-02-10/e.md": entry(arxiv="2302.00005")},
    "moved": {B: None, "content/2023-02-09/b.md": FILES[B]},
    "figure": {f"{DAY}/fig.png": png(9, 9)},
    "introduction": {f"{DAY}/issue.md": "Other words of the day, see [b](b.md).\n"},
    "introduction leads elsewhere": {B: str(FILES[B]).replace("arxiv: 2302.00002", "url: https://example.com/")},
    "number of an issue": {f"{DAY}/issue.md": "---\nnumber: 99\n---\nWords of the day, see [a](a.md).\n"},
    "title of an issue": {f"{DAY}/issue.md": "---\ntitle: Mine\n---\nWords of the day, see [a](a.md).\n"},
    "introduction of a week": {"content/weeks/2023-W06.md": "---\ntitle: A week\n---\nOther words.\n"},
    "title of a week": {
        "content/weeks/2023-W06.md": "---\ntitle: B\n---\nWords of the week, see [a](../2023-02-08/a.md).\n"
    },
    "introduction of a month": {"content/months/2023-02.md": "Words.\n"},
    "introduction of an empty week": {"content/weeks/2023-W08.md": "Words.\n"},
    "another page": {"content/other.md": OTHER_PAGE},
    "a page's title": {"content/about.md": str(FILES["content/about.md"]).replace("About", "Us")},
    "a page's text": {"content/about.md": str(FILES["content/about.md"]).replace("Hi.", "Hello.")},
    "a text of a page in one language": {FIRST: str(BASE[FIRST]).replace("Of", "In")},
    "a title of a page in one language": {FIRST: str(BASE[FIRST]).replace("title: first", "title: The first")},
    "no text of a page in one language": {FIRST: None},
    "a draft in one language": {FIRST: str(BASE[FIRST]).replace("title:", "draft: true\ntitle:")},
    "a page of a folder more": {"content/docs/other.md": OTHER_PAGE},
    "a page of a folder that is not in the menu": {
        "content/docs/other.md": OTHER_PAGE.replace("title:", "navigation: false\ntitle:")
    },
    "another order of pages": {
        FIRST: str(BASE[FIRST]).replace("rank: 1", "rank: 5"),
        FIRST.replace(".en", ".zh"): None,
    },
    "a folder without its first page": {"content/docs/index.zh.md": None, "content/docs/index.en.md": None},
    "people": {"content/authors.yaml": "Ada Lovelace: [A. Lovelace, Alan Turing]\n"},
    "a person's address": {"content/authors.yaml": "Ada Lovelace: {orcid: 0000-0002-1825-0097}\n"},
    "a person's affiliation": {"content/authors.yaml": "Ada Lovelace: {affiliation: FAIR}\n"},
    "authors' pages": {"digest.yaml": USUAL.replace("min_papers: 1", "min_papers: 3")},
    "per page": {"digest.yaml": USUAL.replace("per_page: 2", "per_page: 3")},
    "footer": {"digest.yaml": USUAL.replace("Foot", "Feet")},
    "url": {"digest.yaml": USUAL.replace("org/digest/", "org/")},
    "languages": {"digest.yaml": f"{USUAL}languages: [en, zh]\n"},
    "another script": {"digest.yaml": f"{USUAL}languages: [zh-Hant, en]\n"},
    "one language": {"digest.yaml": f"{USUAL}languages: [zh]\n"},
    "description": {"digest.yaml": f"{USUAL}description: Text\n"},
    "categories": {"digest.yaml": f"{USUAL}categories: {{CV: {{zh: 视觉, colour: '#123456'}}}}\n"},
    "issue title": {"digest.yaml": f"{USUAL}issue_title: 'No. {{number}}'\n"},
    "feed": {"digest.yaml": f"{USUAL}feed: {{items: 2, full_text: false}}\n"},
    "feed of issues": {"digest.yaml": f"{USUAL}feed: {{grain: issue}}\n"},
    "feeds of both": {"digest.yaml": f"{USUAL}feed: {{grain: both}}\n"},
    "authority": {"digest.yaml": f"{USUAL}feed: {{authority: 'digest.example.org,2023'}}\n"},
    "editor": {"digest.yaml": f"{USUAL}editor: {{name: Ed}}\n"},
    "time zone": {"digest.yaml": f"{USUAL}timezone: UTC\n"},
    "other siblings": {"digest.yaml": USUAL.replace("ris, ", "")},
    "no search": {"digest.yaml": f"{USUAL}search: false\n"},
    "no data beside papers": {"digest.yaml": USUAL.replace(", json, md", "")},
    "no data": {"digest.yaml": f"{USUAL}data: false\n"},
    "licence": {"digest.yaml": f"{USUAL}license: CC BY 4.0\n"},
    "licence of a language": {"digest.yaml": f"{USUAL}license: {{zh: 署名, en: CC BY 4.0}}\n"},
    "other mark-up of the same text": {f"{DAY}/c.md": str(BASE[f"{DAY}/c.md"]).replace("*", "_")},
    "no tags for reference managers": {"digest.yaml": f"{USUAL}citation_tags: false\n"},
    "head": {"digest.yaml": f"{USUAL}head: <meta name=a>\n"},
    "policy": {"digest.yaml": f"{USUAL}policy: {{font-src: https://a.example}}\n"},
    "a logo": {"digest.yaml": f"{USUAL}logo: logo.png\n", "logo.png": png(5, 5)},
    "a picture of links": {"digest.yaml": f"{USUAL}image: card.png\n", "card.png": png(5, 5)},
    "an icon": {"digest.yaml": f"{USUAL}icon: icon.png\n", "icon.png": png(5, 5)},
    "another file of the site's own": {"static/.well-known/a.txt": "a"},
    "a file of the site's own": {"static/ads.txt": "other"},
    "a QR code": {"digest.yaml": f"{USUAL}follow: [{{name: a, qr: code.png}}]\n", "code.png": png(5, 5)},
}

GENEROUS = {"description", "editor", "time zone", "footer", "categories", "feed", "authority", "per page"}
"""Settings in more keys than necessary. They seldom change, and equal bytes are not written."""


def plan(root: Path, files: Mapping[str, str | bytes | None], **wishes: Any) -> Plan:
    change(root, files)
    asked = options(root, **wishes)
    return plan_site(read_state(asked), asked, silent).plan


def shown(made: Plan) -> dict[str, tuple[str, str]]:
    """By path, the key, and the fingerprint of everything that the writer gets."""
    found = {}
    for output in made:
        shown = (output.kind.name, output.make(made.contents), output.language if output.kind.template else "")
        found[output.path] = output.key, fingerprint(shown)
    return found


def members(made: Plan) -> dict[str, tuple[tuple[str, ...], list[str]]]:
    """By kind and cover of each group, the key of the cover with what the members have apart, and the members' keys."""
    return {
        f"{group.kind.name} {group.cover.path}": (
            (group.cover.key, *group.apart),
            [each.key for each in group.make(made.contents)],
        )
        for group in made.groups
    }


@pytest.fixture(scope="module")
def base(tmp_path_factory: pytest.TempPathFactory) -> Plan:
    return plan(write_site(tmp_path_factory.mktemp("base"), BASE), {})


@pytest.fixture(scope="module")
def before(base: Plan) -> dict[str, tuple[str, str]]:
    return shown(base)


@pytest.mark.parametrize("edit", EDITS)
def test_views_are_equal_if_and_only_if_their_keys_are(
    tmp_path: Path, base: Plan, before: dict[str, tuple[str, str]], edit: str
) -> None:
    made = plan(write_site(tmp_path, BASE), EDITS[edit])
    was, now = members(base), members(made)
    same_cover = [group for group in was.keys() & now.keys() if was[group][0] == now[group][0]]
    assert [group for group in same_cover if was[group] != now[group]] == [], "a member's key has more than its cover's"
    after = shown(made)
    common = before.keys() & after.keys()
    assert len(common) > 20 or edit in ("languages", "one language")
    hidden = {path for path in common if before[path][0] == after[path][0] and before[path][1] != after[path][1]}
    assert hidden == set(), "a change that the key does not tell"
    needless = {path for path in common if before[path][0] != after[path][0] and before[path][1] == after[path][1]}
    assert needless == set() or edit in GENEROUS, "a change of the key that shows nothing"
    assert (before == after) == (edit == "nothing")


def test_the_day_makes_a_paper_one_of_the_future(tmp_path: Path) -> None:
    root = write_site(tmp_path, {"content/2024-06-01/a.md": entry()})
    [early, late] = [
        shown(plan(root, {}, future=True, now=options(root).now.replace(year=year))) for year in (2024, 2025)
    ]
    assert early["papers/2302.03084.html"][0] != late["papers/2302.03084.html"][0]
    assert {path for path in early if (early[path][0] == late[path][0]) != (early[path][1] == late[path][1])} == set()


def test_a_standing_page_that_is_a_draft_says_so(tmp_path: Path) -> None:
    root = write_site(tmp_path, BASE)
    usual = shown(plan(root, {}, drafts=True))
    draft = str(BASE["content/about.md"]).replace("page: true\n", "page: true\ndraft: true\n")
    after = shown(plan(root, {"content/about.md": draft}, drafts=True))
    assert {path for path in usual if usual[path] != after[path]} == {"about.html", "en/about.html"}
    assert usual.keys() == after.keys()


@pytest.mark.parametrize("key", fields_of(FrontMatter), ids=lambda key: key.name)
def test_the_key_of_a_card_changes_if_and_only_if_a_shown_value_does(tmp_path: Path, key: Field) -> None:
    usual = {**USUAL_KEYS, "summary": "一句话。", "abstract": "The abstract."}
    files = [
        {A: "---\n" + "".join(f"{name}: {value}\n" for name, value in keys.items()) + "---\n"}
        for keys in (usual, usual | {key.name: VALUES.get(key.name, "something typed")})
    ]
    root = write_site(tmp_path, {f"{DAY}/a.png": png(1, 1)})
    before, after = (plan(root, each, drafts=True).contents.cards.slots[A] for each in files)
    assert before.head != after.head or not key.is_shown
    assert (before.card != after.card) == (key.is_shown or key.name == "slug")
