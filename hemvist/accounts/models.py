"""Staff: users, their roles and their teams."""

from typing import Any, ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.auth.models import PermissionsMixin
from django.db import models
from django.utils.translation import gettext_lazy as _

from hemvist.core.models import Erasure

# The groups of Wagtail's editor: who drafts and asks for approval, and who publishes.
EDITORS, PUBLISHERS = "Editors", "Publishers"


class Role(models.TextChoices):
    """What a person is here for; the rules of each app say what that lets them do."""

    HOST = "host", _("Host")
    COORDINATOR = "coordinator", _("Coordinator")
    CITIZEN_SERVICES = "citizen_services", _("Citizen services")
    SERVICE_POINT = "service_point", _("Service point")
    RECEIVER = "receiver", _("Receiving function")
    PROGRAMME_GUIDE = "programme_guide", _("Programme guide")
    EMPLOYER = "employer", _("Employer's HR")
    EDITOR = "editor", _("Editor")
    AUDITOR = "auditor", _("Data protection officer")


class Team(models.Model):
    """A queue that cases can wait in when no single person owns them yet."""

    erasure: ClassVar = Erasure.NOTHING_PERSONAL

    name = models.CharField(_("name"), max_length=100, unique=True)
    is_front_door = models.BooleanField(
        default=False, help_text=_("New enquiries come here when nothing else applies.")
    )

    class Meta:
        ordering = ["name"]
        constraints = [
            models.UniqueConstraint(
                fields=["is_front_door"],
                condition=models.Q(is_front_door=True),
                name="one_front_door",
            )
        ]

    def __str__(self) -> str:
        return self.name


class UserManager(BaseUserManager["User"]):
    """Makes users; e-mail is the name one signs in with."""

    def create_user(self, email: str, password: str | None = None, **fields: Any) -> "User":
        """Make a user who can sign in; without a password, only after setting one by link."""
        user = self.model(email=self.normalize_email(email).lower(), **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user


class User(AbstractBaseUser, PermissionsMixin):
    """A person who works with the service, here or in a function that receives referrals.

    The rights of Wagtail's editor come from two groups, which `actions.keep_groups` keeps in step
    with the role. Nothing here makes anybody a superuser.
    """

    erasure: ClassVar = Erasure.WITH_ACCOUNT

    email = models.EmailField(_("e-mail"), unique=True)
    name = models.CharField(_("name"), max_length=100)
    title = models.CharField(_("job title"), max_length=100, blank=True)
    phone = models.CharField(_("telephone"), max_length=30, blank=True)
    role = models.CharField(_("role"), max_length=20, choices=Role)
    teams = models.ManyToManyField(Team, blank=True, related_name="members")
    language = models.CharField(_("language"), max_length=10, default="sv")
    languages = models.JSONField(_("languages spoken with residents"), default=list, blank=True)
    is_active = models.BooleanField(_("active"), default=True)
    needs_approval = models.BooleanField(
        _("a colleague approves their pages before they are published"), default=False
    )
    created_at = models.DateTimeField(auto_now_add=True)

    objects = UserManager()

    USERNAME_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = ["name", "role"]

    class Meta:
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name

    def get_full_name(self) -> str:
        """The name, as the editor asks for it."""
        return self.name

    @property
    def first_name(self) -> str:
        """What the editor's menu calls somebody; we keep a name in one piece."""
        return self.name

    @property
    def is_host(self) -> bool:
        """Whether this person works cases from first contact to month 12."""
        return self.role in {Role.HOST, Role.COORDINATOR}

    @property
    def is_coordinator(self) -> bool:
        """Whether this person heads the service: assigns, staffs, configures."""
        return self.role == Role.COORDINATOR
