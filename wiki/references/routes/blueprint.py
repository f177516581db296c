"""Hold the blueprint of the library of sources."""

from flask import Blueprint

bp = Blueprint("sources", __name__)
