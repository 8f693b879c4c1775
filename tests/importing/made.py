"""A list that a worker has read, for tests that need one."""

from hemvist.demo.factories import NOW
from hemvist.importing.models import Import, ImportLine, Source


def a_list(*, by, state="ready", lines=1):
    """A list of places that was read and compared: each line one with a fault."""
    source = Source.objects.create(
        slug=f"source-{Source.objects.count() + 1}",
        name="Norrby skolkontor",
        kind="table",
        licence="CC0 1.0",
        page="https://source.example/",
        mapping={"columns": {"Namn": "name", "Typ": "category"}},
    )
    given = Import.objects.create(
        source=source,
        by=by,
        state=state,
        file_name="skolor.csv",
        licence="CC0 1.0",
        headings=["Namn", "Typ"],
        lines_read=lines,
        counts={"faulty": lines},
        began_at=NOW,
        brought_in_at=NOW if state == "done" else None,
    )
    ImportLine.objects.bulk_create(
        ImportLine(
            import_of=given,
            number=number,
            values={"Namn": f"Skola {number}", "Typ": "Ladugård"},
            state="faulty",
            name=f"Skola {number}",
            faults=[["unknown_category", {"value": "Ladugård"}]],
            changes=[["name", "Skolan", f"Skola {number}"]],
        )
        for number in range(1, lines + 1)
    )
    return given
