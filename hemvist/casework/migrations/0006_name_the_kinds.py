from django.db import migrations

# What every line of a kind had as its subject before lines had a kind.
SUBJECTS = {
    "Inflyttningsärende, förfrågan": "enquiry",
    "Meddelande till den sökande": "message",
    "Meddelande från den sökande": "message",
    "Hänvisning": "referral",
    "Återkallelse": "withdrawal",
}


def name_the_kinds(apps, schema_editor):
    entries = apps.get_model("casework", "RegisterEntry").objects
    for subject, kind in SUBJECTS.items():
        entries.filter(subject=subject, kind="other").update(kind=kind)


class Migration(migrations.Migration):
    dependencies = [("casework", "0005_kinds_in_the_register")]
    operations = [migrations.RunPython(name_the_kinds, migrations.RunPython.noop)]
