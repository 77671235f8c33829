"""Static files with a content hash in their names, so that browsers may cache them forever."""

import posixpath
import re
from collections.abc import Mapping, Sequence
from functools import partial
from urllib.parse import quote, unquote

from digest.text.conflicts import may_have_conflicts, report_conflicts
from digest.text.decoding import decode
from digest.text.diagnostics import Reporter
from digest.text.fingerprint import fingerprint_bytes
from digest.text.nearest import did_you_mean
from digest.text.records import frozen
from digest.text.source import Span
from digest.theme.layers import ThemeLayer, read_folder
from digest.theme.theme_settings import Bundle

FOLDER = "assets"
HASH_LENGTH = 8
"""Length of the hash in names, in hexadecimal digits. Only versions of one file must differ."""


@frozen
class Asset:
    """A published static file: `name` for `asset(name)` in templates, `path` relative to the site's root."""

    name: str
    path: str
    content: bytes


_REFERENCE = re.compile(
    r"""/\*.*?(?:\*/|\Z)
      | (?P<import>@import\s+)(?:"(?P<double>[^"\n]*)"|'(?P<single>[^'\n]*)')
      | (?P<set>image-set\((?:[^()]|\([^()]*\))*\))
      | url\(\s*(?:"(?P<url_double>[^"\n]*)"|'(?P<url_single>[^'\n]*)'|(?P<bare>[^()\s"'](?:\\\(|[^()\s])*+))\s*\)
      | "(?:[^"\\\n]|\\.)*+(?:"|\\?$) | '(?:[^'\\\n]|\\.)*+(?:'|\\?$)
    """,
    re.VERBOSE | re.DOTALL | re.IGNORECASE | re.MULTILINE,
)
_IN_SET = re.compile(
    r"""url\(\s*(?:"(?P<url_double>[^"\n]*)"|'(?P<url_single>[^'\n]*)'|(?P<bare>[^)\s"'][^)\s]*))\s*\)
      | \([^()]*\) | "(?P<double>[^"\n]*)" | '(?P<single>[^'\n]*)'
    """,
    re.VERBOSE | re.IGNORECASE,
)
"""The same within `image-set(...)`, where a string is an address (CSS Images 4, 2.4)."""
_NOT_RELATIVE = re.compile(r"[a-z][a-z0-9+.-]*:|/|\#|$", re.IGNORECASE)
_CHARSET = re.compile(r"""\ufeff?@charset\s+(?:"[^"]*"|'[^']*')\s*;\s*""", re.IGNORECASE)


_IMPORTED = ("double", "single")


@frozen
class _File:
    content: bytes
    path: str
    """For diagnostics."""


def make_assets(
    layers: Sequence[ThemeLayer],
    bundles: Sequence[Bundle],
    generated: Mapping[str, bytes],
    *,
    parts: frozenset[str] = frozenset(),
    plain_names: bool = False,
) -> tuple[tuple[Asset, ...], list[Reporter]]:
    """Make the assets, sorted by name. Diagnostics: `missing-asset` and those of decoding.

    `parts` are files that are published only if a style sheet refers to them. `generated`: content by name, in the
    farthest layer.
    """
    files = _gather(layers, generated)
    reporters: dict[str, Reporter] = {}
    assets = _Publisher(files, bundles, reporters, plain_names=plain_names).publish(parts)
    return assets, list(reporters.values())


def _gather(layers: Sequence[ThemeLayer], generated: Mapping[str, bytes]) -> dict[str, _File]:
    folders = [read_folder(layer, "static") for layer in layers]
    files = {name: _File(content=content, path=name) for name, content in generated.items()}
    for layer, folder in reversed(list(zip(layers, folders, strict=True))):
        files |= {name: _File(content=content, path=f"{layer.label}/static/{name}") for name, content in folder.items()}
    return files


_DELICATE = re.compile(
    rb"/\*|\\\r?$|licen[cs]e|copyright|^(?:[^`\n]*`[^`\n]*`)*[^`\n]*`[^`\n]*$", re.IGNORECASE | re.MULTILINE
)
"""Signs of text in a script that is not code alone: a comment of several lines, a line that goes on, words that must
stay, a template that does not end on its line.
"""


def compact_script(content: bytes) -> bytes:
    """Drop indentation, empty lines and lines that are comments, unless there may be text that needs them."""
    if _DELICATE.search(content):
        return content
    lines = [line.strip() for line in content.splitlines()]
    end = b"\n" if content.endswith(b"\n") else b""
    return b"\n".join([line for line in lines if line and not line.startswith(b"//")]) + end


_STYLE = re.compile(
    r"""(?<![^\s;{}])/\*(?!!)(?:(?!\*/|licen[cs]e|copyright).)*+\*/(?!\S)"""
    r"""|(?P<kept>/\*.*?(?:\*/|\Z)|"(?:[^"\\\n]|\\.)*+(?:"|\\?$)|'(?:[^'\\\n]|\\.)*+(?:'|\\?$)|url\([^)]*+\)?)""",
    re.IGNORECASE | re.DOTALL | re.MULTILINE,
)
"""A string or address of a style sheet, or a comment between tokens that need no white space."""


