"""Run a periodic job in a thread."""

import threading

import pytest

from wiki.background import Worker

LONG_SECONDS = 60.0
TIMEOUT_SECONDS = 10.0


class Steps:
    """A step that counts its calls, and fails in the first `failures` of them."""

    def __init__(self, failures: int = 0) -> None:
        self.failures = failures
        self.threads: list[int] = []
        self._changed = threading.Condition()

    def __call__(self) -> None:
        with self._changed:
            self.threads.append(threading.get_ident())
            self._changed.notify_all()
        if len(self.threads) <= self.failures:
            raise RuntimeError("broken on purpose")

    def reach(self, number: int) -> bool:
        with self._changed:
            return self._changed.wait_for(lambda: len(self.threads) >= number, TIMEOUT_SECONDS)


def test_a_step_is_done_at_once_and_again_when_called() -> None:
    steps = Steps()
    worker = Worker("test", steps, LONG_SECONDS, "failed")
    worker.start()
    assert steps.reach(1)
    worker.wake()
    assert steps.reach(2)
    worker.stop()


def test_a_step_is_done_again_after_the_pause() -> None:
    steps = Steps()
    worker = Worker("test", steps, 0.01, "failed")
    worker.start()
    assert steps.reach(3)
    worker.stop()


def test_a_failure_is_logged_and_the_next_step_follows(caplog: pytest.LogCaptureFixture) -> None:
    steps = Steps(failures=2)
    worker = Worker("test", steps, 0.01, "the work failed")
    worker.start()
    assert steps.reach(3)
    worker.stop()

    assert [record.getMessage() for record in caplog.records] == ["the work failed"] * 2


def test_stopping_does_what_is_left_and_does_not_wait_for_the_pause() -> None:
    steps = Steps()
    worker = Worker("test", steps, LONG_SECONDS, "failed")
    worker.start()
    assert steps.reach(1)
    worker.stop()

    done = len(steps.threads)
    assert done in (2, 3)  # a step may have started just before `stop`
    worker.wake()
    assert len(steps.threads) == done


def test_there_is_one_thread_however_often_it_is_started() -> None:
    steps = Steps()
    worker = Worker("test", steps, 0.01, "failed")
    starters = [threading.Thread(target=worker.start) for _ in range(20)]
    for starter in starters:
        starter.start()
    for starter in starters:
        starter.join()
    assert steps.reach(5)
    worker.stop()

    assert len(set(steps.threads)) == 1
    worker.start()
    assert steps.reach(len(steps.threads) + 1)
    worker.stop()
    assert len(set(steps.threads)) <= 2
