"""Hold the blueprint of the vocabulary."""

from flask import Blueprint

bp = Blueprint("tags", __name__)
