"""What is found is what is public, right after each commit, whoever changed it."""

from datetime import timedelta
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone
from wagtail.models import Collection, PageViewRestriction

from portal import languages
from portal.models import SearchDocument
from portal.search import indexing
from portal.texts import column
from tests.changing import codes
from tests.conftest import in_every_language

pytestmark = pytest.mark.django_db


@pytest.fixture
def page(area, make_project, committed):
    return committed(make_project, parent=area, **in_every_language(title="Radar"))


def test_a_draft_is_not_found_until_it_is_published_nor_once_it_is_taken_back(page, committed, found):
    page.title_fr = page.title_en = "Sonar"
    revision = committed(page.save_revision)
    assert (len(found("radar")), found("sonar")) == (1, [])

    committed(revision.publish)
    assert (found("radar"), len(found("sonar"))) == ([], 1)

    committed(page.unpublish)
    assert found("sonar") == []


def test_a_page_that_is_deleted_or_closed_is_found_no_more(page, area, committed, found):
    restriction = committed(PageViewRestriction.objects.create, page=area, restriction_type="login")
    assert found("radar") == []

    committed(restriction.delete)
    assert len(found("radar")) == 1

    committed(page.delete)
    assert found("radar") == []


def test_a_page_moved_below_a_closed_one_is_found_no_more(page, make_area, committed, found):
    closed = make_area()
    PageViewRestriction.objects.create(page=closed, restriction_type="login")

    committed(page.move, closed, "last-child")

    assert found("radar") == []


def test_a_renamed_page_is_found_where_it_is_now(page, area, committed, ask):
    for code in languages.codes():
        setattr(area, column("slug", code), "elsewhere")
    committed(area.save_revision().publish)

    page.refresh_from_db()
    assert ask("radar").find(".//h2/a").get("href") == page.url_in(languages.default())
    assert "elsewhere" in page.url_in(languages.default())


def test_what_has_expired_is_not_found(page, committed, found):
    page.expire_at = timezone.now() + timedelta(hours=1)
    committed(page.save)
    assert len(found("radar")) == 1

    type(page).objects.filter(pk=page.pk).update(expire_at=timezone.now() - timedelta(hours=1))
    SearchDocument.objects.update(expires=timezone.now() - timedelta(hours=1))
    assert found("radar") == []


@codes
def test_a_page_of_one_language_is_found_in_that_one(make_information, committed, found, code):
    left_out = {column("published_in", other): other == code for other in languages.codes()}
    committed(make_information, **left_out, **in_every_language(title="Radar"))

    assert {other: len(found("radar", other)) for other in languages.codes()} == {
        other: int(other == code) for other in languages.codes()
    }


def test_a_document_of_a_closed_collection_is_not_found(make_document, committed, found):
    collection = Collection.get_first_root_node().add_child(name="Closed")
    committed(make_document, collection=collection, **in_every_language(title="Radar"))
    assert len(found("radar")) == 1

    committed(collection.view_restrictions.create, restriction_type="login")
    assert found("radar") == []


def test_a_milestone_is_found_by_the_new_name_of_its_kind(timeline, make_milestone, committed, found):
    milestone = committed(make_milestone)
    milestone.kind.name_fr = milestone.kind.name_en = "Radar"

    committed(milestone.kind.save)

    assert len(found("radar")) == 1


def test_what_a_content_file_brings_is_found(db, committed, found):
    committed(call_command, "loaddata", "belarus", "milestones", verbosity=0)

    for code in languages.codes():
        assert found("1998", code)


def test_an_index_that_fails_undoes_no_publication(area, make_project, committed, found, monkeypatch, caplog):
    def fail(*_args):
        raise RuntimeError

    with monkeypatch.context() as broken:
        broken.setattr(indexing, "write", fail)
        page = committed(make_project, parent=area, **in_every_language(title="Radar"))
    assert type(page).objects.get(pk=page.pk).live
    assert found("radar") == []
    assert "not indexed" in caplog.text

    with pytest.raises(CommandError):
        call_command("search_index", "--check")
    call_command("search_index", "--repair", stdout=StringIO())
    call_command("search_index", "--check", stdout=StringIO())
    assert len(found("radar")) == 1


def test_what_is_not_public_any_more_is_mended_away(page, found):
    type(page).objects.filter(pk=page.pk).update(live=False)

    call_command("search_index", "--repair", stdout=StringIO())

    assert found("radar") == []
    assert not SearchDocument.objects.filter(object_id=page.pk).exists()
