"""What is to be done, and how pages do."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Count, Max, Q

from hemvist.upkeep.models import Feedback

COUNTED_DAYS = 90
FEWEST = 5  # fewer answers say nothing about a page
SHOWN = 10


@dataclass(frozen=True)
class Verdict:
    """What readers think of one page."""

    path: str
    title: str
    useful: int
    not_useful: int

    @property
    def share(self) -> int:
        """Of a hundred readers who answered, how many found it useful."""
        return round(100 * self.useful / (self.useful + self.not_useful))


def least_useful_pages(*, at: datetime) -> list[Verdict]:
    """The pages that most readers did not find useful, the worst first; pages all like left out."""
    since = at - timedelta(days=COUNTED_DAYS)
    counted = (
        Feedback.objects.filter(created_at__gte=since)
        .values("path")
        .annotate(
            title=Max("title"),
            useful=Count("pk", filter=Q(was_useful=True)),
            not_useful=Count("pk", filter=Q(was_useful=False)),
        )
        .order_by()
    )
    verdicts = [Verdict(**row) for row in counted if row["useful"] + row["not_useful"] >= FEWEST]
    verdicts = [verdict for verdict in verdicts if verdict.not_useful]
    return sorted(verdicts, key=lambda verdict: (verdict.share, -verdict.not_useful))[:SHOWN]
