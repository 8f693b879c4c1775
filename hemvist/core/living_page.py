"""What stands on the living page, /design/: an example of everything the pages are made of."""

import re
from datetime import timedelta
from pathlib import Path
from typing import Any

from django import forms
from django.core.paginator import Paginator
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from hemvist.core.forms import AgesField, CountedTextarea, DayField, MonthField

DRAWINGS = Path(__file__).parent / "static" / "core" / "img"
CHANNELS = {
    "email": gettext_lazy("E-mail"),
    "sms": gettext_lazy("Text message"),
    "phone": gettext_lazy("Phone"),
}


class ExampleForm(forms.Form):
    """One field of every kind."""

    name = forms.CharField(
        label=gettext_lazy("What should we call you?"),
        help_text=gettext_lazy("A first name is enough."),
        widget=forms.TextInput({"autocomplete": "name"}),
    )
    email = forms.EmailField(
        label=gettext_lazy("E-mail"), widget=forms.EmailInput({"autocomplete": "email"})
    )
    channel = forms.ChoiceField(
        label=gettext_lazy("How should we reach you?"),
        choices=list(CHANNELS.items()),
        widget=forms.RadioSelect,
    )
    looks_for = forms.MultipleChoiceField(
        label=gettext_lazy("What do you look for?"),
        choices=[("home", gettext_lazy("A home")), ("work", gettext_lazy("Work"))],
        widget=forms.CheckboxSelectMultiple,
        help_text=gettext_lazy("Choose all that apply."),
    )
    language = forms.ChoiceField(
        label=gettext_lazy("Language"), choices=[("sv", "Svenska"), ("en", "English")]
    )
    month = MonthField(label=gettext_lazy("When do you think of moving?"))
    day = DayField(label=gettext_lazy("Which day?"), required=False)
    ages = AgesField(label=gettext_lazy("How old are the children?"), most=3, required=False)
    words = forms.CharField(
        label=gettext_lazy("What else should we know?"),
        max_length=300,
        required=False,
        widget=CountedTextarea(300),
    )
    no_voicemail = forms.BooleanField(
        label=gettext_lazy("Leave nothing on my voicemail"), required=False
    )


def drawing_names(sprite: str) -> list[str]:
    """The names in a file of drawings."""
    return re.findall(r'<symbol id="([a-z]+)"', (DRAWINGS / sprite).read_text())


def examples() -> dict[str, Any]:
    """All that the living page shows."""
    now = timezone.now()
    spots = drawing_names("spots.svg")
    return {
        "now": now,
        "an_hour_ago": now - timedelta(hours=1),
        "yesterday": now - timedelta(days=1, hours=2),
        "soon": now + timedelta(hours=3),
        "later": now + timedelta(days=9),
        "icons": drawing_names("icons.svg"),
        "spots": [(name, name.capitalize()) for name in spots],
        "form": ExampleForm(initial={"channel": "sms"}, prefix="good"),
        "mistaken": ExampleForm({"wrong-email": "anna@", "wrong-day_0": "31"}, prefix="wrong"),
        "trail": [(_("Home"), "/"), (_("Areas of life"), "#"), (_("A home"), None)],
        "page": Paginator(range(240), 10).page(8),
    }


def switches() -> list[tuple[str, str]]:
    """The ways to look at the page: what to press, and the query it leads to."""
    return [
        (_("Light"), "theme=light"),
        (_("Dark"), "theme=dark"),
        (_("From right to left"), "dir=rtl"),
        (_("From right to left, dark"), "dir=rtl&theme=dark"),
        ("Svenska", "language=sv"),
        ("English", "language=en"),
        ("العربية", "language=ar"),
    ]
