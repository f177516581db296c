"""The command `msi-wiki`, without what a rendering process does not need.

Each rendering process runs the file of the command again, and so imports this module.
"""

import gc
import runpy


def main() -> None:
    """Run `python -m wiki.server`, whose file no rendering process runs again."""
    # Nothing of what is loaded can be collected, and looking through it takes a third of the time.
    gc.disable()
    runpy.run_module("wiki.server", run_name="__main__", alter_sys=True)
