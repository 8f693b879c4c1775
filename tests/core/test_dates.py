"""Days as each language writes them."""

from datetime import date

import pytest
from django.utils import translation

from hemvist.core.dates import full_day, short_day

DAY = date(2026, 11, 30)


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("sv", "måndag 30 november"),
        ("en", "Monday 30 November"),
        ("fi", "maanantaina 30. marraskuuta"),
        ("uk", "понеділок 30 листопада"),
    ],
)
def test_a_day_is_written_as_its_language_writes_it(language, words):
    with translation.override(language):
        assert full_day(DAY, with_year=False) == words


def test_a_short_day_in_finnish_has_its_full_stop():
    with translation.override("fi"):
        assert short_day(DAY, on=date(2026, 11, 1)).startswith("30. ")
