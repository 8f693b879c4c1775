"""What the coordinator fills in about employers and codes."""

from typing import Any

from django import forms
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from hemvist.employers.models import CodeKind, Employer, SourceCode

DAY_FORMATS = ["%Y-%m-%d", "%d.%m.%Y", "%d/%m/%Y"]
WRONG_DAY = {"invalid": _("Write the day as 2026-11-30.")}


class EmployerForm(forms.ModelForm):
    """An employer and its HR function."""

    class Meta:
        """All that we know of an employer."""

        model = Employer
        fields = ["name", "contact", "email", "phone", "is_active"]
        error_messages = {
            "name": {"unique": _("This employer is here already. Change it instead.")},
        }


class SourceCodeForm(forms.ModelForm):
    """What a code hangs on, and on which days it counts."""

    class Meta:
        """All but the code itself, which is made once and printed."""

        model = SourceCode
        fields = ["label", "kind", "employer", "active_from", "active_until"]
        widgets = {
            name: forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
            for name in ("active_from", "active_until")
        }
        error_messages = {"active_from": WRONG_DAY, "active_until": WRONG_DAY}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in ("active_from", "active_until"):
            self.fields[name].input_formats = DAY_FORMATS  # type: ignore[attr-defined]
        chosen = Q(is_active=True) | Q(pk=self.instance.employer_id)
        self.fields["employer"].queryset = Employer.objects.filter(chosen)  # type: ignore[attr-defined]
        self.fields["employer"].empty_label = _("None")  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        """Refuse days that run backwards, and an employer's code without the employer."""
        cleaned = super().clean() or {}
        first, last = cleaned.get("active_from"), cleaned.get("active_until")
        if first and last and last < first:
            self.add_error(
                "active_until", _("The last day comes before the first. Change one of them.")
            )
        needs_employer = cleaned.get("kind") == CodeKind.EMPLOYER and not cleaned.get("employer")
        if needs_employer and "employer" not in self.errors:
            self.add_error("employer", _("Choose whose recruits they are."))
        return cleaned
