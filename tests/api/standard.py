"""Holds objects to the schemas of HSDS, which lie outside the project."""

from functools import cache

from hemvist.api.hsds.conformance import Standard
from tests.shared import shared_data


def folder():
    """Where the standard's schemas lie."""
    return shared_data() / "hsds-3.1" / "schema"


@cache
def _standard():
    return Standard(folder())


def schema(name):
    """The standard's schema of one kind of object."""
    return _standard().schema(name)


def mistakes(name, told):
    """What in an object is against the standard, in words."""
    return _standard().mistakes(name, told)
