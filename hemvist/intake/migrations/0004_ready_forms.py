"""Brings in the forms that come along; what was asked until now is the first of the enquiry."""

from django.db import migrations
from django.utils import timezone

from hemvist.intake.ready import ready_forms


def bring_in(apps, schema_editor):
    Form = apps.get_model("intake", "Form")
    FormVersion = apps.get_model("intake", "FormVersion")
    now = timezone.now()
    for ready in ready_forms():
        form = Form.objects.create(slug=ready.slug, kind=ready.kind, position=ready.position)
        FormVersion.objects.create(
            form=form,
            number=1,
            state="published",
            document=ready.document,
            changed_at=now,
            published_at=now,
        )
    first = FormVersion.objects.get(form__slug="enquiry")
    apps.get_model("intake", "Enquiry").objects.update(form_version=first)


def take_out(apps, schema_editor):
    apps.get_model("intake", "Enquiry").objects.update(form_version=None)
    apps.get_model("intake", "FormVersion").objects.all().delete()
    apps.get_model("intake", "Form").objects.all().delete()


class Migration(migrations.Migration):
    dependencies = [("intake", "0003_forms")]

    operations = [migrations.RunPython(bring_in, take_out)]
