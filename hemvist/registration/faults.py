"""What can be wrong with a list of people or with a line of it, each with its sentence."""

from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext_lazy as _

from hemvist.importing.faults import LIST_FAULTS

LINE_FAULTS = {
    "no_name": _("It has no name."),
    "no_address": _("It has neither a telephone number nor an e-mail address."),
    "phone_not_read": _("“%(value)s” is no telephone number."),
    "email_not_read": _("“%(value)s” is no e-mail address."),
    "month_not_read": _("The month “%(value)s” cannot be read; it is left out."),
    "number_not_read": _("“%(value)s” is no number; it is left out."),
    "language_not_read": _("We do not write in “%(value)s”; the list's language is used."),
    "personal_number": _(
        "It holds a personal identity number. We may not keep it: leave that column out."
    ),
    "too_many_cells": _(
        "It has more cells than there are headings: perhaps a separator stands inside a text."
    ),
    "same_as_line": _("It is the same person as in row %(row)s."),
}
# With these a line can still become a case.
MILD = {"month_not_read", "number_not_read", "language_not_read"}
SENTENCES = LIST_FAULTS | LINE_FAULTS


@dataclass(frozen=True)
class ListFault:
    """One thing that is wrong, kept as a code so that it is said in the reader's language."""

    code: str
    values: dict[str, Any] = field(default_factory=dict)

    def __str__(self) -> str:
        return str(SENTENCES[self.code]) % self.values

    @property
    def is_mild(self) -> bool:
        """Whether the line can be brought in all the same."""
        return self.code in MILD

    def kept(self) -> list[Any]:
        """As it is kept in a row."""
        return [self.code, self.values]

    @classmethod
    def from_kept(cls, kept: list[Any]) -> "ListFault":
        """As it was before it was kept."""
        return cls(kept[0], kept[1])
