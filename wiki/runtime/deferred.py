"""Import a library when it is first used, because most processes never do.

For what rare pages and commands need and what takes long to load. What every worker uses is
imported as usual, so that it is loaded once, before the workers are forked, and shared by them.
"""

from importlib import import_module
from typing import Any


class Deferred:
    """Stand for a module of this name, which is imported with the first attribute asked for.

    To be given the name of the module, in place of the import that a type checker reads.
    """

    def __init__(self, name: str) -> None:
        self._name = name

    def __getattr__(self, name: str) -> Any:
        """Return an attribute of the module; `import_module` waits for another thread's import."""
        return getattr(import_module(self._name), name)
