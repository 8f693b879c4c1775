from django.db import migrations


class Migration(migrations.Migration):
    """The triggers go with their function and are put back after the migration, as they are now.

    See `editions.watch` and `directory.own_facts.watch_places`.
    """

    dependencies = [("core", "0005_edition_by_page")]

    operations = [
        migrations.RunSQL(
            "DROP FUNCTION IF EXISTS core_new_edition() CASCADE",
            """
            DROP FUNCTION IF EXISTS core_new_edition() CASCADE;
            DROP FUNCTION IF EXISTS directory_own_edition() CASCADE;
            """,
        )
    ]
