"""Jinja as themes know it: templates of layers, everything escaped, nothing undefined, no clock and no chance."""

import re
from functools import partial
from typing import Any

from jinja2 import BaseLoader, Environment, StrictUndefined, TemplateNotFound, nodes
from jinja2.compiler import CodeGenerator, Frame
from jinja2.exceptions import UndefinedError
from jinja2.utils import missing
from markupsafe import Markup

from digest.theme.closures import resolve_template
from digest.theme.filters import FILTERS
from digest.theme.theme import Theme

_MARK_UP = re.compile(r"(?:^|_)html$")


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


class _Generator(CodeGenerator):
    """Compiles `card.title` to the attribute itself: views have no items, and half of a build is spent in templates."""

    def visit_Getattr(self, node: nodes.Getattr, frame: Frame) -> None:  # noqa: N802  # Jinja's own face
        """Write an attribute, as mark-up where its name says so."""
        marked = _MARK_UP.search(node.attr) is not None
        self.write("Markup(" if marked else "(")
        self.visit(node.node, frame)
        self.write(f".{node.attr})" if marked else f").{node.attr}")


class ThemeEnvironment(Environment):
    """The environment of one theme."""

    code_generator_class = _Generator

    def __init__(self, theme: Theme) -> None:
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

    def join_path(self, template: str, parent: str) -> str:
        """The loader's name for `template` as used in `parent`."""
        return self._templates.name_used_in(parent, template)

    def getitem(self, obj: Any, argument: Any) -> Any:
        """The item, or the attribute, that templates name in brackets and filters in `attribute=`."""
        return _marked(obj, argument, super().getitem(obj, argument))


def _marked(obj: Any, attribute: Any, value: Any) -> Any:
    # The contract of `digest.plan.views`: what ends in `_html`, and every `html`, is safe mark-up.
    if type(value) is str and _MARK_UP.search(str(attribute)) and hasattr(type(obj), "__dataclass_fields__"):
        return Markup(value)  # noqa: S704  # the markdown layer made it
    return value
