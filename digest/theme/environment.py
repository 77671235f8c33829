"""Jinja as themes know it: templates of layers, everything escaped, nothing undefined, no clock and no chance."""

from collections.abc import Callable, Iterable, Mapping, MutableMapping
from functools import partial
from importlib.util import MAGIC_NUMBER
from types import CodeType
from typing import Any, TypeVar, cast

from jinja2 import BaseLoader, Environment, StrictUndefined, Template, TemplateNotFound
from jinja2.environment import TemplateModule
from jinja2.exceptions import UndefinedError
from jinja2.nodes import Template as Tree
from jinja2.runtime import Context
from jinja2.utils import missing
from markupsafe import Markup

from digest.text.packing import dump
from digest.theme.closures import resolve_template
from digest.theme.compiled import CompiledStore, code_key, load_code
from digest.theme.filters import FILTERS
from digest.theme.generator import MARK_UP, Generator
from digest.theme.includes import Include
from digest.theme.loading import Theme
from digest.theme.reads import Reads, joined
from digest.theme.runtime import Names, ThemeContext, ThemeTemplate, make_names, mark
from digest.theme.scopes import SCOPE, Scope
from digest.theme.strings import Words

T = TypeVar("T")


class AbsentName(UndefinedError):  # named by what it says
    """A template names what is not there: `name`, of `owner` (`missing`: of the template's own names)."""

    def __init__(self, owner: object, name: object, message: str | None = None) -> None:
        super().__init__(message)
        self.owner = owner
        self.name = str(name)

    @property
    def is_variable(self) -> bool:
        """Whether it is a name of the template's own, rather than an attribute of something."""
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


