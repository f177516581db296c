"""The command `msi-wiki`, without what a rendering process does not need.

Each rendering process runs the file of the command again, and so imports this module.
"""

import runpy


def main() -> None:
    """Run `python -m wiki.server`, whose file no rendering process runs again."""
    runpy.run_module("wiki.server", run_name="__main__", alter_sys=True)
