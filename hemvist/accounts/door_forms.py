"""allauth's forms as ours look: the label says what goes into a box, nothing stands in it.

A text in the box vanishes when one begins to write, and is too pale for many to read.
"""

from typing import Any

from allauth.account import forms
from django.utils.translation import gettext_lazy as _


class Plain:
    """Boxes without a text in them, an e-mail address called as everywhere else."""

    fields: dict[str, Any]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, field in self.fields.items():
            field.widget.attrs.pop("placeholder", None)
            if name in {"login", "email"}:
                field.label = _("E-mail")


class SignInForm(Plain, forms.LoginForm):
    """Signing in."""


class ForgottenPasswordForm(Plain, forms.ResetPasswordForm):
    """Asking for the link to a new password."""


class NewPasswordForm(Plain, forms.ResetPasswordKeyForm):
    """Choosing a password with that link."""


class ChangePasswordForm(Plain, forms.ChangePasswordForm):
    """Choosing another password."""
