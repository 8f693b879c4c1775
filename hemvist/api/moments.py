"""Moments as other systems write them."""

from datetime import UTC, datetime

from django.utils import timezone


def aware(moment: datetime) -> datetime:
    """A moment without a zone is meant in UTC."""
    return moment if timezone.is_aware(moment) else moment.replace(tzinfo=UTC)
