"""Offer the templates of a review what it needs of amendments."""

from flask import Flask

from wiki.amendments.queries import list_amendments


def init_amendments(app: Flask) -> None:
    """Register `list_amendments()` for templates."""
    app.jinja_env.globals["list_amendments"] = list_amendments
