"""The question, in the household's language."""

from django.utils import translation
from django.utils.translation import gettext as _

from hemvist.follow_up.links import answer_link
from hemvist.follow_up.models import CheckIn, Milestone


def question_of(check_in: CheckIn) -> tuple[str, str]:
    """Subject and text of what is asked; without a name, and without the link."""
    with translation.override(check_in.case.household.language):
        return _("How is it going?"), "\n\n".join(
            [
                _since(Milestone(check_in.milestone)),
                _(
                    "Tell us with one tap how it is going. If something does not work, your host "
                    "gets in touch."
                ),
            ]
        )


def letter_of(check_in: CheckIn, text: str) -> str:
    """What is sent: the question and the way to the three buttons."""
    with translation.override(check_in.case.household.language):
        link = _("Answer here: %(link)s") % {"link": answer_link(check_in)}
        return f"{text}\n\n{link}"


def _since(milestone: Milestone) -> str:
    return {
        Milestone.TWO_WEEKS: _("You moved in two weeks ago."),
        Milestone.ONE_MONTH: _("You moved in a month ago."),
        Milestone.THREE_MONTHS: _("You moved in three months ago."),
        Milestone.SIX_MONTHS: _("You moved in half a year ago."),
        Milestone.TWELVE_MONTHS: _("You moved in a year ago."),
    }[milestone]
