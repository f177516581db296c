"""Estimate how wide words are drawn, and break them into lines, where no browser does it."""

# Widths in em of the wider of our own sans face and the ones that stand in for it, measured at
# weight 600; what is not listed is as wide as a common small letter.
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
    """Return a width in which `text` surely fits, in the unit of `size` (the height of 1 em)."""
    return sum(_WIDTHS.get(sign, _COMMON) for sign in text) * size


def break_lines(text: str, size: float, width: float) -> tuple[str, ...]:
    """Break a label between its words into lines no wider than `width`.

    A word that is wider by itself stands alone and sticks out: the caller asks `text_width`.
    """
    lines: list[str] = []
    for word in text.split():
        joined = f"{lines[-1]} {word}" if lines else word
        if lines and text_width(joined, size) <= width:
            lines[-1] = joined
        else:
            lines.append(word)
    return tuple(lines)
