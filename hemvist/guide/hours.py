"""The opening hours of the service itself in words: one line for the days that have the same."""

from hemvist.core.dates import today
from hemvist.core.models import OpeningHours
from hemvist.directory.opening import Hours, Opening
from hemvist.directory.opening_words import seasons_in_words
from hemvist.directory.recurrence import Rule


def opening_hours_in_words() -> list[tuple[str, str]]:
    """Days and times, Monday first; days closed are not named. One query."""
    hours = tuple(
        Hours(Rule(byday=((0, block.weekday),)), (block.opens, block.closes))
        for block in OpeningHours.objects.all()
    )
    return [
        (line.days, line.times)
        for season in seasons_in_words(Opening(hours), on=today())
        for line in season.lines
    ]
