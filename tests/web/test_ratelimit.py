"""The brake: so many things a minute, and then those of the next."""

from wiki.web.ratelimit import Brake


def test_a_brake_lets_so_many_pass_a_minute() -> None:
    moment = 30.0
    brake = Brake(2, lambda: moment)
    assert [brake.is_free() for _ in range(4)] == [True, True, False, False]
    moment = 61.0
    assert brake.is_free()
