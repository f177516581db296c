"""Allow a number of events per minute, and as many in the next."""

from wiki.web.ratelimit import ClientLimit, RateLimit


def test_a_minute_has_its_limit() -> None:
    seconds = 30.0
    limit = RateLimit(2, lambda: seconds)
    assert [limit.hit() for _ in range(4)] == [True, True, False, False]
    seconds = 61.0
    assert limit.hit()


def test_each_client_has_its_own_limits() -> None:
    seconds = 0.0
    limit = ClientLimit(2, 3, lambda: seconds)
    assert [limit.hit("a") for _ in range(3)] == [True, True, False]
    assert limit.hit("b")
    seconds = 61.0
    assert limit.hit("b")
    assert not limit.hit("a")  # the day's limit
    seconds = 86_401.0
    assert limit.hit("a")
