"""Write the letters that let people in, and those that tell them what has changed.

Flask is needed for the language, the name of the wiki and URLs.
"""

from flask import current_app, url_for
from flask_babel import gettext as _

from wiki.mail.letter import TOKEN, Letter, Way
from wiki.web.i18n import in_language


def forgotten_password(name: str, language: str) -> Letter:
    """Write to somebody who has asked for a link to a new password."""
    with in_language(language):
        site = _site()
        return Letter(
            _("A new password for %(site)s", site=site),
            (
                _greet(name),
                _("Somebody, probably you, asked for a new password for %(site)s.", site=site),
                Way(_("Choose a new password"), _link("entrance.new_password", language)),
                _("The link can be used once, within an hour."),
                _("If it was not you, do nothing: your password stays as it is."),
            ),
        )


def changed_password(name: str, language: str) -> Letter:
    """Tell somebody that their password was changed by a link."""
    with in_language(language):
        return Letter(
            _("Your password for %(site)s is changed", site=_site()),
            (
                _greet(name),
                _("Your password was changed just now by a link that was mailed to you."),
                _("All browsers are logged out. If it was not you, tell an administrator at once."),
            ),
        )


def invitation(name: str, inviter: str, email: str, language: str) -> Letter:
    """Write to somebody for whom an account was opened."""
    with in_language(language):
        site = _site()
        return Letter(
            _("Invitation to write on %(site)s", site=site),
            (
                _greet(name),
                _("%(who)s invites you to write on %(site)s.", who=inviter or site, site=site),
                Way(_("Choose a password"), _link("entrance.accept", language)),
                _("You log in with %(address)s. The link is valid for seven days.", address=email),
                _("If you do not know what this is about, do nothing."),
            ),
        )


def confirm_address(name: str, language: str) -> Letter:
    """Write to the new address of somebody."""
    with in_language(language):
        return Letter(
            _("Your new address on %(site)s", site=_site()),
            (
                _greet(name),
                _("Somebody, probably you, wants to log in with this address from now on."),
                Way(_("Change my address"), _link("entrance.new_address", language)),
                _("The link can be used once, within a day. If it was not you, do nothing."),
            ),
        )


def taken_address(language: str) -> Letter:
    """Tell an address that somebody wants for their account that it has one."""
    with in_language(language):
        return Letter(
            _("Your new address on %(site)s", site=_site()),
            (
                _("Somebody wants to log in with this address, but it has an account already."),
                _("If it was you: log in with this address, or choose another one."),
            ),
        )


def address_asked(name: str, email: str, language: str) -> Letter:
    """Tell the present address that another one was asked for."""
    with in_language(language):
        return Letter(
            _("Another address was asked for on %(site)s", site=_site()),
            (
                _greet(name),
                _("Somebody who knows your password wants your address to be %(new)s.", new=email),
                _("Nothing has changed yet. If it was not you, change your password at once."),
            ),
        )


def address_changed(name: str, email: str, language: str) -> Letter:
    """Tell the former address that it is not used any more."""
    with in_language(language):
        return Letter(
            _("Your address on %(site)s is changed", site=_site()),
            (
                _greet(name),
                _("You log in with %(address)s now, and this address gets no mail.", address=email),
                _("If it was not you, tell an administrator at once."),
            ),
        )


def _greet(name: str) -> str:
    return str(_("Hello %(name)s,", name=name))


def _site() -> str:
    return str(current_app.extensions["site"].name())


def _link(endpoint: str, language: str) -> str:
    return str(current_app.config["BASE_URL"]) + url_for(endpoint, token=TOKEN, language=language)
