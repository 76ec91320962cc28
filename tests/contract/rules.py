"""The architecture as rules over syntax trees.

Each rule takes a `Module` and returns one sentence for every breach, so that a rule can be shown
to fail on a bad snippet as well as to hold for the product. Nothing is imported or run.
"""

from __future__ import annotations

import ast
import sys
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
ROOMS = ("core", "workers", "dashboard")
MAX_LINES = 400

WORLD = frozenset(
    {
        "_thread", "asyncio", "concurrent", "ctypes", "fcntl", "ftplib", "glob", "http", "imaplib",
        "io", "logging", "mmap", "multiprocessing", "os", "pathlib", "poplib", "pty", "queue",
        "random", "sched", "secrets", "select", "selectors", "shutil", "signal", "smtplib",
        "socket", "socketserver", "sqlite3", "ssl", "subprocess", "sys", "syslog", "tempfile",
        "threading", "time", "urllib.request", "uuid", "webbrowser"
    }
)  # fmt: skip
"""Modules of the standard library with which one reaches, or waits for, the world."""

SANS_IO = ("dashboard/live/framing.py", "dashboard/live/messages.py")
"""Modules outside core that keep to core's rules, so that others may call them for a constant."""

SCRIPTS = ("workers/history/migrations/env.py", "dashboard/gunicorn_conf.py", "workers/__main__.py")
"""Run as scripts by Alembic, gunicorn and Python; nothing imports them."""

CLOCKS = ("datetime.now", "datetime.utcnow", "datetime.today", "date.today")
WORLD_CALLS = ("open", "print", "input", "eval", "exec", "__import__", "breakpoint")

PURE_CALLS = frozenset(
    {
        "Annotated", "Decimal", "Field", "Fraction", "NewType", "ParamSpec", "SecretStr",
        "SettingsConfigDict", "NoDecode", "TypeVar", "AfterValidator", "BeforeValidator",
        "auto", "enum.auto", "msgspec.Raw",
        "MappingProxyType", "Path", "Struct", "bytes", "dict", "enumerate", "field", "float",
        "frozenset", "int", "len", "list", "map", "max", "min", "namedtuple", "object", "range",
        "round", "set", "slice", "sorted", "str", "sum", "tuple", "zip", "logging.getLogger",
        "re.compile", "struct.Struct", "string.Template", "mapped_column", "MetaData", "DateTime",
        "dt.date", "dt.datetime", "dt.time", "dt.timedelta", "dt.timezone", "datetime", "timedelta",
        "timezone", "dataclasses.field", "msgspec.field", "msgspec.json.Decoder",
        "msgspec.json.Encoder", "msgspec.Meta", "operator.attrgetter", "operator.itemgetter",
        "dt.date.fromisoformat", "click.Path", "click.Choice", "click.DateTime", "click.IntRange",
        "click.FloatRange"
    }
)  # fmt: skip
"""Calls that make a value and do nothing else."""

VALUE_BASES = ("Struct", "msgspec.Struct", "NamedTuple", "click.ParamType")
VALUE_DECORATORS = ("dataclass", "dataclasses.dataclass")

PURE_METHODS = frozenset(
    {
        "copy", "encode", "format", "fromkeys", "items", "join", "keys", "lower", "split", "strip",
        "upper", "values"
    }
)  # fmt: skip

DECORATORS = frozenset(
    {
        "abstractmethod", "cache", "cached_property", "classmethod", "contextmanager",
        "asynccontextmanager", "dataclass", "dataclasses.dataclass", "field_validator", "final",
        "functools.cache", "functools.cached_property", "functools.lru_cache",
        "functools.total_ordering", "lru_cache", "model_validator", "overload", "override",
        "property", "runtime_checkable", "staticmethod", "total_ordering"
    }
)  # fmt: skip


@dataclass(frozen=True)
class Module:
    """One source file. `path` is relative to the top of the checkout, with forward slashes."""

    path: str
    source: str

    @cached_property
    def tree(self) -> ast.Module:
        """Its syntax tree."""
        return ast.parse(self.source, self.path)

    @property
    def computes_only(self) -> bool:
        """Whether core's rules hold for it."""
        return self.room == "core" or self.path in SANS_IO

    @property
    def room(self) -> str:
        """The top-level package it belongs to."""
        return self.path.split("/", 1)[0]

    def at(self, node: ast.AST) -> str:
        """Where a node is, as editors have it."""
        return f"{self.path}:{getattr(node, 'lineno', 1)}"


