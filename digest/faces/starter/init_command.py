"""`digest init`: write the files of a new site; existing files are kept."""

import os
import re
import shlex
import sys
import zoneinfo
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

from digest.faces.build_command import DONE, Manner, read_clock
from digest.faces.places import path_of, place_in_repository
from digest.faces.starter.surroundings import (
    PLACEHOLDER_ORIGIN,
    builds_folder,
    find_origin,
    guess_branch,
    guess_editor,
    guess_url,
    is_ignored,
)
from digest.faces.terminal import show_path, write
from digest.machine import files
from digest.machine.build import find_root
from digest.machine.inputs import SETTINGS
from digest.machine.options import STATE, Refused
from digest.machine.stamps import scan
from digest.model.authority import PLACEHOLDER_URL, authority_of
from digest.model.yaml.tree import quote
from digest.plan.urls import CONTENT
from digest.text.characters import replace_unsafe
from digest.text.uri import as_uri
from digest.text.width import make_visible

TIMEZONE = "Asia/Shanghai"
"""Time zone in a new site's settings and workflow."""

DAY = "{day}"
WORKFLOW, DEPENDABOT, IGNORED = ".github/workflows/pages.yml", ".github/dependabot.yml", ".gitignore"
_MARK = re.compile("@(?:URL|FEED|EDITOR|BRANCHES|TIMEZONE|DIGEST|SET_ZH|SET_EN|SET|ROOT|STATE|OUTPUT)@")
SITE = {
    SETTINGS: "digest.yaml",
    "README.md": "README.md",
    IGNORED: "gitignore",
    WORKFLOW: "pages.yml",
    DEPENDABOT: "dependabot.yml",
    ".vscode/settings.json": "settings.json",
    ".vscode/extensions.json": "extensions.json",
    ".vscode/tasks.json": "tasks.json",
    ".vscode/digest.code-snippets": "digest.code-snippets",
}
"""Files of every site, with their names in `files/`. No leading dots there: packagers may drop such files. Those in
`.github/` are written at the top of the repository, where GitHub looks for them.
"""

EXAMPLE = {
    f"{CONTENT}/about.zh.md": "about.zh.md",
    f"{CONTENT}/about.en.md": "about.en.md",
    f"{CONTENT}/{DAY}/issue.md": "issue.md",
    f"{CONTENT}/{DAY}/attention.md": "attention.md",
}
"""Example content, for a site that has none."""

_SET = {
    "@SET@": "  # <- 把 OWNER 换成 digest 所在的账号 · put the name of digest's owner in place of OWNER",
    "@SET_ZH@": "\n把 `OWNER` 换成 digest 所在的账号：上面一处，`.github/workflows/pages.yml` 里 `DIGEST:` 那一行一处。"
    "在那之前，推送以后不会发布。\n",
    "@SET_EN@": "\nPut the name of digest's owner in place of `OWNER`: above, and in the line `DIGEST:` of\n"
    "`.github/workflows/pages.yml`. Until then, a push publishes nothing.\n",
}
"""Extra text in the files if the origin of this installation is unknown (see `find_origin`)."""


def run_init(manner: Manner, *, folder: str | None) -> int:
    """Make a folder a site; return the exit status.

    Paths of written files go to standard output, everything else to standard error.
    """
    return _write_site(_place_of(folder), quiet=manner.quiet)


def _place_of(folder: str | None) -> Path:
    if folder == "":
        raise Refused("the folder's name is empty", "name a folder; or none, to make a site of this one")
    return Path(folder or ".").resolve()


def _write_site(folder: Path, *, quiet: bool) -> int:
    _check_folder(folder)
    today = read_clock(os.environ).astimezone(zoneinfo.ZoneInfo(TIMEZONE)).date()
    day = today.isoformat()
    inside = place_in_repository(folder)
    _check_name(inside)
    url, origin = guess_url(folder), find_origin()
    values = {
        "@URL@": url or PLACEHOLDER_URL,
        "@FEED@": _feed_line(url, inside, today.year),
        "@EDITOR@": _editor_line(guess_editor(folder)),
        "@BRANCHES@": _branches(guess_branch(folder)),
        "@TIMEZONE@": TIMEZONE,
        "@DIGEST@": origin or PLACEHOLDER_ORIGIN,
        "@ROOT@": f"--root {shlex.quote(inside)} " if inside else "",
        "@STATE@": quote(f"{inside}{STATE}") if inside else STATE,
        "@OUTPUT@": quote(f"{inside}output") if inside else "output",
        **{mark: "" if origin else said for mark, said in _SET.items()},
    }
    example = {path.replace(DAY, day): _fill(name, values) for path, name in EXAMPLE.items()}
    above = "../" * inside.count("/")
    places = {path: f"{above}{path}" if path.startswith(".github/") else path for path in SITE}
    texts = {places[path]: _fill(name, values) for path, name in SITE.items()}
    texts |= example if _has_no_content(folder, example) else {}
    texts[SETTINGS] = texts.pop(SETTINGS)  # last: a folder with settings counts as a site
    _check_places(folder, texts)
    left = []
    for path, text in texts.items():
        place = Path(os.path.normpath(folder / path))
        if files.write_new(place, text):
            write(sys.stdout, f"{show_path(place)}\n")
        else:
            left.append(path)
    if left:
        write(sys.stderr, f"Left as it was: {', '.join([_place(folder, path) for path in left])}.\n")
        write(sys.stderr, "".join(_lacks(folder, places, left)))
    if not quiet:
        if url:
            told = f"The site's address is {url}, from the repository's origin; 'url' in {SETTINGS} sets another.\n"
            write(sys.stderr, told)
        is_kept = places[WORKFLOW] in left
        workflow, publish = _place(folder, places[WORKFLOW]), _PUBLISH
        if is_kept and not builds_folder(_text_of(folder, places[WORKFLOW]), inside):
            publish = _ANOTHER_WORKFLOW.format(workflow=workflow, root=values["@ROOT@"], output=f"{inside}output")
        elif not origin and not is_kept:
            publish = f"set DIGEST in {workflow} to where GitHub installs digest from,\n{publish}"
        write(sys.stderr, _next_steps(folder, f"To publish it, {publish}", has_url=bool(url)))
    return DONE


