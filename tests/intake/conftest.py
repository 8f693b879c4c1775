"""An installation that can take in an enquiry, on a Monday morning."""

import pytest
import time_machine
from django.core.cache import cache
from django.utils import translation

from tests.intake.filling import NOW, make_draft, make_installation


@pytest.fixture(autouse=True)
def _an_english_reader():
    with translation.override("en"):
        yield


@pytest.fixture
def installation(db):
    cache.clear()
    return make_installation()


@pytest.fixture
def draft(installation):
    return make_draft()


@pytest.fixture
def monday():
    with time_machine.travel(NOW, tick=False) as traveller:
        yield traveller
