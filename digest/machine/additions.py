"""Read the files that settings name: `head`, `logo`, `icon`, `image`, and QR codes in `follow`."""

import posixpath
import re
from collections.abc import Collection, Iterable, Mapping
from pathlib import PurePath
from typing import NamedTuple
from urllib.parse import unquote, urlsplit

from digest.machine import files
from digest.machine.inputs import BESIDE, SETTINGS, THEMES, Inputs
from digest.machine.pictures import fault_of_picture, size_of_picture
from digest.model.config import Config
from digest.plan.open_graph import SHARED_PICTURES
from digest.plan.page_policy import page_policy
from digest.plan.types import Additions, LocalUse, ThemeFile
from digest.plan.urls import CONTENT
from digest.plan.views import IconView, PictureView, SiteView
from digest.text.conflicts import report_conflicts
from digest.text.content_security import is_allowed
from digest.text.decoding import decode
from digest.text.diagnostics import Diagnostic, Parsed, Reporter
from digest.text.fingerprint import fingerprint_bytes
from digest.text.markup_needs import MarkupNeeds, Need, read_needs
from digest.text.names import compose_name
from digest.text.nearest import did_you_mean
from digest.text.safety import make_safe
from digest.text.source import Excerpt, Span, slice_excerpt
from digest.theme import Theme
from digest.theme.assets import FOLDER, HASH_LENGTH

_TYPES = {
    ".png": "image/png",
    ".svg": "image/svg+xml",
    ".jpg": "image/jpeg",
    ".jpeg": "image/jpeg",
    ".webp": "image/webp",
    ".gif": "image/gif",
    ".avif": "image/avif",
    ".ico": "image/x-icon",
}
_BEGINNINGS = {
    "image/png": re.compile(rb"\x89PNG\r\n\x1a\n"),
    "image/svg+xml": re.compile(rb"(?s).*<svg[\s>]"),
    "image/jpeg": re.compile(rb"\xff\xd8\xff"),
    "image/webp": re.compile(rb"(?s)RIFF....WEBP"),
    "image/gif": re.compile(rb"GIF8"),
    "image/avif": re.compile(rb"(?s)....ftyp"),
    "image/x-icon": re.compile(rb"\x00\x00\x01\x00"),
}
_ICONS = (".svg", ".png", ".ico")
_PHONES = 180
"""Pixels of an icon on a phone."""
_SHARED = 200
"""Least pixels of a picture that networks show of a link."""
_PICTURES = tuple(each for each in _TYPES if each != ".ico")
_CODE = re.compile(
    rf"[^\s:][^:]*(?:{'|'.join(map(re.escape, _TYPES))}|\.bmp|\.tiff?|\.heic|\.pdf|\.eps)", re.IGNORECASE
)
"""A `qr` that is the name of a file."""


class _File(NamedTuple):
    name: str
    content: bytes


def read_additions(inputs: Inputs, config: Config) -> Parsed[Additions]:
    """Diagnostics: `missing-file`, `not-a-picture`, `unreadable-figure`, `bad-icon`, `small-image`, and of `head`
    `bad-head` and `blocked-by-policy`.
    """
    reader = _Reader(inputs, config)
    logo = config.logo
    names = ((logo.light, "logo.light"), (logo.dark, "logo.dark")) if logo is not None else ()
    pictures = [reader.picture(text, key, _PICTURES) for text, key in names if text]
    icons = reader.icons(config.icon)
    codes = {
        each.qr: reader.picture(each.qr, f"follow.{number}.qr", _PICTURES)
        for number, each in enumerate(config.follow)
        if _CODE.fullmatch(each.qr)
    }
    image = reader.image(config.image) if config.image else None
    head, needs, local = reader.head(config.head)
    additions = Additions(
        head=head,
        needs=needs,
        logo=tuple([each for each in pictures if each is not None]),
        icons=icons,
        image=image,
        codes={text: each for text, each in codes.items() if each is not None},
        files=tuple(reader.files.values()),
        local=local,
    )
    return Parsed(additions, tuple(each for found in reader.reporters.values() for each in found.diagnostics()))


