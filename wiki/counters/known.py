"""All that is counted, and how it is told apart."""

from dataclasses import dataclass

# Seconds: a page that is ready, one that is made, what people call slow, and what is cut off.
_SECONDS = (0.001, 0.005, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 10.0)


@dataclass(frozen=True)
class Metric:
    """Something that is counted, for each set of values of its labels.

    With `limits` it is a duration: counted up to each of these seconds, and added up.
    """

    name: str
    meaning: str
    labels: tuple[str, ...] = ()
    limits: tuple[float, ...] = ()

    @property
    def size(self) -> int:
        """Return how many numbers it takes: for a duration one beyond all limits, and the sum."""
        return len(self.limits) + 2 if self.limits else 1


REQUESTS = Metric(
    "wiki_requests",
    "Requests that were answered; pages that were ready are among them.",
    ("endpoint", "method", "status"),
)
ANSWERING = Metric(
    "wiki_request_duration_seconds",
    "Time until an answer began; pages that were ready are among them.",
    ("endpoint",),
    _SECONDS,
)
READY_PAGES = Metric(
    "wiki_page_cache_hits", "Pages that were ready, by what they show.", ("endpoint",)
)
MADE_PAGES = Metric(
    "wiki_page_cache_stores", "Pages that were made and kept ready from then on.", ("endpoint",)
)
SEARCHING = Metric(
    "wiki_search_duration_seconds",
    "Time that a search took, by what became of it.",
    ("outcome",),
    _SECONDS,
)
RENDERS = Metric(
    "wiki_renders",
    "Texts that were rendered, refused for their time or memory, or failed by our fault; and "
    "processes that were gone and were started anew (restarted).",
    ("outcome",),
)
MESSAGES = Metric("wiki_log_messages", "Warnings and errors in the log.", ("level",))
# What was not counted, because the file of a process is full.
LOST = Metric("wiki_counters_lost", "Counts for which there was no room.")

ALL = (
    REQUESTS,
    ANSWERING,
    READY_PAGES,
    MADE_PAGES,
    SEARCHING,
    RENDERS,
    MESSAGES,
    LOST,
)
