"""The command `digest`: verbs and options.

Only click is imported at module level; each verb imports what it needs, so that `digest --version` is fast.
"""

import functools
from collections.abc import Callable, Sequence
from typing import Any

import click

from digest import __version__


class _Verbs(click.Group):
    """A group that lists verbs in order of definition and suggests the nearest one for a typo."""

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002 - click's signature
        return list(self.commands)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        command = super().get_command(ctx, cmd_name)
        if command is None and not ctx.resilient_parsing:
            ctx.fail(_unknown_verb(cmd_name, list(self.commands)))
        return command


def _unknown_verb(name: str, verbs: Sequence[str]) -> str:
    from digest.text.nearest import did_you_mean

    if hint := did_you_mean(name, verbs):
        return f"no such command '{name}'; {hint}"
    return f"no such command '{name}'; the commands are {', '.join(verbs)}"


_Verb = Callable[..., int]


def _completing(name: str) -> Callable[[click.Context, click.Parameter, str], list[str]]:
    """A function of `digest.faces.completion`, which is imported when the shell asks."""

    def complete(context: click.Context, option: click.Parameter, word: str) -> list[str]:
        from digest.faces import completion

        found: list[str] = getattr(completion, name)(context, option, word)
        return found

    return complete


_root = click.option(
    "--root",
    metavar="DIR",
    type=click.Path(exists=True, file_okay=False),
    help="The folder with digest.yaml.  [default: this one or the nearest above]",
)
_quiet = click.option("-q", "--quiet", is_flag=True, help="Show problems only.")
_quiet_but_paths = click.option("-q", "--quiet", is_flag=True, help="Show problems and paths only.")
_verbose = click.option("-v", "--verbose", is_flag=True, help="Show also what was skipped, and the time of each stage.")


def _negate(_context: click.Context, _option: click.Parameter, value: bool) -> bool:  # noqa: FBT001 - click's signature
    return not value


def _shared(verb: _Verb) -> _Verb:
    """The options that every verb which reads a site has."""
    options = (
        _root,
        click.option(
            "--format",
            type=click.Choice(["text", "json", "github"]),
            default="text",
            show_default=True,
            help="How problems are shown: for people, for programs, for GitHub Actions.",
        ),
        click.option("--strict", is_flag=True, help="Let warnings count as errors."),
        _quiet,
        _verbose,
    )
    for option in reversed(options):
        verb = option(verb)
    return verb


def _tell_version(context: click.Context, _option: click.Parameter, value: bool) -> None:  # noqa: FBT001
    """Print the version; with -v, which is eager and thus read before, those of all that shapes the output."""
    if not value or context.resilient_parsing:
        return
    if context.params.get("verbose"):
        from digest.faces.installation import show_versions

        click.echo(show_versions(), nl=False)
    else:
        click.echo(f"digest {__version__}")
    context.exit()


@click.group(
    cls=_Verbs,
    context_settings={"help_option_names": ["-h", "--help"]},
    epilog="""Exit status: 0 done; 1 the content has errors; 2 wrong usage, settings or environment.

\b
Completion: eval "$(_DIGEST_COMPLETE=bash_source digest)" in ~/.bashrc; zsh_source in ~/.zshrc;
_DIGEST_COMPLETE=fish_source digest > ~/.config/fish/completions/digest.fish""",
)
@click.option("--version", is_flag=True, expose_value=False, callback=_tell_version, help="Show the version, and exit.")
@click.option(
    "-v", "--verbose", is_flag=True, is_eager=True, help="With --version: show all versions that shape the output."
)
def cli(*, verbose: bool) -> None:
    """Make a bilingual (Chinese and English) site out of a folder of Markdown entries, one per paper."""
    if verbose:
        raise click.UsageError("-v belongs behind the command, as in: digest build -v")


def _verb(
    name: str | None = None, *, is_check: bool = False, group: click.Group = cli
) -> Callable[[_Verb], click.Command]:
    """Register a verb: a function with the names of its options as arguments, that returns the exit status.

    Instead of `format`, `quiet` and `verbose`, it gets a `Manner` as `manner`.
    """

    def register(verb: _Verb) -> click.Command:
        @functools.wraps(verb)
        def call(**asked: Any) -> int:
            from digest.faces.build_command import Manner
            from digest.faces.failures import refusing

            shown = {option: asked.pop(option) for option in ("format", "quiet", "verbose") if option in asked}
            manner = Manner(**shown, is_check=is_check)
            return refusing(functools.partial(verb, manner=manner, **asked), manner, asked.get("root"))

        return group.command(name)(call)

    return register


