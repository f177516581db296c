"""The wiki of Mötesplats Social Innovation; `flask --app wiki` finds `create_app` here."""

import importlib
from typing import Any


def __getattr__(name: str) -> Any:
    """Import the application factory on demand.

    The process that renders Markdown imports only `wiki.markup`; a normal import here would load
    the whole program into it.
    """
    if name == "create_app":
        return importlib.import_module("wiki.app").create_app
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
