"""Names of files that are no entries, and why."""

import pytest

from digest.content.strays import find_lost, find_misnamed

DAY = "content/2023-02-08"


def hints(*names: str) -> list[str]:
    return [each.hint for each in find_misnamed(names)]


@pytest.mark.parametrize(
    ("name", "right"),
    [
        ("a.MD", "a.md"),
        ("a.Md", "a.md"),
        ("a.markdown", "a.md"),
        ("a.Markdown", "a.md"),
        ("a.mkd", "a.md"),
        ("a.mdx", "a.md"),
        ("a.md.txt", "a.md"),
        ("a.markdown.txt", "a.md"),
        ("a.md ", "a.md"),
        ("a。md", "a.md"),
        ("a．md", "a.md"),
        ("图到词.MD", "图到词.md"),
        ("2302.03084.MD", "2302.03084.md"),
        ("Issue.md", "issue.md"),
        ("ISSUE.MD", "issue.md"),
        ("issue.markdown", "issue.md"),
        ("issue.md.txt", "issue.md"),
        ("Authors.yaml", "content/authors.yaml"),
        ("authors.yml", "content/authors.yaml"),
        ("authors.yaml", "content/authors.yaml"),
        ("author.yaml", "content/authors.yaml"),
        ("authors.yaml.txt", "content/authors.yaml"),
        ("people.yaml", "content/authors.yaml"),
        ("issue.txt", "issue.md"),
        ("issue", "issue.md"),
    ],
)
def test_a_name_that_is_nearly_right_is_told_the_right_one(name: str, right: str) -> None:
    assert hints(f"{DAY}/{name}") == [f"rename it to {right}"]


@pytest.mark.parametrize(
    "name",
    [
        "a.md",
        "A.md",
        "issue.md",
        "issues.md",
        "a.md~",
        "a.md.bak",
        "a.md.orig",
        "a.txt",
        "a.pdf",
        "a.yaml",
        "md",
        "fig.png",
    ],
)
def test_other_names_are_left_alone(name: str) -> None:
    assert hints(f"{DAY}/{name}") == []


def test_the_list_of_people_has_one_place() -> None:
    assert hints("content/authors.yaml") == []
    assert hints("content/authors.yml") == ["rename it to content/authors.yaml"]
    assert hints("content/authors.yaml", "content/authors.yml") == [
        "content/authors.yaml is there too: move one of them away"
    ]


def test_outside_a_day_no_file_introduces_one() -> None:
    assert hints("content/Issue.md") == []


def test_a_day_that_is_a_file_is_told() -> None:
    [told] = find_misnamed([DAY])
    assert told.message == "this has the name of a day, but it is a file and no folder"


@pytest.mark.parametrize(
    ("path", "why"),
    [
        (DAY, "link"),
        ("content/notes", "link"),
        ("content/2023.02.08", "link"),
        (f"{DAY}/a.md", "link"),
        (f"{DAY}/a.MD", "link"),
        (f"{DAY}/issue.md", "link"),
        (f"{DAY}/a.md", "special"),
        (f"{DAY}/up", "loop"),
        ("content/authors.yaml", "link"),
        ("themes", "link"),
        ("themes/mine/strings/zh.yaml", "link"),
        ("themes/mine/static/logo.svg", "link"),
        ("addresses.lock", "link"),
        (f"{DAY}/.a.md.icloud", "placeholder"),
        ("content/.2023-02-08.icloud", "placeholder"),
        ("content/.authors.yaml.icloud", "placeholder"),
    ],
)
def test_what_cannot_be_read_and_is_needed_is_an_error(path: str, why: str) -> None:
    [told] = find_lost({path: why}, [])
    assert (told.code, told.severity, told.path) == ("lost-file", "error", path)


@pytest.mark.parametrize(
    ("path", "why"),
    [(f"{DAY}/fig.png", "link"), (f"{DAY}/.fig.png.icloud", "placeholder"), (f"{DAY}/code.zip", "link")],
)
def test_a_lost_file_is_left_to_the_text_that_shows_it(path: str, why: str) -> None:
    assert list(find_lost({path: why}, [])) == []


def test_a_placeholder_beside_its_file_is_old() -> None:
    assert list(find_lost({f"{DAY}/.a.md.icloud": "placeholder"}, [f"{DAY}/a.md"])) == []


def test_other_clouds_have_placeholders_too() -> None:
    [told] = find_lost({}, [f"{DAY}/a.md.nextcloud", f"{DAY}/a.md"[:-4] + "b.md"])
    assert told.message == "this stands for 'a.md', which is in the cloud and not on this machine"
