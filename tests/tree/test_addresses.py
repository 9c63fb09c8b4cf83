"""Single things that the random edits would meet too seldom."""

import pytest
from django.core.exceptions import ValidationError
from django.http import Http404
from django.utils import translation
from pytest_django.asserts import assertRedirects
from wagtail.actions.move_page import MovePageAction
from wagtail.models import Site

from cooperation.models import AreaPage
from portal import languages
from portal.models import BasePage, OverviewPage
from portal.texts import column
from tests.conftest import make


@pytest.mark.parametrize("code", languages.codes())
def test_a_page_added_with_a_sibling_s_slug_is_refused(overview, area, code):
    with pytest.raises(ValidationError) as refusal:
        make(AreaPage, overview, **{column("slug", code): area.in_language("slug", code)})

    assert set(refusal.value.message_dict) == {column("slug", code)}


@pytest.mark.parametrize("code", languages.codes())
def test_saving_one_language_s_slug_alone_moves_the_pages_below(make_area, code):
    above = make_area()
    below = make_area(parent=above)
    setattr(above, column("slug", code), "renamed")

    above.save(update_fields=[column("slug", code)])

    below.refresh_from_db()
    assert f"/{code}/renamed/{below.in_language('slug', code)}/" == below.url_in(code)


def test_a_page_loaded_before_a_child_came_does_not_forget_it(make_area):
    stale = make_area()
    above = AreaPage.objects.get(pk=stale.pk)
    make_area(parent=above)

    stale.save()

    stale.refresh_from_db()
    assert stale.numchild == 1
    make_area(parent=stale)
    assert not any(BasePage.find_problems())


def test_moving_a_page_that_somebody_deleted_is_not_found(make_area):
    page, target = make_area(), make_area()
    AreaPage.objects.get(pk=page.pk).delete()

    with pytest.raises(Http404):
        MovePageAction(page, target, pos="last-child").execute()


@pytest.mark.parametrize("fields", [None, ["show_in_menus"], ["latest_revision"]])
def test_saving_a_page_that_somebody_deleted_is_not_found(make_area, fields):
    page = make_area()
    AreaPage.objects.get(pk=page.pk).delete()

    with pytest.raises(Http404):
        page.save(clean=False, update_fields=fields)

    assert not BasePage.objects.filter(pk=page.pk).exists()


def test_a_page_back_at_its_old_address_is_not_redirected_away(
    client, make_area, django_capture_on_commit_callbacks
):
    page = make_area()
    code = languages.codes()[-1]
    name, old = column("slug", code), page.url_in(code)
    for slug in ("elsewhere", page.in_language("slug", code)):
        with django_capture_on_commit_callbacks(execute=True):
            setattr(page, name, slug)
            page.save_revision().publish()
    page.refresh_from_db()
    page.unpublish()

    assert page.url_in(code) == old
    assert client.get(old).status_code == 404


def test_a_page_hidden_while_the_one_above_moved_is_found_again(
    client, make_area, django_capture_on_commit_callbacks
):
    above = make_area()
    below, draft = make_area(parent=above), make_area(parent=above, live=False)
    below.unpublish()
    old = [page.url_in(code) for page in (below, draft) for code in languages.codes()]
    for code in languages.codes():
        setattr(above, column("slug", code), f"renamed-{code}")
    with django_capture_on_commit_callbacks(execute=True):
        above.save_revision().publish()
    for page in (below, draft):
        page.refresh_from_db()
        page.save_revision().publish()

    count = len(languages.codes())
    for address, code in zip(old[:count], languages.codes(), strict=True):
        assertRedirects(client.get(address), below.url_in(code), status_code=301)
    assert [client.get(address).status_code for address in old[count:]] == [404] * count


def test_the_column_without_language_follows_too(make_area):
    above = make_area()
    below = make_area(parent=above)
    setattr(above, column("slug", languages.default()), "renamed")
    above.save()

    raw = BasePage.objects.rewrite(False).filter(pk=below.pk).raw_values("url_path").get()
    assert raw["url_path"] == BasePage.objects.get(pk=below.pk).in_language("url_path", languages.default())


def test_the_front_page_has_one_slug_in_every_language(overview):
    for number, code in enumerate(languages.codes()):
        setattr(overview, column("slug", code), f"front-{number}")
    overview.save()

    assert {overview.in_language("slug", code) for code in languages.codes()} == {"front-0"}
    for code in languages.codes():
        assert overview.url_in(code) == f"/{code}/"


@pytest.mark.parametrize("code", languages.codes())
def test_a_link_to_a_page_of_another_site_says_where_that_is(overview, make_area, rf, code):
    here, elsewhere = make_area(), make(OverviewPage, overview.get_parent())
    there = make_area(parent=elsewhere)
    slugs = here.in_language("slug", code), there.in_language("slug", code)
    ours = f"/{code}/", f"/{code}/{slugs[0]}/"

    with translation.override(code):
        alone = [page.get_url(rf.get("/")) for page in (overview, here)]
        Site.objects.create(hostname="elsewhere.example.org", root_page=elsewhere)
        request = rf.get("/")
        together = [page.get_url(request) for page in (overview, here, elsewhere, there)]

    host = "http://elsewhere.example.org"
    assert alone == [*ours]
    assert together == [*ours, f"{host}/{code}/", f"{host}/{code}/{slugs[1]}/"]


def test_an_old_revision_does_not_fill_a_language_it_did_not_know(area):
    new = languages.codes()[-1]
    content = area.serializable_data()
    for name in area.translated_fields():
        content.pop(column(name, new), None)

    with translation.override(new):
        page = area.with_content_json(content)

    assert not page.in_language("introduction", new)
    assert not page.in_language("title", new)


def test_a_draft_s_new_title_is_listed_in_the_reader_s_language(area):
    for code in languages.codes():
        setattr(area, column("title", code), f"Draft {code}")
    with translation.override(languages.codes()[-1]):
        area.save_revision()

    listed = BasePage.objects.get(pk=area.pk)
    for code in languages.codes():
        with translation.override(code):
            assert listed.get_admin_display_title() == f"Draft {code}"


def test_the_default_site_has_the_host_of_the_base_url(db):
    assert Site.objects.get(is_default_site=True).hostname == "testserver"
