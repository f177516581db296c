"""Write what is counted and how things are in the words of Prometheus."""

import itertools
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from prometheus_client import CollectorRegistry, Metric
from prometheus_client.core import (
    CounterMetricFamily,
    GaugeMetricFamily,
    HistogramMetricFamily,
)
from prometheus_client.exposition import choose_encoder
from prometheus_client.registry import Collector

from wiki.counters import known
from wiki.counters.shelf import Totals


@dataclass(frozen=True)
class Gauge:
    """How something is at the moment; gauges of one name have labels of the same names."""

    name: str
    meaning: str
    value: float
    labels: Mapping[str, str] = field(default_factory=dict)


def write_metrics(totals: Totals, gauges: Sequence[Gauge], accept: str) -> tuple[bytes, str]:
    """Return the text in the newest form that the client takes, and its media type."""
    registry = CollectorRegistry(auto_describe=False)
    registry.register(_Collector([*_counted(totals), *_measured(gauges)]))
    encode, media_type = choose_encoder(accept)
    return encode(registry), media_type


class _Collector(Collector):
    def __init__(self, families: Sequence[Metric]) -> None:
        self._families = families

    def collect(self) -> Iterable[Metric]:
        return self._families


def _counted(totals: Totals) -> Iterator[Metric]:
    for metric in known.ALL:
        series = {
            labels: values
            for (name, labels), values in sorted(totals.items())
            if name == metric.name
            # An older version of the program may have counted it in another way.
            and len(values) == metric.size
            and len(labels) == len(metric.labels)
        }
        yield _duration(metric, series) if metric.limits else _count(metric, series)


def _count(
    metric: known.Metric, series: Mapping[tuple[str, ...], Sequence[float]]
) -> CounterMetricFamily:
    family = CounterMetricFamily(metric.name, metric.meaning, labels=metric.labels)
    for labels, (value,) in series.items():
        family.add_metric(labels, value)
    return family


def _duration(
    metric: known.Metric, series: Mapping[tuple[str, ...], Sequence[float]]
) -> HistogramMetricFamily:
    family = HistogramMetricFamily(metric.name, metric.meaning, labels=metric.labels)
    limits = [*(str(limit) for limit in metric.limits), "+Inf"]
    for labels, (*counts, total) in series.items():
        buckets = list(zip(limits, itertools.accumulate(counts), strict=True))
        family.add_metric(labels, buckets, total)
    return family


def _measured(gauges: Sequence[Gauge]) -> Iterator[Metric]:
    for _name, group in itertools.groupby(gauges, key=lambda gauge: gauge.name):
        first, *more = group
        family = GaugeMetricFamily(first.name, first.meaning, labels=list(first.labels))
        for gauge in (first, *more):
            family.add_metric(list(gauge.labels.values()), gauge.value)
        yield family
