"""What was said by name is kept as hours; a second part of the day goes into the note."""

from datetime import time

from django.db import migrations
from django.db.models import F, Value
from django.db.models.functions import Concat, Left

HOURS = {
    ("morning",): (8, 11),
    ("midday",): (11, 14),
    ("afternoon",): (14, 17),
    ("midday", "morning"): (8, 14),
    ("afternoon", "midday"): (11, 17),
    ("afternoon", "midday", "morning"): (8, 17),
    ("afternoon", "morning"): (8, 11),
}
ALSO = "14:00–17:00"


def to_hours(apps, schema_editor):
    """Nobody is called at an hour they did not name, so a gap in the day stays a gap."""
    choices = apps.get_model("people", "ContactChoice").objects
    for names, (opens, closes) in HOURS.items():
        chosen = choices.filter(times__contains=list(names), times__contained_by=list(names))
        chosen.update(opens=time(opens), closes=time(closes), weekdays_only=True)
    both = ["afternoon", "morning"]
    with_gap = choices.filter(times__contains=both, times__contained_by=both)
    with_gap.filter(note="").update(note=ALSO)
    with_gap.exclude(note=ALSO).update(note=Left(Concat(F("note"), Value(f" · {ALSO}")), 300))
    tracks = apps.get_model("people", "OwnTrack").objects
    for track in tracks.select_related("person__household__contact_choice"):
        choice = getattr(track.person.household, "contact_choice", None)
        if choice is not None:
            tracks.filter(pk=track.pk).update(time_zone=choice.time_zone)


def to_names(apps, schema_editor):
    """The named times that lie whole within the hours."""
    choices = apps.get_model("people", "ContactChoice").objects
    for choice in choices.filter(opens__isnull=False).iterator():
        named = {names[0]: hours for names, hours in HOURS.items() if len(names) == 1}
        choice.times = [
            name
            for name, (opens, closes) in named.items()
            if choice.opens <= time(opens) and time(closes) <= choice.closes
        ]
        choice.save(update_fields=["times"])


class Migration(migrations.Migration):
    dependencies = [("people", "0006_hours_from_until")]

    operations = [migrations.RunPython(to_hours, to_names)]
