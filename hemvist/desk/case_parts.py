"""Which parts of a case have anything in them, in one question.

Most cases have no tasks, no calls, nothing pinned and nobody else at them. What is empty is not
asked for again.
"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet, Subquery

from hemvist.accounts.models import Absence
from hemvist.casework.models import Call, Case, Note, Presence, StickyFact, Task
from hemvist.casework.presence import GONE_AFTER
from hemvist.casework.queries import CALLS, HOUSEHOLD, NOTES
from hemvist.core.dates import local_day
from hemvist.core.prepared import Prepared
from hemvist.documents.models import CaseFile
from hemvist.intake.models import Enquiry
from hemvist.merging.models import NameKey, Regrouping, Resemblance
from hemvist.people.models import HouseholdChange
from hemvist.referrals.models import Referral
from hemvist.routing.models import Decision
from hemvist.writing.models import Draft, DraftState

HAS = "has_"
ASKED_FIRST = {NOTES, CALLS, HOUSEHOLD}  # kinds of the timeline


@dataclass(frozen=True)
class Parts:
    """The names of the parts that have something in them, and until when the owner is away."""

    filled: Collection[str]
    owner_away_until: date | None

    def __contains__(self, name: str) -> bool:
        return name in self.filled

    @property
    def empty_kinds(self) -> set[str]:
        """The kinds of things that the timeline has none of."""
        return {kind for kind in ASKED_FIRST if kind not in self.filled}


def parts_of(case: Case, *, at: datetime) -> Parts:
    """What there is to show of a case besides itself; one query."""
    row: Any
    (row,) = _asked(pk=case.pk, on=local_day(at), silent=at - GONE_AFTER)
    told = {name: is_there for name, is_there in vars(row).items() if name.startswith(HAS)}
    filled = {name.removeprefix(HAS) for name, is_there in told.items() if is_there}
    return Parts(filled, row.owner_away_until)


def _rows(*, silent: datetime) -> dict[str, QuerySet[Any]]:
    """The rows of each part of the case that is asked about."""
    case, household = OuterRef("pk"), OuterRef("household")
    twins = Q(first=case) | Q(second=case)
    joined = Q(case=case) | Q(other=case)
    return {
        NOTES: Note.objects.filter(case=case),
        CALLS: Call.objects.filter(case=case),
        HOUSEHOLD: HouseholdChange.objects.filter(person__household=household),
        "files": CaseFile.objects.filter(case=case).exclude(message=None),
        "tasks": Task.objects.filter(case=case),
        "facts": StickyFact.objects.filter(case=case, removed_at=None),
        "others": Presence.objects.filter(case=case, seen_at__gt=silent),
        "referrals": Referral.objects.filter(case=case),
        "enquiry": Enquiry.objects.filter(case=case),
        "decision": Decision.objects.filter(case=case),
        "keys": NameKey.objects.filter(household=household),
        "pairs": Resemblance.objects.filter(twins, is_different=False),
        "drafts": Draft.objects.filter(case=case).exclude(state=DraftState.WRITING),
        "joined": Regrouping.objects.filter(joined, undone_at=None),
    }


def _written(*, pk: int, on: date, silent: datetime) -> QuerySet[Case]:
    away = Absence.objects.on(on).filter(user=OuterRef("owner")).order_by("-last_on")
    parts = {f"{HAS}{name}": Exists(rows) for name, rows in _rows(silent=silent).items()}
    case = Case.objects.filter(pk=pk).order_by().only("pk")
    return case.annotate(owner_away_until=Subquery(away.values("last_on")[:1]), **parts)


_asked = Prepared(
    _written, pk=-1, on=date(1900, 1, 1), silent=datetime(1900, 1, 1, tzinfo=UTC) + timedelta(1)
)
