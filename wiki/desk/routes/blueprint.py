"""Hold the blueprint of the desk."""

from flask import Blueprint

bp = Blueprint("desk", __name__)
