"""How templates are compiled: Jinja's code generator, with plain Python where views and macros need no more."""

# ruff: noqa: N802, D102  # the names are Jinja's: `visit_` and the node; what each node is, Jinja says

import re
from keyword import iskeyword
from typing import Any

from jinja2 import nodes
from jinja2.compiler import CodeGenerator, Frame
from jinja2.idtracking import VAR_LOAD_RESOLVE
from markupsafe import escape

from digest.theme.reads import WHOLE, attributes_read

MARK_UP = re.compile(r"(?:^|_)html$")
"""The attributes that hold mark-up, by the contract of `digest.plan.views`: what ends in `_html`, and every `html`."""

TEXT_FILTERS = ("css_name", "iso", "name", "day", "monthday", "month", "weekday")
"""The filters that make plain text, whatever they are given."""

_WORDED = ("day", "monthday", "month", "weekday", "join_names", "map")
"""The filters that look for the language's words themselves, or may call one that does."""

_GATHERED = "gathered"
"""The list of what a template, or a block of it, shows."""

_GOES_ON = "yield from parent_template.root_render_func(context)"
"""Jinja's line for what a template does at its end that extends another."""

_FUNCTIONS = ("t", "asset", "fragment")
"""What templates call and is no macro."""

_SETTERS: tuple[type[nodes.Node], ...] = (
    nodes.Assign,
    nodes.AssignBlock,
    nodes.Macro,
    nodes.Import,
    nodes.FromImport,
    nodes.Extends,
    nodes.Block,
)
"""What may set a name for the rest of a template, or for another."""


