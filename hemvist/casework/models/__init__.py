"""The case and what belongs to it, by subject."""

from hemvist.casework.models.cases import Case, CaseQuerySet, CaseState, CloseReason, NextStep
from hemvist.casework.models.needs import Need, NeedState, UnmetReason
from hemvist.casework.models.notes import Call, CallOutcome, Mention, Note, StickyFact
from hemvist.casework.models.promises import Promise
from hemvist.casework.models.register import Counter, DocumentKind, RegisterEntry
from hemvist.casework.models.tasks import Doing, Presence, Task

__all__ = [
    "Call",
    "CallOutcome",
    "Case",
    "CaseQuerySet",
    "CaseState",
    "CloseReason",
    "Counter",
    "DocumentKind",
    "Doing",
    "Mention",
    "Need",
    "NeedState",
    "NextStep",
    "Note",
    "Presence",
    "Promise",
    "RegisterEntry",
    "StickyFact",
    "Task",
    "UnmetReason",
]
