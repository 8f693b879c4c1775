"""What somebody had before their eyes when they began: a deed minds only what it touches itself.

A page remembers how the case was when it was shown. When the deed comes, it asks whether that
which it would change, or would pass over unread, is still so; all else may have changed.
"""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, Self

from django.db.models import Max, OuterRef, QuerySet, Subquery

from hemvist.casework.models import Call, CallOutcome, Case
from hemvist.messaging.models import Direction, Message

STEP = ("next_step", "next_step_note", "next_step_on")
OWNER, STATE, PAUSE = "owner_id", "state", "paused_until"
HEARD, SAID, TALKED = "heard", "said", "talked"
# What a letter or an ending must not pass over unread.
CONVERSATION = (HEARD, SAID, TALKED)
OF_THE_CASE = ("pk", *STEP, OWNER, STATE, PAUSE)


@dataclass(frozen=True)
class Seen:
    """How a case was when a page was shown; what the page does not say counts as changed.

    A page of the version that is there now has missed nothing, and neither has a deed without one.
    """

    version: int | None = None
    was: Mapping[str, str] = field(default_factory=dict)

    @classmethod
    def from_text(cls, text: str, *, version: int | None) -> Self:
        """Read what a page carries."""
        return cls(version, said_in(text))

    def missed(self, case: Case, names: Iterable[str]) -> set[str]:
        """Which of these others have changed meanwhile, in a case that is locked.

        The case may be another one by now, into which the one on the page was merged.
        """
        is_same = self.was.get("pk", str(case.pk)) == str(case.pk)
        if self.version is None or (is_same and self.version == case.version):
            return set()
        now = how_it_is(case)
        return {name for name in names if self.was.get(name) != now[name]}


def said_in(text: str) -> dict[str, str]:
    """What a hidden field of a page says, by name; nonsense says nothing."""
    try:
        said = json.loads(text or "{}")
    except (ValueError, RecursionError):
        return {}
    return {name: str(value) for name, value in said.items()} if isinstance(said, dict) else {}


def how_it_is(case: Case) -> dict[str, str]:
    """Everything that a deed may mind, as text: the case itself, and the last that was said."""
    last = Case.objects.filter(pk=case.pk).values_list(
        Subquery(_last(case, Direction.IN)),
        Subquery(_last(case, Direction.OUT)),
        Subquery(_last_talk(case)),
    )
    own = {name: _text(getattr(case, name)) for name in OF_THE_CASE}
    return {**own, **dict(zip(CONVERSATION, map(_text, last.get()), strict=True))}


def as_text(case: Case) -> str:
    """What a page carries, to be read again by `Seen.from_text`."""
    return json.dumps(how_it_is(case))


def _last(case: Case, direction: Direction) -> QuerySet[Any]:
    said = Message.objects.filter(conversation=case.conversation_id, direction=direction)
    return said.order_by("-created_at", "-pk").values("pk")[:1]


def _last_talk(case: Case) -> QuerySet[Any]:
    talks = Call.objects.filter(case=OuterRef("pk"), outcome=CallOutcome.TALKED)
    return talks.order_by().values("case").annotate(last=Max("pk")).values("last")


def _text(value: Any) -> str:
    return "" if value is None else str(value)
