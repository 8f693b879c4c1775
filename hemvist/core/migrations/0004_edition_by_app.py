import django.contrib.postgres.fields
from django.db import migrations, models


class Migration(migrations.Migration):
    """Both tables hold what is made again by itself; they begin anew in their new shape.

    The triggers go with their function and are put back after the migration (`editions.watch`).
    """

    dependencies = [("core", "0003_kept_page")]

    operations = [
        migrations.RunSQL(
            "DROP FUNCTION IF EXISTS core_new_edition() CASCADE",
            "DROP FUNCTION IF EXISTS core_new_edition() CASCADE",
        ),
        migrations.DeleteModel("Edition"),
        migrations.DeleteModel("KeptPage"),
        migrations.CreateModel(
            name="Edition",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("number", models.BigIntegerField(help_text="The transaction's number.")),
                ("app", models.CharField(max_length=40)),
                ("made_at", models.DateTimeField()),
            ],
        ),
        migrations.CreateModel(
            name="KeptPage",
            fields=[
                ("key", models.UUIDField(help_text="What was asked for, and the edition.", primary_key=True, serialize=False)),
                ("edition", django.contrib.postgres.fields.ArrayField(base_field=models.UUIDField(), help_text="How each app was that it reads from.", size=None)),
                ("packed", models.BinaryField()),
                ("content_type", models.CharField(max_length=100)),
                ("etag", models.CharField(max_length=40)),
                ("until", models.DateTimeField()),
            ],
        ),
        migrations.AddConstraint(
            model_name="edition",
            constraint=models.UniqueConstraint(fields=("number", "app"), name="edition_once_for_an_app"),
        ),
        # What is lost in a crash is made again; packed already, so there is nothing to squeeze.
        migrations.RunSQL(
            """
            ALTER TABLE core_keptpage SET UNLOGGED;
            ALTER TABLE core_keptpage ALTER COLUMN packed SET STORAGE EXTERNAL;
            """,
            migrations.RunSQL.noop,
        ),
    ]
