"""From now on every enquiry says which version of a form it answers."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("intake", "0004_ready_forms")]

    operations = [
        migrations.AlterField(
            model_name="enquiry",
            name="form_version",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="enquiries",
                to="intake.formversion",
            ),
        ),
    ]
