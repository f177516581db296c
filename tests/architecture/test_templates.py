"""Check that no template weakens the policy for content, and that one of them is the page."""

import ast
import re

import pytest

from tests.architecture.sources import sources, templates


def test_text_is_marked_as_safe_in_one_module_only() -> None:
    marking = [
        source.path
        for source in sources()
        for node in source.nodes
        if (isinstance(node, ast.Name) and node.id == "Markup")
        or (isinstance(node, ast.Attribute) and node.attr == "Markup")
    ]
    assert set(marking) == {"web/jinja.py"}


@pytest.mark.parametrize(
    "pattern",
    [
        r"\|\s*safe\b",
        r"autoescape\s+false",
        r"\sstyle\s*=\s*[\"']",
        r"<style\b",
        r"\son[a-z]+\s*=\s*[\"']",
        r"javascript:",
        r"<script\b(?![^>]*\b(?:src\s*=|type\s*=\s*[\"']application/(?:ld\+)?json))",
    ],
)
def test_templates_hold_nothing_that_weakens_the_policy(pattern: str) -> None:
    expression = re.compile(pattern, re.IGNORECASE)
    assert [name for name, text in templates().items() if expression.search(text)] == []


def test_templates_change_no_list_of_their_own() -> None:
    """Build lists in the route, by an expression, or in a namespace instead."""
    changing = re.compile(r"\.(append|extend|insert|pop|remove)\(")
    assert [name for name, text in templates().items() if changing.search(text)] == []


def test_one_template_is_the_page() -> None:
    assert [name for name, text in templates().items() if "<html" in text] == ["base.html"]