_PUBLISH = "push it to GitHub and set Settings -> Pages -> Source to GitHub Actions."
_ANOTHER_WORKFLOW = (
    "let {workflow}, which was there already and does not build this folder,\n"
    "run 'digest build {root}--format github' and upload {output}/. A repository has one site on Pages: if it\n"
    "publishes another folder, copy {output}/ into that one before the upload,\n"
    "and set 'url' to its address there."
)


def _place(folder: Path, path: str) -> str:
    """A path from a site's folder, as it is from the current one."""
    return path_of(folder, "text")(path)


def _text_of(folder: Path, path: str) -> str:
    return files.read(folder / path).decode(errors="replace")


def _lacks(folder: Path, places: Mapping[str, str], left: Iterable[str]) -> Iterator[str]:
    """What files that were there already lack, in a line for each."""
    if IGNORED in left:
        lines = [line.strip().strip("/") for line in _text_of(folder, IGNORED).splitlines()]
        lacking = [f"/{name}/" for name in ("output", STATE) if name not in lines and not is_ignored(folder, name)]
        if lacking:
            where = _place(folder, IGNORED)
            yield f"{where} lacks {' and '.join(lacking)}, which builds write: add them, or git takes them.\n"
    if places[DEPENDABOT] in left and "github-actions" not in _text_of(folder, places[DEPENDABOT]):
        where = _place(folder, places[DEPENDABOT])
        yield f"{where} lacks 'package-ecosystem: github-actions': nothing proposes newer actions for the workflow.\n"


def _branches(published: str) -> str:
    """The branches whose pushes are published, as items of a YAML list."""
    usual = ("main", "master")
    return ", ".join((*usual, *([quote(published)] if published not in ("", *usual) else [])))


def _check_folder(folder: Path) -> None:
    if folder.exists() and not folder.is_dir():
        raise Refused(f"{folder} is a file", "name a folder, or one that is not there yet")
    site = find_root(folder)
    if site is None:
        return
    if site == folder:
        raise Refused(f"{folder} holds a site already: there is a {SETTINGS}", "digest check says whether it is right")
    raise Refused(f"{folder} is inside the site at {site}", "choose a folder outside it")


def _check_name(inside: str) -> None:
    """Raise `Refused` if the workflow cannot name a folder of the repository."""
    if odd := _UNNAMEABLE.search(inside):
        sign = repr(odd[0]) if odd[0].isprintable() else "a character that is not printable"
        raise Refused(
            f"the workflow cannot name the folder {make_visible(inside)}: {sign} in it has another meaning there",
            "name the folder otherwise: letters, digits, hyphens and spaces in the middle are always right",
        )


_UNNAMEABLE = re.compile(r"\$\{\{|[*?\[\]\\\x00-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff]|^[!# ]")
"""What GitHub reads as a pattern or an expression in `path:`, or YAML as the end of a line."""


def _check_places(folder: Path, texts: Iterable[str]) -> None:
    """Raise `Refused` if a file has the name of a needed folder, before anything is written."""
    needed = {folder / each for path in texts for each in Path(path).parents}
    for place in sorted(needed):
        if place.exists() and not place.is_dir():
            raise Refused(f"{place} is a file", "a site has a folder of this name: move or rename the file")


def _has_no_content(folder: Path, example: Mapping[str, bytes]) -> bool:
    """Whether there is no content, except example files that an interrupted run wrote."""
    content = folder / CONTENT
    if not content.is_dir():
        return True
    paths = [f"{CONTENT}/{path}" for path in scan(content)]
    return all(path in example and files.read(folder / path) == example[path] for path in paths)


def _fill(name: str, values: Mapping[str, str]) -> bytes:
    text = files.read(Path(__file__).parent / "files" / name).decode()
    return _MARK.sub(lambda match: values[match.group()], text).encode()


def _feed_line(url: str, inside: str, year: int) -> str:
    """The setting that makes the ids in feeds the site's own; to be filled in if its address is not known yet."""
    said = (
        "  # 条目编号里的名字，发布以后不要再改 · the name in the ids of entries; keep it once the site has readers\n"
    )
    line = f'feed: {{authority: "{authority_of(as_uri(f"{url or PLACEHOLDER_URL}{inside}") or url, year)}"}}'
    return f"{line}{said}" if url else f"# {line}{said}"


def _editor_line(name: str) -> str:
    if not name:
        return ""
    named = f"editor: {{name: {quote(replace_unsafe(name))}}}"
    return f"{named}  # 谁在编辑；还可以有 url 和 email · who makes it; may have a url and an email\n"


def _next_steps(folder: Path, publish: str, *, has_url: bool) -> str:
    here = show_path(folder)
    steps = [
        *([(f"cd {shlex.quote(here)}", "")] if here != "." else []),
        *([] if has_url else [(f"edit {SETTINGS}", "set url: where the site will stand")]),
        ("digest build", "content/ -> output/; then open output/index.html"),
        ("digest serve", "look while you write"),
        ("digest new 2302.03084", "an entry of today, filled from arXiv"),
    ]
    width = max(len(step) for step, _ in steps)
    lines = [f"  {step.ljust(width)}  {f'# {what}' if what else ''}".rstrip() for step, what in steps]
    return "\n".join(("Next:", *lines, f"{publish}\n"))
