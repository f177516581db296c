"""What the site says of itself and how it looks, and whether it can be stored."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, fields, replace
from datetime import date
from hashlib import sha256
from json import dumps
from typing import Any

from flask_babel import format_decimal
from flask_babel import lazy_gettext as _

from wiki.characters import normalise_line, normalise_text
from wiki.errors import InvalidInput
from wiki.site.colours import LEAST_CONTRAST, light_contrast, read_colour
from wiki.universities.profile import check_addresses, fault_of, is_email, network_of

COMMENT_LENGTH = 200
# The longest that each field may be; of a list, that each line may be.
LENGTHS: Mapping[str, int] = {
    "name_sv": 60,
    "name_en": 60,
    "contact": 254,
    "logo_alt_sv": 200,
    "logo_alt_en": 200,
    "announcement_sv": 500,
    "announcement_en": 500,
    "question_sv": 120,
    "question_en": 120,
    "answer_sv": 500,
    "answer_en": 500,
    "cases_sv": 200,
    "cases_en": 200,
    "searches_sv": 60,
    "searches_en": 60,
}
_TEXTS = {"announcement_sv", "announcement_en", "answer_sv", "answer_en"}
_LISTS = ("cases_sv", "cases_en", "searches_sv", "searches_en")
# More would push what is below off the first screen.
MOST_LINES = 6
ANNOUNCEMENT_KINDS: Mapping[str, str] = {"info": _("Information"), "warning": _("Warning")}
FIELD_NAMES: Mapping[str, str] = {
    "name_sv": _("Name in Swedish"),
    "name_en": _("Name in English"),
    "contact": _("Contact address"),
    "social_media": _("Social media"),
    "accent": _("Accent colour"),
    "logo": _("Logo"),
    "logo_alt_sv": _("What the logo says, in Swedish"),
    "logo_alt_en": _("What the logo says, in English"),
    "announcement_sv": _("Announcement in Swedish"),
    "announcement_en": _("Announcement in English"),
    "announcement_kind": _("Kind of announcement"),
    "announcement_from": _("First day of the announcement"),
    "announcement_until": _("Last day of the announcement"),
    "question_sv": _("Question in Swedish"),
    "question_en": _("Question in English"),
    "answer_sv": _("Answer in Swedish"),
    "answer_en": _("Answer in English"),
    "cases_sv": _("Chosen cases in Swedish"),
    "cases_en": _("Chosen cases in English"),
    "searches_sv": _("Examples of searches in Swedish"),
    "searches_en": _("Examples of searches in English"),
}
LOGO_FIELDS = ("logo", "logo_alt_sv", "logo_alt_en")

_ATTEND = _("Some fields need your attention.")
_NO_EMAIL = _("Write a whole e-mail address, such as name@example.org.")
_NO_COLOUR = _("Write a colour as # and six digits or letters from a to f, such as #1a5f8a.")
_PALE = _(
    "Text in this colour cannot be read well: its contrast to the light backgrounds is %(ratio)s "
    "to 1, and must be at least %(least)s to 1. Choose a darker colour."
)
_TOO_MANY_LINES = _("Write at most %(count)s lines.")
_BACKWARDS = _("The last day is before the first.")
_NO_KIND = _("Choose what kind of announcement it is.")


@dataclass(frozen=True)
class Announcement:
    """What all pages say on top, and in which language."""

    text: str
    kind: str
    language: str


@dataclass(frozen=True)
class Presentation:
    """What the site says of itself; what is empty is said by the settings or the program.

    `accent` is a colour as #rrggbb; the logo is named as in the library; days are in ISO format.
    """

    name_sv: str = ""
    name_en: str = ""
    contact: str = ""
    social_media: tuple[str, ...] = ()
    accent: str = ""
    logo: str = ""
    logo_alt_sv: str = ""
    logo_alt_en: str = ""
    announcement_sv: str = ""
    announcement_en: str = ""
    announcement_kind: str = "info"
    announcement_from: str = ""
    announcement_until: str = ""
    question_sv: str = ""
    question_en: str = ""
    answer_sv: str = ""
    answer_en: str = ""
    cases_sv: tuple[str, ...] = ()
    cases_en: tuple[str, ...] = ()
    searches_sv: tuple[str, ...] = ()
    searches_en: tuple[str, ...] = ()

    @property
    def edition(self) -> str:
        """Identify what the form shows; the logo has a form of its own."""
        written = {name: value for name, value in asdict(self).items() if name not in LOGO_FIELDS}
        return sha256(dumps(written, sort_keys=True).encode()).hexdigest()[:32]

    @property
    def networks(self) -> list[tuple[str, str]]:
        """Return the names and addresses of the social media."""
        return [(network_of(address), address) for address in self.social_media]

    def announcement(self, language: str, today: date) -> Announcement | None:
        """Return what is said on top of all pages today, in `language` if it says it at all."""
        day = today.isoformat()
        if day < self.announcement_from or day > (self.announcement_until or day):
            return None
        texts = {"sv": self.announcement_sv, "en": self.announcement_en}
        spoken = language if texts[language] else "en" if language == "sv" else "sv"
        return (
            Announcement(texts[spoken], self.announcement_kind, spoken) if texts[spoken] else None
        )

    def with_logo_of(self, other: "Presentation") -> "Presentation":
        """Return it with the logo of another."""
        return replace(self, **{name: getattr(other, name) for name in LOGO_FIELDS})

    def check(self) -> "Presentation":
        """Return it in normal form; raise InvalidInput with a message for each wrong field."""
        addresses, messages = check_addresses(self.social_media)
        changed: dict[str, Any] = {name: _normalise(self, name) for name in LENGTHS}
        checked = replace(self, **changed, social_media=addresses)
        if colour := read_colour(self.accent[:20]):
            checked = replace(checked, accent=colour)
        messages |= {**_check_texts(checked), **_check_accent(checked)}
        messages |= _check_announcement(checked)
        if messages:
            raise InvalidInput(_ATTEND, messages)
        return checked


EMPTY = Presentation()


def read_presentation(values: Mapping[str, Any]) -> Presentation:
    """Return what JSON says; what it does not say is empty, and what is unknown is left out."""
    known = {each.name: values[each.name] for each in fields(Presentation) if each.name in values}
    lists = {name: tuple(value) for name, value in known.items() if isinstance(value, list | tuple)}
    return Presentation(**{**known, **lists})


def changed_fields(before: Presentation, after: Presentation) -> list[str]:
    """Return the names of the fields that differ, in the order of the form."""
    return [name for name in FIELD_NAMES if getattr(before, name) != getattr(after, name)]


def show_values(presentation: Presentation) -> Mapping[str, object]:
    """Return what a presentation says by the names of its fields, for a comparison."""
    shown = {str(label): getattr(presentation, name) for name, label in FIELD_NAMES.items()}
    kind = str(FIELD_NAMES["announcement_kind"])
    is_said = presentation.announcement_sv or presentation.announcement_en
    shown[kind] = str(ANNOUNCEMENT_KINDS[presentation.announcement_kind]) if is_said else ""
    return shown


def _normalise(presentation: Presentation, name: str) -> str | tuple[str, ...]:
    """Return a field without superfluous blanks, and a list without empty lines."""
    value, most = getattr(presentation, name), LENGTHS[name] * 10
    if name in _LISTS:
        return tuple(dict.fromkeys(filter(None, (normalise_line(line[:most]) for line in value))))
    return normalise_text(value[:most]).strip() if name in _TEXTS else normalise_line(value[:most])


def _check_texts(presentation: Presentation) -> dict[str, str]:
    messages = {}
    for name, length in LENGTHS.items():
        value = getattr(presentation, name)
        lines = value if name in _LISTS else (value,)
        if fault := next(filter(None, (fault_of(line, length) for line in lines)), ""):
            messages[name] = fault
        elif name in _LISTS and len(lines) > MOST_LINES:
            messages[name] = _TOO_MANY_LINES % {"count": MOST_LINES}
    if presentation.contact and not is_email(presentation.contact):
        messages.setdefault("contact", _NO_EMAIL)
    return messages


def _check_accent(presentation: Presentation) -> dict[str, str]:
    accent = presentation.accent
    if not accent.strip():
        return {}
    if read_colour(accent[:20]) != accent:
        return {"accent": _NO_COLOUR}
    ratio = light_contrast(accent)
    if ratio < LEAST_CONTRAST:
        # Cut off rather than rounded: 4.49 is not 4.5.
        said, least = format_decimal(int(ratio * 10) / 10), format_decimal(LEAST_CONTRAST)
        return {"accent": _PALE % {"ratio": said, "least": least}}
    return {}


def _check_announcement(presentation: Presentation) -> dict[str, str]:
    first, last = presentation.announcement_from, presentation.announcement_until
    if presentation.announcement_kind not in ANNOUNCEMENT_KINDS:
        return {"announcement_kind": _NO_KIND}
    return {"announcement_until": _BACKWARDS} if last and last < first else {}
