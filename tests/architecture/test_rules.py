"""Check the rules of docs/architecture.md that import contracts cannot express."""

import ast
import re
from collections import Counter
from collections.abc import Iterable

import pytest

from tests.architecture import exemptions
from tests.architecture.sources import PACKAGE, ROOT, sources

MOST_FILES = 14
ROLES = {"models", "queries", "steps", "actions", "forms", "routes", "commands"}
# Roles that bind a feature to the application: they need Flask or the database too.
BOUND = {"background", "letters", "reader", "setup"}
# A role that outgrows its file becomes a folder of its name; search has stages as well.
FOLDERS = {"queries", "steps", "actions", "forms", "routes", "background"}
STAGES = {
    "articles": {"merging"},
    "documents": {"clipboard", "markdown", "word"},
    "media": {"bucket"},
    "search": {"language", "segments", "meaning", "index", "ranking"},
    "web": {"middleware"},
    "markup": {"blocks", "inline"},
    "references": {"formats", "lookups", "styles"},
    "tags": {"formats"},
}
# The index is made from the database.
IMPURE_FOLDERS = {("search", "index")}
NOT_FEATURES = {"", "web", "operations", "server", "settings"}
VAGUE = {"utils", "helpers", "common", "misc", "base", "manager", "service"}
# Models with drafts and hidden texts: a query depends on the viewer, or filters what is public.
RESTRICTED = {"Article", "Revision"}
# What has been seen came from such a query: a parameter of that name says so.
VIEWER_RULES = {"viewer", "is_public", "ANONYMOUS", "seen", "seen_ids"}
# A mark that takes a line out of a check, and the reason behind it.
_MARK = re.compile(r"# (?:noqa: [A-Z]+\d+(?:, [A-Z]+\d+)*|type: ignore\[[a-z-]+\])")
_LOOPS_OVER_ONE = re.compile(r"\bfor (?:\w+, )*one(?:, \w+)* in\b")
_REASON = re.compile(r" - \S|  # \S")
NOT_PURE = {"flask", "flask_sqlalchemy", "flask_wtf", "sqlalchemy", "wiki.db"}


def _unexcused(found: Iterable[str], excused: dict[str, str]) -> list[str]:
    """Return what breaks the rule, and the exemptions that are no longer needed."""
    found = set(found)
    unused = [f"exemption not needed: {name}" for name in excused if name not in found]
    return sorted(found - excused.keys()) + unused


@pytest.mark.long
def test_transactions_are_begun_and_ended_in_one_place() -> None:
    by_hand = [
        source.path
        for source in sources()
        if source.path != "db.py"
        for node in source.nodes
        if isinstance(node, ast.Call)
        and isinstance(node.func, ast.Attribute)
        and node.func.attr in {"begin", "commit", "rollback"}
    ]
    assert _unexcused(by_hand, exemptions.TRANSACTIONS) == []


@pytest.mark.long
def test_only_actions_and_threads_write() -> None:
    writing = [
        source.path
        for source in sources()
        if source.role not in {"actions", "background"}
        if ("wiki.db", "write") in source.imports()
    ]
    assert _unexcused(writing, exemptions.WRITES) == []


def test_write_is_called_for_a_block_only() -> None:
    idle = [
        f"{source.path}:{node.lineno}"
        for source in sources()
        for node in source.nodes
        if isinstance(node, ast.Expr | ast.Assign)
        and isinstance(node.value, ast.Call)
        and isinstance(node.value.func, ast.Name)
        and node.value.func.id == "write"
    ]
    assert idle == []


def test_routes_and_forms_know_no_database() -> None:
    asking = [
        source.path
        for source in sources()
        if source.role in {"routes", "forms", "commands"}
        for module, name in source.imports()
        if module.partition(".")[0] == "sqlalchemy" or (module, name) == ("wiki.db", "db")
    ]
    assert asking == []


@pytest.mark.long
def test_no_import_inside_a_function() -> None:
    inside = [
        f"{source.path}:{node.lineno}"
        for source in sources()
        for function in source.functions()
        for node in ast.walk(function)
        if isinstance(node, ast.Import | ast.ImportFrom)
    ]
    assert inside == []


def test_reads_of_what_not_everybody_may_see_take_a_viewer() -> None:
    blind = [
        f"{source.path}:{function.name}"
        for source in sources()
        if source.role == "queries"
        for function in source.public_functions()
        if RESTRICTED & _read_names(function) and not VIEWER_RULES & _names(function)
    ]
    assert _unexcused(blind, exemptions.NO_VIEWER) == []


@pytest.mark.long
def test_a_viewer_is_the_last_required_parameter_and_is_used() -> None:
    wrong = [
        f"{source.path}:{function.name}"
        for source in sources()
        for function in source.functions()
        if "viewer" in {arg.arg for arg in function.args.args}
        if _required(function)[-1:] != ["viewer"] or not _reads_viewer(function)
    ]
    assert wrong == []


def _required(function: ast.FunctionDef | ast.AsyncFunctionDef) -> list[str]:
    """Return the parameters that have no default and may be given by position."""
    arguments = [arg.arg for arg in function.args.args]
    return arguments[: len(arguments) - len(function.args.defaults)]


