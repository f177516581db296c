"""The licences that a picture or file may have, with what readers are told of each."""

from collections.abc import Mapping
from dataclasses import dataclass

from flask_babel import lazy_gettext as _


@dataclass(frozen=True)
class Licence:
    """A licence: what it is called, and where its terms are, if it has any."""

    label: str
    url: str = ""


_CC = "https://creativecommons.org"
LICENCES: Mapping[str, Licence] = {
    "cc-by": Licence("CC BY 4.0", f"{_CC}/licenses/by/4.0/"),
    "cc-by-sa": Licence("CC BY-SA 4.0", f"{_CC}/licenses/by-sa/4.0/"),
    "cc-by-nc": Licence("CC BY-NC 4.0", f"{_CC}/licenses/by-nc/4.0/"),
    "cc0": Licence("CC0 1.0", f"{_CC}/publicdomain/zero/1.0/"),
    "public": Licence(_("Public domain")),
    "permission": Licence(_("Used with permission")),
}
LICENCE_LENGTH = 20