def product_modules(root: Path) -> Iterator[Module]:
    """Every source file of the product."""
    for room in ROOMS:
        for file in sorted((root / room).rglob("*.py")):
            yield Module(file.relative_to(root).as_posix(), file.read_text(encoding="utf-8"))


def imported(module: Module) -> Iterator[tuple[ast.AST, str]]:
    """Every module imported anywhere in a file, and under which node."""
    for node in ast.walk(module.tree):
        if isinstance(node, ast.Import):
            for alias in node.names:
                yield node, alias.name
        elif isinstance(node, ast.ImportFrom):
            name = "." * node.level + (node.module or "")
            yield node, name
            # `from urllib import request` imports urllib.request.
            for alias in node.names:
                yield node, f"{name}.{alias.name}"


def _within(name: str, packages: Iterable[str]) -> bool:
    return any(name == package or name.startswith(package + ".") for package in packages)


def core_imports_little(module: Module) -> list[str]:
    """core imports the standard library without the world, msgspec, itself; tables also SQLAlchemy."""
    if not module.computes_only:
        return []
    allowed = {"core", "msgspec"} | ({"sqlalchemy"} if module.path == "core/history/tables.py" else set())
    breaches = []
    for node, name in imported(module):
        top = name.split(".", 1)[0]
        known = top in allowed or top in sys.stdlib_module_names or name.startswith(".")
        if not known or _within(name, WORLD):
            breaches.append(f"{module.at(node)}: core may not import {name}")
    return breaches


def core_reads_no_clock_and_opens_nothing(module: Module) -> list[str]:
    """Time is an argument; files, terminals and generated code are for others."""
    if not module.computes_only:
        return []
    breaches = []
    for node in ast.walk(module.tree):
        if isinstance(node, ast.Attribute) and ast.unparse(node).endswith(CLOCKS):
            breaches.append(f"{module.at(node)}: core may not read a clock ({ast.unparse(node)})")
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in WORLD_CALLS:
            breaches.append(f"{module.at(node)}: core may not call {node.func.id}()")
    return breaches


def workers_and_dashboard_apart(module: Module) -> list[str]:
    """They meet in Redis and PostgreSQL only."""
    other = {"workers": "dashboard", "dashboard": "workers"}.get(module.room)
    if other is None:
        return []
    return sorted(
        {f"{module.at(node)}: {module.room} may not import {other}"
         for node, name in imported(module) if _within(name, [other])}
    )  # fmt: skip


def nothing_happens_at_import(module: Module) -> list[str]:
    """A module level holds imports, definitions and constants."""
    if module.path in SCRIPTS:
        return []
    return list(_breaches_of_body(module, module.tree.body, _own_names(module)))


def _own_names(module: Module) -> frozenset[str]:
    """What a module may call while it is imported: what computes only, and classes of plain values."""
    names = _value_classes(module.tree)
    for node in module.tree.body:
        if isinstance(node, ast.ImportFrom):
            names |= {
                alias.asname or alias.name for alias in node.names if _is_pure(node.module or "", alias.name)
            }
        elif module.computes_only and isinstance(node, ast.FunctionDef | ast.ClassDef):
            names.add(node.name)
    return frozenset(names)


def _is_pure(package: str, name: str) -> bool:
    """Whether `from package import name` brings something that only computes, or a class of values."""
    base = package.replace(".", "/")
    if _within(package, ["core"]) or not {f"{base}.py", f"{base}/{name}.py"}.isdisjoint(SANS_IO):
        return True
    files = [ROOT / f"{base}.py", ROOT / base / "__init__.py"]
    return _within(package, ROOMS) and any(
        name in _value_classes(ast.parse(file.read_text(encoding="utf-8"))) for file in files if file.exists()
    )