class _Reader:
    def __init__(self, inputs: Inputs, config: Config) -> None:
        self.files: dict[str, ThemeFile] = {}
        """Files to publish, by path."""
        self.reporters: dict[str, Reporter] = {}
        self._inputs = inputs
        self._config = config
        self._spans = dict(config.spans)
        self._names = {compose_name(name): name for name in inputs.stamps}

    def picture(self, text: str, key: str, endings: tuple[str, ...]) -> PictureView | None:
        """The picture that a setting names, which is published; None with a diagnostic if there is none."""
        span = self._spans.get(key) or self._spans[key.partition(".")[0]]
        ending = posixpath.splitext(text)[1].lower()
        if ending not in endings:
            message = f"'{text}' is no name of a picture"
            self._reporter(SETTINGS).error(
                "not-a-picture", span, message, f"name a file that ends in {' or '.join(endings[:2])}"
            )
            return None
        file = self._read(text, span)
        if file is None:
            return None
        hint = f"save it as {' or '.join([each[1:].upper() for each in endings[:2]])} again"
        if not _BEGINNINGS[_TYPES[ending]].match(file.content):
            message = f"{file.name} is no picture that ends in {ending}"
            self._reporter(SETTINGS).error("not-a-picture", span, message, hint)
            return None
        if ending != ".ico" and (fault := fault_of_picture(file.name, file.content)):
            self._reporter(SETTINGS).warning("unreadable-figure", span, f"{file.name} {fault}", hint)
        digest = fingerprint_bytes(file.content)
        stem, _ = posixpath.splitext(posixpath.basename(file.name))
        path = f"{FOLDER}/{stem}.{digest[:HASH_LENGTH]}{ending}"
        self.files[path] = ThemeFile(path=path, name=file.name, digest=digest, origin="content")
        width, height = size_of_picture(file.content)
        return PictureView(path=path, width=width, height=height)

    def image(self, text: str) -> PictureView | None:
        """The picture of the setting `image`, as `picture`. Warn of one that networks do not show."""
        found = self.picture(text, "image", SHARED_PICTURES)
        if found is not None and 0 < min(found.width, found.height) < _SHARED:
            message = f"'{text}' has {found.width} × {found.height} pixels, too few to be shown of a link"
            hint = f"save it with 1200 × 630; networks show none below {_SHARED} × {_SHARED}"
            self._reporter(SETTINGS).warning("small-image", self._spans["image"], message, hint)
        return found

    def icons(self, names: Iterable[str]) -> tuple[IconView, ...]:
        """The icons that the setting names, as `picture`. Warn of PNGs that are not square or too small."""
        found = [(text, f"icon.{number}") for number, text in enumerate(names)]
        read = [(text, key, each) for text, key in found if (each := self.picture(text, key, _ICONS)) is not None]
        largest = max([each.width for text, _, each in read if _ending(text) == ".png"], default=0)
        icons: list[IconView] = []
        for text, key, each in read:
            sizes = "any" if _ending(text) == ".svg" else f"{each.width}x{each.height}" if each.width else ""
            is_largest = _ending(text) == ".png" and each.width == largest
            is_first = is_largest and not any(icon.for_phones for icon in icons)
            icons.append(IconView(path=each.path, type=_TYPES[_ending(text)], sizes=sizes, for_phones=is_first))
            faults = [
                *(["not square"] if _ending(text) == ".png" and each.width != each.height else []),
                *(["too small for phones"] if is_first and 0 < each.width < _PHONES else []),
            ]
            if faults:
                message = f"'{text}' has {each.width} × {each.height} pixels: it is {' and '.join(faults)}"
                span = self._spans.get(key) or self._spans["icon"]
                self._reporter(SETTINGS).warning(
                    "bad-icon", span, message, f"save it with {_PHONES} × {_PHONES} or more"
                )
        return tuple(icons)

    def head(self, parts: Iterable[Excerpt]) -> tuple[str, dict[str, tuple[str, ...]], tuple[LocalUse, ...]]:
        """The HTML of the setting `head`, and what it loads: sources by directive, and addresses on the own host."""
        texts: list[str] = []
        found: list[tuple[str, Excerpt, MarkupNeeds]] = []
        for part in parts:
            path, excerpt = SETTINGS, part
            if "<" not in part.text and part.text.strip():
                if posixpath.splitext(part.text.strip())[1].lower() not in BESIDE:
                    span = part.span(0, len(part.text.rstrip()))
                    hint = "write HTML, or the name of a file that ends in .html"
                    self._reporter(SETTINGS).error("bad-head", span, "this is neither HTML nor a file of it", hint)
                    continue
                file = self._read(part.text.strip(), part.span(0, len(part.text.rstrip())))
                if file is None:
                    continue
                decoded = decode(file.name, file.content)
                self._reporter(file.name).extend(decoded.diagnostics)
                text = make_safe(decoded.value).text
                if report_conflicts(text, self._reporter(file.name)):
                    continue
                path, excerpt = file.name, slice_excerpt(text, 0, len(text))
            texts.append(excerpt.text.strip("\n"))
            found.append((path, excerpt, read_needs(excerpt.text, in_head=True)))
        needs: dict[str, dict[str, None]] = {}
        for need in (need for _, _, each in found for need in each.needs if _is_followed(need)):
            for directive in need.directives:
                needs.setdefault(directive, {})[need.source] = None
        merged = {directive: tuple(sources) for directive, sources in needs.items()}
        policy = page_policy(self._config, merged)
        for path, excerpt, each in found:
            self._tell(path, excerpt, each, policy)
        local = [
            LocalUse(path=path, span=excerpt.span(need.span.start, need.span.end), url=need.url)
            for path, excerpt, each in found
            for need in each.needs
            if _names_a_file(need)
        ]
        return "\n".join(texts), merged, tuple(local)

    def _tell(self, path: str, excerpt: Excerpt, found: MarkupNeeds, policy: Mapping[str, tuple[str, ...]]) -> None:
        reporter = self._reporter(path)
        for fault in found.faults:
            report = reporter.error if fault.swallows else reporter.warning
            report("bad-head", excerpt.span(fault.span.start, fault.span.end), fault.message, fault.hint)
        for need in found.needs:
            if not any(is_allowed(policy, directive, need.source) for directive in need.directives):
                _report_blocked(need, excerpt.span(need.span.start, need.span.end), reporter)

    def _read(self, text: str, span: Span) -> _File | None:
        """Read a file that a setting names: beside the settings, or in `content/` or the theme's `static/`."""
        plain = posixpath.normpath(text.replace("\\", "/").removeprefix("/"))
        folders = ("", f"{CONTENT}/", f"{THEMES}/{self._config.theme}/static/")
        for name in dict.fromkeys((plain, unquote(plain))):
            for folder in folders:
                known = self._names.get(compose_name(folder + name))
                content = files.read_if_there(self._inputs.path(known)) if known is not None else None
                if known is not None and content is not None:
                    return _File(known, content)
        message, hint = f"there is no file '{text}'", self._hint(plain, folders)
        if plain.startswith("../") or (PurePath(text).is_absolute() and files.exists(text)):
            message, hint = f"'{text}' leads out of the site's folder", f"put a copy beside {SETTINGS}, and name that"
        self._reporter(SETTINGS).error("missing-file", span, message, hint)
        return None

    def _hint(self, name: str, folders: Iterable[str]) -> str:
        known = {
            each[len(folder) :]: each
            for folder in folders
            for each in self._names
            if each.startswith(folder) and posixpath.splitext(each)[1].lower() in BESIDE
        }
        same = [each for each in known if posixpath.basename(each).lower() == posixpath.basename(name).lower()]
        return did_you_mean(name, same or known) or f"save it beside {SETTINGS}"

    def _reporter(self, path: str) -> Reporter:
        return self.reporters.setdefault(path, Reporter(path))


