"""Terms are thought of as questions now; the vectors from before are of another kind."""

from django.db import migrations


def forget_meaning(apps, schema_editor):
    apps.get_model("search", "Term").objects.exclude(meaning=None).update(meaning=None)


class Migration(migrations.Migration):
    dependencies = [("search", "0002_state_of_kinds")]
    operations = [migrations.RunPython(forget_meaning, migrations.RunPython.noop)]