class ThemeEnvironment(Environment):
    """The environment of one theme."""

    code_generator_class = Generator
    context_class = ThemeContext
    template_class = ThemeTemplate

    def __init__(self, theme: Theme, compiled: CompiledStore | None = None, program: str = "") -> None:
        self._compiled = compiled
        self._program = f"{program} {MAGIC_NUMBER.hex()}"
        self._templates = _Loader(theme)
        super().__init__(
            loader=self._templates,
            autoescape=True,
            undefined=_Undefined,
            trim_blocks=True,
            lstrip_blocks=True,
            auto_reload=False,
            cache_size=-1,
        )
        self.filters.update(FILTERS)
        del self.filters["random"], self.globals["lipsum"]  # the same input gives the same bytes
        self._reads: dict[Template, Reads | None] = {}
        self._found: dict[tuple[str | Template, str | None], Template] = {}

    def join_path(self, template: str, parent: str) -> str:
        """The loader's name for `template` as used in `parent`."""
        return self._templates.name_used_in(parent, template)

    def get_template(
        self,
        name: str | Template,
        parent: str | None = None,
        globals: MutableMapping[str, Any] | None = None,  # noqa: A002  # Jinja's own face
    ) -> Template:
        """The template that `parent` calls `name`: looked for once."""
        found = self._found.get((name, parent))
        if found is None:
            found = self._found[name, parent] = super().get_template(name, parent, globals)
        return found

    def render(self, name: str, names: Mapping[str, Any], more: Mapping[str, Any]) -> str:
        """What the template `name` shows to whom knows `names` and `more`; see `whole`."""
        template = self.get_template(name)
        context = self.context_class(self, make_names(names, more), template.name, template.blocks)
        return "".join(template.root_render_func(context))

    def part(self, name: str, names: Mapping[str, Any], more: Mapping[str, Any]) -> Markup:
        """The same as mark-up, which other templates take in."""
        return mark(self.render(name, names, more))

    def whole(self, render: Callable[[], T]) -> T:
        """What `render` makes. Errors come with the lines of templates."""
        try:
            return render()
        except Exception:
            self.handle_exception()

    def included(
        self,
        name: Any,
        parent: str,
        context: Any,
        stores: Mapping[str, Any],
        *,
        optional: bool = False,
    ) -> Iterable[str]:
        """What a template shows where `parent` includes it; `stores` are names that `parent` has set there. It is asked
        for by `name` (or is the first there is of several); without a `context` it knows no names.

        What it showed to one page it shows to all by which the names that it reads have the same values.
        """
        is_one = type(name) is str
        scope: Scope | None = context.vars.get(SCOPE) if context is not None and is_one else None
        include: Include | None = scope.includes.get((name, parent)) if scope is not None else None
        if include is None:
            try:
                found = self.get_template(name, parent) if is_one else self.get_or_select_template(name, parent)
            except TemplateNotFound:
                if optional:
                    return ()
                raise
            template = cast("ThemeTemplate", found)
            if context is None:
                return template.alone()
            if scope is None:
                return self._shown(template, context, stores)
            include = scope.includes[name, parent] = Include(template, self._all_reads(template))
        known = context.vars
        key = include.key(known, stores)
        if key is None:
            return self._shown(include.template, context, stores)
        pieces = include.find(key)
        if pieces is None:
            pieces = ("".join(self._shown(include.template, context, stores)),)
            include.keep(key, pieces)
        return pieces

    def _shown(self, template: ThemeTemplate, context: Context, stores: Mapping[str, Any]) -> Iterable[str]:
        known, reads = context.vars, self._all_reads(template)
        is_own = (
            template.is_quiet
            and reads is not None
            and all(known[key] is stores[key] for key in reads.names & set(stores))
        )
        if not is_own:
            context = template.new_context(known, shared=True, locals=stores)
        return template.root_render_func(context)

    def imported(self, name: str, parent: str, context: Context, stores: Mapping[str, Any]) -> TemplateModule:
        """The macros that `parent` imports with context; made once for a scope where they read nothing else."""
        template = cast("ThemeTemplate", self.get_template(name, parent))
        scope: Scope | None = context.vars.get(SCOPE) if template.is_module else None
        reads = self._all_reads(template) if scope is not None else None
        known = cast("Names", context.vars)
        if scope is None or reads is None or not (reads.names.isdisjoint(known.own) and reads.names.isdisjoint(stores)):
            return template.make_module(known, shared=True, locals=stores)
        module: TemplateModule | None = scope.modules.get(template)
        if module is None:
            module = scope.modules[template] = template.make_module(scope.names, shared=True)
        return module

    def compile(  # type: ignore[override]  # Jinja's has a face for each way to call it
        self,
        source: str | Tree,
        name: str | None = None,
        filename: str | None = None,
        raw: bool = False,  # noqa: FBT001, FBT002
        defer_init: bool = False,  # noqa: FBT001, FBT002
    ) -> str | CodeType:
        """The code of a template: what was kept of it, or made now and kept."""
        if self._compiled is None or raw or defer_init or not isinstance(source, str) or filename is None:
            return super().compile(source, name, filename, raw, defer_init)  # type: ignore[call-overload, no-any-return]
        key = code_key(self._program, source, name, filename)
        code = load_code(self._compiled.get(key), filename)
        if code is None:
            code = super().compile(source, name, filename)
            self._compiled.put(key, dump(code))
        return code

    def getitem(self, obj: Any, argument: Any) -> Any:
        """The item, or the attribute, that templates name in brackets and filters in `attribute=`."""
        if type(obj) is Words:
            return obj[argument]
        return _marked(obj, argument, super().getitem(obj, argument))

    def _all_reads(self, template: ThemeTemplate) -> Reads | None:
        """What a template reads, and those that share its names; None where only rendering can tell."""
        if template not in self._reads:
            self._reads[template] = self._find_reads(template)
        return self._reads[template]

    def _find_reads(self, template: ThemeTemplate) -> Reads | None:
        waiting, seen = [template], {template}
        while waiting:
            each = waiting.pop()
            if each.parts is None:
                return None
            for part in each.parts:
                try:
                    found = cast("ThemeTemplate", self.get_template(part, each.name))
                except TemplateNotFound:
                    return None
                if found not in seen:
                    seen.add(found)
                    waiting.append(found)
        return joined(each.reads for each in seen)


def _marked(obj: Any, attribute: Any, value: Any) -> Any:
    # The contract of `digest.plan.views`: what ends in `_html`, and every `html`, is safe mark-up.
    if type(value) is str and MARK_UP.search(str(attribute)) and hasattr(type(obj), "__dataclass_fields__"):
        return Markup(value)  # noqa: S704  # the markdown layer made it
    return value
