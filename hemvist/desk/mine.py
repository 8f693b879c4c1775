"""What waits for me besides my cases: where colleagues mention me, and my tasks."""

from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import F

from hemvist.accounts.models import User
from hemvist.casework.models import Case, Mention, Task

SHOWN = 20
AHEAD = timedelta(days=7)


@dataclass(frozen=True)
class Mine:
    """Unread mentions, newest first; tasks of this week and those that are late."""

    mentions: list[Mention]
    tasks: list[Task]
    today: date

    @property
    def late(self) -> set[int]:
        """The numbers of the tasks whose day has passed."""
        return {task.pk for task in self.tasks if task.on < self.today}


def mine(user: User, *, on: date) -> Mine:
    """What waits for somebody; nothing of a case they may not see. Two queries."""
    visible = Case.objects.visible_to(user)
    mentions = Mention.objects.filter(
        colleague=user, read_at__isnull=True, note__case__in=visible
    ).select_related("note__author", "note__case")
    tasks = Task.objects.open().of(user).filter(on__lte=on + AHEAD, case__in=visible)
    return Mine(
        list(mentions.order_by("-pk")[:SHOWN]),
        list(tasks.select_related("case").order_by(F("on"), "pk")[:SHOWN]),
        on,
    )
