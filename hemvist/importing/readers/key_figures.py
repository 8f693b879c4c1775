"""Kolada, version 3: each key figure year by year, for all people together."""

from collections.abc import Iterator
from typing import Any, BinaryIO

from hemvist.importing.faults import CannotRead
from hemvist.importing.lines import Line, cleaned
from hemvist.importing.readers.documents import documents
from hemvist.importing.readers.json_text import number, objects, part
from hemvist.importing.readers.series import by_year, written
from hemvist.importing.readers.statistics import MOST_SERIES

EVERYBODY = "T"


def read(file: BinaryIO) -> Iterator[Line]:
    """A line for each key figure and municipality. Raises CannotRead."""
    newest: dict[str, dict[str, Any]] = {}
    series: dict[str, dict[str, str]] = {}
    for document in documents(file):
        rows = part(document, "values")
        if not isinstance(rows, list):
            raise CannotRead("wrong_shape")
        for row in objects(rows):
            _keep(newest, series, row)
    if not newest:
        raise CannotRead("nothing_in_it")
    if len(newest) > MOST_SERIES:
        raise CannotRead("too_many_series", count=len(newest), most=MOST_SERIES)
    for count, values in enumerate(newest.values(), start=1):
        told = written(by_year(written(series[values["external_id"]])))
        yield Line(count, cleaned({**values, "series": told}))


def _keep(
    newest: dict[str, dict[str, Any]], series: dict[str, dict[str, str]], row: dict[str, Any]
) -> None:
    kpi, municipality, period = (row.get(name) for name in ("kpi", "municipality", "period"))
    said = [
        one
        for one in objects(row.get("values"))
        if one.get("gender") == EVERYBODY and not one.get("isdeleted")
    ]
    value = number(said[0].get("value")) if said else ""
    if not (isinstance(kpi, str) and value and isinstance(period, int | str)):
        return
    key = f"{kpi} {municipality}"
    series.setdefault(key, {})[str(period)] = value
    if key not in newest or str(period) > newest[key]["period"]:
        newest[key] = {
            "external_id": key,
            "label": kpi,
            "value": value,
            "period": str(period),
        }
