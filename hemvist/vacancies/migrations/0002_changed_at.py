import django.utils.timezone
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("vacancies", "0001_initial")]

    operations = [
        migrations.AddField(
            model_name="vacancy",
            name="changed_at",
            field=models.DateTimeField(
                auto_now=True, db_index=True, default=django.utils.timezone.now
            ),
            preserve_default=False,
        )
    ]
