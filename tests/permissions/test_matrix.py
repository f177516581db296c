"""Ask every address as everybody, and compare with the tables in `rooms/`.

A cell is the status of the answer, or "log-in" where it leads there. 404 and 403 refuse; 303 and
200 let in; so do 409 and 422, which say what is wrong with what was sent. "author" is the author of
the thing, "other" another author. A closed account is answered as "nobody" is, and so is who has
given the password alone where a code is asked for too.

All editors are answered alike, of whatever university they and the thing are, with the setting
EDITORS_BY_UNIVERSITY on and off. Where a cell has two answers, the second is that to editors of
another university, or of none, when the setting is on.

Each line is asked for as everybody, about a thing of each university and of none, with the setting
on. An answer for which nobody asked for the setting is the same without it; where somebody did, the
line is asked for again with the setting off.
"""

from collections.abc import Iterable, Iterator
from itertools import product

import pytest
from flask import Flask
from werkzeug.routing import Rule

from tests.permissions.asking import Keeper, ask, fill
from tests.permissions.conftest import AskedConfig
from tests.permissions.policy import POLICY
from tests.permissions.table import COLUMNS, ROOMS, Line, read_lines
from tests.permissions.world import EDITORS, LACKING, NOBODIES, OTHERS, UNIVERSITIES, World
from wiki.accounts.gate import declared_permission

LINES = read_lines()
# What stays open to who must choose a password, and to who must set up a second factor.
OPEN = {
    "new": {"accounts.password", "accounts.logout", "statements.show"},
    "half": {
        "accounts.password",
        "accounts.logout",
        "accounts.own_session",
        "statements.show",
    },
}
# The second step of the log-in, which is there for who has given the password alone.
SECOND_STEP = {
    ("GET", "/sv/login/code"): "200",
    ("POST", "/sv/login/code"): "422",
    ("GET", "/sv/login/code/passkey"): "200",
}
# What carries nobody's cookie.
SAME_FOR_ALL = {"static", "media_files.content"}
# An editor, the university of the thing, and whether the setting is on.
Try = tuple[str, str, bool]
SETTING = "EDITORS_BY_UNIVERSITY"


def universities_of(line: Line) -> tuple[str, ...]:
    """Return of which universities the thing of a line is there."""
    return {"wiki": ("",), "university": UNIVERSITIES[:2]}.get(line.thing, UNIVERSITIES)


def tries(line: Line) -> Iterator[Try]:
    """Yield as whom a line is asked for, and about a thing of which university."""
    is_for_all = set(line.answers.values()) == {line.answers["nobody"]}
    is_step = line.request[:2] in SECOND_STEP
    asked = [who for who in OTHERS if who != "waiting" or is_step or not is_for_all]
    yield from product((*asked, *EDITORS), universities_of(line), (True,))


def tries_without(line: Line) -> Iterator[Try]:
    """Yield each editor about a thing of each university, with the setting off."""
    yield from product(EDITORS, universities_of(line), (False,))


def expected(line: Line, who: str, university: str, *, by_university: bool) -> str:
    """Return what a table says."""
    if who == "waiting" and line.request[:2] in SECOND_STEP:
        return SECOND_STEP[line.request[:2]]
    if who not in EDITORS:
        return line.answers["nobody" if who in NOBODIES else who]
    own, _, foreign = line.answers["editor"].partition("/")
    is_own = UNIVERSITIES[EDITORS.index(who)] == university
    return foreign if foreign and by_university and not is_own else own


def rule_of(app: Flask, line: Line, world: World) -> Rule:
    """Return the rule that serves the address of a line."""
    method, address, _ = fill(line.request, world.value_of(line.thing, "umea"))
    path, _, query = address.partition("?")
    adapter = app.url_map.bind("localhost")
    rule, _values = adapter.match(path, method, return_rule=True, query_args=query)
    return rule


@pytest.mark.sampled(3)
@pytest.mark.long
@pytest.mark.parametrize("room", sorted(path.name for path in ROOMS.iterdir()))
def test_everybody_is_answered_as_the_table_says(world: tuple[World, Keeper], room: str) -> None:
    wiki, keeper = world
    config = wiki.app.config
    assert isinstance(config, AskedConfig)
    lines = [line for line in LINES if line.place.startswith(f"{room}:")]
    two_answers = {line.place for line in lines if "/" in line.answers["editor"]}
    wrong, crossed = list[str](), set[str]()
    for line in lines:
        config.asked.clear()
        wrong += _compare(wiki, keeper, line, tries(line))
        if SETTING in config.asked:
            wrong += _compare(wiki, keeper, line, tries_without(line))
            crossed.add(line.place)
    assert wrong == []
    assert two_answers <= crossed


def _compare(wiki: World, keeper: Keeper, line: Line, asked: Iterable[Try]) -> Iterator[str]:
    """Yield in words where an answer is another than the table says."""
    for who, university, by_university in asked:
        wiki.app.config[SETTING] = by_university
        found = ask(wiki, keeper, line, who, university)
        said = expected(line, who, university, by_university=by_university)
        if found != said:
            how = f"{line.request.address} {who}, {university}, {by_university}"
            yield f"{line.place} {how}: {found}, not {said}"


@pytest.mark.sampled(3)
@pytest.mark.long
@pytest.mark.parametrize("who", LACKING)
def test_who_lacks_something_is_led_to_it_from_everywhere(
    world: tuple[World, Keeper], who: str
) -> None:
    wiki, keeper = world
    wrong = []
    for line in LINES:
        with wiki.app.app_context():
            endpoint = rule_of(wiki.app, line, wiki).endpoint
        is_open = endpoint in OPEN[who] or (who == "half" and endpoint.startswith("second_factor."))
        if is_open or endpoint in SAME_FOR_ALL:
            continue
        found = ask(wiki, keeper, line, who, "umea")
        if found != ("303" if line.request.method == "GET" else "403"):
            wrong.append(f"{line.place} {line.request.address}: {found}")
    assert wrong == []


@pytest.mark.long
def test_every_rule_has_a_line(world: tuple[World, Keeper]) -> None:
    wiki, _ = world
    told = {(rule_of(wiki.app, line, wiki).rule, line.request.method) for line in LINES}
    there = {
        (rule.rule, method)
        for rule in wiki.app.url_map.iter_rules()
        for method in (rule.methods or set()) - {"HEAD", "OPTIONS"}
    }
    assert there - told == set(), "write a line into a table of tests/permissions/rooms"
    assert told - there == set()


@pytest.mark.long
def test_the_tables_agree_with_the_permissions_in_the_docs(world: tuple[World, Keeper]) -> None:
    """Whom a permission is not for is refused, by the permission that the address declares."""
    wiki, _ = world
    wrong = []
    for line in LINES:
        with wiki.app.app_context():
            permission = declared_permission(rule_of(wiki.app, line, wiki).endpoint)
        assert permission is not None, line.place
        refusal = "log-in" if line.request.method == "GET" else "403"
        for column in COLUMNS:
            role = "author" if column == "other" else column
            answer = line.answers[column]
            if role not in POLICY[permission]:
                said = refusal if role == "nobody" else "403"
                wrong += [line.place] if answer != said else []
            elif answer == "log-in":
                wrong.append(line.place)
    assert wrong == []
