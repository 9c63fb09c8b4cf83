"""What editors set for the whole portal."""

import pytest
from pytest_django.asserts import assertContains, assertNotContains
from wagtail.users.models import UserProfile

from portal import languages
from portal.models import PortalSettings

pytestmark = pytest.mark.django_db


@pytest.mark.names_languages
@pytest.mark.parametrize("code", languages.codes())
def test_name_and_tagline_are_set_side_by_side_and_shown_in_the_reader_s_language(
    overview, admin_client, editor, client, code
):
    profile = UserProfile.get_for_user(editor)
    profile.preferred_language = code
    profile.save()
    edit = admin_client.get("/admin/settings/portal/portalsettings/", follow=True).redirect_chain[-1][0]
    texts = {"name_fr": "Nom", "name_en": "Name", "tagline_fr": "Devise", "tagline_en": "Tagline"}

    admin_client.post(edit, texts)

    french, english = client.get(overview.url_in("fr")), client.get(overview.url_in("en"))
    for shown, own, other in ((french, "fr", "en"), (english, "en", "fr")):
        for name in ("name", "tagline"):
            assertContains(shown, f">{texts[f'{name}_{own}']}<")
            assertNotContains(shown, f">{texts[f'{name}_{other}']}<")


@pytest.mark.parametrize("code", languages.codes())
def test_without_settings_the_title_of_the_front_page_names_the_portal(overview, client, code):
    assertContains(
        client.get(overview.url_in(code)), f'class="footer__name">{overview.text("title", code).value}<'
    )
    assert not PortalSettings.objects.exists()  # a visitor writes nothing


@pytest.mark.names_languages
def test_a_name_in_one_language_is_marked_in_the_other(overview, client):
    PortalSettings.objects.create(name_fr="Nom")

    assertContains(
        client.get(overview.url_in("en")), '<p class="footer__name"><span lang="fr">Nom</span></p>'
    )
