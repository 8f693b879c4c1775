"""Why something cannot be merged, divided or undone: one sentence for each, with a way on."""

from django.utils.translation import gettext_lazy as _

WHY_NOT = {
    "same": _("This is one case already."),
    "erased": _("What was here has been erased as the person asked, so nothing can be moved."),
    "protected": _(
        "A household with protected identity is never put together with another one. "
        "Talk with those who are named for it."
    ),
    "closed": _("Only open cases can be put together or divided. Open the closed one again first."),
    "changed": _(
        "Somebody changed one of the cases while you were looking. "
        "Here they are as they are now: look once more, and try again."
    ),
    "not_asked": _("They have no address in common. Ask them, and say how you did."),
    "undone": _("Somebody has undone this already."),
    "later": _("The cases were put together or divided again later. Undo that first."),
    "nothing": _("Choose at least one person, one need or something that was said."),
    "contact": _(
        "The one we talk with stays. Say first that somebody else in the household is the one "
        "we talk with, and divide the case then."
    ),
}


def why_not(code: str) -> str:
    """The sentence for a code."""
    return str(WHY_NOT[code])
