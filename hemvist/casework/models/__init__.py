"""The case and what belongs to it, by subject."""

from hemvist.casework.models.cases import Case, CaseQuerySet, CaseState, CloseReason, NextStep
from hemvist.casework.models.needs import Need, NeedState
from hemvist.casework.models.notes import Call, CallOutcome, Note
from hemvist.casework.models.register import Counter, DocumentKind, RegisterEntry

__all__ = [
    "Call",
    "CallOutcome",
    "Case",
    "CaseQuerySet",
    "CaseState",
    "CloseReason",
    "Counter",
    "DocumentKind",
    "Need",
    "NeedState",
    "NextStep",
    "Note",
    "RegisterEntry",
]
