"""The contract with themes: `requires` in `theme.yaml`, and what a contract promises."""

import json
import os
from dataclasses import fields, is_dataclass
from pathlib import Path
from typing import Any, get_args

import pytest
from jinja2 import nodes

from digest.machine.options import Refused
from digest.machine.site_themes import load_theme
from digest.plan import views
from digest.theme import read_theme, theme_settings
from digest.theme.environment import ThemeEnvironment
from digest.theme.filters import FILTERS
from digest.theme.theme_settings import CONTRACT, OLDEST_CONTRACT
from tests.building import DAY, ENTRY, SETTINGS, check, write_site

PROMISED = Path(__file__).with_name(f"contract-{CONTRACT}.json")
MINE = "themes/mine/theme.yaml"


def problems(tmp_path: Path, text: str) -> list[tuple[str, str, str]]:
    files = {f"{DAY}/a.md": ENTRY, "digest.yaml": f"{SETTINGS}theme: mine\n", MINE: text}
    return [(each.code, each.path, each.message) for each in check(write_site(tmp_path, files))]


def test_a_theme_names_its_contract(tmp_path: Path) -> None:
    assert problems(tmp_path, f"requires: {CONTRACT}\nextends: ledger\n") == []


@pytest.mark.parametrize("text", ["extends: default\n", "name: mine\n", "", "# nothing\n", "requires:\n"])
def test_one_that_does_not_is_told_to(tmp_path: Path, text: str) -> None:
    message = "this theme does not say for which contract with themes it is written"
    assert ("missing-contract", MINE, message) in problems(tmp_path, text)


def test_a_folder_of_overrides_has_the_contract_of_its_theme(tmp_path: Path) -> None:
    files = {"digest.yaml": f"{SETTINGS}theme: ledger\n", f"{DAY}/a.md": ENTRY}
    files["themes/ledger/theme.yaml"] = 'bundles: {style.css: ["!style.css"]}\n'
    assert check(write_site(tmp_path, files)) == ()


@pytest.mark.parametrize("text", ["requires: 2\n", "requires: 99\nbundle: x\n", "requires: 0\n", "requires: -1\n"])
def test_another_contract_is_the_only_thing_that_is_told(workshop: Any, place_in: Any, text: str) -> None:
    number = text.split()[1]
    read = read_theme(workshop.layers({"theme.yaml": text, "templates/a.html": "{% if %}"}, {}))
    assert read.value is None
    (found,) = read.diagnostics
    assert (found.code, found.severity, found.path) == ("unknown-contract", "error", MINE)
    assert found.message == f"this theme is written for contract {number} of themes, and this digest has contract 1"
    assert ("newer digest" in found.hint) == (int(number) > CONTRACT)
    assert ("newer release of the theme" in found.hint) == (int(number) < OLDEST_CONTRACT)
    assert place_in(found, text) == (1, 11, number)


def test_a_site_with_it_is_refused_whatever_extends_it(tmp_path: Path) -> None:
    write_site(tmp_path, {"themes/base/theme.yaml": "requires: 7\n"})
    with pytest.raises(Refused) as refused:
        problems(tmp_path, "requires: 1\nextends: base\n")
    told = [(each.code, each.path) for each in refused.value.diagnostics]
    assert told == [("unknown-contract", "themes/base/theme.yaml")]


@pytest.mark.parametrize("value", ["one", "1.0", "v1", "[1]", "true", "'1 '", "{at_least: 1}"])
def test_what_is_no_number_is_of_the_wrong_type(workshop: Any, value: str) -> None:
    read = read_theme(workshop.layers({"theme.yaml": f"requires: {value}\n"}, {}))
    if value == "'1 '":
        assert read.diagnostics == ()
        return
    (found,) = read.diagnostics
    assert (found.code, found.hint) == ("wrong-type", "write requires: 1")
    assert found.message.startswith("'requires' must be a whole number")


def test_an_older_contract_works_while_it_is_supported(workshop: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(theme_settings, "CONTRACT", 3)
    monkeypatch.setattr(theme_settings, "OLDEST_CONTRACT", 2)
    codes = {
        number: [
            each.code for each in read_theme(workshop.layers({"theme.yaml": f"requires: {number}\n"}, {})).diagnostics
        ]
        for number in range(1, 5)
    }
    assert codes == {1: ["unknown-contract"], 2: [], 3: [], 4: ["unknown-contract"]}


def blocks_of(environment: ThemeEnvironment, name: str, text: str) -> list[str]:
    return sorted(block.name for block in environment.parse(text, name).find_all(nodes.Block))


def names_in(record: Any) -> tuple[str, ...]:
    return tuple(each.name for each in fields(record)) if is_dataclass(record) else getattr(record, "_fields", ())


@pytest.fixture(scope="module")
def offered(tmp_path_factory: pytest.TempPathFactory) -> dict[str, list[str]]:
    """What a theme may use, by kind."""
    read = load_theme(tmp_path_factory.mktemp("site"), "default", plain_names=False)
    theme = read.value
    assert theme is not None
    environment = ThemeEnvironment(theme)
    templates = {name: source.text for folder in theme.templates for name, source in folder.items()}
    records: list[Any] = [getattr(views, name) for name in views.__all__]
    records += [each for record in records for each in get_args(record)]
    return {
        "fields": sorted({f"{record.__name__}.{name}" for record in records for name in names_in(record)}),
        "filters": sorted({*FILTERS, "qr_code"}),
        "templates": sorted(templates),
        "blocks": sorted(
            f"{name} {each}" for name, text in templates.items() for each in blocks_of(environment, name, text)
        ),
        "strings": sorted(theme.strings["en"]),
        "static": sorted(asset.name for asset in theme.assets),
    }


def test_what_the_contract_promises_is_there(offered: dict[str, list[str]]) -> None:
    """A name that goes breaks themes: raise `CONTRACT`, and tell in CHANGELOG.md what to write instead. New names are
    added by `REFRESH=1`.
    """
    promised: dict[str, list[str]] = json.loads(PROMISED.read_text(encoding="utf-8")) if PROMISED.exists() else {}
    gone = {kind: sorted({*names} - {*offered[kind]}) for kind, names in promised.items()}
    assert {kind: names for kind, names in gone.items() if names} == {}
    if os.environ.get("REFRESH"):
        PROMISED.write_text(json.dumps(offered, indent=0) + "\n", encoding="utf-8")
        return
    assert promised == offered
