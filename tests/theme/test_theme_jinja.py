"""The theme layer uses only public names of Jinja and MarkupSafe, which minor releases keep."""

import ast
import importlib
import inspect
import pkgutil
from collections import namedtuple
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType

import jinja2
import markupsafe

import digest.theme


def modules_of(package: ModuleType) -> Iterator[ModuleType]:
    yield package
    for each in pkgutil.iter_modules(package.__path__, f"{package.__name__}."):
        yield importlib.import_module(each.name)


def private_names(package: ModuleType) -> set[str]:
    """The private names in a library's modules and classes."""
    owners: list[object] = [*modules_of(package)]
    owners += [each for module in owners for _, each in inspect.getmembers(module, inspect.isclass)]
    names = {name for owner in owners for name in vars(owner) if name.startswith("_") and not name.endswith("__")}
    return names - set(dir(namedtuple("_", "")))  # noqa: PYI024  # names of every namedtuple: `_fields`, ...


def names_in(tree: ast.AST) -> Iterator[str]:
    """All names that code uses or defines, and its string constants, which may be arguments of `getattr`."""
    for node in ast.walk(tree):
        match node:
            case (
                ast.Name(id=name)
                | ast.Attribute(attr=name)
                | ast.alias(name=name)
                | ast.arg(arg=name)
                | ast.keyword(arg=str(name))
                | ast.FunctionDef(name=name)
                | ast.ClassDef(name=name)
                | ast.Constant(value=str(name))
            ):
                yield name


def test_no_private_name_of_jinja_or_markupsafe_is_used() -> None:
    private = private_names(jinja2) | private_names(markupsafe)
    assert {"_load_template", "_make_finalize"} <= private
    paths = sorted(Path(digest.theme.__file__).parent.glob("*.py"))
    assert paths
    used = {f"{path.name}: {name}" for path in paths for name in names_in(ast.parse(path.read_text("utf-8")))}
    assert {each for each in used if each.partition(": ")[2] in private} == set()
