"""The Jinja environment of themes: layered templates, autoescape, strict undefined, deterministic.

Only public names of Jinja are used. The overrides here exist for speed: a page has some hundred small values.
"""

import re
from collections.abc import Callable, MutableMapping
from functools import partial, wraps
from types import CodeType
from typing import Any, Protocol, TypeVar

from jinja2 import (
    BaseLoader,
    BytecodeCache,
    Environment,
    StrictUndefined,
    Template,
    TemplateError,
    TemplateNotFound,
    TemplateSyntaxError,
    nodes,
)
from jinja2.bccache import Bucket
from jinja2.compiler import CodeGenerator, Frame
from jinja2.exceptions import UndefinedError
from jinja2.runtime import Context
from jinja2.utils import missing
from markupsafe import Markup, escape

from digest.theme.closures import resolve_template
from digest.theme.filters import FILTERS
from digest.theme.loading import TAGS, Theme
from digest.theme.qr_codes import QrCodes

_Reading = TypeVar("_Reading", bound=Callable[..., Any])

_INDENTATION = re.compile(r"(?m)^[ \t]+")
_VERBATIM = re.compile(r"<(?:pre|script|style|textarea)\b", re.IGNORECASE)
"""Elements whose text has meaningful spaces, or a hash in the policy."""
_BLOCK = (
    r"(?:html|head|meta|link|title|body|header|footer|nav|main|section|article|form|ul|ol|dl|li|figure|table|thead|tbody"
    r"|tr|h[1-6])\b"
)
_BREAK = re.compile(
    rf"(?P<kept>{TAGS}|<(?P<tag>pre|script|style|textarea)\b.*?(?:</(?P=tag)>|\Z))"
    rf"|(?P<block></?{_BLOCK}[^<>{{}}]*>|<div\b[^<>{{}}]*>)\n|\n(?=</?{_BLOCK}|</div>)",
    re.IGNORECASE | re.DOTALL,
)
"""A line break beside the tag of a block, where white space is not shown."""


def _hide_break(match: re.Match[str]) -> str:
    return match["kept"] or f"{match['block'] or ''}{{#\n#}}"


class UndefinedName(UndefinedError):
    """An undefined variable, or a missing attribute or item of `owner`, with its `name`."""

    def __init__(self, owner: object, name: object, message: str | None = None) -> None:
        super().__init__(message)
        self.owner = owner
        self.name = str(name)

    @property
    def is_variable(self) -> bool:
        """Whether it is a variable. Jinja sets `owner` to `missing` then."""
        return self.owner is missing


class _Undefined(StrictUndefined):
    __slots__ = ()

    def __init__(
        self, hint: str | None = None, obj: Any = missing, name: str | None = None, exc: Any = UndefinedError
    ) -> None:
        super().__init__(hint, obj, name, exc if hint is not None else partial(UndefinedName, obj, name))  # type: ignore[arg-type]  # Jinja only calls it


class _Loader(BaseLoader):
    """Load templates of layers: `issue.html` from the nearest one, `!2/issue.html` from layer 2."""

    def __init__(self, theme: Theme) -> None:
        self._folders = theme.templates

    def get_source(self, environment: Environment, template: str) -> tuple[str, str, None]:  # noqa: ARG002  # Jinja's signature
        _, name, layer = self.locate(template)
        if layer is None:
            raise TemplateNotFound(template)
        source = self._folders[layer][name]
        return source.text, source.path, None

    def locate(self, template: str) -> tuple[str, str, int | None]:
        """`(loader name, bare name, layer index or None)` for a loader name."""
        if template.startswith("!"):
            number, _, name = template[1:].partition("/")
            return (template, name, int(number)) if re.fullmatch("[0-9]{1,3}", number) else (template, template, None)
        found = resolve_template(self._folders, template, layer=-1)
        return (template, template, None) if found is None else (found[0], found[0], found[1])

    def resolve(self, parent: str, template: str) -> str:
        """The loader name for `template` as used in `parent`."""
        if not template.startswith("!"):
            return template
        _, _, layer = self.locate(parent)
        found = resolve_template(self._folders, template, layer=-1 if layer is None else layer)
        return template if found is None else f"!{found[1]}/{found[0]}"


class CompiledStore(Protocol):
    """A persistent cache of compiled templates.

    `get` must return bytes that `put` stored, or None: damaged bytecode can crash Python, so verify a checksum.
    """

    def get(self, key: str) -> bytes | None:
        """Cached bytecode, or None."""

    def put(self, key: str, code: bytes) -> None:
        """Store bytecode."""


class _StoredBytecode(BytecodeCache):
    """Adapt a `CompiledStore` to Jinja. `program`, a fingerprint of the code, is part of the cache key."""

    def __init__(self, store: CompiledStore, program: str) -> None:
        self._store = store
        self._program = program

    def load_bytecode(self, bucket: Bucket) -> None:
        """Called by Jinja before compiling."""
        code = self._store.get(self._key(bucket))
        if code is not None:
            bucket.bytecode_from_string(code)

    def dump_bytecode(self, bucket: Bucket) -> None:
        """Called by Jinja after compiling."""
        self._store.put(self._key(bucket), bucket.bytecode_to_string())

    def _key(self, bucket: Bucket) -> str:
        return f"{self._program} {bucket.key} {bucket.checksum}"


