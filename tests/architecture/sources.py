"""Read the program's sources for the tests over their syntax trees."""

import ast
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

ROOT = Path(__file__).parents[2]
PACKAGE = ROOT / "wiki"
TEMPLATES = ROOT / "templates"


@dataclass(frozen=True)
class Source:
    """Hold one module: its path below wiki/, as `tags/queries.py`, and its syntax tree."""

    path: str
    tree: ast.Module

    @property
    def role(self) -> str:
        """Return the file name without its ending, or the folder inside a feature."""
        parts = Path(self.path).parts
        return parts[1] if len(parts) == 3 else Path(self.path).stem

    @property
    def feature(self) -> str:
        """Return the folder in wiki/, or nothing for a module directly in wiki/."""
        return self.path.rpartition("/")[0].partition("/")[0]

    @property
    def is_package(self) -> bool:
        """Tell whether this is the page that says what a folder is for."""
        return self.path.endswith("__init__.py")

    def imports(self) -> Iterator[tuple[str, str]]:
        """Yield each import as (module, name); the name is empty for `import module`."""
        for node in ast.walk(self.tree):
            if isinstance(node, ast.Import):
                yield from ((alias.name, "") for alias in node.names)
            elif isinstance(node, ast.ImportFrom):
                yield from ((node.module or "", alias.name) for alias in node.names)

    def functions(self) -> Iterator[ast.FunctionDef | ast.AsyncFunctionDef]:
        """Yield every function, nested ones and methods too."""
        for node in ast.walk(self.tree):
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
                yield node

    def public_functions(self) -> list[ast.FunctionDef]:
        """Return the functions of the module itself whose names have no underscore in front."""
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
    """Return every template's text by its name."""
    return {
        path.relative_to(TEMPLATES).as_posix(): path.read_text()
        for path in sorted(TEMPLATES.rglob("*"))
        if path.is_file()
    }
