"""Allow a number of events per minute, and as many in the next."""

from wiki.web.ratelimit import RateLimit


def test_a_minute_has_its_limit() -> None:
    seconds = 30.0
    limit = RateLimit(2, lambda: seconds)
    assert [limit.hit() for _ in range(4)] == [True, True, False, False]
    seconds = 61.0
    assert limit.hit()
