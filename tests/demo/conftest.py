"""A small installation with the demo's staff, cheaper than the whole municipality."""

from datetime import date

import pytest

from hemvist.core.actions import load_calendar
from hemvist.demo.factories import a_life_area, a_municipality, a_published_form, an_area
from hemvist.demo.loading import load_households
from hemvist.demo.staff import load_staff
from hemvist.demo.world import read_world

TODAY = date(2026, 11, 23)
LIFE_AREAS = (
    "housing",
    "school",
    "work",
    "leisure",
    "culture",
    "music",
    "community",
    "everyday",
    "health",
    "language",
    "getting-around",
    "arriving",
)


@pytest.fixture
def world(db):
    a_municipality(email="inflyttning@norrby.example")
    load_calendar(2025, 2029)
    for slug in LIFE_AREAS:
        a_life_area(slug)
    an_area("vittjarv", name="Vittjärv")
    a_published_form()  # those of the migration are gone after a test that committed
    load_staff()
    return read_world(on=TODAY)


@pytest.fixture
def seeded(world):
    load_households(world, count=400, seed=1)
    return world
