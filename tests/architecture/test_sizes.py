"""Keep files short, and functions short and simple."""

import ast
import textwrap
from collections.abc import Iterator

import pytest

from tests.architecture import exemptions
from tests.architecture.sources import ROOT, sources

HOUSES = ["wiki", "tests", "tools", "bench"]
MOST_LINES = 300
MOST_FUNCTION_LINES = 40
MOST_COMPLEX = 10
BRANCHES = (
    ast.If,
    ast.IfExp,
    ast.For,
    ast.AsyncFor,
    ast.While,
    ast.ExceptHandler,
    ast.Assert,
    ast.match_case,
)


def test_files_stay_short() -> None:
    files = [ROOT / "run.py", *(path for house in HOUSES for path in (ROOT / house).rglob("*.py"))]
    long = {
        path.relative_to(ROOT).as_posix()
        for path in files
        if len(path.read_text().splitlines()) > MOST_LINES
    }
    assert long == set(exemptions.LONG)


@pytest.mark.long
def test_functions_stay_short() -> None:
    lengths = {
        f"{path}:{function.name}": (function.end_lineno or 0) - function.lineno + 1
        for path, tree in _program().items()
        for function in _functions(tree)
    }
    assert {name: lines for name, lines in lengths.items() if lines > MOST_FUNCTION_LINES} == {}


@pytest.mark.long
def test_functions_stay_simple() -> None:
    found = {
        f"{path}:{function.name}": _complexity(function)
        for path, tree in _program().items()
        for function in _functions(tree)
    }
    assert {name: number for name, number in found.items() if number > MOST_COMPLEX} == {}


def _program() -> dict[str, ast.Module]:
    trees = {f"wiki/{source.path}": source.tree for source in sources()}
    return {**trees, "run.py": ast.parse((ROOT / "run.py").read_text())}


def _functions(tree: ast.AST) -> list[ast.FunctionDef | ast.AsyncFunctionDef]:
    kinds = ast.FunctionDef | ast.AsyncFunctionDef
    return [node for node in ast.walk(tree) if isinstance(node, kinds)]


def _complexity(function: ast.AST) -> int:
    """Count the ways through a function as McCabe does, and each `and` and `or` as one more."""
    return 1 + sum(_ways(node) for node in _own_nodes(function))


def _own_nodes(function: ast.AST) -> Iterator[ast.AST]:
    """Yield what stands in a function, but not in the functions inside it."""
    for node in ast.iter_child_nodes(function):
        if not isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            yield node
            yield from _own_nodes(node)


def _ways(node: ast.AST) -> int:
    if isinstance(node, ast.BoolOp):
        return len(node.values) - 1
    if isinstance(node, ast.comprehension):
        return 1 + len(node.ifs)
    return int(isinstance(node, BRANCHES))


@pytest.mark.parametrize(
    ("source", "number"),
    [
        ("x = 1", 1),
        ("if a:\n  b()\nelif c:\n  d()\nelse:\n  e()", 3),
        ("if a and b and c:\n  d()", 4),
        ("return a or b", 2),
        ("return a if b else c", 2),
        ("for a in b:\n  while a:\n    c()", 3),
        ("return [a for a in b if a if not c]", 4),
        ("try:\n  a()\nexcept B:\n  pass\nexcept C:\n  pass", 3),
        ("match a:\n  case 1:\n    b()\n  case _:\n    c()", 3),
        ("assert a", 2),
        ("def g():\n  return a or b\nreturn g", 1),
        ("return lambda: a or b", 2),
    ],
)
def test_ways_through_a_function_are_counted(source: str, number: int) -> None:
    (function,) = ast.parse("def f():\n" + textwrap.indent(source, "  ")).body
    assert _complexity(function) == number
