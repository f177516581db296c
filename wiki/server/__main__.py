"""The commands of an installed wiki: `serve`, and those of `flask --app wiki`."""

import gc

from flask.cli import FlaskGroup

from wiki.app import create_app
from wiki.server.serve import serve

cli = FlaskGroup(
    create_app=create_app,
    add_default_commands=False,
    add_version_option=False,
    set_debug_flag=False,
    help="Run the wiki in the folder that WIKI_INSTANCE names, else in ./instance.",
)


@cli.command("serve")
def _serve() -> None:
    """Prepare the wiki, then serve it as HOST, PORT and WIKI_* say."""
    serve()


if __name__ == "__main__":
    gc.freeze()
    gc.enable()  # which the entry point has ended while all this was loaded
    cli(prog_name="msi-wiki")
