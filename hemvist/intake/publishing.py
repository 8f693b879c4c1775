"""From a draft of a form to the version that is asked, and back to an earlier one."""

from collections.abc import Callable
from datetime import datetime

from django.db import transaction

from hemvist.accounts.models import User
from hemvist.audit.actions import By, record
from hemvist.directory.models import LifeArea
from hemvist.intake.checking import Problem, problems
from hemvist.intake.models import Form, FormVersion, VersionState
from hemvist.intake.outline import Document
from hemvist.intake.ready import ready_forms
from hemvist.intake.sensitive import Warned, warnings


class DraftExists(Exception):
    """A form has one draft at most, so that colleagues write the same one."""


class AddressIsTaken(Exception):
    """Another form has this address."""


class NotADraft(Exception):
    """It was published or thrown away meanwhile; a published version never changes."""


class DraftHasChanged(Exception):
    """A colleague changed the draft after it was looked at; look again before publishing."""


class CannotBePublished(Exception):
    """Something is wrong, or a warning is not answered for."""


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


@transaction.atomic
def make_form(slug: str, *, kind: str, document: Document, by: User, at: datetime) -> FormVersion:
    """Write down a form that nobody has asked yet, as a draft. Raises AddressIsTaken."""
    last = Form.objects.order_by("-position").values_list("position", flat=True).first()
    form, is_new = Form.objects.get_or_create(
        slug=slug, defaults={"kind": kind, "position": (last or 0) + 1}
    )
    if not is_new:
        raise AddressIsTaken
    draft = FormVersion.objects.create(
        form=form, number=1, document=document, changed_at=at, changed_by=by
    )
    record("form.made", draft, by=by, detail={"address": slug}, at=at)
    return draft


@transaction.atomic
def bring_in_draft(form: Form, *, document: Document, by: User, at: datetime) -> FormVersion:
    """Take a document from elsewhere as the draft of a form. Raises DraftExists."""
    form = Form.objects.select_for_update().get(pk=form.pk)
    if form.versions.filter(state=VersionState.DRAFT).exists():
        raise DraftExists
    draft = FormVersion.objects.create(
        form=form, number=_next_number(form), document=document, changed_at=at, changed_by=by
    )
    record("form.brought_in", draft, by=by, detail={"number": draft.number}, at=at)
    return draft


@transaction.atomic
def begin_draft(source: FormVersion, *, by: User, at: datetime) -> FormVersion:
    """Make a draft of a version, the present one or an earlier one. Raises DraftExists."""
    form = Form.objects.select_for_update().get(pk=source.form_id)
    if form.versions.filter(state=VersionState.DRAFT).exists():
        raise DraftExists
    draft = FormVersion.objects.create(
        form=form,
        number=_next_number(form),
        document=source.document,
        confirmed=source.confirmed,
        changed_at=at,
        changed_by=by,
    )
    record("form.drafted", draft, by=by, detail={"from": source.number}, at=at)
    return draft


@transaction.atomic
def change_draft(
    draft: FormVersion, *, change: Callable[[Document], Document], by: User, at: datetime
) -> FormVersion:
    """Change a draft as it is now, whoever has changed it meanwhile.

    `change` gets the present document and gives the new one; what it raises leaves all as it is.
    Raises NotADraft.
    """
    draft = _locked(draft)
    draft.document = change(draft.document)
    draft.changed_at, draft.changed_by = at, by
    draft.edit += 1
    draft.save(update_fields=["document", "changed_at", "changed_by", "edit"])
    record("form.changed", draft, by=by, detail={"number": draft.number}, at=at)
    return draft


@transaction.atomic
def confirm_warning(draft: FormVersion, *, mark: str, by: User, at: datetime) -> FormVersion:
    """Answer for a question that asks for something sensitive, in exactly these words."""
    draft = _locked(draft)
    if mark in {warned.mark for warned in warnings(draft.definition)} - set(draft.confirmed):
        draft.confirmed = [*draft.confirmed, mark]
        draft.edit += 1
        draft.save(update_fields=["confirmed", "edit"])
        record("form.confirmed", draft, by=by, detail={"mark": mark}, at=at)
    return draft


@transaction.atomic
def publish_form(draft: FormVersion, *, edit: int, by: User, at: datetime) -> FormVersion:
    """Let a draft be asked from now on; the version before it is retired.

    Enquiries begun on that one go on with it. Raises NotADraft, DraftHasChanged,
    CannotBePublished.
    """
    draft = _locked(draft)
    if draft.edit != edit:
        raise DraftHasChanged
    if problems_of(draft) or unconfirmed(draft):
        raise CannotBePublished
    present = draft.form.versions.filter(state=VersionState.PUBLISHED)
    present.update(state=VersionState.RETIRED, retired_at=at)
    draft.state, draft.published_at = VersionState.PUBLISHED, at
    draft.save(update_fields=["state", "published_at"])
    record("form.published", draft, by=by, detail={"number": draft.number}, at=at)
    return draft


@transaction.atomic
def retire_form(version: FormVersion, *, by: User, at: datetime) -> None:
    """Ask this form no longer; what was begun on it can be sent."""
    retired = FormVersion.objects.filter(pk=version.pk, state=VersionState.PUBLISHED)
    if retired.update(state=VersionState.RETIRED, retired_at=at):
        record("form.retired", version, by=by, detail={"number": version.number}, at=at)


@transaction.atomic
def drop_draft(draft: FormVersion, *, by: User, at: datetime) -> None:
    """Throw a draft away; nobody has answered it. A form that was never asked goes with it.

    Raises NotADraft.
    """
    draft = _locked(draft)
    record("form.dropped", draft, by=by, detail={"number": draft.number}, at=at)
    form = Form.objects.select_for_update().get(pk=draft.form_id)
    draft.delete()
    if not form.versions.exists():
        form.delete()


def problems_of(version: FormVersion) -> list[Problem]:
    """What keeps a version from being published."""
    sought = LifeArea.objects.filter(can_be_sought=True)
    areas = {area.slug: str(area) for area in sought}
    return problems(version.definition, is_offer=version.form.is_offer, life_areas=areas)


def unconfirmed(version: FormVersion) -> list[Warned]:
    """What nobody has answered for yet."""
    found = warnings(version.definition)
    return [warned for warned in found if warned.mark not in version.confirmed]


def _next_number(form: Form) -> int:
    last = form.versions.order_by("-number").values_list("number", flat=True).first()
    return (last or 0) + 1


def _locked(draft: FormVersion) -> FormVersion:
    found = (
        FormVersion.objects.select_for_update(of=("self",))
        .select_related("form")
        .filter(pk=draft.pk, state=VersionState.DRAFT)
        .first()
    )
    if found is None:
        raise NotADraft
    return found
