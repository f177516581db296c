"""Estimate the width of text in SVG, which no browser breaks into lines, and break it."""

# Widths in em, the larger of our own sans typeface and its fallbacks, measured at weight 600; a
# character that is not listed counts as a common small letter.
_WIDTHS = {
    **dict.fromkeys("iljI.,:;'|! ", 0.29),
    **dict.fromkeys('ftr()[]-/"', 0.4),
    **dict.fromkeys("acekszvxyåäJ0123456789", 0.57),
    **dict.fromkeys("bdghnopquöéüL", 0.62),
    **dict.fromkeys("ABCDEFHKNPRSTUVXYZÅÄÉ&", 0.73),
    **dict.fromkeys("GOQÖ", 0.79),
    **dict.fromkeys("mwMW%@–—", 0.96),
}
_COMMON = 0.7


def text_width(text: str, size: float) -> float:
    """Return a width that is surely enough for `text`, in the unit of `size` (1 em)."""
    return sum(_WIDTHS.get(character, _COMMON) for character in text) * size


def break_lines(text: str, size: float, width: float) -> tuple[str, ...]:
    """Break a label between its words into lines no wider than `width`.

    A word that is wider by itself gets a line of its own, so callers must check `text_width`.
    """
    lines: list[str] = []
    for word in text.split():
        joined = f"{lines[-1]} {word}" if lines else word
        if lines and text_width(joined, size) <= width:
            lines[-1] = joined
        else:
            lines.append(word)
    return tuple(lines)