@_verb()
@_quiet_but_paths
@click.argument("folder", metavar="[DIR]", required=False, type=click.Path())
def init(**asked: Any) -> int:
    """Make a new site in DIR, or in this folder.

    It has settings, one entry, the workflow for GitHub Pages and settings for VS Code, and builds at once. The path of
    each file is printed; no file is written over.
    """
    from digest.faces.starter.init_command import run_init

    return run_init(**asked)


@_verb()
@_root
@click.option("--date", metavar="YYYY-MM-DD", help="The day that the entries belong to.  [default: today]")
@click.option("--offline", is_flag=True, help="Do not ask arXiv: write entries that hold only their ids.")
@click.option("--update", is_flag=True, help="Take PAPERs for files or folders, and fill what their entries lack.")
@click.option("--edit", is_flag=True, help="Open the new entries in $VISUAL or $EDITOR.")
@_quiet_but_paths
@click.argument("papers", metavar="[PAPER]...", nargs=-1)
def new(**asked: Any) -> int:
    """Write entries of papers, filled from arXiv.

    A PAPER is an id or an address of arXiv. Without any, or for -, they are read from standard input, one or more a
    line. The path of each new entry is printed; no file is written over. With --update, a PAPER is a file or folder of
    entries: what their arXiv ids give and they lack is filled in, and what is there stays.
    """
    if asked.pop("update"):
        from digest.faces.new.update_command import run_update

        return run_update(asked["manner"], paths=asked["papers"], root=asked["root"])
    from digest.faces.new.new_command import run_new

    return run_new(**asked)


@_verb("import")
@_shared
@click.option("--date", metavar="YYYY-MM-DD", help="The day of the papers.  [default: as the file says, else today]")
@click.option(
    "--recipe",
    metavar="FILE",
    help="The recipe: a file, or the name of a built-in one.  [default: what covers most]",
    shell_complete=_completing("complete_recipe"),
)
@click.option("--recipes", is_flag=True, help="List the built-in recipes.")
@click.option("--dry-run", is_flag=True, help="Show what would be imported, and write nothing.")
@click.option("--write-recipe", metavar="FILE", help="Write the recipe to FILE, to be edited, and import nothing.")
@click.option("--fill", is_flag=True, help="Ask arXiv for what papers with an arXiv id lack.")
@click.option("--report", metavar="FILE", help="Write all papers and problems to FILE, a JSON object a line.")
@click.argument("files", metavar="[FILE|FOLDER]...", nargs=-1, type=click.Path(exists=True, allow_dash=True))
def import_(**asked: Any) -> int:
    """Write entries of the papers in FILEs and FOLDERs.

    A FILE is a post or notes of papers (plain text, Markdown or a web page), which a recipe describes, or a
    bibliography (BibTeX, RIS or CSL-JSON); - is standard input. A report says what was found and what has no place; the
    path of each new file is printed, and no file is overwritten.
    """
    from digest.faces.import_command import run_import

    return run_import(**asked)


@_verb()
@_shared
@click.option(
    "--output",
    metavar="DIR",
    type=click.Path(file_okay=False),
    help="Where the site is written.  [default: output/ beside digest.yaml]",
)
@click.option("--url", metavar="URL", help="Where the site will stand, instead of the setting 'url'.")
@click.option("--drafts", is_flag=True, help="Build drafts too.")
@click.option("--future", is_flag=True, help="Build also what is dated in the future.")
@click.option(
    "--jobs",
    metavar="N",
    type=click.IntRange(min=0),
    default=0,
    help="Processes to work in.  [default: one per processor]",
)
@click.option(
    "--no-cache",
    "cache",
    is_flag=True,
    callback=_negate,
    help="Write everything anew, whatever is known of earlier builds.",
)
@click.option("--explain", is_flag=True, help="Show why each page was written or removed.")
@click.option("--report", is_flag=True, help="Show how large the site is, and what a paper adds.")
def build(**asked: Any) -> int:
    """Build the site: from content/ to output/.

    Nothing is written when the content has errors: the last good output stays as it was.
    """
    from digest.faces.build_command import run_build

    return run_build(**asked)


