"""The staff's menu."""

import pytest
from django.urls import reverse

from hemvist.accounts.models import Role
from hemvist.core.desk_menu import GROUPS, menu_for


def names(role, view=""):
    return [item.name for group in menu_for(role, view=view) for item, _here in group.items]


def test_every_line_leads_somewhere_and_stands_once():
    every = [item.name for group in GROUPS for item in group.items]

    assert len(every) == len(set(every))
    assert all(reverse(name) for name in every)
    assert all(item.roles <= set(Role.values) for group in GROUPS for item in group.items)


@pytest.mark.django_db
@pytest.mark.parametrize("role", Role.values)
def test_everything_in_the_menu_opens_for_whoever_finds_it_there(client, role):
    from hemvist.demo import factories as make

    make.a_municipality()
    client.force_login(make.a_user("Kim", role=role))

    answers = {name: client.get(reverse(name)).status_code for name in names(role)}

    assert set(answers.values()) <= {200}, answers


def test_the_group_one_is_in_is_known_by_its_pages_and_by_whole_apps():
    here = [
        (item.name, str(group.label))
        for group in menu_for("host", view="replies:edit")
        for item, is_here in group.items
        if is_here
    ]

    assert here == [("replies:template_list", "Knowledge")]
    assert menu_for("host", view="desk:case")[0].is_here
    assert not any(group.is_here for group in menu_for("host", view="elsewhere:page"))
