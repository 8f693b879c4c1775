"""From a draft of a form to the version that is asked, and back to an earlier one."""

from datetime import datetime

from django.db import transaction

from hemvist.audit.actions import By, record
from hemvist.intake.models import Form, FormVersion, VersionState
from hemvist.intake.ready import ready_forms


@transaction.atomic
def bring_in_ready_forms(*, by: By, at: datetime) -> int:
    """Publish the forms that come along, where there is none of that name; says how many."""
    known = set(Form.objects.values_list("slug", flat=True))
    missing = [form for form in ready_forms() if form.slug not in known]
    for ready in missing:
        form = Form.objects.create(slug=ready.slug, kind=ready.kind, position=ready.position)
        version = FormVersion.objects.create(
            form=form,
            number=1,
            state=VersionState.PUBLISHED,
            document=ready.document,
            changed_at=at,
            published_at=at,
        )
        record("form.published", version, by=by, at=at)
    return len(missing)