def _reads_viewer(function: ast.FunctionDef | ast.AsyncFunctionDef) -> bool:
    """Return whether the body of a function reads its viewer, or is a protocol's and empty."""
    body = [node for node in function.body if not isinstance(node, ast.Expr)]
    names = (node for statement in body for node in ast.walk(statement))
    calls = (node for statement in function.body for node in ast.walk(statement))
    return not body or any(
        isinstance(node, ast.Name) and node.id == "viewer" for node in (*names, *calls)
    )


def _read_names(function: ast.FunctionDef) -> set[str]:
    """Return the names in what a function does and returns.

    An article that it is given has passed a read. A condition or a query reads nothing: whoever
    narrows it answers for the viewer.
    """
    returned = ast.unparse(function.returns) if function.returns else ""
    if returned.startswith(("ColumnElement[", "Select[")):
        return set()
    nodes = [*function.body, *([function.returns] if function.returns else [])]
    return {node.id for part in nodes for node in ast.walk(part) if isinstance(node, ast.Name)}


def _names(function: ast.FunctionDef) -> set[str]:
    """Return the names and parameters of a function."""
    names = {node.id for node in ast.walk(function) if isinstance(node, ast.Name)}
    return names | {node.arg for node in ast.walk(function) if isinstance(node, ast.arg)}


def test_request_is_known_to_routes_forms_and_web_only() -> None:
    asking = [
        source.path
        for source in sources()
        if source.role not in {"routes", "forms"} and source.feature != "web"
        if ("flask", "request") in source.imports()
    ]
    assert _unexcused(asking, exemptions.REQUEST) == []


def test_modules_of_their_own_subject_are_pure() -> None:
    impure = [
        source.path
        for source in sources()
        if source.feature not in NOT_FEATURES and source.role not in ROLES | BOUND
        if (source.feature, source.role) not in IMPURE_FOLDERS
        for module, _ in source.imports()
        if module in NOT_PURE or module.partition(".")[0] in NOT_PURE
    ]
    assert _unexcused(impure, exemptions.IMPURE) == []


@pytest.mark.long
def test_one_form_shows_the_messages_of_actions() -> None:
    showing = [
        source.path
        for source in sources()
        for node in source.nodes
        if isinstance(node, ast.Attribute)
        if node.attr == "form_errors" or (node.attr == "errors" and isinstance(node.ctx, ast.Store))
    ]
    assert set(showing) == {"web/forms.py"}
    deriving = {
        source.path for source in sources() if ("flask_wtf", "FlaskForm") in source.imports()
    }
    assert deriving == {"web/forms.py"}


@pytest.mark.long
def test_one_function_cuts_lists_into_pages() -> None:
    cutting = [
        source.path
        for source in sources()
        for node in source.nodes
        if isinstance(node, ast.Call)
        and isinstance(node.func, ast.Attribute)
        and node.func.attr == "offset"
    ]
    assert cutting == ["web/pagination.py"]


def test_foreign_keys_name_tables_by_text() -> None:
    by_class = [
        f"{source.path}:{node.lineno}"
        for source in sources()
        for node in source.nodes
        if isinstance(node, ast.Call)
        and isinstance(node.func, ast.Name)
        and node.func.id == "ForeignKey"
        and not isinstance(node.args[0], ast.Constant)
    ]
    assert by_class == []


def test_a_folder_inside_a_feature_is_a_role_or_a_stage() -> None:
    strange = {
        source.path
        for source in sources()
        if source.path.count("/") > 1
        if source.path.count("/") > 2
        or source.role not in FOLDERS | STAGES.get(source.feature, set())
    }
    assert strange == set()


def test_no_folder_holds_more_than_a_newcomer_takes_in() -> None:
    folders = Counter(
        source.path.rpartition("/")[0] for source in sources() if not source.is_package
    )
    assert {folder: count for folder, count in folders.items() if count > MOST_FILES} == {}


def test_no_vague_names() -> None:
    names = {path for path in PACKAGE.rglob("*") if path.stem in VAGUE}
    assert names == set()


def test_what_is_looped_over_is_called_by_its_noun() -> None:
    named = [
        f"{path.relative_to(ROOT)}:{number}"
        for house in ("wiki", "templates", "tests", "tools", "bench")
        for path in (ROOT / house).rglob("*")
        if path.suffix in {".py", ".html"}
        for number, line in enumerate(path.read_text().splitlines(), start=1)
        if _LOOPS_OVER_ONE.search(line)
    ]
    assert named == []


def test_what_is_not_checked_on_a_line_has_its_reason_there() -> None:
    bare = [
        f"{path.relative_to(ROOT)}:{number}"
        for house in ("wiki", "tests", "tools", "bench")
        for path in (ROOT / house).rglob("*.py")
        for number, line in enumerate(path.read_text().splitlines(), start=1)
        if (found := _MARK.search(line)) and not _REASON.match(line[found.end() :])
    ]
    assert bare == []


def test_features_say_what_they_are_and_no_more() -> None:
    wordless = [
        source.path
        for source in sources()
        if source.is_package and source.feature
        if len(source.tree.body) != 1 or ast.get_docstring(source.tree) is None
    ]
    assert wordless == []
