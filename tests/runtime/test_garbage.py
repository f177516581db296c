"""Check that a collection never starts during an allocation, and that garbage is collected."""

import gc
import subprocess
import sys
import time
import weakref

import pytest
from flask import Flask

# On CPython 3.11 without `init_garbage` this always fails, mostly with a segmentation fault.
_SCRIPT = """
import gc, sys, weakref
from wiki.runtime.garbage import init_garbage

class Instance: pass

class State:
    strong = None
    def __init__(self, instance, probe):
        self.probe = probe
        self.instance = weakref.ref(instance, self.clean)
    def clean(self, reference):
        self.strong = None

def make():
    instance = Instance()
    instance.state, instance.itself = State(instance, probe), instance
    return instance.state

init_garbage()
is_automatic = gc.isenabled()
gc.disable()
probe = object()
# After some 30 objects the key table that a class's instances share takes one more key, then none.
for number, state in enumerate([make() for _ in range(40)]):
    setattr(state, f"name{number}", 1)
del state
gc.collect()
before = sys.getrefcount(probe)
dicts = [{} for _ in range(200)]  # no free dict is left: the next one is allocated
lists = [[] for _ in range(2000)]  # enough for the next allocation to collect
state = make()
if is_automatic:
    gc.enable()
state.strong = None
del state
gc.collect()
assert sys.getrefcount(probe) == before, sys.getrefcount(probe) - before
"""


class Cycle:
    """An object in a reference cycle, which only a collection frees."""

    def __init__(self) -> None:
        self.itself = self


def test_an_object_that_is_given_its_dict_stays_whole() -> None:
    done = subprocess.run(
        [sys.executable, "-c", _SCRIPT], capture_output=True, text=True, timeout=60, check=False
    )
    assert (done.returncode, done.stderr) == (0, "")


def test_collecting_is_taken_over_where_it_is_unsafe(app: Flask) -> None:
    assert gc.isenabled() == (sys.version_info >= (3, 12))


@pytest.mark.long
def test_garbage_is_collected_all_the_same(app: Flask) -> None:
    knot = weakref.ref(Cycle())
    litter: list[list[list[None]]] = []
    deadline = time.monotonic() + 20
    while knot() is not None and time.monotonic() < deadline:
        litter.append([[] for _ in range(2_000)])
        time.sleep(0.02)
    assert knot() is None
