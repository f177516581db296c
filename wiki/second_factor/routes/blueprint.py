"""The blueprint of the second factor's pages."""

from flask import Blueprint

bp = Blueprint("second_factor", __name__)
