"""Where a new second factor leads: to its backup codes, or back to the list."""

from flask import flash, redirect, render_template, url_for
from werkzeug.wrappers import Response


def show_codes(codes: list[str], message: str) -> str | Response:
    """Show new backup codes once, or go back to the list of factors if there are none."""
    if codes:
        return render_template("second_factor/codes.html", codes=codes, message=message)
    flash(message, "success")
    return redirect(url_for("second_factor.index"), 303)
