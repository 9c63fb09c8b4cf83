"""What editors set for the whole portal."""

from datetime import timedelta

import pytest
from bs4 import BeautifulSoup
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group, Permission
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext
from pytest_django.asserts import assertContains, assertNotContains
from wagtail.test.utils.form_data import rich_text

from portal import languages
from portal.models import PortalSettings
from portal.texts import column
from tests.changing import codes
from tests.conftest import in_every_language, settings_posted
from tests.editing.test_edit_page import use_interface

pytestmark = pytest.mark.django_db


def url(name):
    return reverse(f"wagtailsettings:{name}", args=["portal", "portalsettings", PortalSettings.load().pk])


def link(page="", address="", label="Link", **fields):
    """Return what the form of a link sends."""
    texts = in_every_language(label=label) | dict.fromkeys(
        [column("url", code) for code in languages.codes()], address
    )
    return {"page": getattr(page, "pk", page)} | texts | fields


def notice(text="Closed", starts="", ends="", **texts):
    """Return what the form of a notice sends; times are written as in the form."""
    texts = {code: f"{text} {code}" for code in languages.codes()} | texts
    rich = {code: rich_text(f"<p>{each}</p>" if each else "") for code, each in texts.items()}
    return {"level": "information", "text": rich, "starts": starts, "ends": ends}


def in_form(days):
    return (timezone.localtime() + timedelta(days=days)).strftime("%Y-%m-%d %H:%M")


@pytest.fixture
def keeper(client):
    """An editor who may change the settings and nothing else, signed in."""
    user = get_user_model().objects.create_user("keeper", "keeper@example.org", "pass")
    group = Group.objects.create(name="Keepers")
    group.permissions.set(Permission.objects.filter(codename__in=["access_admin", "change_portalsettings"]))
    user.groups.add(group)
    client.force_login(user)
    return client


@pytest.mark.names_languages
@pytest.mark.parametrize("code", languages.codes())
def test_name_and_tagline_are_set_side_by_side_and_shown_in_the_reader_s_language(
    overview, admin_client, editor, client, code
):
    use_interface(editor, code)
    edit = admin_client.get("/admin/settings/portal/portalsettings/", follow=True).redirect_chain[-1][0]
    texts = {"name_fr": "Nom", "name_en": "Name", "tagline_fr": "Devise", "tagline_en": "Tagline"}

    admin_client.post(edit, settings_posted(**texts))

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
        client.get(overview.url_in("en")), '<div class="footer__name"><span lang="fr">Nom</span></div>'
    )


@codes
def test_the_footer_and_the_notices_are_set_in_one_form(keeper, overview, area, make_information, code):
    statement = make_information()
    data = settings_posted(
        links=[link(area, label="Area"), link(address="https://example.org/", label="Elsewhere")],
        notices=[notice()],
        email="a@example.org",
        telephone="+33\N{NO-BREAK SPACE}1 23",
        accessibility="partial",
        accessibility_page=statement.pk,
        **in_every_language(postal_address="Rue Courte"),
    )

    keeper.post(url("edit"), data)

    page = BeautifulSoup(keeper.get(overview.url_in(code)).content, "html.parser")
    footer = page.find("footer")
    assert [each.text for each in footer.select("nav a")][:2] == [f"Area {code}", f"Elsewhere {code}"]
    assert footer.find(href="mailto:a@example.org")
    assert footer.find(href="tel:+33123")
    assert f"Rue Courte {code}" in footer.find("address").text
    assert footer.select_one(".footer__legal a")["href"] == statement.url_in(code)
    assert f"Closed {code}" in page.select_one(".banner").text


def errors(response):
    """Return the errors of the form and of its links: (field, message) each."""
    form = response.context["form"]
    forms = [form, *form.formsets["footer_links"].forms]
    return {(name, message) for each in forms for name, said in each.errors.items() for message in said}


@codes
@pytest.mark.parametrize("is_chosen", [True, False])
def test_a_link_leads_to_a_page_or_to_an_address(admin_client, editor, area, is_chosen, code):
    use_interface(editor, code)
    wrong = link(area, "https://example.org/") if is_chosen else link()

    response = admin_client.post(url("edit"), settings_posted(links=[wrong]))

    assert [name for name, _message in errors(response)] == ["page"]
    with translation.override(code):
        assertContains(response, gettext("Choose a page or write an address: one of the two."))
    assert PortalSettings.load().footer_links.count() == 0


@codes
def test_a_label_or_a_notice_that_lacks_a_language_is_refused_at_its_field(admin_client, area, code):
    holes = settings_posted(links=[link(area, **{column("label", code): ""})], notices=[notice(**{code: ""})])

    response = admin_client.post(url("edit"), holes)

    assert {name for name, _message in errors(response)} == {column("label", code), "notices"}
    assert languages.name_for_reader(code) in response.text
    assert PortalSettings.load().footer_links.count() == 0


