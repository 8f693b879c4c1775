from django.db import migrations, models


def begin_and_end(model, name):
    none = models.Q(opens__isnull=True, closes__isnull=True)
    both = models.Q(opens__isnull=False, closes__isnull=False)
    return migrations.AddConstraint(
        model_name=model,
        constraint=models.CheckConstraint(
            condition=none | (both & ~models.Q(opens=models.F("closes"))), name=name
        ),
    )


class Migration(migrations.Migration):
    dependencies = [("people", "0007_named_times_become_hours")]

    operations = [
        migrations.RemoveField(model_name="contactchoice", name="times"),
        begin_and_end("contactchoice", "contact_hours_begin_and_end"),
        begin_and_end("owntrack", "own_hours_begin_and_end"),
    ]
