"""Every Swedish holiday has a name in every language that residents read."""

import pytest
from django.conf import settings

from hemvist.core.actions import load_calendar
from hemvist.core.models import CalendarDay

pytestmark = pytest.mark.django_db


def test_a_day_that_differs_is_named_in_every_language():
    load_calendar(2024, 2034)

    lacking = {
        day.names["en"]: sorted({code for code, _ in settings.LANGUAGES} - set(day.names))
        for day in CalendarDay.objects.all()
        if len(day.names) < len(settings.LANGUAGES)
    }

    assert lacking == {}
    assert CalendarDay.objects.get(day="2026-12-24").names["uk"] == "Святвечір"
