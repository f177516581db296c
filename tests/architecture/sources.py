"""Read the program's sources for the tests over their syntax trees."""

import ast
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, cached_property
from pathlib import Path

ROOT = Path(__file__).parents[2]
PACKAGE = ROOT / "wiki"
TEMPLATES = ROOT / "templates"


@dataclass(frozen=True)
class Source:
    """One module: its path below wiki/, such as `tags/queries.py`, and its syntax tree."""

    path: str
    tree: ast.Module

    @property
    def role(self) -> str:
        """Return the file name without its extension, or the folder inside a feature."""
        parts = Path(self.path).parts
        return parts[1] if len(parts) == 3 else Path(self.path).stem

    @property
    def feature(self) -> str:
        """Return the folder in wiki/, or an empty text for a module directly in wiki/."""
        return self.path.rpartition("/")[0].partition("/")[0]

    @property
    def is_package(self) -> bool:
        """Return whether this is the `__init__.py` of a folder."""
        return self.path.endswith("__init__.py")

    @cached_property
    def nodes(self) -> tuple[ast.AST, ...]:
        """Walk over the tree once for all tests, and return what is in it."""
        return tuple(ast.walk(self.tree))

    def imports(self) -> Iterator[tuple[str, str]]:
        """Yield each import as (module, name); the name is empty for `import module`."""
        for node in self.nodes:
            if isinstance(node, ast.Import):
                yield from ((alias.name, "") for alias in node.names)
            elif isinstance(node, ast.ImportFrom):
                yield from ((node.module or "", alias.name) for alias in node.names)

    def functions(self) -> Iterator[ast.FunctionDef | ast.AsyncFunctionDef]:
        """Yield every function, nested ones and methods too."""
        for node in self.nodes:
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
                yield node

    def public_functions(self) -> list[ast.FunctionDef]:
        """Return the functions at module level whose names do not start with an underscore."""
        return [
            node
            for node in self.tree.body
            if isinstance(node, ast.FunctionDef) and not node.name.startswith("_")
        ]


@cache
def sources() -> tuple[Source, ...]:
    """Return every module of the program but the migrations, which are history."""
    return tuple(
        Source(path.relative_to(PACKAGE).as_posix(), ast.parse(path.read_text()))
        for path in sorted(PACKAGE.rglob("*.py"))
        if "migrations" not in path.parts
    )


@cache
def templates() -> dict[str, str]:
    """Return the text of every template by its name."""
    return {
        path.relative_to(TEMPLATES).as_posix(): path.read_text()
        for path in sorted(TEMPLATES.rglob("*"))
        if path.is_file()
    }
