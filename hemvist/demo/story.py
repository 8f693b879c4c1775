"""What happened to one invented household, as a list of steps.

A story knows nothing of tables. `telling.Ledger` tells it as rows; the tests tell it through the
real actions and compare.
"""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, NamedTuple

from hemvist.accounts.models import Team, User
from hemvist.demo.people import Invented


class Step(NamedTuple):
    """One thing that happened; `by` is the member of staff who did it, if one did."""

    at: datetime
    kind: str
    by: User | None = None
    text: str = ""
    value: Any = None


@dataclass(slots=True)
class Story:
    """A household, how its case was opened, and the steps since, in order of time."""

    number: int
    people: Invented
    stage: str
    opened_at: datetime
    source: str
    team: Team
    owner: User
    starts_owned: bool
    seeks: list[tuple[str, str]]
    area: str | None
    opening_words: str
    steps: list[Step] = field(default_factory=list)
    topic: int = 0

    def add(
        self, at: datetime, kind: str, by: User | None = None, text: str = "", value: Any = None
    ) -> None:
        """Go on with the story."""
        self.steps.append(Step(at, kind, by, text, value))
