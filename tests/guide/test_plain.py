"""The editor is told what could be plainer; the public never sees it."""

import pytest
from django.urls import reverse

from hemvist.accounts.actions import keep_groups
from hemvist.accounts.models import Role
from hemvist.demo.factories import a_life_area, a_municipality, a_page, a_user
from hemvist.guide.plain import plainness_of

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("dictionaries")]
HEAVY = (
    "Ansökningshandlingarna handläggs av utbildningsförvaltningens administrativa enhet. "
    'Beslutet meddelas. <a href="https://example.org/">Läs mer</a>'
)


@pytest.fixture
def page():
    a_municipality()
    a_life_area("school")
    found = a_page("life/school/apply", title="Sök plats", summary="Sök i tid.")
    found.body = [("text", f"<p>{HEAVY}</p>")]
    found.save_revision().publish()
    return found


def test_what_stands_in_the_blocks_is_measured(page):
    found = plainness_of(page)

    assert found.is_heavy
    assert found.passives == ["handläggs", "meddelas"]
    assert found.vague_links == ["Läs mer"]


def test_only_swedish_is_measured(page):
    a_page("life/school/apply", title="Apply", language="en")

    assert plainness_of(page.get_translations().get().specific) is None


def test_the_editor_shows_it_beside_the_text_and_what_can_be_trusted(client, page):
    editor = a_user("Tova Redig", role=Role.EDITOR)
    keep_groups(editor)
    client.force_login(editor)

    shown = client.get(reverse("wagtailadmin_pages:edit", args=[page.pk])).content.decode()

    assert "handläggs" in shown
    assert "LIX" in shown
    assert 'name="review_months"' in shown
    assert "LIX" not in client.get(page.url).content.decode()
