"""What is about to leave."""

from hemvist.casework.models import Case
from hemvist.writing.models import Draft, DraftState


def leaving_in(case: Case) -> list[Draft]:
    """What leaves a case soon, or was held back; not what somebody is still writing."""
    drafts = Draft.objects.filter(case=case).exclude(state=DraftState.WRITING)
    return list(drafts.select_related("author"))
