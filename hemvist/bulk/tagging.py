"""Putting tags on cases and taking them off; what a bulk deed does, one case does alone."""

from datetime import datetime

from django.db import transaction

from hemvist.audit.actions import By, record
from hemvist.bulk.models import CaseTag, Tag
from hemvist.casework.models import Case


@transaction.atomic
def make_tag(name: str, *, by: By) -> Tag:
    """A tag by its name; the one that is there if somebody has made it already."""
    name = " ".join(name.split())[:60]
    known = Tag.objects.filter(name__iexact=name).first()
    if known is not None:
        return known
    tag = Tag.objects.create(name=name)
    record("tag.made", tag, by=by)
    return tag


@transaction.atomic
def tag_case(case: Case, *, tag: Tag, by: By, at: datetime) -> bool:
    """Put a tag on a case, open or closed; says whether it was not there."""
    _row, is_new = CaseTag.objects.get_or_create(case=case, tag=tag, defaults={"added_at": at})
    if is_new:
        record("case.tagged", case, by=by, detail={"tag": tag.pk}, at=at)
    return is_new


@transaction.atomic
def untag_case(case: Case, *, tag: Tag, by: By, at: datetime) -> bool:
    """Take a tag off a case; says whether it was there."""
    removed, _each = CaseTag.objects.filter(case=case, tag=tag).delete()
    if removed:
        record("case.untagged", case, by=by, detail={"tag": tag.pk}, at=at)
    return bool(removed)
