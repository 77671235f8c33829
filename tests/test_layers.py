"""Modules import only from layers above their own, and only `machine` and `faces` have side effects."""

import ast
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from graphlib import TopologicalSorter
from pathlib import Path, PurePosixPath

import pytest

REPOSITORY = Path(__file__).parent.parent
PACKAGE = REPOSITORY / "digest"

LAYERS = (
    *("text", "model", "markdown", "citing", "content", "lint"),
    *("authoring", "plan", "theme", "outputs", "machine", "faces"),
)
"""Each layer may import from those before it and from itself."""

PURE = LAYERS[: LAYERS.index("machine")]
"""Layers without side effects: results depend on arguments only."""

IMPURE = {
    *("os", "io", "socket", "ssl", "subprocess", "multiprocessing", "threading", "asyncio", "signal", "shutil"),
    *("tempfile", "glob", "fcntl", "msvcrt", "time", "random", "secrets", "uuid", "locale", "platform", "getpass"),
    *("sqlite3", "dbm", "shelve", "http", "ftplib", "smtplib", "urllib.request", "pathlib.Path", "concurrent"),
    *("importlib.resources", "importlib.metadata", "sys", "builtins", "logging"),
}
"""Modules for disk, network, clock, random numbers, processes, and settings of the machine.

Pure paths (`pathlib.PurePosixPath`), time zones and dates are values, and allowed.
"""

IMPURE_CALLS = {"open", "input", "print", "eval", "exec", "hash"}
"""Built-in functions with side effects, or whose result differs between processes."""

DOORS = ("digest/machine/files.py", "digest/machine/stamps.py", "digest/machine/lock.py")
"""The only modules in `machine` that access the file system."""

COMPILES = "digest/text/records.py"
"""The only module that may call `exec` and `hash`: it generates the methods of records, as `dataclasses` does."""

IMPURE_METHODS = {"now", "today", "utcnow", "fromtimestamp"}


@dataclass(frozen=True)
class Module:
    """A module: path in the repository, layer (empty at the top level), syntax tree."""

    path: str
    layer: str
    tree: ast.Module


def read_modules() -> list[Module]:
    found = []
    for file in sorted(PACKAGE.rglob("*.py")):
        parts = file.relative_to(PACKAGE).parts
        text = file.read_text(encoding="utf-8")
        found.append(
            Module(
                path=file.relative_to(REPOSITORY).as_posix(),
                layer=parts[0] if len(parts) > 1 else "",
                tree=ast.parse(text),
            )
        )
    return found


MODULES = read_modules()


def imports_of(module: Module) -> Iterator[tuple[int, str]]:
    """Line and dotted name of all imports in a module, those inside functions included."""
    for node in ast.walk(module.tree):
        if isinstance(node, ast.Import):
            for alias in node.names:
                yield node.lineno, alias.name
        elif isinstance(node, ast.ImportFrom):
            for alias in node.names:
                yield node.lineno, f"{node.module or ''}.{alias.name}"


def is_below(name: str, parent: str) -> bool:
    return name == parent or name.startswith(f"{parent}.")


def test_every_module_belongs_to_a_layer() -> None:
    assert {module.layer for module in MODULES} == {*LAYERS, ""}
    assert {module.path for module in MODULES if not module.layer} == {"digest/__init__.py", "digest/__main__.py"}


def test_no_imports_are_cyclic() -> None:
    names = {module.path.removesuffix(".py").removesuffix("/__init__").replace("/", "."): module for module in MODULES}
    graph = {
        name: {
            target
            for _, imported in imports_of(module)
            for target in (imported if imported in names else imported.rpartition(".")[0],)
            if target in names and target != name
        }
        for name, module in names.items()
    }
    TopologicalSorter(graph).prepare()  # raises CycleError


def test_imports_name_their_module_in_full() -> None:
    relative = [
        f"{module.path}:{node.lineno}"
        for module in MODULES
        for node in ast.walk(module.tree)
        if isinstance(node, ast.ImportFrom) and node.level
    ]
    assert relative == []


@pytest.mark.parametrize("layer", LAYERS)
def test_a_layer_imports_nothing_from_the_layers_below_it(layer: str) -> None:
    lower = LAYERS[LAYERS.index(layer) + 1 :]
    wrong = [
        f"{module.path}:{line} imports {name}"
        for module in MODULES
        if module.layer == layer
        for line, name in imports_of(module)
        if any(is_below(name, f"digest.{each}") for each in lower)
    ]
    assert wrong == []


@pytest.mark.parametrize("layer", PURE)
def test_a_pure_layer_imports_no_module_with_side_effects(layer: str) -> None:
    wrong = [
        f"{module.path}:{line} imports {name}"
        for module in MODULES
        if module.layer == layer
        for line, name in imports_of(module)
        if any(is_below(name, door) for door in IMPURE) or name == "pathlib"
    ]
    assert wrong == []


@pytest.mark.parametrize("layer", PURE)
def test_a_pure_layer_calls_nothing_that_differs_from_run_to_run(layer: str) -> None:
    wrong = []
    for module in MODULES:
        for node in ast.walk(module.tree):
            if module.layer != layer or not isinstance(node, ast.Call):
                continue
            called = node.func
            if module.path == COMPILES and isinstance(called, ast.Name) and called.id in ("exec", "hash"):
                continue
            if isinstance(called, ast.Name) and called.id in IMPURE_CALLS:
                wrong.append(f"{module.path}:{node.lineno} calls {called.id}")
            elif isinstance(called, ast.Attribute) and called.attr in IMPURE_METHODS:
                wrong.append(f"{module.path}:{node.lineno} calls .{called.attr}")
    assert wrong == []


def test_only_some_modules_of_the_machine_access_files() -> None:
    wrong = [
        f"{module.path}:{node.lineno} calls {node.func.attr}"
        for module in MODULES
        if module.layer == "machine" and module.path not in DOORS
        for node in ast.walk(module.tree)
        if isinstance(node, ast.Call)
        and isinstance(node.func, ast.Attribute)
        and node.func.attr
        in {"read_bytes", "read_text", "write_bytes", "write_text", "unlink", "rmdir", "mkdir", "rename", "scandir"}
    ]
    assert wrong == []


def test_a_theme_holds_no_python() -> None:
    assert [path.as_posix() for path in (REPOSITORY / "themes").rglob("*.py*")] == []


def test_no_two_modules_have_one_name() -> None:
    """Module names are unique, also without their package."""
    names = Counter(PurePosixPath(module.path).stem for module in MODULES if not module.path.endswith("__.py"))
    packages = {PurePosixPath(module.path).parent.name for module in MODULES}
    assert [name for name, count in names.items() if count > 1 or name in packages] == []


def public_names(module: Module) -> Iterator[str]:
    for node in module.tree.body:
        match node:
            case ast.FunctionDef(name=name) | ast.ClassDef(name=name) | ast.AnnAssign(target=ast.Name(id=name)):
                yield name
            case ast.Assign(targets=targets):
                yield from (target.id for target in targets if isinstance(target, ast.Name))


def test_no_two_modules_define_one_public_name() -> None:
    names = Counter(name for module in MODULES for name in public_names(module) if not name.startswith("_"))
    assert [name for name, count in names.items() if count > 1] == []


def test_every_module_says_what_it_is() -> None:
    assert [module.path for module in MODULES if not ast.get_docstring(module.tree)] == []
