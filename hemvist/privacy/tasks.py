"""The work on what people ask to have gone that nobody waits for."""

from django.utils import timezone
from procrastinate.contrib.django import app

from hemvist.accounts.models import User
from hemvist.privacy.taking_back import take_back_list
from hemvist.registration.models import PeopleList, PeopleListState


@app.task(name="privacy.take_back_list")
def take_back(people_list: int, by: int) -> None:
    """Take a list of people back; started again after a fall it goes on where it was."""
    given = PeopleList.objects.filter(pk=people_list, state=PeopleListState.UNDOING).first()
    if given is not None:
        take_back_list(given, by=User.objects.get(pk=by), at=timezone.now())
