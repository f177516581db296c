"""The limit: so many things a minute, and then those of the next."""

from wiki.web.ratelimit import RateLimit


def test_a_brake_lets_so_many_pass_a_minute() -> None:
    moment = 30.0
    limit = RateLimit(2, lambda: moment)
    assert [limit.is_free() for _ in range(4)] == [True, True, False, False]
    moment = 61.0
    assert limit.is_free()
