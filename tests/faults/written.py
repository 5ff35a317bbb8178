"""Every function of the program that writes, found in its source: each must be among what is swept."""

import ast
from collections.abc import Iterator
from functools import cache
from pathlib import Path

from tests.house.tree import ROOT

# Those that the deeds were seen to come by; the long test sees to it that this is true.
LIST = Path(__file__).parent / "swept.txt"

_TRANSACTIONS = {"transaction", "rebuilding"}
_STATEMENTS = {"insert", "update", "delete", "insert_if_absent"}
# What no errand of SQLite's comes by: the other database's way, and going back, which only tests do.
_ELSEWHERE = {"mentormatch.storage.writing._postgresql", "mentormatch.storage.schema.downgrade"}


@cache
def writers() -> frozenset[str]:
    """Functions that open a transaction, that state what is written, and deeds that call these."""
    found = [*_functions()]
    opening = {name for name, body in found if _called(body) & _TRANSACTIONS}
    stating = {
        name
        for name, body in found
        if name.startswith("mentormatch.storage.") and _called(body) & _STATEMENTS
    }
    by_module = {tuple(name.rsplit(".", 2)[1:]) for name in stating}
    deeds = {
        name
        for name, body in found
        if name.startswith("mentormatch.usecases.") and _called_of(body) & by_module
    }
    return frozenset((opening | stating | deeds) - _ELSEWHERE)


def _functions() -> Iterator[tuple[str, ast.AST]]:
    for path in sorted((ROOT / "mentormatch").rglob("*.py")):
        if "migrations" in path.parts:
            continue
        module = ".".join(path.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__")
        yield from _inside(ast.parse(path.read_text(encoding="utf-8")), module)


def _inside(node: ast.AST, name: str) -> Iterator[tuple[str, ast.AST]]:
    """Functions by the name that a running one has; what a nested one does is its own."""
    for child in ast.iter_child_nodes(node):
        if isinstance(child, ast.FunctionDef):
            yield f"{name}.{child.name}", child
            yield from _inside(child, f"{name}.{child.name}.<locals>")
        elif isinstance(child, ast.ClassDef):
            yield from _inside(child, f"{name}.{child.name}")
        else:
            yield from _inside(child, name)


def _calls(node: ast.AST) -> Iterator[ast.Call]:
    for child in ast.iter_child_nodes(node):
        if isinstance(child, ast.FunctionDef):
            continue
        if isinstance(child, ast.Call):
            yield child
        yield from _calls(child)


def _called(body: ast.AST) -> set[str]:
    """The last names of what a function calls."""
    functions = [call.func for call in _calls(body)]
    attributes = {found.attr for found in functions if isinstance(found, ast.Attribute)}
    return attributes | {found.id for found in functions if isinstance(found, ast.Name)}


def _called_of(body: ast.AST) -> set[tuple[str, ...]]:
    """Module and name of what a function calls of a module, as `storage.cases.open`."""
    return {
        (_last(found.value), found.attr)
        for found in (call.func for call in _calls(body))
        if isinstance(found, ast.Attribute)
    }


def _last(node: ast.AST) -> str:
    match node:
        case ast.Attribute():
            return node.attr
        case ast.Name():
            return node.id
        case _:
            return ""
