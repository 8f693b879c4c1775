"""Tables of Statistics Sweden (SCB), as json-stat2: a series for each row with its newest value."""

from collections.abc import Iterator
from itertools import islice, product
from math import prod
from typing import Any, BinaryIO

from hemvist.importing.faults import CannotRead
from hemvist.importing.lines import MOST_LINES, Line, clean, cleaned
from hemvist.importing.readers.documents import documents
from hemvist.importing.readers.json_text import number, part
from hemvist.importing.readers.series import by_year, written

MOST_SERIES = 20
MOST_CELLS = 150_000  # what SCB gives at once
Axis = list[tuple[str, str]]


def read(file: BinaryIO) -> Iterator[Line]:
    """A line for each series: what it counts, its newest value and of when. Raises CannotRead."""
    count = 0
    for document in documents(file):
        if part(document, "class") != "dataset" or part(document, "version") != "2.0":
            raise CannotRead("wrong_shape")
        for line in _lines(document, after=count):
            count += 1
            if count > MOST_LINES:
                raise CannotRead("too_many_rows", most=MOST_LINES)
            yield line
    if not count:
        raise CannotRead("nothing_in_it")


def _lines(table: dict[str, Any], *, after: int) -> Iterator[Line]:
    names, axes = _axes(table)
    time = _time(table, names)
    series = prod(len(axis) for place, axis in enumerate(axes) if place != time)
    if series > MOST_SERIES:
        raise CannotRead("too_many_series", count=series, most=MOST_SERIES)
    moments = len(axes[time])
    for at, chosen in enumerate(product(*_without(axes, time)), start=1):
        cells = [
            (axes[time][moment][0], _cell(table, axes, time, chosen, moment))
            for moment in range(moments)
        ]
        known = [(period, value) for period, value in cells if value]
        period, value = max(known, default=("", ""))
        said = _values(table, names, chosen, time)
        by_years = written(by_year(" ".join(f"{when}={what}" for when, what in known)))
        yield Line(
            after + at, cleaned({**said, "value": value, "period": period, "series": by_years})
        )


def _values(
    table: dict[str, Any], names: list[str], chosen: tuple[tuple[str, str], ...], time: int
) -> dict[str, str]:
    """By what a series is found again, and what it counts, in the table's own words."""
    others = [name for place, name in enumerate(names) if place != time]
    codes = [f"{name}={code}" for name, (code, _label) in zip(others, chosen, strict=True)]
    labels = [label for _code, label in reversed(chosen)]
    return {
        "external_id": " ".join(codes) or "all",
        "label": ", ".join(labels) or clean(part(table, "label")) or "all",
    }


def _axes(table: dict[str, Any]) -> tuple[list[str], list[Axis]]:
    """The dimensions in the order of the values, each with its codes and labels in order."""
    names, sizes = part(table, "id"), part(table, "size")
    if not (isinstance(names, list) and isinstance(sizes, list) and 0 < len(names) <= 20):
        raise CannotRead("wrong_shape")
    names = [str(name) for name in names]
    axes = [_axis(part(table, "dimension", name, "category")) for name in names]
    if [len(axis) for axis in axes] != sizes or not 0 < prod(sizes) <= MOST_CELLS:
        raise CannotRead("wrong_shape")
    return names, axes


def _axis(category: Any) -> Axis:
    index, labels = part(category, "index"), part(category, "label")
    if isinstance(index, dict) and all(isinstance(place, int) for place in index.values()):
        codes = sorted(index, key=lambda code: index[code])
    elif isinstance(index, list):
        codes = [str(code) for code in index]
    else:  # a dimension with one value needs no index
        codes = list(islice(labels, 1)) if isinstance(labels, dict) else []
    return [(code, clean(part(labels, code)) or code) for code in codes]


def _time(table: dict[str, Any], names: list[str]) -> int:
    said = part(table, "role", "time", 0)
    if said in names:
        return names.index(said)
    raise CannotRead("wrong_shape")


def _without(axes: list[Axis], time: int) -> list[Axis]:
    return [axis for place, axis in enumerate(axes) if place != time]


def _cell(
    table: dict[str, Any], axes: list[Axis], time: int, chosen: tuple[Any, ...], moment: int
) -> str:
    """The value where the chosen codes and the moment meet; values lie row by row."""
    others = iter(chosen)
    at = 0
    for place, axis in enumerate(axes):
        step = moment if place == time else axis.index(next(others))
        at = at * len(axis) + step
    values = part(table, "value")
    return number(values.get(str(at)) if isinstance(values, dict) else part(values, at))
