"""What compiled templates call: escaping without detours, macros and loops without ceremony.

Each does what Jinja's own does, and is written for the case that nearly always holds: a view's text is a plain `str`.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, MutableMapping
from functools import cached_property, lru_cache
from typing import Any

import markupsafe
from jinja2 import Environment, Template
from jinja2.environment import TemplateModule
from jinja2.nodes import EvalContext
from jinja2.runtime import Context, LoopContext, Macro, Undefined
from jinja2.utils import missing
from markupsafe import Markup

from digest.theme.relative_urls import encode_url, is_plain

ADDRESSES_KEPT = 4096
"""Addresses that need not be looked at again: those of a few hundred pages."""

_new_text = str.__new__
_escape: Callable[[str], str] | None = getattr(markupsafe, "_escape_inner", None)


def _escape_by_mark_up(text: str) -> str:
    return str(markupsafe.escape(text))


escape_text = _escape or _escape_by_mark_up
"""A text escaped, as plain text: the same object where nothing needs escaping (markupsafe 3 has that inside)."""


def shown(value: Any) -> str:
    """A value as it stands on a page: escaped, unless it is mark-up."""
    if type(value) is str:
        return escape_text(value)
    if type(value) is Markup:
        return value
    if hasattr(value, "__html__"):
        return str(value.__html__())
    return escape_text(str(value))


@lru_cache(maxsize=ADDRESSES_KEPT)
def _shown_address(address: str) -> str:
    return address if is_plain(address) else escape_text(encode_url(address))


def shown_url(value: Any) -> str:
    """The address `value` as it stands on a page: `value|url`, escaped."""
    return _shown_address(value if type(value) is str else str(value))


def mark(text: Any) -> Markup:
    """A text that is mark-up, marked so."""
    return _new_text(Markup, text)


class PlainMacro(Macro):
    """A macro. Whoever hands `function` the number of values that `takes` says gets its mark-up as plain text."""

    def __init__(self, *given: Any) -> None:
        super().__init__(*given)
        self.function = self._func
        self.takes = -1 if self.catch_kwargs or self.catch_varargs or self.caller else self._argument_count


class TupleLoop(LoopContext):
    """`loop` over a tuple, whose length is known: nothing is looked at ahead of its time."""

    def __init__(self, items: tuple[Any, ...], undefined: type[Undefined]) -> None:
        super().__init__(items, undefined)
        self._items = items

    @property
    def last(self) -> bool:
        """Whether this is the last round."""
        return self.index0 + 1 == len(self._items)

    @property
    def previtem(self) -> Any:
        """The item of the round before."""
        return self._items[self.index0 - 1] if self.index0 else self._undefined("there is no previous item")

    @property
    def nextitem(self) -> Any:
        """The item of the next round."""
        return self._undefined("there is no next item") if self.last else self._items[self.index0 + 1]


def loop_over(
    items: Any, undefined: type[Undefined], recurse: Callable[..., str] | None = None, depth0: int = 0
) -> Iterable[tuple[Any, LoopContext]]:
    """The rounds of a `for` that asks for its `loop`."""
    if type(items) is not tuple or recurse is not None:
        return LoopContext(items, undefined, recurse, depth0)
    return _rounds(items, TupleLoop(items, undefined))


def _rounds(items: tuple[Any, ...], loop: TupleLoop) -> Iterator[tuple[Any, LoopContext]]:
    for loop.index0, item in enumerate(items):
        yield item, loop


class Names(dict[str, Any]):
    """The names that a template knows; any other is `missing`, as Jinja calls it."""

    __slots__ = ("own",)

    own: set[str]
    """Those that were set since the names were a scope's own."""

    def __missing__(self, name: str) -> Any:
        return missing

    def __setitem__(self, name: str, value: Any) -> None:
        dict.__setitem__(self, name, value)
        self.own.add(name)

    def update(self, more: Mapping[str, Any]) -> None:  # type: ignore[override]  # as the code of templates calls it
        """Set names."""
        dict.update(self, more)
        self.own.update(more)


def make_names(known: Mapping[str, Any], more: Mapping[str, Any]) -> Names:
    """The names of a scope, or of another template, and more."""
    names = Names(known)
    names.own = {*known.own, *more} if type(known) is Names else set(more)
    if more:
        dict.update(names, more)
    return names


class ThemeContext(Context):
    """The names of a template in one mapping, those it was given and those it sets, so that each is found at once."""

    def __init__(
        self,
        environment: Environment,
        parent: dict[str, Any],
        name: str | None,
        blocks: dict[str, Callable[[Context], Iterator[str]]],
        globals: MutableMapping[str, Any] | None = None,  # noqa: A002, ARG002  # Jinja's own face
    ) -> None:
        self.parent = self.vars = names = parent if type(parent) is Names else make_names({}, parent)
        self.resolve_or_missing = names.__getitem__  # type: ignore[method-assign, assignment]  # the dictionary's own, at once
        self.environment = environment
        self.exported_vars = set()
        self.name = name
        self.globals_keys = set()
        self.blocks = {key: [block] for key, block in blocks.items()} if blocks else {}

    def get(self, key: str, default: Any = None) -> Any:
        """The value of a name; `default` where there is none."""
        return dict.get(self.vars, key, default)

    @cached_property
    def eval_ctx(self) -> EvalContext:  # type: ignore[override]  # most templates never ask
        """Whether to escape: templates may say no for some lines."""
        return EvalContext(self.environment, self.name)


class ThemeTemplate(Template):
    """A template, and what its code says of it (`Generator`)."""

    reads: Mapping[str, tuple[str, ...]]
    """As in `Reads`."""
    parts: tuple[str, ...] | None
    is_module: bool
    is_quiet: bool

    @classmethod
    def _from_namespace(
        cls,
        environment: Environment,
        namespace: MutableMapping[str, Any],
        globals: MutableMapping[str, Any],  # noqa: A002  # Jinja's own face
    ) -> "ThemeTemplate":
        made: ThemeTemplate = super()._from_namespace(environment, namespace, globals)  # type: ignore[assignment]  # of this class
        namespace.update(_CALLED)
        made.reads, made.parts = namespace["reads"], namespace["parts"]
        made.is_module, made.is_quiet = namespace["is_module"], namespace["is_quiet"]
        return made

    def new_context(
        self,
        vars: Mapping[str, Any] | None = None,  # noqa: A002  # Jinja's own face
        shared: bool = False,  # noqa: FBT001, FBT002
        locals: Mapping[str, Any] | None = None,  # noqa: A002
    ) -> Context:
        """The context of one run: `vars`, and those of `locals` that are set."""
        known = vars or {}
        if not shared:
            known = make_names(self.globals, known)
        more = {name: value for name, value in locals.items() if value is not missing} if locals else {}
        return self.environment.context_class(self.environment, make_names(known, more), self.name, self.blocks)

    def alone(self) -> Iterable[str]:
        """What it shows without the names of whoever includes it."""
        return self._get_default_module()._body_stream  # noqa: SLF001  # as Jinja's own includes

    def _get_default_module(self, ctx: Context | None = None) -> TemplateModule:  # noqa: ARG002  # globals are the same everywhere
        if self._module is None:
            self._module = self.make_module()
        return self._module


_CALLED: Mapping[str, Any] = {
    "LoopContext": loop_over,
    "Macro": PlainMacro,
    "PlainMacro": PlainMacro,
    "escape_text": escape_text,
    "mark": mark,
    "shown": shown,
    "shown_url": shown_url,
}
"""The names that the code of a template calls."""
