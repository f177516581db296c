"""Find public names that the program defines but does not use."""

import ast
import enum
import importlib
import re
from collections.abc import Iterator

import pytest

from tests.architecture import exemptions
from tests.architecture.sources import ROOT, Source, sources, templates

# Functions with these decorators are called by Flask or click.
CALLED_BY_OTHERS = {"get", "post", "route", "command", "group"}
_WORD = re.compile(r"[A-Za-z_]\w*")
# A name in a string: for getattr, or of an endpoint or column.
_NAME = re.compile(r"[A-Za-z_][\w.]*")


@pytest.mark.long
def test_every_public_name_is_used_by_the_program() -> None:
    used = _used_names()
    unused = {
        f"{source.path}:{name}"
        for source in sources()
        for name in _public_names(source)
        if name.rpartition(".")[2] not in used
    }
    assert sorted(unused - exemptions.UNUSED.keys()) == []
    assert exemptions.UNUSED.keys() - unused == set(), "exemption not needed"


def _used_names() -> set[str]:
    trees = [source.tree for source in sources()]
    trees.append(ast.parse((ROOT / "run.py").read_text()))
    used = {word for text in templates().values() for word in _WORD.findall(text)}
    for tree in trees:
        for node in ast.walk(tree):
            if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Load):
                used.add(node.id)
            elif isinstance(node, ast.Attribute):
                used.add(node.attr)
            elif isinstance(node, ast.Constant) and isinstance(node.value, str):
                used.update((_NAME.fullmatch(node.value) and node.value.split(".")) or ())
    return used


def _public_names(source: Source) -> Iterator[str]:
    for node in source.tree.body:
        yield from _defined(node)
        if isinstance(node, ast.ClassDef) and not _is_enum(source, node):
            for inner in node.body:
                for name in _defined(inner):
                    if not _is_hook(source, node, name):
                        yield f"{node.name}.{name}"


def _defined(node: ast.stmt) -> list[str]:
    match node:
        case ast.FunctionDef() | ast.ClassDef():
            names = [] if _is_called_by_others(node) else [node.name]
        case ast.Assign():
            names = [target.id for target in node.targets if isinstance(target, ast.Name)]
        case ast.AnnAssign(target=ast.Name(id=name)):
            names = [name]
        case _:
            names = []
    return [name for name in names if not name.startswith("_")]


def _is_called_by_others(node: ast.FunctionDef | ast.ClassDef) -> bool:
    calls = (decorator.func for decorator in node.decorator_list if isinstance(decorator, ast.Call))
    return any(isinstance(call, ast.Attribute) and call.attr in CALLED_BY_OTHERS for call in calls)


def _is_enum(source: Source, node: ast.ClassDef) -> bool:
    return issubclass(_class(source, node), enum.Enum)


def _is_hook(source: Source, node: ast.ClassDef, name: str) -> bool:
    """Return whether a library calls it: a base class has it, or WTForms validates by it."""
    bases = (base for base in _class(source, node).__mro__[1:] if base.__module__[:5] != "wiki.")
    return name.startswith("validate_") or any(name in vars(base) for base in bases)


def _class(source: Source, node: ast.ClassDef) -> type:
    module = importlib.import_module("wiki." + source.path.removesuffix(".py").replace("/", "."))
    found: type = getattr(module, node.name)
    return found
