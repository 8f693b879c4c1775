"""What can be wrong with a list or with a line of it, each with the sentence that says so.

Kept as a code with its values, so that it is said in the language of whoever reads it.
"""

from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext_lazy as _

LIST_FAULTS = {
    # The list
    "empty": _("The file is empty."),
    "nothing_in_it": _("The list has headings, but nothing under them."),
    "not_a_table": _(
        "This is not a table. Save the list as CSV or as an Excel workbook (.xlsx), and try again."
    ),
    "old_workbook": _(
        "This is a workbook of the old kind (.xls). Save it as .xlsx, and try again."
    ),
    "locked": _("This file is protected by a password. Save it without one, and try again."),
    "broken_workbook": _(
        "This workbook is damaged. Open it in a spreadsheet program, save it anew, and try again."
    ),
    "workbook_unpacks_too_large": _(
        "This workbook is much larger unpacked than it looks. Save only the sheet you need as CSV."
    ),
    "too_large": _(
        "The list is larger than %(most)s MB. Divide it, or leave out columns that are not needed."
    ),
    "too_many_rows": _("The list has more than %(most)s rows. Divide it into several lists."),
    "too_many_columns": _(
        "The list has more than %(most)s columns. Leave out those that are not needed."
    ),
    "quote_not_closed": _(
        "A quotation mark opens before row %(row)s and never closes. Put it right in the file."
    ),
    "not_json": _("This is not JSON: it breaks off or goes wrong at character %(at)s."),
    "too_deep": _("This file is nested so deeply that nobody can have meant it."),
    "wrong_shape": _(
        "This is JSON, but not of the kind you chose. Check that the kind of source is right."
    ),
    "too_many_series": _(
        "The table has %(count)s series and we take at most %(most)s. Choose fewer at the source."
    ),
    # The address
    "not_fetched": _("The list could not be fetched. %(why)s"),
    "leads_elsewhere": _("The list leads on to another server, where we do not follow it."),
    # Ourselves
    "broken_off": _(
        "Something broke while this was done, and nothing was changed. "
        "Try once more; if it happens again, tell those who run the site."
    ),
}

LINE_FAULTS = {
    "no_name": _("It has no name."),
    "name_too_long": _("The name is longer than %(most)s characters."),
    "too_many_cells": _(
        "It has more cells than there are headings: perhaps a separator stands inside a text."
    ),
    "no_category": _("It does not say what kind of place it is."),
    "unknown_category": _("There is no kind of place here called “%(value)s”."),
    "unmapped_tags": _("None of its tags stands for a kind of place that the guide shows."),
    "position_not_read": _("The position “%(value)s” cannot be read as degrees."),
    "position_not_whole": _("The position lacks its latitude or its longitude."),
    "address_not_web": _("“%(value)s” is no web address."),
    "unknown_status": _("“%(value)s” is no word for open or closed."),
    "too_long": _("What stands under “%(field)s” is longer than %(most)s characters."),
    "looks_like_person": _("“%(value)s” looks like a person's name or number."),
    "same_as": _("It is the same place as in row %(row)s."),
    "no_title": _("It has no title."),
    "no_employer": _("It does not say who the employer is."),
    "no_id": _("It has no number of its own, so that it could not be found again."),
    "day_not_read": _("The day “%(value)s” cannot be read."),
    "no_words": _("It does not say yet what the number counts."),
    "no_value": _("It has no number."),
    "not_understood": _("It cannot be understood."),
}

SENTENCES = LIST_FAULTS | LINE_FAULTS


@dataclass(frozen=True)
class Fault:
    """One thing that is wrong, and the values its sentence needs."""

    code: str
    values: dict[str, Any] = field(default_factory=dict)

    def __str__(self) -> str:
        return str(SENTENCES[self.code]) % self.values

    def kept(self) -> list[Any]:
        """As it is kept in a row."""
        return [self.code, self.values]

    @classmethod
    def from_kept(cls, kept: list[Any]) -> "Fault":
        """As it was before it was kept."""
        return cls(kept[0], kept[1])


class CannotRead(Exception):
    """The list as a whole cannot be taken in; nothing of it is."""

    def __init__(self, code: str, **values: Any) -> None:
        super().__init__(code)
        self.fault = Fault(code, values)
