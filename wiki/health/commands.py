"""The command `flask --app wiki health`, for monitoring."""

import sys

import click
from flask.cli import with_appcontext

from wiki.console import WikiCommand
from wiki.health.lines import Line, State
from wiki.health.queries import read_outside

_WORDS = {State.GOOD: "good", State.LOOK: "look at it", State.BAD: "bad"}
# What monitoring programs of the Nagios family expect.
_CODES = {State.GOOD: 0, State.LOOK: 0, State.BAD: 2}
_STRICT = {**_CODES, State.LOOK: 1}


@click.command("health", cls=WikiCommand)
@click.option("--strict", is_flag=True, help="Exit with 1 if something is worth a look.")
@with_appcontext
def health(strict: bool) -> None:
    """Say how the installation is; exit with 2 if something is bad, else with 0.

    The threads, errors and slow pages of the server are on its page only.
    """
    report = read_outside()
    for line in report.lines:
        click.echo(f"{_WORDS[line.state]:<11} {line.title}: {line.value}")
        for more in _explain(line):
            click.echo(f"{'':<11} {more}")
    codes = _STRICT if strict else _CODES
    sys.exit(codes[report.state])


def _explain(line: Line) -> list[str]:
    return [text for text in (line.advice, line.command) if text]
