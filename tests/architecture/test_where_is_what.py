"""Compare the table of features in docs/architecture.md with the code."""

import ast
import re

from tests.architecture.sources import ROOT

ROW = re.compile(
    r"^\| (?P<feature>[^|`]+) \| `(?P<path>[^`]+)` \| `(?P<name>[^`]+)` \|$", re.MULTILINE
)


def rows() -> list[tuple[str, str, str]]:
    """Return each feature with the file to open and the name to look for."""
    page = (ROOT / "docs" / "architecture.md").read_text()
    table = page.partition("## Where is what")[2].partition("\n## ")[0]
    return [(row["feature"], row["path"], row["name"]) for row in ROW.finditer(table)]


def test_the_table_names_each_feature_once() -> None:
    features = [feature for feature, _, _ in rows()]
    assert len(set(features)) == len(features) >= 30


def test_each_feature_is_where_the_table_says() -> None:
    assert [row for row in rows() if row[2] not in names_defined_in(row[1])] == []


def names_defined_in(path: str) -> set[str]:
    """Return the public names that a module defines, or nothing if the file does not exist."""
    file = ROOT / path
    if not file.is_file():
        return set()
    names = set()
    for node in ast.parse(file.read_text()).body:
        if isinstance(node, ast.FunctionDef | ast.ClassDef):
            names.add(node.name)
        elif isinstance(node, ast.Assign | ast.AnnAssign):
            targets = node.targets if isinstance(node, ast.Assign) else [node.target]
            names |= {target.id for target in targets if isinstance(target, ast.Name)}
    return names
