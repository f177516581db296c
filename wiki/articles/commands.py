"""Give operators `flask --app wiki articles ...`."""

import click

from wiki.articles.actions.rerender import rerender_texts
from wiki.console import WikiGroup

articles = WikiGroup("articles", help="Look after the texts of articles.")


@articles.command("render")
def render() -> None:
    """Render anew what an older version of the wiki has rendered; readers need not wait."""
    found = rerender_texts()
    click.echo(f"{found.renewed} texts were rendered anew.")
    if found.kept:
        click.echo(f"{len(found.kept)} keep their old form: too complex to be rendered now.")
