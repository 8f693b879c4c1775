"""Takes away the site and the page of welcome that Wagtail's first migration makes."""

from django.db import migrations


def remove(apps, schema_editor):
    Page = apps.get_model("wagtailcore", "Page")
    Site = apps.get_model("wagtailcore", "Site")
    welcome = Page.objects.filter(depth=2, slug="home", content_type__model="page")
    Site.objects.filter(root_page__in=welcome).delete()
    for page in welcome:
        Page.objects.filter(depth=1, path=page.path[:4]).update(numchild=0)
        page.delete()


class Migration(migrations.Migration):
    dependencies = [("guide", "0001_pages")]
    operations = [migrations.RunPython(remove, migrations.RunPython.noop, elidable=False)]
