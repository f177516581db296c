"""Add the commands `flask --app wiki articles ...` for operators."""

import click

from wiki.articles.actions.rerender import rerender_texts
from wiki.console import WikiGroup

articles = WikiGroup("articles", help="Look after the texts of articles.")


@articles.command("render")
def render() -> None:
    """Rerender the texts that an older version of the wiki rendered; readers can go on reading."""
    result = rerender_texts()
    click.echo(f"{result.rerendered} texts were rendered again.")
    if result.skipped:
        click.echo(f"{len(result.skipped)} keep their old form: too complex to be rendered now.")
