"""What a university may say of itself, and the links that it becomes: tables of examples."""

from typing import Any

import pytest
from flask import Flask

from wiki.errors import InvalidInput
from wiki.universities.profile import (
    Contact,
    Profile,
    compare,
    network_of,
    read_profile,
    restore,
)
from wiki.universities.schema_org import describe_university
from wiki.web.i18n import in_language

WHOLE = Profile(
    description_sv="Om oss.",
    website="https://umu.se",
    contacts=(Contact("project_leader"), Contact("other", "Ada Ek", "ada@umu.se", "090-786 50 00")),
    social_media=("https://www.linkedin.com/school/umu/",),
    logo_light="umu",
)


@pytest.mark.parametrize(
    ("values", "field", "words"),
    [
        ({"website": "javascript:alert(1)"}, "website", "webbadress"),
        ({"website": "https://" + "a" * 300}, "website", "högst 300"),
        ({"description_en": "a\x00"}, "description_en", "inte är text"),
        ({"description_sv": "x" * 2001}, "description_sv", "högst 2000"),
        ({"contact": "x" * 1001}, "contact", "högst 1000"),
        ({"social_media": ("https://x.com/a", "@umu")}, "social_media", "webbadress: @umu"),
        ({"social_media": ("javascript:alert(1)",)}, "social_media", "webbadress"),
        ({"social_media": tuple(f"https://x.com/{n}" for n in range(11))}, "social_media", "10"),
        ({"contacts": (Contact("", "Ada"),)}, "contact_role_0", "Välj vad"),
        ({"contacts": (Contact(""), Contact("boss"))}, "contact_role_1", "Välj vad"),
        (
            {"contacts": (Contact("other", email="ada"),)},
            "contact_email_0",
            "fullständig e-postadress",
        ),
        (
            {"contacts": (Contact("other", email="a@b.se?cc=x@y.se"),)},
            "contact_email_0",
            "fullständig",
        ),
        ({"contacts": (Contact("other", phone="ring mig"),)}, "contact_phone_0", "siffror"),
        ({"contacts": (Contact("other", phone="1" * 41),)}, "contact_phone_0", "högst 40"),
        ({"contacts": (Contact("other", "\x07"),)}, "contact_name_0", "inte är text"),
        ({"contacts": (Contact("other"),) * 9}, "contact_role_0", "högst 8"),
    ],
)
def test_what_is_wrong_is_named_at_its_field(
    app: Flask, values: dict[str, Any], field: str, words: str
) -> None:
    with app.test_request_context("/sv/"):
        with pytest.raises(InvalidInput) as refused:
            Profile(**values).check()
        assert words in str(refused.value.fields[field])


def test_what_is_right_is_stored_in_one_form() -> None:
    written = Profile(
        description_sv=" Om\r\noss. ",
        contacts=(
            Contact(""),
            Contact("communicator", email=" mailto:a@umu.se ", phone="tel:0701"),
        ),
        social_media=("", " https://x.com/umu ", "https://x.com/umu"),
    )
    checked = written.check()
    assert checked.description_sv == "Om\noss."
    assert checked.contacts == (Contact("communicator", email="a@umu.se", phone="0701"),)
    assert checked.social_media == ("https://x.com/umu",)
    assert WHOLE.check() == WHOLE == read_profile(WHOLE.describe())


@pytest.mark.parametrize(
    ("phone", "url"),
    [
        ("090-786 50 00", "tel:0907865000"),
        ("+46 (0)90 786 50 00", "tel:+46907865000"),
        ("(090) 78.65", "tel:0907865"),
    ],
)
def test_a_telephone_can_be_called(phone: str, url: str) -> None:
    assert Contact("other", phone=phone).phone_url == url


def test_an_address_cannot_add_to_a_mail() -> None:
    contact = Contact("other", email="a&b=c%0a?d@umu.se")
    assert contact.mail_url == "mailto:a%26b%3Dc%250a%3Fd@umu.se"


@pytest.mark.parametrize(
    ("address", "name"),
    [
        ("https://www.linkedin.com/school/umu/", "LinkedIn"),
        ("https://sv-se.facebook.com/umu", "Facebook"),
        ("https://notfacebook.com/umu", "notfacebook.com"),
        ("https://social.umu.se/@umu", "social.umu.se"),
    ],
)
def test_a_network_is_named(address: str, name: str) -> None:
    assert network_of(address) == name


def test_a_change_is_undone_as_long_as_the_same_has_not_changed_again() -> None:
    later = Profile(website="https://oru.se", contacts=WHOLE.contacts)
    before, after = compare(WHOLE, later)
    assert after.keys() == {"description_sv", "website", "social_media", "logo_light"}
    assert restore(later, before, after) == WHOLE
    moved = Profile(website="https://hb.se", contacts=WHOLE.contacts)
    assert restore(moved, before, after) is None
    other = Profile(website="https://oru.se", contacts=())
    assert restore(other, before, after) == Profile(**{**vars(WHOLE), "contacts": ()})


def test_programs_are_told_what_is_known(app: Flask) -> None:
    with app.test_request_context("/en/"), in_language("en"):
        told = describe_university(WHOLE, "Umeå", "https://w/umu", logo="https://w/l.png")
    assert told["mainEntity"] == {
        "@type": "CollegeOrUniversity",
        "@id": "https://w/umu",
        "url": "https://umu.se",
        "name": "Umeå",
        "logo": "https://w/l.png",
        "sameAs": ["https://www.linkedin.com/school/umu/"],
        "contactPoint": [
            {
                "@type": "ContactPoint",
                "contactType": "Other contact",
                "name": "Ada Ek",
                "email": "ada@umu.se",
                "telephone": "090-786 50 00",
            }
        ],
    }
