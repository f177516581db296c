"""Count for a day, and no more than a day has."""

from wiki.health.lines import Line, State, make_report
from wiki.health.meter import Endpoint, Meter


def test_the_longest_request_of_each_endpoint_is_kept() -> None:
    meter = Meter()
    for number in range(30):
        meter.note_request(f"page.{number}", number, 200)
    meter.note_request("page.29", 1, 200)
    slowest = meter.list_slowest()
    assert slowest[0] == Endpoint("page.29", 2, 15.0, 29)
    assert len(slowest) == 10
    assert meter.list_hours() == []
    meter.forget()
    assert meter.list_slowest() == []


def test_failures_are_those_of_the_server() -> None:
    meter = Meter()
    for status in (200, 404, 422, 500, 503):
        meter.note_request("page", 0.1, status)
    meter.note_error()
    (hour,) = meter.list_hours()
    assert (hour.failures, hour.errors) == (2, 1)


def test_the_worst_line_comes_first_and_names_the_whole() -> None:
    lines = [Line(state, state, state, "") for state in (State.GOOD, State.LOOK, State.BAD)]
    report = make_report([*lines, *lines])
    assert [line.name for line in report.lines] == ["bad", "bad", "look", "look", "good", "good"]
    assert report.state is State.BAD
    assert report.count(State.LOOK) == 2
    assert make_report([]).state is State.GOOD
