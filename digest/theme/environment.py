"""Jinja as themes know it: templates of layers, everything escaped, nothing undefined, no clock and no chance."""

from collections.abc import Callable, MutableMapping
from functools import partial
from types import CodeType
from typing import Any, Protocol, TypeVar

from jinja2 import BaseLoader, BytecodeCache, Environment, StrictUndefined, Template, TemplateNotFound, nodes
from jinja2.bccache import Bucket
from jinja2.compiler import CodeGenerator, Frame
from jinja2.exceptions import UndefinedError
from jinja2.runtime import Context
from jinja2.utils import missing
from markupsafe import Markup, escape

from digest.theme.closures import resolve_template
from digest.theme.filters import FILTERS
from digest.theme.loading import Theme

_T = TypeVar("_T")


class AbsentName(UndefinedError):  # named by what it says
    """A template names what is not there: `name`, of `owner` (`missing`: of the template's own names)."""

    def __init__(self, owner: object, name: object, message: str | None = None) -> None:
        super().__init__(message)
        self.owner = owner
        self.name = str(name)

    @property
    def is_variable(self) -> bool:
        """Whether it is a name of the template's own, rather than an item of something."""
        return self.owner is missing


class _Undefined(StrictUndefined):
    __slots__ = ()

    def __init__(
        self, hint: str | None = None, obj: Any = missing, name: str | None = None, exc: Any = UndefinedError
    ) -> None:
        super().__init__(hint, obj, name, exc if hint is not None else partial(AbsentName, obj, name))  # type: ignore[arg-type]  # called, as the class would be


class _Loader(BaseLoader):
    """Templates by name; `!2/issue.html` is the one of layer 2, below the one that is used by its bare name."""

    def __init__(self, theme: Theme) -> None:
        self._folders = theme.templates

    def get_source(self, environment: Environment, template: str) -> tuple[str, str, None]:  # noqa: ARG002  # Jinja's own face
        _, name, layer = self.locate(template)
        if layer is None:
            raise TemplateNotFound(template)
        source = self._folders[layer][name]
        return source.text, source.path, None

    def locate(self, template: str) -> tuple[str, str, int | None]:
        """The loader's name for a template, its own name, and its layer."""
        if template.startswith("!"):
            number, _, name = template[1:].partition("/")
            return (template, name, int(number)) if number.isdigit() else (template, template, None)
        found = resolve_template(self._folders, template, layer=-1)
        return (template, template, None) if found is None else (found[0], found[0], found[1])

    def name_used_in(self, parent: str, template: str) -> str:
        """The loader's name for what the template `parent` calls `template`."""
        if not template.startswith("!"):
            return template
        _, _, layer = self.locate(parent)
        found = resolve_template(self._folders, template, layer=-1 if layer is None else layer)
        return template if found is None else f"!{found[1]}/{found[0]}"


class CompiledStore(Protocol):
    """The code of templates, by keys that name all that it is made from.

    Only what was put may be got: whoever keeps the bytes sees to it that they are whole.
    """

    def get(self, key: str) -> bytes | None:
        """The code that was kept under `key`; None where there is none."""

    def put(self, key: str, code: bytes) -> None:
        """Keep the code of a template."""


class _Compiled(BytecodeCache):
    """The code of templates in a store; `program` stands for what compiles them."""

    def __init__(self, store: CompiledStore, program: str) -> None:
        self._store = store
        self._program = program

    def load_bytecode(self, bucket: Bucket) -> None:
        """Take what is kept of a template's code."""
        kept = self._store.get(self._key(bucket))
        if kept is not None:
            bucket.bytecode_from_string(kept)

    def dump_bytecode(self, bucket: Bucket) -> None:
        """Keep a template's code."""
        self._store.put(self._key(bucket), bucket.bytecode_to_string())

    def _key(self, bucket: Bucket) -> str:
        return f"{self._program} {bucket.key} {bucket.checksum}"


def escape_value(value: Any) -> str:
    """Equals `markupsafe.escape`, but leaves plain text without special characters a `str`: making a `Markup` of every
    value costs more than escaping it, and the pieces of a page are joined at once.
    """
    kind = type(value)
    if kind is Markup or (
        kind is str and not ("&" in value or "<" in value or ">" in value or '"' in value or "'" in value)
    ):
        return value  # type: ignore[no-any-return]
    return escape(value)


class _Generator(CodeGenerator):
    """Hands on what stands between two tags as one text, where Jinja's hands on each value and each text between them
    through every template that the page extends.
    """

    def visit_Output(self, node: nodes.Output, frame: Frame) -> None:  # noqa: N802  # Jinja's name
        """Write the code that shows texts and values."""
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
        self, called: Callable[..., Any], /, *values: Any, _loop_vars: Any = None, _block_vars: Any = None, **named: Any
    ) -> Any:
        """What a macro or a function gives. Nothing that themes call asks for the context; Jinja looks for that at each
        call, and hands over the names of loops and blocks to put into it.
        """
        return called(*values, **named)


class _Template(Template):
    """A template whose code escapes by `escape_value`: it does so for every value on a page."""

    @classmethod
    def from_code(
        cls,
        environment: Environment,
        code: CodeType,
        globals: MutableMapping[str, Any],  # noqa: A002  # Jinja's own face
        uptodate: Callable[[], bool] | None = None,
    ) -> Template:
        """The template that compiled code makes."""
        made = super().from_code(environment, code, globals, uptodate)
        made.root_render_func.__globals__["escape"] = escape_value
        return made


class ThemeEnvironment(Environment):
    """The environment of one theme."""

    code_generator_class = _Generator
    context_class = _Context
    template_class = _Template
    getattr = staticmethod(getattr)  # type: ignore[assignment]  # the same, with other names for its arguments
    """`card.title` is the attribute, and an error where there is none."""

    def __init__(self, theme: Theme, compiled: CompiledStore | None = None, program: str = "") -> None:
        self._templates = _Loader(theme)
        self._found: dict[tuple[str | Template, str | None], Template] = {}
        super().__init__(
            loader=self._templates,
            autoescape=True,
            undefined=_Undefined,
            trim_blocks=True,
            lstrip_blocks=True,
            auto_reload=False,
            cache_size=-1,
            bytecode_cache=_Compiled(compiled, program) if compiled is not None else None,
        )
        self.filters.update(FILTERS)
        del self.filters["random"], self.globals["lipsum"]  # the same input gives the same bytes

    def get_template(
        self,
        name: str | Template,
        parent: str | None = None,
        globals: MutableMapping[str, Any] | None = None,  # noqa: A002  # Jinja's own face
    ) -> Template:
        """The template that `parent` calls `name`. It is looked up for each page, so the answers are kept."""
        found = self._found.get((name, parent))
        if found is None:
            found = self._found[name, parent] = super().get_template(name, parent, globals)
        return found

    def join_path(self, template: str, parent: str) -> str:
        """The loader's name for `template` as used in `parent`."""
        return self._templates.name_used_in(parent, template)

    def make_globals(self, d: MutableMapping[str, Any] | None) -> MutableMapping[str, Any]:
        """The names that a template knows by itself, in a plain dictionary: Jinja's chain of mappings is slow."""
        return {**self.globals, **(d or {})}

    def render(self, name: str, names: dict[str, Any]) -> str:
        """What the template `name` shows to whom knows `names`; see `whole`."""
        template = self.get_template(name)
        return "".join(template.root_render_func(template.new_context(names, shared=True)))

    def whole(self, render: Callable[[], _T]) -> _T:
        """What `render` makes. Errors come with the lines of templates."""
        try:
            return render()
        except Exception:
            self.handle_exception()
