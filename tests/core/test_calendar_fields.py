"""A day and a time of day, from the browser's calendar and clock or typed."""

from datetime import date, time

import pytest
from django import forms
from django.utils import translation

from hemvist.core.forms import CalendarField, TimeOfDayField


class Form(forms.Form):
    day = CalendarField(label="Day")
    at = TimeOfDayField(label="Time", required=False)


@pytest.mark.parametrize("typed", ["2027-03-27", "27/03/2027", "27.03.2027", "27.3.2027"])
def test_a_day_is_read_as_people_write_it(typed):
    assert Form({"day": typed}).fields["day"].clean(typed) == date(2027, 3, 27)


@pytest.mark.parametrize("typed", ["14:30", "14.30"])
def test_a_time_is_read_as_people_write_it(typed):
    assert Form().fields["at"].clean(typed) == time(14, 30)


@pytest.mark.parametrize("language", ["sv", "en-gb", "ar", "fi"])
def test_a_browser_is_given_what_it_understands_in_any_language(language):
    with translation.override(language):
        shown = str(Form(initial={"day": date(2027, 3, 27), "at": time(14, 30)}))
    assert 'value="2027-03-27"' in shown
    assert 'value="14:30"' in shown


def test_a_mistake_says_how_it_is_written():
    form = Form({"day": "31 February", "at": "half past"})
    assert form.errors == {
        "day": ["Write the day as 2026-11-30."],
        "at": ["Write the time as 14:30."],
    }
