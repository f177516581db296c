"""What a university says of itself, whether it can be stored, and what links it becomes."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, fields, replace
from hashlib import sha256
from json import dumps
from typing import Any
from urllib.parse import quote, urlsplit

from email_validator import EmailNotValidError, validate_email
from flask_babel import lazy_gettext as _

from wiki.characters import FORBIDDEN, normalise_line, normalise_text
from wiki.errors import InvalidInput
from wiki.urls import is_web_address

DESCRIPTION_LENGTH = 2000
WEBSITE_LENGTH = 300
REMARK_LENGTH = 1000
NAME_LENGTH = 100
EMAIL_LENGTH = 254
PHONE_LENGTH = 40
# More than these is a staff list, which the university has elsewhere.
MOST_CONTACTS = 8
MOST_ADDRESSES = 10

CONTACT_ROLES: Mapping[str, str] = {
    "project_leader": _("Project leader"),
    "communicator": _("Communicator"),
    "other": _("Other contact"),
}
SCHEMES = ("light", "dark")
# What the parts of a profile are called where only they are named.
FIELD_NAMES: Mapping[str, str] = {
    "description_sv": _("Description in Swedish"),
    "description_en": _("Description in English"),
    "website": _("Web site"),
    "contact": _("More contact information"),
    "contacts": _("Contacts"),
    "social_media": _("Social media"),
    "logo_light": _("Logo for light colours"),
    "logo_dark": _("Logo for dark colours"),
}

_ATTEND = _("Some fields need your attention.")
_NOT_TEXT = _("This holds characters that are not text. Remove them.")
_TOO_LONG = _("Use at most %(count)s characters.")
_NO_ADDRESS = _("Write a web address that begins with https:// or http://.")
_NO_EMAIL = _("Write a whole e-mail address, such as name@example.org.")
_NO_PHONE = _("Write digits, with blanks, hyphens and a + at the beginning if you like.")
_NO_ROLE = _("Choose what the contact does, or empty the line.")
_TOO_MANY = _("Write at most %(count)s addresses.")
_TOO_MANY_CONTACTS = _("Write at most %(count)s contacts.")
_WRONG_LINE = _("This is no web address: %(line)s")

_PHONE = re.compile(r"\+?[0-9(][0-9 ()/.\-]{3,}")
_NATIONAL_ZERO = re.compile(r"\(0\)")
# How long a line is that a message repeats.
_LONGEST_SHOWN = 60
# What networks are called, by the end of their host names; of others, the host is the name.
_NETWORKS = {
    "bsky.app": "Bluesky",
    "facebook.com": "Facebook",
    "instagram.com": "Instagram",
    "linkedin.com": "LinkedIn",
    "tiktok.com": "TikTok",
    "twitter.com": "X",
    "vimeo.com": "Vimeo",
    "x.com": "X",
    "youtube.com": "YouTube",
}


@dataclass(frozen=True)
class Contact:
    """Whom to ask: a key of CONTACT_ROLES, and what is known of who has the role."""

    role: str
    name: str = ""
    email: str = ""
    phone: str = ""

    @property
    def is_empty(self) -> bool:
        """Return whether nothing was written, not even a role."""
        return not (self.role or self.name or self.email or self.phone)

    @property
    def label(self) -> str:
        """Return the words for the role."""
        return CONTACT_ROLES.get(self.role, self.role)

    @property
    def mail_url(self) -> str:
        """Return the address of a link that opens a mail program."""
        return f"mailto:{quote(self.email, safe='@')}"

    @property
    def phone_url(self) -> str:
        """Return the address of a link that calls; "(0)" is not dialled after a country code."""
        phone = self.phone
        if phone.startswith("+"):
            phone = _NATIONAL_ZERO.sub("", phone)
        return f"tel:{re.sub('[^0-9+]', '', phone)}"

    def without_person(self, names: Iterable[str]) -> "Contact":
        """Return the contact with its role alone, if it names one of these people or addresses."""
        return Contact(self.role) if {self.name, self.email} & set(names) - {""} else self


@dataclass(frozen=True)
class Profile:
    """What a university says of itself; the logos are named as in the library.

    `contact` is text for whatever the contacts have no place for.
    """

    description_sv: str = ""
    description_en: str = ""
    website: str = ""
    contact: str = ""
    contacts: tuple[Contact, ...] = ()
    social_media: tuple[str, ...] = ()
    logo_light: str = ""
    logo_dark: str = ""

    @property
    def edition(self) -> str:
        """Identify what was written, so that a form can say what it was made from."""
        return sha256(dumps(self.describe(), sort_keys=True).encode()).hexdigest()[:32]

    def describe(self) -> dict[str, Any]:
        """Return the profile as JSON can hold it."""
        return {
            **asdict(self),
            "contacts": [asdict(contact) for contact in self.contacts],
            "social_media": list(self.social_media),
        }

    def check(self) -> "Profile":
        """Return it in normal form; raise InvalidInput with a message for each wrong field."""
        checked = replace(
            self,
            description_sv=normalise_text(self.description_sv[: DESCRIPTION_LENGTH * 10]).strip(),
            description_en=normalise_text(self.description_en[: DESCRIPTION_LENGTH * 10]).strip(),
            website=normalise_line(self.website[: WEBSITE_LENGTH * 10]),
            contact=normalise_text(self.contact[: REMARK_LENGTH * 10]).strip(),
        )
        contacts, faults = _check_contacts(self.contacts)
        addresses, messages = check_addresses(self.social_media)
        messages = {**_check_texts(checked), **faults, **messages}
        if messages:
            raise InvalidInput(_ATTEND, messages)
        return replace(checked, contacts=contacts, social_media=addresses)


NO_PROFILE = Profile()


def read_profile(values: Mapping[str, Any]) -> Profile:
    """Return the profile that `describe` gave as JSON; what it does not say is empty."""
    known = {field.name: values[field.name] for field in fields(Profile) if field.name in values}
    known["contacts"] = tuple(Contact(**contact) for contact in known.get("contacts", ()))
    known["social_media"] = tuple(known.get("social_media", ()))
    return Profile(**known)


def compare(before: Profile, after: Profile) -> tuple[dict[str, Any], dict[str, Any]]:
    """Return what differs between two profiles, as it was and as it is."""
    old, new = before.describe(), after.describe()
    names = [name for name in old if old[name] != new[name]]
    return {name: old[name] for name in names}, {name: new[name] for name in names}


def restore(
    present: Profile, before: Mapping[str, Any], after: Mapping[str, Any]
) -> Profile | None:
    """Return the profile with a change undone, or None if what it changed has moved on since."""
    described = present.describe()
    if not before or any(described.get(name) != value for name, value in after.items()):
        return None
    return read_profile({**described, **before})


def _check_texts(profile: Profile) -> dict[str, str]:
    lengths = {
        "description_sv": DESCRIPTION_LENGTH,
        "description_en": DESCRIPTION_LENGTH,
        "website": WEBSITE_LENGTH,
        "contact": REMARK_LENGTH,
    }
    messages = {
        name: message
        for name, length in lengths.items()
        if (message := fault_of(getattr(profile, name), length))
    }
    if profile.website and "website" not in messages and not is_web_address(profile.website):
        messages["website"] = _NO_ADDRESS
    return messages


def fault_of(text: str, length: int) -> str:
    """Return what is wrong with a text of at most some characters, or an empty text."""
    if FORBIDDEN.search(text):
        return str(_NOT_TEXT)
    return str(_TOO_LONG % {"count": length}) if len(text) > length else ""


def _check_contacts(written: Sequence[Contact]) -> tuple[tuple[Contact, ...], dict[str, str]]:
    """Return the contacts without empty lines; messages name the line by its place in the form."""
    contacts: list[Contact] = []
    messages: dict[str, str] = {}
    for number, contact in enumerate(map(_normalise, written)):
        if not contact.is_empty:
            contacts.append(contact)
            faults = _check_contact(contact)
            messages |= {f"contact_{name}_{number}": text for name, text in faults.items()}
    if len(contacts) > MOST_CONTACTS:
        messages["contact_role_0"] = _TOO_MANY_CONTACTS % {"count": MOST_CONTACTS}
    return tuple(contacts), messages


def _normalise(contact: Contact) -> Contact:
    return Contact(
        contact.role,
        normalise_line(contact.name[: NAME_LENGTH * 10]),
        normalise_line(contact.email[: EMAIL_LENGTH * 10]).removeprefix("mailto:"),
        normalise_line(contact.phone[: PHONE_LENGTH * 10]).removeprefix("tel:"),
    )


def _check_contact(contact: Contact) -> dict[str, str]:
    lengths = {"name": NAME_LENGTH, "email": EMAIL_LENGTH, "phone": PHONE_LENGTH}
    messages = {
        name: message
        for name, length in lengths.items()
        if (message := fault_of(getattr(contact, name), length))
    }
    if contact.role not in CONTACT_ROLES:
        messages["role"] = _NO_ROLE
    if contact.email and not is_email(contact.email):
        messages.setdefault("email", _NO_EMAIL)
    if contact.phone and not _PHONE.fullmatch(contact.phone):
        messages.setdefault("phone", _NO_PHONE)
    return messages


def is_email(text: str) -> bool:
    """Return whether a text is a whole e-mail address."""
    try:
        validate_email(text, check_deliverability=False)
    except EmailNotValidError:
        return False
    return True


def check_addresses(written: Sequence[str]) -> tuple[tuple[str, ...], dict[str, str]]:
    """Return the addresses of social media without empty lines, and a message if one is wrong."""
    lines = [normalise_line(line[: WEBSITE_LENGTH * 10]) for line in written]
    addresses = tuple(dict.fromkeys(filter(None, lines)))
    if len(addresses) > MOST_ADDRESSES:
        return addresses, {"social_media": _TOO_MANY % {"count": MOST_ADDRESSES}}
    for address in addresses:
        if fault := fault_of(address, WEBSITE_LENGTH):
            return addresses, {"social_media": fault}
        if not is_web_address(address):
            wrong = _WRONG_LINE % {"line": address[:_LONGEST_SHOWN]}
            return addresses, {"social_media": wrong}
    return addresses, {}


def network_of(address: str) -> str:
    """Return what the network of an address is called, such as LinkedIn, or else its host."""
    host = (urlsplit(address).hostname or address).removeprefix("www.")
    names = (name for end, name in _NETWORKS.items() if host == end or host.endswith(f".{end}"))
    return next(names, host)
