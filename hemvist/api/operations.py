"""An OpenAPI description as something to read."""

from dataclasses import dataclass
from functools import cache
from typing import Any

from ninja import NinjaAPI


@dataclass(frozen=True)
class Parameter:
    """Something one can ask with."""

    name: str
    description: str


@dataclass(frozen=True)
class Operation:
    """One address, what it gives and what one can ask with."""

    path: str
    summary: str
    description: str
    parameters: tuple[Parameter, ...]


@cache
def operations_of(api: NinjaAPI) -> list[Operation]:
    """All addresses of an API, in the order in which it names them."""
    paths = api.get_openapi_schema()["paths"]
    return [_operation(path, told["get"]) for path, told in paths.items()]


def _operation(path: str, told: dict[str, Any]) -> Operation:
    parameters = (
        Parameter(each["name"], each.get("description", ""))
        for each in told.get("parameters", [])
        if each["in"] == "query"
    )
    return Operation(path, told["summary"], told.get("description", ""), tuple(parameters))
