"""Read an ORCID iD, the number by which researchers are known, and check it for typing mistakes."""

import re

_FORM = re.compile(
    r"(?:https?://)?(?:www\.)?(?:orcid\.org/)?(?:orcid:?\s*)?"
    r"(\d{4})[-\u2010-\u2015\u2212 ]?(\d{4})[-\u2010-\u2015\u2212 ]?(\d{4})"
    r"[-\u2010-\u2015\u2212 ]?(\d{3}[\dX])/?",
    re.ASCII | re.IGNORECASE,
)


def read_orcid(text: str) -> str:
    """Return the iD as 0000-0002-1825-0097, or "" when it is none; an address of it is one too."""
    match = _FORM.fullmatch(text.strip())
    if match is None:
        return ""
    orcid = "-".join(match.groups()).upper()
    return orcid if _check_sign(orcid.replace("-", "")[:-1]) == orcid[-1] else ""


def orcid_url(orcid: str) -> str:
    """Return the address that an iD stands for, "" for none."""
    return f"https://orcid.org/{orcid}" if orcid else ""


def _check_sign(digits: str) -> str:
    """Return the last sign of an iD by ISO 7064, MOD 11-2."""
    total = 0
    for digit in digits:
        total = (total + int(digit)) * 2
    return "0123456789X"[(12 - total % 11) % 11]
