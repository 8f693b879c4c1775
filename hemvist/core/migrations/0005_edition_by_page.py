from django.db import migrations


class Migration(migrations.Migration):
    """The triggers go with their function and are put back after the migration, as they are now.

    See `editions.watch` and `guide.own_text.watch_texts`.
    """

    dependencies = [("core", "0004_edition_by_app")]

    operations = [
        migrations.RunSQL(
            "DROP FUNCTION IF EXISTS core_new_edition() CASCADE",
            """
            DROP FUNCTION IF EXISTS core_new_edition() CASCADE;
            DROP FUNCTION IF EXISTS guide_own_edition() CASCADE;
            """,
        )
    ]
