"""What people say of a picture or file, and whether it can be stored."""

from collections.abc import Mapping
from dataclasses import dataclass

from flask_babel import lazy_gettext as _

from wiki.characters import FORBIDDEN, normalise_line
from wiki.errors import InvalidInput
from wiki.media.licences import LICENCES

TEXT_LENGTH = 500
CREDIT_LENGTH = 200
_LINES = ("alt_sv", "alt_en", "caption_sv", "caption_en", "credit", "licence")

_ATTEND = _("Some fields need your attention.")
_NOT_TEXT = _("This holds characters that are not text. Remove them.")
_TOO_LONG = _("Write it shorter: %(most)s characters at most.")
_UNDESCRIBED = _(
    "Write what the picture shows, for those who cannot see it, or say that it is decorative."
)
_UNLICENSED = _("Choose under which licence it may be shown.")
_UNCREDITED = _("Write who made it.")


@dataclass(frozen=True)
class Description:
    """A description in both languages; who made it, and under which licence.

    `alt` says what a picture shows, `caption` is read below it; a file's caption is its title.
    """

    alt_sv: str = ""
    alt_en: str = ""
    caption_sv: str = ""
    caption_en: str = ""
    is_decorative: bool = False
    credit: str = ""
    licence: str = ""

    def check(self, *, is_picture: bool) -> "Description":
        """Return it in normal form; raise InvalidInput with a message for each wrong field."""
        lines = {name: normalise_line(getattr(self, name)) for name in _LINES}
        messages = _check_lines(lines)
        checked = Description(is_decorative=self.is_decorative, **lines)
        messages.update(checked._check_sense(is_picture))
        if messages:
            raise InvalidInput(_ATTEND, messages)
        return checked

    def _check_sense(self, is_picture: bool) -> dict[str, str]:
        messages: dict[str, str] = {}
        if is_picture and not self.is_decorative and not (self.alt_sv or self.alt_en):
            messages["alt_sv"] = _UNDESCRIBED
        if self.licence not in LICENCES:
            messages["licence"] = _UNLICENSED
        if not self.credit and self.licence != "public":
            messages["credit"] = _UNCREDITED
        return messages


NOTHING_SAID = Description()


def _check_lines(lines: Mapping[str, str]) -> dict[str, str]:
    messages = {}
    for name, line in lines.items():
        most = CREDIT_LENGTH if name == "credit" else TEXT_LENGTH
        if FORBIDDEN.search(line):
            messages[name] = _NOT_TEXT
        elif len(line) > most:
            messages[name] = _TOO_LONG % {"most": most}
    return messages