@_verb()
@_root
@click.option(
    "--port",
    metavar="N",
    type=click.IntRange(1, 65535),
    default=8000,
    show_default=True,
    help="Where the site is served; if that is taken, the next that is free.",
)
@click.option("--open", "opens_browser", is_flag=True, help="Open the site in a browser.")
@_quiet
@_verbose
def serve(**asked: Any) -> int:
    """Show the site in a browser while it is written.

    Every save is shown at once. Drafts and papers dated in the future are shown too, and marked. Pages that changed are
    loaded anew; errors show over the page. The output folder is not touched.
    """
    from digest.faces.serve.serve_command import run_serve

    return run_serve(**asked)


@_verb(is_check=True)
@_shared
@click.option("--fix", is_flag=True, help="Mend what is certain: punctuation, quotation marks, widths, spaces.")
@click.option("--links", is_flag=True, help="Ask the addresses outside of the site whether they are still there.")
@click.option("--rules", is_flag=True, help="List all messages and rules of style; do nothing else.")
@click.option(
    "--rule",
    metavar="CODE",
    help="Show what a rule finds, why, and how to allow it; do nothing else.",
    shell_complete=_completing("complete_rule"),
)
@click.argument("paths", metavar="[PATH]...", nargs=-1, type=click.Path())
def check(*, rules: bool, rule: str | None, **asked: Any) -> int:
    """Say what is wrong, and what is bad style.

    That is all that a build would say, and what the rules of style find. Nothing is written, unless --fix asks for it.
    With PATHs, only what is said of these files and folders. --links uses the network, one request a second to each
    host, and remembers for a week what it was answered.
    """
    from digest.faces.build_command import run_check, show_rules

    if rules or rule is not None:
        return show_rules(rule)
    return run_check(**asked)


@_verb("list")
@_root
@click.option(
    "--format",
    "shape",
    type=click.Choice(["table", "json", "csv", "ids"]),
    default="table",
    show_default=True,
    help="How the papers are printed. json: as in data/papers.jsonl, in an array.",
)
@click.option("--drafts", is_flag=True, help="List drafts too.")
@click.option("--future", is_flag=True, help="List also what is dated in the future.")
@_quiet
@click.argument("selection", metavar="[SELECTION]...", nargs=-1, shell_complete=_completing("complete_selection"))
def list_(**asked: Any) -> int:
    """List papers: all, or those that fit the whole SELECTION.

    \b
    latest, 2023-02-08, 2023-W06, 2023-02, 2023     the papers of a day, week, ...
    2023-02-01..2023-02-08, 2023.., ..latest        from one of these to another
    2302.03084, pic2word, 2023-02-08/pic2word.md    ids, slugs, files, folders
    cat:CV,CL  tag:"a, b"  area:...                 a whole name; with commas: any
    author:Saito  affil:Google  venue:CVPR          words in a name
    missing:title_zh  has:code                      papers without a field, or with
    is:draft  is:future                             what is not published yet
    zero-shot  "composed image"  text:2023          words in any text
    not:cat:CV  not:survey                          the contrary (-survey is an option)

    Any of several ids will do, and of several days. The shell needs '' around quotation marks: 'tag:"a, b"'.
    """  # noqa: D301  # click's mark of lines that stay
    from digest.faces.list_command import run_list

    return run_list(**asked)


@_verb()
@_root
@click.option(
    "--format", type=click.Choice(["text", "json"]), default="text", show_default=True, help="For people, for programs."
)
def doctor(**asked: Any) -> int:
    """Say what is installed, and what the site would publish.

    Libraries and extras with their versions, git, the site's address, its papers, drafts, output and cache, and the
    settings that look unfinished. Nothing is written. The exit status is 1 if something is broken.
    """
    from digest.faces.doctor_command import run_doctor

    return run_doctor(**asked)


@cli.group(cls=_Verbs)
def theme() -> None:
    """Work on the site's theme."""


@_verb("copy", group=theme)
@_root
@click.option("--force", is_flag=True, help="Write over files that the site has already.")
@_quiet_but_paths
@click.argument("names", metavar="[FILE]...", nargs=-1, shell_complete=_completing("complete_theme_file"))
def theme_copy(**asked: Any) -> int:
    """Copy files of the theme into the site.

    There they take the place of the theme's. A FILE is a path in the theme's folder; its folder may be left out:
    base.html, custom.css, strings/zh.yaml. Without any, all files are listed. The path of each copy is printed.
    """
    from digest.faces.theme_command import run_theme_copy

    return run_theme_copy(**asked)
