"""What was marked as suspected before the reason was kept stands in the list too."""

from django.db import migrations


def mark(apps, schema_editor):
    Enquiry = apps.get_model("intake", "Enquiry")
    Enquiry.objects.filter(state="sent", source="form_suspected").update(suspicion="many")


class Migration(migrations.Migration):
    dependencies = [("intake", "0008_spam")]

    operations = [migrations.RunPython(mark, migrations.RunPython.noop)]
