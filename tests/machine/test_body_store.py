"""The body store returns what was kept, and only if its checksum matches."""

import os
from dataclasses import replace
from pathlib import Path

import pytest

from digest.machine.body_store import BODIES, TEXTS_PER_BUCKET, BodyStore, bucket_of, searched
from digest.machine.part_store import PartStore
from digest.machine.rendering import make_supplies
from digest.machine.site_plan import plan_site
from digest.machine.state import read_state
from digest.text.fingerprint import checksum
from tests.building import SETTINGS, build, options, silent, tree, write_site
from tests.machine.sites import FILES, TEXT_A, A, B


@pytest.fixture
def store(tmp_path: Path) -> BodyStore:
    return BodyStore(tmp_path / "bodies")


def test_a_body_comes_back_by_its_checksum(store: BodyStore) -> None:
    store.keep("day", {"a": b"one", "b": b"two"}, ())
    assert store.find("day", "a", checksum(b"one")) == b"one"
    assert store.find("day", "a", checksum(b"two")) is None
    assert store.find("day", "c", checksum(b"one")) is None
    assert store.find("another", "a", checksum(b"one")) is None


def test_bodies_stay_beside_new_ones_while_they_are_asked_for(store: BodyStore) -> None:
    store.keep("day", {"a": b"one", "b": b"two", "c": b"three"}, ())
    store.keep("day", {"a": b"new"}, ("b",))
    assert store.find("day", "a", checksum(b"new")) == b"new"
    assert store.find("day", "b", checksum(b"two")) == b"two"
    assert store.find("day", "c", checksum(b"three")) is None


def test_a_damaged_bucket_holds_nothing_and_can_be_filled_again(store: BodyStore, tmp_path: Path) -> None:
    store.keep("day", {"a": b"one", "b": b"two"}, ())
    [file] = (tmp_path / "bodies").iterdir()
    sound = file.read_bytes()
    for damage in (b"", sound[:-1], sound[:40] + b"?" + sound[41:], b"0" * 32 + sound[32:], b"junk"):
        file.write_bytes(damage)
        assert BodyStore(tmp_path / "bodies").find("day", "a", checksum(b"one")) is None
        BodyStore(tmp_path / "bodies").keep("day", {"a": b"one"}, ("b",))
        assert BodyStore(tmp_path / "bodies").find("day", "a", checksum(b"one")) == b"one"


def test_buckets_that_nothing_names_are_removed(store: BodyStore, tmp_path: Path) -> None:
    for bucket in ("one", "two", "three"):
        store.keep(bucket, {"a": b"body"}, ())
    store.drop_others(["two"])
    assert len(list((tmp_path / "bodies").iterdir())) == 1
    assert store.find("two", "a", checksum(b"body")) == b"body"


def test_a_large_folder_is_several_buckets_of_which_none_is_much_larger_than_the_others() -> None:
    paths = [f"content/all/{number}.md" for number in range(40 * TEXTS_PER_BUCKET)]
    buckets = [bucket_of(path, len(paths)) for path in paths]
    sizes = [buckets.count(bucket) for bucket in set(buckets)]
    assert len(sizes) == 40
    assert max(sizes) < 2 * TEXTS_PER_BUCKET
    assert {bucket_of(path, TEXTS_PER_BUCKET) for path in paths} == {"content/all"}


def test_bodies_stay_of_texts_that_were_read_again_and_are_as_they_were(tmp_path: Path) -> None:
    """As after a checkout, which gives every file another stamp."""
    build(write_site(tmp_path, FILES))
    for path in (A, B):
        os.utime(tmp_path / path, ns=(1, 1))
    (tmp_path / A).write_text(TEXT_A.replace("中文摘要。", "新的摘要。"), encoding="utf-8")
    build(tmp_path)
    asked, store = options(tmp_path), BodyStore(tmp_path / ".digest" / BODIES)
    sources = plan_site(read_state(asked), asked, silent).sources
    for path in (A, B):
        assert store.find(sources.rows[path].bucket, path, sources.body_digest(path)) is not None


def test_bodies_that_wait_are_found_beside_those_that_they_replace(tmp_path: Path) -> None:
    BodyStore(tmp_path / "bodies").keep("day", {"a": b"one", "b": b"two"}, ())
    store = BodyStore(tmp_path / "bodies", waits=True)
    store.keep("day", {"a": b"new"}, ("b",))
    store.keep("day", {"c": b"three"}, ("a", "b"))
    for body in (b"one", b"new"):
        assert store.find("day", "a", checksum(body)) == body
    assert BodyStore(tmp_path / "bodies").find("day", "a", checksum(b"new")) is None
    store.flush()
    for path, body in {"a": b"new", "b": b"two", "c": b"three"}.items():
        assert store.find("day", path, checksum(body)) == body
        assert BodyStore(tmp_path / "bodies").find("day", path, checksum(body)) == body
    assert store.find("day", "a", checksum(b"one")) is None


def test_nothing_is_kept_for_a_search_that_is_switched_off(tmp_path: Path) -> None:
    built = build(write_site(tmp_path, FILES | {"digest.yaml": SETTINGS + "search: false\n"}))
    asked = options(built.root)
    assert {head.search for head in plan_site(read_state(asked), asked, silent).sources.heads()} == {""}
    before = tree(tmp_path / ".digest" / BODIES)
    build(write_site(tmp_path, {"digest.yaml": SETTINGS}))
    assert len(tree(tmp_path / ".digest" / BODIES)) > len(before)


def test_what_is_searched_is_kept_in_a_bucket_of_its_own_and_read_again_if_that_is_lost(tmp_path: Path) -> None:
    build(write_site(tmp_path, FILES))
    asked = options(tmp_path)
    planned = plan_site(read_state(asked), asked, silent, bodies=BodyStore(tmp_path / ".digest" / BODIES))
    row = planned.sources.rows[A]
    assert planned.parser.bodies is not None
    assert planned.parser.bodies.find(searched(row.bucket), A, planned.sources.search_digest(A)) is not None
    parts = PartStore(tmp_path, "", reads=False, writes=False)
    load = make_supplies(planned.theme, planned.kept, "", planned.sources, planned.parser, parts).load_texts
    kept = load(A)
    assert ("tag", "", "x") in kept.fields
    planned.parser.bodies.drop_others([])
    lost = replace(planned.parser, bodies=BodyStore(tmp_path / ".digest" / BODIES))
    assert make_supplies(planned.theme, planned.kept, "", planned.sources, lost, parts).load_texts(A) == kept
