"""What every page needs to know."""

from django.http import HttpRequest

from hemvist.core.models import Municipality


def municipality(request: HttpRequest) -> dict[str, Municipality | None]:
    """The installation's own municipality, read once a request and only if a page asks."""
    from django.utils.functional import SimpleLazyObject

    return {"municipality": SimpleLazyObject(lambda: Municipality.objects.filter(pk=1).first())}
