"""Tables for forms and their versions; an enquiry points to the version it answers."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

NEVER_CHANGED = """
CREATE FUNCTION intake_published_form_stays() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION 'A form that was published never changes';
END $$;
CREATE TRIGGER intake_published_form_stays BEFORE UPDATE ON intake_formversion
FOR EACH ROW WHEN (OLD.state <> 'draft' AND (
  OLD.document IS DISTINCT FROM NEW.document OR OLD.form_id <> NEW.form_id
  OR OLD.number <> NEW.number OR NEW.state = 'draft'
)) EXECUTE FUNCTION intake_published_form_stays();
"""
AGAIN_CHANGED = """
DROP TRIGGER intake_published_form_stays ON intake_formversion;
DROP FUNCTION intake_published_form_stays();
"""


class Migration(migrations.Migration):
    dependencies = [
        ("intake", "0002_what_was_brought"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Form",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("slug", models.SlugField(max_length=40, unique=True)),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("enquiry", "Everybody who thinks of moving here"),
                            ("recruit", "An employer's recruit"),
                            ("village", "Somebody who asks about a village"),
                            ("returner", "Somebody who moves back"),
                            ("student", "A student"),
                            ("association", "An association that wants to help"),
                            ("landlord", "Somebody who has a home to let or sell"),
                        ],
                        max_length=15,
                    ),
                ),
                ("position", models.PositiveSmallIntegerField(default=0)),
            ],
            options={"ordering": ["position", "slug"]},
        ),
        migrations.CreateModel(
            name="FormVersion",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("number", models.PositiveIntegerField()),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("draft", "Draft"),
                            ("published", "Published"),
                            ("retired", "Retired"),
                        ],
                        default="draft",
                        max_length=10,
                    ),
                ),
                ("document", models.JSONField()),
                (
                    "confirmed",
                    models.JSONField(
                        default=list,
                        help_text="Warnings that an editor has read and answers for.",
                    ),
                ),
                ("edit", models.PositiveIntegerField(default=1)),
                ("changed_at", models.DateTimeField()),
                ("published_at", models.DateTimeField(blank=True, null=True)),
                ("retired_at", models.DateTimeField(blank=True, null=True)),
                (
                    "changed_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "form",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="versions",
                        to="intake.form",
                    ),
                ),
            ],
            options={"ordering": ["form", "-number"]},
        ),
        migrations.AddConstraint(
            model_name="formversion",
            constraint=models.UniqueConstraint(fields=("form", "number"), name="form_version_once"),
        ),
        migrations.AddConstraint(
            model_name="formversion",
            constraint=models.UniqueConstraint(
                condition=models.Q(("state", "published")),
                fields=("form",),
                name="one_published_version",
            ),
        ),
        migrations.AddConstraint(
            model_name="formversion",
            constraint=models.UniqueConstraint(
                condition=models.Q(("state", "draft")), fields=("form",), name="one_draft_version"
            ),
        ),
        migrations.AddConstraint(
            model_name="formversion",
            constraint=models.CheckConstraint(
                condition=models.Q(("state", "draft"))
                | models.Q(("published_at__isnull", False)),
                name="published_version_says_when",
            ),
        ),
        migrations.RunSQL(NEVER_CHANGED, AGAIN_CHANGED),
        migrations.AddField(
            model_name="enquiry",
            name="more",
            field=models.JSONField(
                blank=True,
                default=dict,
                help_text="Answers that have no field of their own in the case.",
            ),
        ),
        migrations.AddField(
            model_name="enquiry",
            name="form_version",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="enquiries",
                to="intake.formversion",
            ),
        ),
    ]
