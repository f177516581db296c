"""The page of the desk that lists translations which are missing, or behind their originals."""

from flask import render_template, request

from wiki.accounts.gate import allow, current_viewer
from wiki.accounts.permissions import Permission
from wiki.desk.queries import count_work
from wiki.desk.routes.blueprint import bp
from wiki.pairs.queries.lists import Lack, list_lacking
from wiki.web.numbers import read_page


@bp.get("/desk/translations")
@allow(Permission.USE_DESK)
def translations() -> str:
    """Show translations that are behind, articles without any, or pairs that nobody compared."""
    viewer, asked = current_viewer(), request.args.get("show", "")
    lack = Lack(asked) if asked in list(Lack) else Lack.BEHIND
    return render_template(
        "desk/translations.html",
        lack=lack,
        lacking=list_lacking(lack, viewer, read_page(request.args.get("page"))),
        work=count_work(viewer),
    )
