"""Keeping employers and codes."""

from django.db import transaction

from hemvist.accounts.models import User
from hemvist.audit.actions import record
from hemvist.employers.models import Employer, SourceCode


@transaction.atomic
def save_employer(employer: Employer, *, by: User) -> Employer:
    """Add or change an employer; its cases keep pointing to it when it can be chosen no more."""
    employer.save()
    record("employer.saved", employer, by=by)
    return employer


@transaction.atomic
def save_source_code(source: SourceCode, *, by: User) -> SourceCode:
    """Add or change a code; what has come by it stays counted, and the printed code is the same."""
    source.save()
    record("sourcecode.saved", source, by=by)
    return source
