"""What waits for somebody, in numbers: for the top of their work, and for a letter at seven."""

from dataclasses import dataclass
from datetime import date
from functools import cached_property

from hemvist.accounts.models import User
from hemvist.casework.models import Case, CaseQuerySet, Mention, Task
from hemvist.desk.news import unread_cases
from hemvist.inbox.queries import waiting as mail_waiting
from hemvist.inbox.rules import can_sort_mail
from hemvist.texts.queries import how_many_unsorted
from hemvist.texts.rules import can_sort_texts

NAMED = 20


@dataclass(frozen=True)
class Counts:
    """What waits in somebody's own cases, by the numbers of the cases; no names.

    Each part is asked for when it is read.
    """

    user: User
    on: date

    @property
    def _mine(self) -> CaseQuerySet:
        return Case.objects.visible_to(self.user).open().filter(owner=self.user)

    @cached_property
    def _waits(self) -> dict[int, str]:
        waits = self._mine.filter(first_unanswered_at__isnull=False)
        return dict(waits.order_by("first_unanswered_at", "pk").values_list("pk", "reference"))

    @property
    def unanswered(self) -> list[str]:
        """The cases in which the person waits for an answer, the longest first."""
        return list(self._waits.values())

    @cached_property
    def unread(self) -> list[str]:
        """Those of them in which something came after the last look."""
        return unread_cases(self._waits, user=self.user) if self._waits else []

    @cached_property
    def due(self) -> list[str]:
        """The cases whose next step is due."""
        due = self._mine.filter(next_step_on__lte=self.on).order_by("next_step_on", "pk")
        return list(due.values_list("reference", flat=True))

    @cached_property
    def tasks(self) -> int:
        """How many tasks are due."""
        visible = Case.objects.visible_to(self.user)
        return Task.objects.open().of(self.user).filter(on__lte=self.on, case__in=visible).count()

    @cached_property
    def mentions(self) -> int:
        """In how many notes colleagues mention them that they have not read."""
        visible = Case.objects.visible_to(self.user)
        mine = Mention.objects.filter(colleague=self.user, read_at=None, note__case__in=visible)
        return mine.count()

    @cached_property
    def texts(self) -> int:
        """How many texts wait for somebody to say whose they are."""
        return how_many_unsorted(self.user) if can_sort_texts(self.user) else 0

    @cached_property
    def mail(self) -> int:
        """How many mails wait for somebody, and letters of ours that did not arrive."""
        return mail_waiting(self.user) if can_sort_mail(self.user) else 0

    @property
    def is_anything(self) -> bool:
        """Whether there is anything to say."""
        lists = self.unanswered or self.due
        return bool(lists or self.tasks or self.mentions or self.texts or self.mail)


def counts_of(user: User, *, on: date) -> Counts:
    """What waits for somebody."""
    return Counts(user, on)
