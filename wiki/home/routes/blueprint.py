"""Hold the blueprints of the pages here: those of a language, and those at the root."""

from flask import Blueprint

bp = Blueprint("home", __name__)
root = Blueprint("root", __name__)
