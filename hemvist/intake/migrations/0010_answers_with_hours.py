"""Answers about times of day by name become hours, as the contact choices have them."""

from django.db import migrations

HOURS = {
    ("morning",): "08:00-11:00",
    ("midday",): "11:00-14:00",
    ("afternoon",): "14:00-17:00",
    ("midday", "morning"): "08:00-14:00",
    ("afternoon", "midday"): "11:00-17:00",
    ("afternoon", "midday", "morning"): "08:00-17:00",
    ("afternoon", "morning"): "08:00-11:00",
}
CHUNK = 1_000


def _answers(apps):
    """Each enquiry with the answer to the question about times, a thousand at a time."""
    versions = apps.get_model("intake", "FormVersion").objects.all()
    enquiries = apps.get_model("intake", "Enquiry").objects
    for version in versions:
        keys = [
            question["key"]
            for section in version.document["sections"]
            for question in section["questions"]
            if question["kind"] == "times"
        ]
        for key in keys:
            asked = enquiries.filter(form_version=version, answers__has_key=key)
            for enquiry in asked.iterator(chunk_size=CHUNK):
                yield enquiry, enquiry.answers[key]


def _write(apps, change):
    enquiries, changed = apps.get_model("intake", "Enquiry").objects, []
    for enquiry, answer in _answers(apps):
        if change(answer):
            changed.append(enquiry)
        if len(changed) == CHUNK:
            enquiries.bulk_update(changed, ["answers"])
            changed = []
    enquiries.bulk_update(changed, ["answers"])


def to_hours(apps, schema_editor):
    def change(answer):
        if "times" not in answer:
            return False
        names = tuple(sorted(set(answer.pop("times"))))
        answer["hours"] = f"weekdays {HOURS[names]}" if names else "daily"
        if names == ("afternoon", "morning"):
            also = [answer.get("note", ""), "14:00–17:00"]
            answer["note"] = " · ".join(filter(None, also))[:300]
        return True

    _write(apps, change)


def to_names(apps, schema_editor):
    named = {hours: list(names) for names, hours in reversed(HOURS.items())}

    def change(answer):
        hours = answer.pop("hours", None)
        if not hours:
            return False
        answer["times"] = named.get(hours.partition(" ")[2], [])
        return True

    _write(apps, change)


class Migration(migrations.Migration):
    dependencies = [
        ("intake", "0009_suspected_before"),
        ("people", "0007_named_times_become_hours"),
    ]

    operations = [migrations.RunPython(to_hours, to_names)]
