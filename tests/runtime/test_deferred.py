"""A module is imported when the first of its attributes is asked for."""

import sys

from wiki.runtime.deferred import Deferred


def test_a_module_is_imported_with_the_first_attribute() -> None:
    sys.modules.pop("colorsys", None)
    colours = Deferred("colorsys")
    assert "colorsys" not in sys.modules

    assert colours.rgb_to_hsv(0, 0, 0) == (0, 0, 0)
    assert "colorsys" in sys.modules
