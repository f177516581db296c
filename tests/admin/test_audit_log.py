"""Test that every action in the audit log has words."""

import ast
from collections.abc import Iterator

import pytest

from tests.architecture.sources import sources
from wiki.admin.deeds import ACTION_NAMES
from wiki.tags.steps.deeds import UNDONE


def recorded_kinds() -> Iterator[str]:
    """Yield each kind of entry that a module records, found in its syntax tree."""
    for source in sources():
        for node in ast.walk(source.tree):
            if not (isinstance(node, ast.Call) and isinstance(node.func, ast.Name)):
                continue
            if node.func.id == "keep_deed" and isinstance(node.args[0], ast.Constant):
                yield f"tag.{ast.literal_eval(node.args[0])}"
            if node.func.id == "record" and len(node.args) >= 3:
                action, object_type = node.args[1:3]
                # They must be literals, so that readers can search the code for them too.
                if isinstance(action, ast.Constant):  # deeds of the vocabulary name theirs above
                    yield f"{ast.literal_eval(object_type)}.{ast.literal_eval(action)}"


@pytest.mark.long
def test_every_recorded_action_has_its_words_and_no_words_are_left_over() -> None:
    undone = {f"tag.{action}" for action in (*UNDONE.values(), "undo")}
    assert set(recorded_kinds()) | undone == set(ACTION_NAMES)
