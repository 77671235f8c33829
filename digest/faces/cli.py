"""The command `digest`: its verbs, their options, and the exit status whatever happens.

Only click is imported here; a verb imports what it needs when it is called, so that `digest --version` is at once.
"""

import contextlib
import gc
import os
import re
import sys
from collections.abc import Callable, Sequence
from typing import NoReturn

import click

from digest import __version__
from digest.faces.terminal import look_of, prepare_streams, write

INTERRUPTED = 130
"""The exit status after Ctrl-C, as shells have it: 128 and the signal's number."""

FAILED = 2


class _Verbs(click.Group):
    """The verbs; an unknown one is answered with those that there are."""

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        command = super().get_command(ctx, cmd_name)
        if command is None and not ctx.resilient_parsing:
            ctx.fail(_unknown_verb(cmd_name, list(self.commands)))
        return command


def _unknown_verb(name: str, verbs: Sequence[str]) -> str:
    import difflib

    close = difflib.get_close_matches(name.lower(), verbs, n=1)
    if close:
        return f"no such command '{name}'; did you mean '{close[0]}'?"
    return f"no such command '{name}'; the commands are {', '.join(verbs)}"


_Command = Callable[..., int]


def _shared(command: _Command) -> _Command:
    """The options that every verb which reads a site has."""
    options = (
        click.option(
            "--root",
            metavar="DIR",
            type=click.Path(exists=True, file_okay=False),
            help="The folder with digest.yaml.  [default: this one or the nearest above]",
        ),
        click.option(
            "--format",
            type=click.Choice(["text", "json", "github"]),
            default="text",
            show_default=True,
            help="How problems are shown: for people, for programs, for GitHub Actions.",
        ),
        click.option("--strict", is_flag=True, help="Let warnings count as errors."),
        click.option("-q", "--quiet", is_flag=True, help="Show problems only."),
        click.option("-v", "--verbose", is_flag=True, help="Show also what was skipped, and the time of each stage."),
    )
    for option in reversed(options):
        command = option(command)
    return command


@click.group(
    cls=_Verbs,
    context_settings={"help_option_names": ["-h", "--help"]},
    epilog="Exit status: 0 done; 1 the content has errors; 2 wrong usage, settings or environment.",
)
@click.version_option(__version__, prog_name="digest", message="%(prog)s %(version)s")
def cli() -> None:
    """Make a bilingual (Chinese and English) site out of a folder of Markdown entries, one per paper."""


@cli.command()
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
@click.option("--no-cache", is_flag=True, help="Write everything anew, whatever is known of earlier builds.")
@click.option("--explain", is_flag=True, help="Show why each page was written or removed.")
def build(
    *,
    root: str | None,
    format: str,  # noqa: A002 - the option's name
    strict: bool,
    quiet: bool,
    verbose: bool,
    output: str | None,
    url: str | None,
    drafts: bool,
    future: bool,
    jobs: int,
    no_cache: bool,
    explain: bool,
) -> int:
    """Build the site: from content/ to output/.

    Nothing is written when the content has errors: the last good output stays as it was.
    """
    from digest.faces.commands import Manner, run_build

    return run_build(
        manner=Manner(format=format, quiet=quiet, verbose=verbose),
        root=root,
        output=output,
        url=url,
        drafts=drafts,
        future=future,
        jobs=jobs,
        cache=not no_cache,
        strict=strict,
        explain=explain,
    )


@cli.command()
@_shared
@click.argument("paths", metavar="[PATH]...", nargs=-1, type=click.Path())
def check(
    *,
    root: str | None,
    format: str,  # noqa: A002 - the option's name
    strict: bool,
    quiet: bool,
    verbose: bool,
    paths: tuple[str, ...],
) -> int:
    """Say everything that a build would say, without writing anything.

    With PATHs, only what is said of these files and folders.
    """
    from digest.faces.commands import Manner, run_check

    return run_check(manner=Manner(format=format, quiet=quiet, verbose=verbose), root=root, paths=paths, strict=strict)


def run() -> NoReturn:
    """Run the command, and end the process without taking it apart.

    A build leaves a million objects behind; to free them one by one takes as long as a build with nothing to do.
    """
    status = 0
    gc.disable()  # what a build makes in passing has no circles, and looking for them would take a tenth of its time
    try:
        main()
    except SystemExit as ended:
        status = ended.code if isinstance(ended.code, int) else FAILED
    for stream in (sys.stdout, sys.stderr):
        with contextlib.suppress(OSError, ValueError):  # its reader has gone, or it is closed
            stream.flush()
    os._exit(status)


def main(arguments: Sequence[str] | None = None) -> NoReturn:
    """Run the command and leave with its exit status. Whatever goes wrong is told in a line, never as a traceback."""
    prepare_streams()
    given = sys.argv[1:] if arguments is None else list(arguments)
    try:
        status = cli.main(arguments, prog_name="digest", standalone_mode=False)
    except click.ClickException as error:
        error.show()
        status = FAILED
    except (click.Abort, KeyboardInterrupt):
        status = INTERRUPTED
    except Exception as error:  # the one place where everything ends up that nobody foresaw
        is_verbose = any(re.fullmatch("--verbose|-[a-z]*v[a-z]*", each) for each in given)
        _tell_failure(error, is_verbose=is_verbose)
        status = FAILED
    sys.exit(status)


def _tell_failure(error: Exception, *, is_verbose: bool) -> None:
    from digest.faces.display import show_message

    look = look_of(sys.stderr)
    if is_verbose:
        import traceback

        write(sys.stderr, "".join(traceback.format_exception(error)))
    if isinstance(error, OSError) and error.strerror:
        names = [str(name) for name in (error.filename, error.filename2) if name is not None]
        hint = "" if is_verbose else "-v shows where it happened"
        write(
            sys.stderr,
            show_message(": ".join([" to ".join(names), error.strerror]) if names else error.strerror, hint, look),
        )
        return
    cause = f"{type(error).__name__}: {error}" if str(error) else type(error).__name__
    hint = "this is a fault of digest, not of your site; please report it with what -v shows"
    write(sys.stderr, show_message(cause, hint, look, kind="internal error"))
