"""What waits for somebody, in numbers: for the top of their work, and for a letter at seven."""

from dataclasses import dataclass
from datetime import date

from hemvist.accounts.models import User
from hemvist.casework.models import Case, Mention, Task
from hemvist.desk.news import unread_cases
from hemvist.texts.queries import how_many_unsorted
from hemvist.texts.rules import can_sort_texts

NAMED = 20


@dataclass(frozen=True)
class Counts:
    """Own cases whose person waits, that have an unread message, whose step is due; and more."""

    unanswered: list[str]
    unread: list[str]
    due: list[str]
    tasks: int
    mentions: int
    texts: int

    @property
    def is_anything(self) -> bool:
        """Whether there is anything to say."""
        lists = self.unanswered or self.unread or self.due
        return bool(lists or self.tasks or self.mentions or self.texts)


def counts_of(user: User, *, on: date) -> Counts:
    """What waits for somebody in their own cases, by the numbers of the cases; no names."""
    visible = Case.objects.visible_to(user)
    mine = visible.open().filter(owner=user)
    waits = mine.filter(first_unanswered_at__isnull=False).order_by("first_unanswered_at", "pk")
    unanswered = list(waits)
    mentions = Mention.objects.filter(colleague=user, read_at=None, note__case__in=visible)
    return Counts(
        unanswered=[case.reference for case in unanswered],
        unread=unread_cases(unanswered, user=user),
        due=list(
            mine.filter(next_step_on__lte=on)
            .order_by("next_step_on", "pk")
            .values_list("reference", flat=True)
        ),
        tasks=Task.objects.open().of(user).filter(on__lte=on, case__in=visible).count(),
        mentions=mentions.count(),
        texts=how_many_unsorted(user) if can_sort_texts(user) else 0,
    )
