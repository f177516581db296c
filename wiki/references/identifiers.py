"""Check DOI, ISBN, ORCID and ROR, and write each in its one form."""

import re
from urllib.parse import unquote

_DOI = re.compile(r"10\.\d{4,9}(?:\.\d+)*/\S+")
_DOI_PREFIX = re.compile(r"(?:doi:\s*|https?://(?:dx\.|www\.)?doi\.org/)", re.IGNORECASE)
_ORCID = re.compile(r"(?:https?://(?:www\.)?orcid\.org/)?(\d{4})-?(\d{4})-?(\d{4})-?(\d{3}[\dX])")
_ROR = re.compile(r"(?:https?://(?:www\.)?ror\.org/)?(0[a-hj-km-np-tv-z0-9]{6}\d{2})")
_ISBN_PREFIX = re.compile(r"ISBN(?:-1[03])?:?\s*", re.IGNORECASE)
_NOT_IN_ISBN = re.compile(r"[\s\u2010-\u2015-]")
# Crockford's alphabet, in which ROR writes numbers: i, l, o and u are left out.
_BASE32 = "0123456789abcdefghjkmnpqrstvwxyz"


def read_doi(text: str) -> str:
    """Return a DOI in small letters and without an address around it, or "" if it is none."""
    text = text.strip()
    if _DOI_PREFIX.match(text):
        text = unquote(_DOI_PREFIX.sub("", text, count=1))
    text = text.rstrip(".,;").lower()
    return text if _DOI.fullmatch(text) and text.isprintable() else ""


def read_isbn(text: str) -> str:
    """Return an ISBN as its 13 digits, or "" where its length or check digit is wrong."""
    digits = _NOT_IN_ISBN.sub("", _ISBN_PREFIX.sub("", text.strip(), count=1)).upper()
    if re.fullmatch(r"[0-9]{9}[0-9X]", digits):
        return _isbn_13(f"978{digits[:9]}") if _is_isbn_10(digits) else ""
    if re.fullmatch(r"97[89][0-9]{10}", digits):
        return digits if _isbn_13(digits[:12]) == digits else ""
    return ""


def looks_like_isbn(text: str) -> bool:
    """Return whether a text is meant as an ISBN, right or wrong."""
    has_prefix = bool(_ISBN_PREFIX.match(text.strip()))
    digits = _NOT_IN_ISBN.sub("", _ISBN_PREFIX.sub("", text.strip(), count=1)).upper()
    return has_prefix or bool(re.fullmatch(r"[0-9]{9}[0-9X]|[0-9]{13}", digits))


def _is_isbn_10(digits: str) -> bool:
    values = [10 if digit == "X" else int(digit) for digit in digits]
    return (
        sum(weight * value for weight, value in zip(range(10, 0, -1), values, strict=True)) % (11)
        == 0
    )


def _isbn_13(first: str) -> str:
    """Return the 13 digits that begin with these 12."""
    total = sum((3 if place % 2 else 1) * int(digit) for place, digit in enumerate(first))
    return f"{first}{-total % 10}"


def read_orcid(text: str) -> str:
    """Return an ORCID as 0000-0002-1825-0097, or "" where its form or check digit is wrong."""
    found = _ORCID.fullmatch(text.strip().rstrip("/"))
    if found is None:
        return ""
    digits = "".join(found.groups())
    total = 0
    for digit in digits[:15]:
        total = (total + int(digit)) * 2
    check = (12 - total % 11) % 11
    return "-".join(found.groups()) if digits[15] == ("X" if check == 10 else str(check)) else ""


def read_ror(text: str) -> str:
    """Return a ROR identifier as 05kytsw45, or "" where its form or check digits are wrong."""
    found = _ROR.fullmatch(text.strip().rstrip("/").lower())
    if found is None:
        return ""
    number = 0
    for letter in found[1][:7]:
        number = number * 32 + _BASE32.index(letter)
    check = 98 - number * 100 % 97
    return found[1] if int(found[1][7:]) == check else ""