def test_a_link_may_have_the_address_of_one_language_only(admin_client, area):
    address = link(**{column("url", languages.default()): "https://example.org/"})

    admin_client.post(url("edit"), settings_posted(links=[address]))

    assert PortalSettings.load().footer_links.count() == 1


def test_there_are_12_links_at_most(admin_client, area):
    response = admin_client.post(url("edit"), settings_posted(links=[link(area)] * 13))

    assert response.context["form"].formsets["footer_links"].non_form_errors()
    assert PortalSettings.load().footer_links.count() == 0


@pytest.mark.parametrize("number", ["call us", "+33 (0)1 23", "12", "++33 1 23"])
def test_a_telephone_number_that_cannot_be_dialled_is_refused(admin_client, number):
    response = admin_client.post(url("edit"), settings_posted(telephone=number))

    assert [name for name, _message in errors(response)] == ["telephone"]


def test_a_notice_that_ends_before_it_begins_is_refused(admin_client):
    late = notice(starts=in_form(2), ends=in_form(1))

    response = admin_client.post(url("edit"), settings_posted(notices=[late]))

    assert [name for name, _message in errors(response)] == ["notices"]
    assert not PortalSettings.load().notices


def test_a_notice_takes_bold_and_links_and_no_script(admin_client, client, overview):
    text = notice()
    text["text"][languages.default()] = rich_text("<p><b>Closed</b><script>alert(1)</script></p>")

    admin_client.post(url("edit"), settings_posted(notices=[text]))

    banner = BeautifulSoup(client.get(overview.url_in(languages.default())).content, "html.parser")
    assert banner.select_one(".banner b")
    assert banner.select_one(".banner script") is None


@codes
def test_the_settings_are_previewed_in_each_language_before_they_are_saved(keeper, overview, code):
    data = settings_posted(
        links=[link(address="https://example.org/", label="Elsewhere")],
        notices=[notice("Soon", starts=in_form(1))],
        **in_every_language(name="Name"),
    )

    answer = keeper.post(url("preview_on_edit"), data)

    assert answer.json() == {"is_valid": True, "is_available": True}
    shown = keeper.get(url("preview_on_edit"), {"mode": code})
    assertContains(shown, f'<html lang="{code}">')
    for text in ("Name", "Elsewhere", "Soon"):
        assertContains(shown, f"{text} {code}")
    assertNotContains(keeper.get(overview.url_in(code)), f"Elsewhere {code}")


def test_all_languages_are_previewed_side_by_side(keeper, overview):
    keeper.post(url("preview_on_edit"), settings_posted(**in_every_language(name="Name")))

    shown = keeper.get(url("preview_on_edit"), {"mode": "side-by-side"})

    for code in languages.codes():
        assertContains(shown, f"Name {code}")
    assert keeper.get(url("preview_on_edit"), {"mode": "xx"}).status_code == 404


@codes
def test_what_is_still_missing_in_a_language_is_previewed_in_another(keeper, overview, code):
    data = settings_posted(**in_every_language(tagline="Tagline")) | {column("tagline", code): ""}

    assert keeper.post(url("preview_on_edit"), data).json()["is_valid"]


def test_the_form_offers_the_preview_in_each_language(keeper, overview):
    page = keeper.get(url("edit"))

    for code in languages.codes():
        assertContains(page, f'<option value="{code}"')
    assertContains(page, '<option value="side-by-side"')


@pytest.mark.parametrize("name", ["edit", "preview_on_edit"])
def test_who_may_not_change_the_settings_sees_neither_form_nor_preview(keeper, name):
    Group.objects.get(name="Keepers").permissions.remove(
        Permission.objects.get(codename="change_portalsettings")
    )

    assert keeper.get(url(name)).status_code == 302


@codes
def test_the_main_menu_follows_the_order_and_the_titles_of_the_explorer(
    admin_client, client, overview, make_area, code
):
    first, second = make_area(show_in_menus=True), make_area(show_in_menus=True)
    make_area()
    order = reverse("wagtailadmin_pages:set_page_position", args=[second.pk])

    admin_client.post(f"{order}?position=0")

    menu = BeautifulSoup(client.get(overview.url_in(code)).content, "html.parser").select(".menu a")
    assert [each.text for each in menu] == [each.in_language("title", code) for each in (second, first)]


def test_a_page_that_the_footer_leads_to_says_so_before_it_is_deleted(
    admin_client, area, django_capture_on_commit_callbacks
):
    with django_capture_on_commit_callbacks(execute=True):
        admin_client.post(url("edit"), settings_posted(links=[link(area)]))

    usage = admin_client.get(reverse("wagtailadmin_pages:usage", args=[area.pk]))

    assertContains(usage, url("edit"))
