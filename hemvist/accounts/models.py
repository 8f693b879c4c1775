"""Staff: users, their roles and their teams."""

from datetime import date
from typing import Any, ClassVar, Self

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.auth.models import PermissionsMixin
from django.contrib.postgres.fields import ArrayField
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


def weekdays() -> list[int]:
    """Monday to Friday, which most people work."""
    return [0, 1, 2, 3, 4]


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
    work_share = models.PositiveSmallIntegerField(
        _("part of full time"), default=100, help_text=_("In per cent; what cases are shared by.")
    )
    working_days = ArrayField(
        models.PositiveSmallIntegerField(), default=weekdays, help_text=_("Monday is 0.")
    )
    most_cases = models.PositiveSmallIntegerField(
        _("open cases at most"), null=True, blank=True, help_text=_("Empty for no limit.")
    )
    is_active = models.BooleanField(_("active"), default=True)
    needs_approval = models.BooleanField(
        _("a colleague approves their pages before they are published"), default=False
    )
    wants_digest = models.BooleanField(
        _("a letter each working morning with what waits"), default=False, db_default=False
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


class AbsenceQuerySet(models.QuerySet["Absence"]):
    """Reads of absences."""

    def on(self, day: date) -> Self:
        """Those that hold on a day; one that has been ended does not."""
        return self.from_day(day).filter(first_on__lte=day)

    def from_day(self, day: date) -> Self:
        """Those that hold on a day or later."""
        return self.filter(last_on__gte=day, ended_at__isnull=True)


class Absence(models.Model):
    """Days on which a colleague is away, and who stands in; never why, for that is private.

    Ended earlier it gets an earlier last day too. One that never came to be is deleted.
    """

    erasure: ClassVar = Erasure.WITH_ACCOUNT

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="absences")
    first_on = models.DateField(_("first day away"))
    last_on = models.DateField(_("last day away"))
    stand_in = models.ForeignKey(
        User, null=True, blank=True, on_delete=models.PROTECT, related_name="stands_in"
    )
    made_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)

    objects = AbsenceQuerySet.as_manager()

    class Meta:
        ordering = ["first_on", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(first_on__lte=models.F("last_on")), name="absence_in_order"
            ),
            models.CheckConstraint(
                condition=~models.Q(stand_in=models.F("user")), name="nobody_stands_in_for_oneself"
            ),
        ]
        indexes = [models.Index(fields=["last_on"], name="absence_until")]

    def __str__(self) -> str:
        return f"{self.user_id} {self.first_on} to {self.last_on}"