def _ending(name: str) -> str:
    return posixpath.splitext(name)[1].lower()


def _is_followed(need: Need) -> bool:
    """Whether the policy follows a need of `head`: addresses that it loads, and inline scripts and styles by hash."""
    return need.is_certain and need.source != "'unsafe-inline'"


def find_blocked(theme: Theme, site: SiteView) -> tuple[Diagnostic, ...]:
    """Report what the templates of a site's own theme load, and the policy does not allow (`blocked-by-policy`)."""
    policy = dict(site.paper_policy.directives)
    reporters: dict[str, Reporter] = {}
    for each in theme.needs:
        if not any(is_allowed(policy, directive, each.need.source) for directive in each.need.directives):
            _report_blocked(each.need, each.need.span, reporters.setdefault(each.path, Reporter(each.path)))
    return tuple(each for reporter in reporters.values() for each in reporter.diagnostics())


def find_missing(theme: Theme, additions: Additions, url: str, paths: Collection[str]) -> tuple[Diagnostic, ...]:
    """Report addresses on the site's own host, in `head` and in files of its themes, that no output in `paths` has
    (`missing-asset`). Relative ones in `head` are other addresses on each page.
    """
    base = urlsplit(url).path
    reporters: dict[str, Reporter] = {}
    of_theme = [
        LocalUse(path=each.path, span=each.need.span, url=each.need.url)
        for each in theme.needs
        if each.need.url.startswith("/") and _names_a_file(each.need)
    ]
    for use in (*additions.local, *of_theme):
        address = unquote(re.split(r"[?#]", use.url)[0])
        inside = address.removeprefix(base) if address.startswith(base) else None
        if (
            not address
            or _OF_HOSTS.match(address)
            or inside in paths
            or (inside is not None and f"{inside}index.html" in paths)
        ):
            continue
        name = posixpath.basename(address)
        asset = f'{{{{ asset("{name}") }}}}'
        hint = f"put it into the theme's static/, and this line into the block head of base.html, with {asset}"
        if use.path.endswith(".css"):
            hint = f'put it beside this file, and write "{name}"'
        elif address.startswith("/") and address[1:] in paths:
            hint = f"write {base}{address[1:]}"
        elif address.startswith("/") and inside is None:
            hint += f"; if another site has it, write {urlsplit(url).scheme}://{urlsplit(url).netloc}{address}"
        message = f"the site has no file '{address}'"
        if not address.startswith("/"):
            message = f"'{address}' is relative to each page, so it is another address on each"
        reporters.setdefault(use.path, Reporter(use.path)).warning("missing-asset", use.span, message, hint)
    return tuple(each for reporter in reporters.values() for each in reporter.diagnostics())


