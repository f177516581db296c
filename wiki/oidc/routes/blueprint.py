"""The blueprints: pages of a language, and the address to which providers answer."""

from flask import Blueprint

bp = Blueprint("oidc", __name__)
# Where a browser keeps who is to be linked with the account, until that is confirmed.
PENDING_LINK = "oidc_link"
# An address that is registered with a provider may not depend on a language.
root = Blueprint("oidc_answers", __name__)
