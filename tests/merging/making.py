"""What is chosen when two cases become one, and whole pictures of all that there is."""

from hemvist.casework.models import Case
from hemvist.merging import graph
from hemvist.merging.deciding import Kept


def kept_of(case, **choices):
    """Everything as it is in the kept case, unless said otherwise."""
    home = case.household
    values = {
        "team": case.team,
        "owner": case.owner,
        "next_step": case.next_step,
        "next_step_on": case.next_step_on,
        "next_step_note": case.next_step_note,
        "area": case.area,
        "origin": home.origin,
        "moving_on": home.moving_on,
        "language": home.language,
    }
    return Kept(**{**values, **choices})


# Grows with every deed, so that old links and old pages are known.
COUNTS = {"link_version", "version"}


def picture(*cases, home=None):
    """Every row that belongs to these cases, with every value, by table and number."""
    rows, todo = {}, [home] if home else []
    for case in Case.objects.filter(pk__in=[case.pk for case in cases]):
        todo += [case, case.conversation, case.household]
    while todo:
        row = todo.pop()
        key = (row._meta.label_lower, str(row.pk))
        if key in rows or row._meta.app_label == "merging":
            continue
        row = type(row)._base_manager.get(pk=row.pk)
        rows[key] = {
            field.attname: getattr(row, field.attname)
            for field in row._meta.concrete_fields
            if field.attname not in COUNTS
        }
        for field in graph.pointing_to(type(row)):
            todo += field.model._base_manager.filter(**{field.attname: row.pk})
    return rows


def points_to(rows):
    """Which of the pictured rows points where, without what the rows say."""
    return {
        (key, name): value
        for key, row in rows.items()
        for name, value in row.items()
        if name.endswith("_id") and isinstance(value, int | str)
    }