def escape_value(value: Any) -> str:
    """`markupsafe.escape`, but text without special characters stays a `str`.

    Most values have none, and making a `Markup` of each takes longer than escaping. The parts of a page are joined as
    plain text anyway.
    """
    kind = type(value)
    if kind is Markup or (
        kind is str and not ("&" in value or "<" in value or ">" in value or '"' in value or "'" in value)
    ):
        return value  # type: ignore[no-any-return]
    return escape(value)


class _Generator(CodeGenerator):
    """Yield the output between two tags as one string.

    Jinja yields each literal and each value by itself, through the generators of all templates that the page extends.
    """

    def visit_Output(self, node: nodes.Output, frame: Frame) -> None:  # noqa: N802  # Jinja's name
        """Generate code for literals and `{{ ... }}` outside macros. Other cases are left to Jinja."""
        is_plain = frame.eval_ctx.autoescape and not frame.eval_ctx.volatile
        if not is_plain or frame.buffer is not None or frame.require_output_check or len(node.nodes) == 1:
            super().visit_Output(node, frame)
            return
        self.writeline("yield concat((")
        self.indent()
        for each in node.nodes:
            if isinstance(each, nodes.TemplateData):
                self.write(f"{each.data!r}, ")
            else:
                self.newline(each)
                self.write("escape(")
                self.visit(each, frame)
                self.write("), ")
        self.outdent()
        self.write("))")


class _Context(Context):
    def call(
        self,
        function: Callable[..., Any],
        /,
        *values: Any,
        _loop_vars: Any = None,
        _block_vars: Any = None,
        **named: Any,
    ) -> Any:
        """Call a macro or a function directly.

        Jinja checks at each call whether the callable wants the context, and copies loop and block variables for it.
        None of the callables here does (filters are called in another way).
        """
        return function(*values, **named)


class _Template(Template):
    """A template that escapes with `escape_value`."""

    @classmethod
    def from_code(
        cls,
        environment: Environment,
        code: CodeType,
        globals: MutableMapping[str, Any],  # noqa: A002  # Jinja's signature
        uptodate: Callable[[], bool] | None = None,
    ) -> Template:
        """Make the template, then replace `escape` among the globals of its code."""
        template = super().from_code(environment, code, globals, uptodate)
        template.root_render_func.__globals__["escape"] = escape_value
        return template


def _telling(read: _Reading) -> _Reading:
    """Raise what Jinja and Python raise of too large a template as `TemplateSyntaxError`."""

    @wraps(read)
    def wrapped(
        self: Environment, source: Any, name: str | None = None, filename: str | None = None, *options: bool
    ) -> Any:
        try:
            return read(self, source, name, filename, *options)
        except TemplateError:
            raise
        except Exception as error:
            message = "this template has too many tags inside one another, or too long an expression or number"
            raise TemplateSyntaxError(message, 1, name, filename) from error

    return wrapped  # type: ignore[return-value]  # the same but for what it raises


class ThemeEnvironment(Environment):
    """The environment of one theme. `compiled` caches bytecode between runs; see `_StoredBytecode`."""

    code_generator_class = _Generator
    context_class = _Context
    template_class = _Template
    getattr = staticmethod(getattr)  # type: ignore[assignment]  # its parameters have other names
    """`card.title` reads the attribute only. Jinja would look for an item next, and make an `Undefined`."""
    parse = _telling(Environment.parse)
    compile = _telling(Environment.compile)

    def __init__(self, theme: Theme, compiled: CompiledStore | None = None, program: str = "") -> None:
        self._loader = _Loader(theme)
        self._loaded: dict[tuple[str | Template, str | None], Template] = {}
        super().__init__(
            loader=self._loader,
            autoescape=True,
            undefined=_Undefined,
            trim_blocks=True,
            lstrip_blocks=True,
            auto_reload=False,
            cache_size=-1,
            bytecode_cache=_StoredBytecode(compiled, program) if compiled is not None else None,
        )
        self.filters.update(FILTERS | {"qr_code": QrCodes().draw})
        self.globals["lang_tags"] = theme.tags
        del self.filters["random"], self.globals["lipsum"]  # they use random numbers

    def get_template(
        self,
        name: str | Template,
        parent: str | None = None,
        globals: MutableMapping[str, Any] | None = None,  # noqa: A002  # Jinja's signature
    ) -> Template:
        """Cached by `(name, parent)`: Jinja resolves names again for each page."""
        found = self._loaded.get((name, parent))
        if found is None:
            found = self._loaded[name, parent] = super().get_template(name, parent, globals)
        return found

    def preprocess(self, source: str, name: str | None = None, filename: str | None = None) -> str:
        """Drop indentation, unless a part of the template is verbatim, and line breaks that no page shows.

        These stay as comments, so that errors are on the right lines.
        """
        text = super().preprocess(source, name, filename)
        text = text if _VERBATIM.search(text) else _INDENTATION.sub("", text)
        is_html = name is not None and name.endswith(".html")
        return _BREAK.sub(_hide_break, text) if is_html and "{% raw" not in text else text

    def join_path(self, template: str, parent: str) -> str:
        """Resolve `!name`, which depends on the layer of `parent`."""
        return self._loader.resolve(parent, template)

    def make_globals(self, d: MutableMapping[str, Any] | None) -> MutableMapping[str, Any]:
        """Merge globals into one dict. Jinja makes a `ChainMap`, whose lookups are slower."""
        return {**self.globals, **(d or {})}

    def render(self, name: str, variables: dict[str, Any]) -> str:
        """Render a template. Unlike `Template.render`, the caller has to call `handle_exception` on errors."""
        template = self.get_template(name)
        return "".join(template.root_render_func(template.new_context(variables, shared=True)))
