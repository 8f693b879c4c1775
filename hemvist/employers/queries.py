"""Reading codes: which one an enquiry came by, and how many came."""

from datetime import date

from django.db.models import Count, Q, QuerySet

from hemvist.employers.codes import as_code
from hemvist.employers.models import Employer, SourceCode

# Households with protected identity are in no number.
COUNTED = Q(cases__household__is_protected=False)


def code_in_force(text: str, *, on: date) -> SourceCode | None:
    """The code that somebody came by; None if it was made up, has not begun or is over."""
    code = as_code(text)
    return SourceCode.objects.in_force(on).filter(code=code).first() if code else None


def codes_with_counts() -> QuerySet[SourceCode]:
    """All codes with how many enquiries came by each, the newest first."""
    return SourceCode.objects.select_related("employer").annotate(
        enquiries=Count("cases", filter=COUNTED)
    )


def employers_with_counts() -> QuerySet[Employer]:
    """All employers with how many cases are about their people."""
    return Employer.objects.annotate(households=Count("cases", filter=COUNTED))
