"""Hold the blueprint of the ways in."""

from flask import Blueprint

bp = Blueprint("entrance", __name__)
