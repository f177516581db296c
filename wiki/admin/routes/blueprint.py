"""Hold the blueprint of the administrators' pages."""

from flask import Blueprint
from werkzeug.wrappers import Response

bp = Blueprint("admin", __name__)
Answer = str | Response | tuple[str, int]
