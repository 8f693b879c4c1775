"""Which forms there are to be filled in, and what a version asks."""

from functools import lru_cache

from hemvist.intake.definition import Definition
from hemvist.intake.models import Enquiry, FormVersion, VersionState
from hemvist.intake.steps import Walk

MOST_KEPT = 64
ENQUIRY = "enquiry"


def definition_of(version: int) -> Definition:
    """What a version asks. One that was published never changes, so each process reads it once."""
    return _kept(version)


@lru_cache(MOST_KEPT)
def _kept(version: int) -> Definition:
    return FormVersion.objects.exclude(state=VersionState.DRAFT).get(pk=version).definition


def walk_of(enquiry: Enquiry) -> Walk:
    """The way through the form that an enquiry was begun on."""
    return Walk(definition_of(enquiry.form_version_id), enquiry.answers)


def published(slug: str) -> FormVersion | None:
    """The version of a form that is asked now; None when it is closed or never was."""
    return (
        FormVersion.objects.select_related("form")
        .filter(form__slug=slug, state=VersionState.PUBLISHED)
        .first()
    )


def published_besides(slug: str) -> dict[str, list[FormVersion]]:
    """The other forms that can be filled in: by those who move, and by those who offer help."""
    versions = list(
        FormVersion.objects.filter(state=VersionState.PUBLISHED)
        .exclude(form__slug=slug)
        .select_related("form")
        .order_by("form__position", "form__slug")
    )
    return {
        "household": [version for version in versions if not version.form.is_offer],
        "offer": [version for version in versions if version.form.is_offer],
    }
