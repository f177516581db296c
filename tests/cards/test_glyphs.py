"""Test that characters without a glyph are left out, and the rest is drawn."""

import pytest

from tests.architecture.sources import ROOT
from wiki.cards.drawing import CardRenderer
from wiki.cards.glyphs import drawable

FONTS = ROOT / "static" / "fonts"


@pytest.mark.parametrize(
    ("text", "drawn"),
    [
        ("Vad är social innovation?", "Vad är social innovation?"),
        ("čáhci eŋge Łódź Ő – “citat” 20 %", "čáhci eŋge Łódź Ő – “citat” 20 %"),
        ("Соціальні інновації και", "Соціальні інновації και"),
        ("Ubuntu 平和 och 和 平 fred", "Ubuntu … och … fred"),
        ("a\u030arlig", "årlig"),
        ("Q\u0303 ǭ ﬁ", "Q o fi"),
        ("bak\u202eåt\u200b mju\u00adkt", "bakåt mjukt"),
        ("الابتكار الاجتماعي", ""),
        ("🎉 !", ""),
        ("", ""),
    ],
)
def test_what_is_drawn(text: str, drawn: str) -> None:
    assert drawable(text, CardRenderer(FONTS)._has_glyph) == drawn
