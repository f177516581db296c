"""Forget what was remembered of a former program."""

from wiki.db import write
from wiki.memory.steps import renew_states


def forget_all() -> None:
    """Give every table another state, as each start does: a new program computes other things."""
    with write():
        renew_states()