class Generator(CodeGenerator):
    """Compiles `card.title` to the attribute itself, `{{ card.title }}` to its escaped text without a detour by
    mark-up, and a call to a call.

    The code says what the template reads (`reads`: as in `Reads`; `parts`: templates that see its names, None where
    only rendering can tell), whether it is nothing but macros (`is_module`), and whether it sets no names (`is_quiet`).
    """

    def __init__(self, *arguments: Any, **options: Any) -> None:
        super().__init__(*arguments, **options)
        self._reads: set[str] = set()
        self._parts: list[str] | None = []

    def visit_Template(self, node: nodes.Template, frame: Frame | None = None) -> None:
        super().visit_Template(node, frame)
        if self.extends_so_far or self.blocks:
            self._parts = None
        attributes = attributes_read(node)
        if any(each.name in _WORDED for each in node.find_all(nodes.Filter)):
            attributes.pop("t", None)  # which of the words such a filter reads is not written in the template
        reads = {name: tuple(sorted(attributes.get(name, WHOLE))) for name in sorted(self._reads)}
        self.writeline(f"reads = {reads!r}")
        self.writeline(f"parts = {self._parts!r}")
        self.writeline(f"is_quiet = {not any(node.find(kind) for kind in _SETTERS)!r}")
        self.writeline(f"is_module = {all(map(_is_definition, node.body))!r}")

    # Functions that gather a list, where Jinja's yield piece by piece: every piece passes through fewer hands.

    def write_commons(self) -> None:
        self.writeline("resolve = context.resolve_or_missing")
        self.writeline("undefined = environment.undefined")
        self.writeline("concat = environment.concat")
        self.writeline("cond_expr_undefined = Undefined")
        self.writeline(f"{_GATHERED} = []")

    def enter_frame(self, frame: Frame) -> None:
        if frame.parent is None:
            frame.buffer = _GATHERED
        super().enter_frame(frame)
        loads = frame.symbols.loads.values()
        self._reads.update(name for action, name in loads if action == VAR_LOAD_RESOLVE and name)

    def leave_frame(self, frame: Frame, with_python_scope: bool = False) -> None:  # noqa: FBT001, FBT002
        super().leave_frame(frame, with_python_scope)
        if frame.parent is None and not (frame.rootlevel and self.has_known_extends):
            # What may extend another template goes on with what that one yields.
            self.writeline(f"{'yield from' if frame.rootlevel and self.extends_so_far else 'return'} {_GATHERED}")

    def writeline(self, x: str, node: nodes.Node | None = None, extra: int = 0) -> None:
        if x == _GOES_ON and self.has_known_extends:
            x = x.replace("yield from", "return")
        super().writeline(x, node, extra)

    def visit_Block(self, node: nodes.Block, frame: Frame) -> None:
        if frame.toplevel and self.has_known_extends:
            return
        may_extend = frame.toplevel and self.extends_so_far > 0
        if may_extend:
            self.writeline("if parent_template is None:")
            self.indent()
        if node.required:
            self.writeline(f"if len(context.blocks[{node.name!r}]) <= 1:", node)
            self.indent()
            self.writeline(f'raise TemplateRuntimeError("Required block {node.name!r} not found")', node)
            self.outdent()
        context = self.derive_context(frame) if node.scoped else self.get_context_ref()
        self.writeline(f"{frame.buffer}.extend(context.blocks[{node.name!r}][0]({context}))", node)
        if may_extend:
            self.outdent()

    # Output

    def visit_Output(self, node: nodes.Output, frame: Frame) -> None:
        if not _escapes(frame):
            super().visit_Output(node, frame)
            return
        if frame.require_output_check:
            if self.has_known_extends:
                return  # what stands outside the blocks of a template that extends another is not shown
            self.writeline("if parent_template is None:")
            self.indent()
        pieces = self._join_constants(node, frame)
        start, end = (".append(", ")") if len(pieces) == 1 else (".extend((", "))")
        self.writeline(f"{frame.buffer}{start}")
        self.indent()
        for piece in pieces:
            if isinstance(piece, str):
                self.write(repr(piece))
            else:
                self.newline(piece)
                self._show(piece, frame)
            if len(pieces) > 1:
                self.write(", ")
        self.outdent()
        self.write(end)
        if frame.require_output_check:
            self.outdent()

    def _join_constants(self, node: nodes.Output, frame: Frame) -> list[str | nodes.Expr]:
        """What an output shows, with what is known now as one text."""
        pieces: list[str | nodes.Expr] = []
        for each in node.nodes:
            try:
                text = self._output_child_to_const(each, frame, self._make_finalize())
            except Exception:  # not constant, or an error that is told where it happens: at run time
                pieces.append(each)
                continue
            if pieces and isinstance(pieces[-1], str):
                pieces[-1] += text
            else:
                pieces.append(text)
        return pieces

    def _show(self, node: nodes.Node, frame: Frame) -> None:
        """Write what is a plain text at last: the value escaped, or mark-up as it is."""
        if isinstance(node, nodes.CondExpr) and node.expr2 is not None:
            self.write("(")
            self._show(node.expr1, frame.soft())
            self.write(" if ")
            self.visit(node.test, frame.soft())
            self.write(" else ")
            self._show(node.expr2, frame.soft())
            self.write(")")
        elif isinstance(node, nodes.Const):
            self.write(repr(str(escape(node.value))))
        elif isinstance(node, nodes.Getattr) and MARK_UP.search(node.attr):
            self.write("str(")
            self._write_attribute(node, frame)
            self.write(")")
        elif isinstance(node, nodes.Filter) and node.name == "url" and node.node is not None:
            self.write("shown_url(")
            self.visit(node.node, frame)
            self.write(")")
        elif isinstance(node, nodes.Filter) and node.name in TEXT_FILTERS:
            self.write("escape_text(")
            self.visit(node, frame)
            self.write(")")
        elif isinstance(node, nodes.Call) and isinstance(node.node, nodes.Name) and _is_plain(node):
            self._show_call(node, node.node, frame)
        else:
            self._show_value(node, frame)

    def _show_value(self, node: nodes.Node, frame: Frame) -> None:
        self.write("(escape_text(it) if type(it := ")
        self.visit(node, frame)
        self.write(") is str else shown(it))")

    def _show_call(self, node: nodes.Call, name: nodes.Name, frame: Frame) -> None:
        if name.name in _FUNCTIONS or node.kwargs:
            self._show_value(node, frame)
            return
        # A macro gives its text as it is; what anything else gives is escaped.
        self.write("(str if (plain := type(it := ")
        self.visit(name, frame)
        self.write(f") is PlainMacro and it.takes == {len(node.args)}) else shown)((it.function if plain else it)")
        self._write_arguments(node, frame)
        self.write(")")

    # Expressions

    def visit_Getattr(self, node: nodes.Getattr, frame: Frame) -> None:
        if MARK_UP.search(node.attr):
            self.write("mark(")
            self._write_attribute(node, frame)
            self.write(")")
        else:
            self._write_attribute(node, frame)

    def _write_attribute(self, node: nodes.Getattr, frame: Frame) -> None:
        self.write("(")
        self.visit(node.node, frame)
        self.write(f").{node.attr}")

    def visit_Call(self, node: nodes.Call, frame: Frame, forward_caller: bool = False) -> None:  # noqa: FBT001, FBT002
        if forward_caller or not _is_plain(node):
            super().visit_Call(node, frame, forward_caller=forward_caller)
            return
        self.visit(node.node, frame)
        self._write_arguments(node, frame)

    def visit_Filter(self, node: nodes.Filter, frame: Frame) -> None:
        if node.name in _WORDED:
            self._reads.add("t")
        super().visit_Filter(node, frame)

    def _write_arguments(self, node: nodes.Call, frame: Frame) -> None:
        self.write("(")
        for each in node.args:
            self.visit(each, frame)
            self.write(", ")
        for keyword in node.kwargs:
            self.write(f"{keyword.key}=")
            self.visit(keyword.value, frame)
            self.write(", ")
        self.write(")")

    def visit_Concat(self, node: nodes.Concat, frame: Frame) -> None:
        if not _escapes(frame):
            super().visit_Concat(node, frame)
            return
        # Each part is evaluated once, in order; `+` will do where all are plain text.
        parts = [self.temporary_identifier() for _ in node.nodes]
        self.write(f"({' + '.join(parts)} if ")
        for index, (part, each) in enumerate(zip(parts, node.nodes, strict=True)):
            self.write(f"{' & ' if index else ''}(type({part} := ")
            self.visit(each, frame)
            self.write(") is str)")
        self.write(f" else markup_join(({', '.join(parts)},)))")

    # Other templates

    def visit_Include(self, node: nodes.Include, frame: Frame) -> None:
        if node.with_context:
            self._add_part(_constant(node.template))
        self.writeline(f"{frame.buffer}.extend(environment.included(", node)
        self.visit(node.template, frame)
        stores = self.dump_local_context(frame)
        self.write(f", {self.name!r}, {f'context, {stores}' if node.with_context else 'None, {}'}")
        self.write(f"{', optional=True' if node.ignore_missing else ''}))")

    def _import_common(self, node: nodes.Import | nodes.FromImport, frame: Frame) -> None:
        name = _constant(node.template)
        if node.with_context:
            self._add_part(name)
        if name is None or not node.with_context:
            super()._import_common(node, frame)
            return
        self.write(f"environment.imported({name!r}, {self.name!r}, context, {self.dump_local_context(frame)})")

    def _add_part(self, name: str | None) -> None:
        if name is None:
            self._parts = None
        elif self._parts is not None:
            self._parts.append(name)


def _escapes(frame: Frame) -> bool:
    return bool(frame.eval_ctx.autoescape) and not frame.eval_ctx.volatile


def _is_plain(node: nodes.Call) -> bool:
    """Whether a call has neither `*` nor `**`, nor a keyword that Python keeps for itself."""
    return node.dyn_args is None and node.dyn_kwargs is None and not any(iskeyword(each.key) for each in node.kwargs)


def _is_definition(node: nodes.Node) -> bool:
    """Whether a node at the top of a template makes macros known, and neither shows nor sets anything."""
    if isinstance(node, nodes.Output):
        return all(isinstance(each, nodes.TemplateData) for each in node.nodes)
    return isinstance(node, nodes.Macro | nodes.FromImport | nodes.Import)


def _constant(node: nodes.Node) -> str | None:
    return node.value if isinstance(node, nodes.Const) and isinstance(node.value, str) else None