def _value_classes(tree: ast.Module) -> set[str]:
    """Classes of a module whose making only fills fields."""
    return {
        node.name
        for node in tree.body
        if isinstance(node, ast.ClassDef)
        and (
            any(ast.unparse(base) in VALUE_BASES for base in node.bases)
            or any(
                ast.unparse(decorator).split("(")[0] in VALUE_DECORATORS for decorator in node.decorator_list
            )
        )
    }


def _breaches_of_body(module: Module, body: list[ast.stmt], own: frozenset[str]) -> Iterator[str]:
    for node in body:
        match node:
            case ast.Import() | ast.ImportFrom() | ast.Pass():
                continue
            case ast.Expr(value=ast.Constant()):
                continue
            case ast.FunctionDef() | ast.AsyncFunctionDef():
                yield from _breaches_of_decorators(module, node, own)
                defaults = [*node.args.defaults, *(d for d in node.args.kw_defaults if d is not None)]
                for default in defaults:
                    yield from _breaches_of_value(module, default, own)
            case ast.ClassDef():
                yield from _breaches_of_decorators(module, node, own)
                yield from _breaches_of_body(module, node.body, own)
            case ast.Assign(value=value) | ast.AnnAssign(value=ast.expr() as value):
                yield from _breaches_of_value(module, value, own)
            case ast.AnnAssign(value=None):
                continue
            case ast.If(test=ast.Name(id="TYPE_CHECKING")) if not node.orelse:
                yield from _breaches_of_body(module, node.body, own)
            case _:
                yield f"{module.at(node)}: {type(node).__name__} runs at import"


def _breaches_of_decorators(
    module: Module, node: ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef, own: frozenset[str]
) -> Iterator[str]:
    for decorator in node.decorator_list:
        target = decorator.func if isinstance(decorator, ast.Call) else decorator
        name = ast.unparse(target)
        if not (name in DECORATORS or name in own or name.startswith("click.")
                or name.endswith((".setter", ".command"))):  # fmt: skip
            yield f"{module.at(decorator)}: decorator {name} runs at import"
        elif isinstance(decorator, ast.Call):
            for value in (*decorator.args, *(keyword.value for keyword in decorator.keywords)):
                yield from _breaches_of_value(module, value, own)


def _breaches_of_value(module: Module, value: ast.expr, own: frozenset[str]) -> Iterator[str]:
    waiting: list[ast.AST] = [value]
    while waiting:
        node = waiting.pop()
        if isinstance(node, ast.Lambda):
            continue  # runs later
        if isinstance(node, ast.Await | ast.Yield | ast.YieldFrom | ast.NamedExpr):
            yield f"{module.at(node)}: {type(node).__name__} runs at import"
        if isinstance(node, ast.Call) and not _is_pure_call(node, own):
            yield f"{module.at(node)}: {ast.unparse(node.func)}() runs at import"
        waiting.extend(ast.iter_child_nodes(node))


def _is_pure_call(node: ast.Call, own: frozenset[str]) -> bool:
    function = node.func.value if isinstance(node.func, ast.Subscript) else node.func
    name = ast.unparse(function)
    if name in PURE_CALLS or name.split(".", 1)[0] in {"math", *own}:
        return True
    return isinstance(function, ast.Attribute) and function.attr in PURE_METHODS


def short_enough(module: Module) -> list[str]:
    """A file fits one head."""
    lines = module.source.count("\n")
    return [f"{module.path}: {lines} lines, at most {MAX_LINES}"] if lines > MAX_LINES else []


def nothing_left_to_do(module: Module) -> list[str]:
    """Unfinished work is an issue, not a comment."""
    return [
        f"{module.path}:{number}: unfinished work is not marked in code"
        for number, line in enumerate(module.source.splitlines(), start=1)
        if any(word in line for word in ("TODO", "FIXME", "XXX"))
    ]


def says_what_it_knows(module: Module) -> list[str]:
    """Every module begins with what it knows and where its door is."""
    return [] if ast.get_docstring(module.tree) else [f"{module.path}: no module docstring"]


RULES = (
    core_imports_little,
    core_reads_no_clock_and_opens_nothing,
    workers_and_dashboard_apart,
    nothing_happens_at_import,
    short_enough,
    nothing_left_to_do,
    says_what_it_knows,
)