def compact_style(text: str) -> str:
    """Drop indentation, empty lines, ends of lines that end a declaration or begin a block, and comments but those of a
    licence.
    """
    if "\\\n" in text:  # a string that goes on
        return text
    lines = [line.strip() for line in _STYLE.sub(r"\g<kept>", text).splitlines()]
    joined = "".join([line if line[-1] in "{;" else f"{line}\n" for line in lines if line])
    return joined if text.endswith("\n") else joined.removesuffix("\n")


class _Publisher:
    """Names files by their hash: first the files that a style sheet refers to, since its content has their names."""

    def __init__(
        self,
        files: Mapping[str, _File],
        bundles: Sequence[Bundle],
        reporters: dict[str, Reporter],
        *,
        plain_names: bool,
    ) -> None:
        self._files = files
        self._bundles = {bundle.name: bundle for bundle in bundles}
        self._reporters = reporters
        self._plain_names = plain_names
        self._published: dict[str, Asset] = {}
        self._in_progress: list[str] = []

    def publish(self, parts: frozenset[str]) -> tuple[Asset, ...]:
        bundled = {*parts, *(part.name for bundle in self._bundles.values() for part in bundle.parts)}
        bundled -= self._bundles.keys()
        for name in sorted({*self._files, *self._bundles} - bundled):
            self._publish(name)
        return tuple(self._published[name] for name in sorted(self._published))

    def _publish(self, name: str) -> Asset:
        if name in self._published:
            return self._published[name]
        self._in_progress.append(name)
        bundle = self._bundles.get(name)
        content = self._bundle(bundle) if bundle is not None else self._content(name, name)
        self._in_progress.pop()
        stem, extension = posixpath.splitext(name)
        mark = "" if self._plain_names else f".{fingerprint_bytes(content)[:HASH_LENGTH]}"
        path = f"{FOLDER}/{stem}{mark}{extension}"
        asset = self._published[name] = Asset(name=name, path=path, content=content)
        return asset

    def _bundle(self, bundle: Bundle) -> bytes:
        contents = []
        for part in bundle.parts:
            if part.name in self._files:
                contents.append(self._content(part.name, bundle.name).rstrip(b"\n") + b"\n")
            elif part.name.startswith("!"):
                message = f"no theme below has the bundle '{part.name[1:]}'"
                hint = did_you_mean(part.name[1:], self._bundles, sign="!") or "name one that the theme extends"
                self._reporter(part.path).error("missing-asset", part.span, message, hint)
            else:
                is_below = part.name in self._bundles
                hint = f'write "!{part.name}" for that of the theme below' if is_below else ""
                hint = hint or did_you_mean(part.name, self._files) or "put it into the theme's folder static/"
                self._reporter(part.path).error(
                    "missing-asset", part.span, f"no layer of the theme has static/{part.name}", hint
                )
        return b"".join(contents)

    def _content(self, name: str, inside: str) -> bytes:
        """A file's content. References in style sheets are rewritten relative to the asset `inside`."""
        file = self._files[name]
        if not name.endswith(".css"):
            return compact_script(file.content) if name.endswith(".js") else file.content
        decoded = decode(file.path, file.content)
        if decoded.diagnostics:
            self._reporter(file.path).extend(decoded.diagnostics)
            return file.content
        text = decoded.value.text
        if may_have_conflicts(text):
            report_conflicts(text, self._reporter(file.path))

        def rewrite(match: re.Match[str], start: int = 0) -> str:
            group = match.lastgroup
            if group == "set":
                return _IN_SET.sub(partial(rewrite, start=match.start()), match.group())
            if group is None or _NOT_RELATIVE.match(match[group]):
                return match.group()
            path, suffix = _split_suffix(match[group])
            target = posixpath.normpath(posixpath.join(posixpath.dirname(name), unquote(path)))
            if target not in self._files and target not in self._bundles:
                self._report_missing(file.path, (start + match.start(group), start + match.end(group)), target)
                return match.group()
            if target in self._in_progress:
                return match.group()  # cyclic imports: a hash cannot be part of its own input
            published = self._publish(target).path
            relative = quote(posixpath.relpath(published, posixpath.dirname(f"{FOLDER}/{inside}")))
            return (
                f'@import "{relative}{suffix}"'
                if group in _IMPORTED and match.re is _REFERENCE
                else f'url("{relative}{suffix}")'
            )

        return compact_style(_REFERENCE.sub(rewrite, _CHARSET.sub("", text, count=1))).encode()

    def _report_missing(self, path: str, span: tuple[int, int], target: str) -> None:
        hint = did_you_mean(target, self._files) or "put it into the theme's folder static/"
        self._reporter(path).warning(
            "missing-asset", Span(start=span[0], end=span[1]), f"no layer of the theme has static/{target}", hint
        )

    def _reporter(self, path: str) -> Reporter:
        return self._reporters.setdefault(path, Reporter(path))


def _split_suffix(reference: str) -> tuple[str, str]:
    at = re.search(r"[?#]", reference)
    return (reference[: at.start()], reference[at.start() :]) if at else (reference, "")
