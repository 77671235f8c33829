"""The writers: each makes the content of an output from its view, and names what else that depends on."""

from collections.abc import Callable, Iterable, Mapping
from typing import NamedTuple, cast

from digest.content.body import Body
from digest.outputs.json_feed import render_json_feed
from digest.plan.types import Contents, Frame, Material, Output, OutputKind
from digest.plan.views import FeedView, FileView, TextFileView
from digest.text.records import frozen
from digest.theme import LIBRARIES, Renderer, Theme


@frozen
class Supplies:
    """What writers may ask for beside the view."""

    renderer: Renderer
    """For writers with a template."""
    load_body: Callable[[str], Body]
    """The body of a text, by the path of its source."""
    read_file: Callable[[FileView], bytes]
    """The content of a file that is published as it is."""


@frozen
class Writer:
    """One way to make outputs."""

    write: Callable[[Output, Material, Supplies], bytes]
    """Raises `TemplateFailed` where it uses a template."""
    libraries: tuple[str, ...] | None = ()
    """The distributions whose version may change what it makes, beside Python and digest itself; None where no code can
    change it. (What parsing uses shows in the view.)
    """


class Share(NamedTuple):
    """A writer's share of an output's key: the template with all that it uses, the theme's strings, the code."""

    template: str
    strings: str
    code: str


def _write_template(output: Output, material: Material, supplies: Supplies) -> bytes:
    page, site = cast("Frame", material.frame)
    return supplies.renderer.render_page(template=output.kind.template, page=page, site=site, view=material.view)


def _write_json_feed(output: Output, material: Material, supplies: Supplies) -> bytes:
    view, site = cast("FeedView", material.view), cast("Frame", material.frame).site
    return render_json_feed(supplies.renderer, view, site=site, path=output.path).encode()


def _write_copy(_output: Output, material: Material, supplies: Supplies) -> bytes:
    return supplies.read_file(cast("FileView", material.view))


def _write_text(_output: Output, material: Material, _supplies: Supplies) -> bytes:
    return cast("TextFileView", material.view).text.encode()


WRITERS: Mapping[str, Writer] = {
    "template": Writer(write=_write_template, libraries=LIBRARIES),
    "json-feed": Writer(write=_write_json_feed, libraries=LIBRARIES),
    "copy": Writer(write=_write_copy, libraries=None),
    "text": Writer(write=_write_text),
}
"""Every writer, by the name that `OUTPUT_KINDS` has for it."""


def write_output(output: Output, contents: Contents, supplies: Supplies) -> bytes:
    """The content of an output. Raises `TemplateFailed`."""
    return WRITERS[output.kind.writer].write(output, output.make(contents), supplies)


def code_keys(code: Callable[[Iterable[str]], str]) -> dict[str, str]:
    """By writer, the code part of the key; `code` gives the fingerprint of the program with some libraries."""
    return {name: code(writer.libraries) if writer.libraries is not None else "" for name, writer in WRITERS.items()}


def share_of_key(kind: OutputKind, language: str, theme: Theme, codes: Mapping[str, str]) -> Share:
    """The share of the key that the outputs of a kind have in common in a language; `codes` are `code_keys`."""
    code = codes[kind.writer]
    if not kind.template:
        return Share("", "", code)
    return Share(theme.closure_fingerprint(kind.template), theme.strings_fingerprint(language), code)
