from django.db import migrations


class Migration(migrations.Migration):
    """Every page of the guide is found by its address, for which Wagtail has no index."""

    dependencies = [
        ("guide", "0006_gateway"),
    ]

    operations = [
        migrations.RunSQL(
            "CREATE INDEX IF NOT EXISTS guide_page_address ON wagtailcore_page (url_path)",
            "DROP INDEX IF EXISTS guide_page_address",
        )
    ]