def _names_a_file(need: Need) -> bool:
    return need.url != "" and need.directives[0] not in ("base-uri", "form-action")


_OF_HOSTS = re.compile(r"/(?:[._]|cdn-cgi/)")
"""Addresses that a service of the host answers, such as `/_vercel/insights/script.js`."""


def _report_blocked(need: Need, span: Span, reporter: Reporter) -> None:
    sources = ", ".join(f"{directive}: {_quoted(need.source)}" for directive in need.directives)
    line = f"policy: {{{sources}}} in {SETTINGS}"
    if need.is_certain:
        message, hint = f"browsers block {need.what}: the policy of the pages does not allow it", f"write {line}"
    else:
        message = f"{need.what} names {need.source}, from which the policy of the pages lets nothing be loaded"
        hint = f"if it is loaded, write {line}"
    if need.what == "this @import":
        hint = 'write <link rel="stylesheet" href="..."> into the setting \'head\', which the policy follows'
    elif need.what.startswith("an inline"):
        hint = f"put it into a file of the theme's static/, into the setting 'head', or {hint}"
    elif need.source == "'unsafe-inline'":
        hint = f"do the same in a <{need.directives[0].partition('-')[0]}>, or {hint}"
    reporter.warning("blocked-by-policy", span, message, hint)


def _quoted(source: str) -> str:
    return f'"{source}"' if source.startswith("'") or source.endswith(":") else source
