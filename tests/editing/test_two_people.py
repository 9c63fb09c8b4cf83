"""Two people on one page or milestone: the second to save is told first, and nobody's text is lost."""

import pytest
from django.contrib.auth import get_user_model
from django.test import Client
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st
from pytest_django.asserts import assertContains
from wagtail.admin.models import EditingSession
from wagtail.models import WorkflowPage
from wagtail.test.utils.form_data import inline_formset, nested_form_data, rich_text

from portal import languages
from portal.merging import merge
from portal.models import BasePage
from portal.texts import column
from tests.changing import codes, paragraph, put
from tests.editing.test_edit_page import use_interface
from tests.forms import filled

pytestmark = pytest.mark.django_db


@pytest.fixture
def other_client(db):
    user = get_user_model().objects.create_superuser("other", first_name="Ana", last_name="Silva")
    client = Client()
    client.force_login(user)
    return client


@pytest.fixture(params=["page", "milestone"])
def subject(request):
    if request.param == "page":
        return request.getfixturevalue("area")
    return request.getfixturevalue("make_milestone")()


def edit_url(obj):
    if isinstance(obj, BasePage):
        return reverse("wagtailadmin_pages:edit", args=[obj.pk])
    return reverse("wagtailsnippets_timeline_milestone:edit", args=[obj.pk])


def opened(client, obj):
    """Return what the form would post that somebody opens now."""
    obj = type(obj).objects.get(pk=obj.pk)
    if not obj.latest_revision:
        obj.save_revision()
    return filled(client.get(edit_url(obj)))


def latest(obj):
    return type(obj).objects.get(pk=obj.pk).get_latest_revision_as_object()


def text_of(obj):
    """Return the name of a long text that the object has."""
    return "introduction" if isinstance(obj, BasePage) else "description"


@codes
def test_what_only_one_has_changed_is_brought_together(admin_client, editor, other_client, subject, code):
    use_interface(editor, code)
    form, others = opened(admin_client, subject), opened(other_client, subject)
    other_client.post(edit_url(subject), others | {column("title", code): "Theirs"})

    response = admin_client.post(
        edit_url(subject), form | {column(text_of(subject), code): "Mine"}, follow=True
    )

    saved = latest(subject)
    assert saved.in_language("title", code) == "Theirs"
    assert saved.in_language(text_of(subject), code) == "Mine"
    assertContains(response, "Ana Silva")


@codes
def test_what_both_have_changed_is_shown_before_anything_is_saved(
    admin_client, editor, other_client, subject, code
):
    use_interface(editor, code)
    form, others = opened(admin_client, subject), opened(other_client, subject)
    other_client.post(edit_url(subject), others | {column("title", code): "Their words"})
    before = latest(subject).latest_revision_id

    response = admin_client.post(edit_url(subject), form | {column("title", code): "My words"})

    assert latest(subject).latest_revision_id == before
    assertContains(response, "Ana Silva")
    assertContains(response, "<del>Their</del>")
    assertContains(response, "<ins>My</ins>")
    assert filled(response)[column("title", code)] == "My words"
    admin_client.post(edit_url(subject), filled(response))
    assert latest(subject).in_language("title", code) == "My words"
    kept = [revision.content[column("title", code)] for revision in subject.revisions.all()]
    assert "Their words" in kept


def test_nothing_is_published_unseen(admin_client, other_client, subject):
    code = languages.default()
    form, others = opened(admin_client, subject), opened(other_client, subject)
    other_client.post(edit_url(subject), others | {column("title", code): "Theirs"})
    mine = {column(text_of(subject), each): "Mine" for each in languages.codes()}

    response = admin_client.post(edit_url(subject), form | mine | {"action-publish": "1"})

    assert response.status_code == 200
    assert type(subject).objects.get(pk=subject.pk).in_language("title", code) != "Theirs"
    shown = filled(response)
    assert (shown[column("title", code)], shown[column(text_of(subject), code)]) == ("Theirs", "Mine")
    admin_client.post(edit_url(subject), shown | {"action-publish": "1"})
    public = type(subject).objects.get(pk=subject.pk)
    assert public.in_language("title", code) == "Theirs"
    assert public.in_language(text_of(subject), code) == "Mine"


def test_a_version_that_holds_nothing_else_keeps_nobody_from_publishing(admin_client, other_client, subject):
    code = languages.default()
    form, others = opened(admin_client, subject), opened(other_client, subject)
    other_client.post(edit_url(subject), others)

    admin_client.post(edit_url(subject), form | {column("title", code): "Mine", "action-publish": "1"})

    assert type(subject).objects.get(pk=subject.pk).in_language("title", code) == "Mine"


def test_nothing_is_submitted_unseen(admin_client, other_client, area, review):
    WorkflowPage.objects.create(page=area, workflow=review)
    form, others = opened(admin_client, area), opened(other_client, area)
    other_client.post(edit_url(area), others | {column("title", languages.default()): "Theirs"})

    response = admin_client.post(edit_url(area), form | {"action-submit": "1"})

    assert response.status_code == 200
    assert not area.workflow_in_progress


def test_blocks_of_both_are_brought_together(admin_client, other_client, area):
    put(area, paragraph("First", "p1"), paragraph("Second", "p2"))
    form, others = opened(admin_client, area), opened(other_client, area)
    changed, *_rest = languages.codes()
    moved = {"body-0-order": "1", "body-1-order": "0", f"body-1-value-{changed}": rich_text("<p>Theirs</p>")}
    other_client.post(edit_url(area), others | moved)

    admin_client.post(edit_url(area), form | {f"body-0-value-{changed}": rich_text("<p>Mine</p>")})

    body = latest(area).body.raw_data
    assert [block["id"] for block in body] == ["p2", "p1"]
    assert "Theirs" in body[0]["value"][changed]
    assert "Mine" in body[1]["value"][changed]


def test_a_block_that_one_deleted_and_the_other_changed_stays(admin_client, other_client, area):
    put(area, paragraph("First", "p1"), paragraph("Second", "p2"))
    form, others = opened(admin_client, area), opened(other_client, area)
    code = languages.default()
    other_client.post(edit_url(area), others | {f"body-0-value-{code}": rich_text("<p>Theirs</p>")})

    response = admin_client.post(edit_url(area), form | {"body-0-deleted": "1"})

    assert response.status_code == 200
    assert "Theirs" in filled(response)[f"body-0-value-{code}"]
    assert [block["id"] for block in latest(area).body.raw_data] == ["p1", "p2"]


@codes
def test_a_form_that_cannot_be_saved_still_knows_what_it_began_with(
    admin_client, other_client, make_milestone, code
):
    milestone = make_milestone(period="1998")
    form, others = opened(admin_client, milestone), opened(other_client, milestone)
    other_client.post(edit_url(milestone), others | {column("title", code): "Their words"})

    refused = admin_client.post(
        edit_url(milestone), form | {"period": "never", column("title", code): "My words"}
    )
    again = admin_client.post(edit_url(milestone), everything_posted(refused) | {"period": "1999"})

    assert refused.status_code == 200
    assertContains(again, "<del>Their</del>")
    assert latest(milestone).in_language("title", code) == "Their words"


def everything_posted(response):
    """Return what the form would post, with the input that stands in the message above it."""
    from wagtail.test.utils.wagtail_tests import WagtailTestUtils

    soup = WagtailTestUtils.get_soup(response.content)
    return filled(response) | {each["name"]: each["value"] for each in soup.select("input[form]")}


def autosaved(client, obj, data):
    return client.post(edit_url(obj), data, headers={"Accept": "application/json"})


def test_autosave_never_saves_over_a_newer_version(admin_client, other_client, subject):
    code = languages.default()
    form, others = opened(admin_client, subject), opened(other_client, subject)
    other_client.post(edit_url(subject), others | {column("title", code): "Theirs"})

    response = autosaved(admin_client, subject, form | {column("title", code): "Mine"})

    assert response.json()["error_code"] == "invalid_revision"
    assert latest(subject).in_language("title", code) == "Theirs"


def test_autosave_keeps_the_version_that_somebody_else_has_opened(admin_client, other_client, subject):
    code = languages.default()
    form = opened(admin_client, subject)
    saved = autosaved(admin_client, subject, form | {column("title", code): "First"}).json()
    others = opened(other_client, subject)
    again = {"overwrite_revision_id": saved["revision_id"], column("title", code): "Second"}
    autosaved(admin_client, subject, form | again)

    other_client.post(edit_url(subject), others | {column(text_of(subject), code): "Theirs"})

    merged = latest(subject)
    assert merged.in_language("title", code) == "Second"
    assert merged.in_language(text_of(subject), code) == "Theirs"


def test_alone_on_a_page_autosave_writes_one_revision(admin_client, subject):
    form = opened(admin_client, subject)
    EditingSession.objects.exclude(pk=EditingSession.objects.latest("pk").pk).delete()
    saved = autosaved(admin_client, subject, form | {column("title", "fr"): "First"}).json()
    count = subject.revisions.count()

    autosaved(
        admin_client,
        subject,
        form | {"overwrite_revision_id": saved["revision_id"], column("title", "fr"): "Second"},
    )

    assert subject.revisions.count() == count
    assert latest(subject).in_language("title", "fr") == "Second"


def test_what_autosave_has_saved_is_nobody_else_s(admin_client, subject):
    form, code = opened(admin_client, subject), languages.default()
    mine = form | {column("title", code): "Mine"}
    for _time in range(2):
        saved = autosaved(admin_client, subject, mine).json()
        mine |= saved["field_updates"]

    response = admin_client.post(edit_url(subject), mine | {"action-publish": "1"})

    assert response.status_code == 302
    assert type(subject).objects.get(pk=subject.pk).in_language("title", code) == "Mine"


def test_a_button_pressed_while_autosave_is_at_work_saves_at_once(admin_client, subject):
    form, code = opened(admin_client, subject), languages.default()
    EditingSession.objects.exclude(pk=EditingSession.objects.latest("pk").pk).delete()
    autosaved(admin_client, subject, form | {column("title", code): "Half a"})

    response = admin_client.post(edit_url(subject), form | {column("title", code): "Half a title"})

    assert response.status_code == 302
    assert latest(subject).in_language("title", code) == "Half a title"


def test_a_version_that_was_written_over_since_is_shown_in_full(admin_client, other_client, subject):
    code = languages.default()
    form = opened(admin_client, subject) | {"loaded_revision_created_at": "2000-01-01T00:00:00+00:00"}

    response = admin_client.post(edit_url(subject), form | {column("title", code): "Mine"})

    assert response.status_code == 200
    assertContains(response, "<ins>Mine</ins>")


def test_a_new_comment_is_not_lost(admin_client, other_client, area):
    code = languages.default()
    form, others = opened(admin_client, area), opened(other_client, area)
    other_client.post(edit_url(area), others | {column("title", code): "Theirs"})
    comment = {"text": "Is this right?", "contentpath": column("title", code), "position": "", "resolved": ""}
    comments = nested_form_data({"comments": inline_formset([comment | {"replies": inline_formset([])}])})

    response = admin_client.post(edit_url(area), form | comments | {column("title", code): "Mine"})

    assertContains(response, "Is this right?")


leaves = st.sampled_from(["", "a", "b", "<p>c</p>"])
blocks = st.lists(st.sampled_from(["k1", "k2", "k3"]), unique=True, max_size=3).flatmap(
    lambda keys: st.tuples(*(leaves for _key in keys)).map(
        lambda texts: [
            {"type": "line", "id": key, "value": {"fr": text, "en": text}}
            for key, text in zip(keys, texts, strict=True)
        ]
    )
)
versions = st.fixed_dictionaries({"title": leaves, "number": st.integers(0, 2), "body": blocks})
NAMES = ["title", "number", "body"]


@given(base=versions, mine=versions)
def test_what_one_alone_did_is_what_is_saved(base, mine):
    assert merge(base, mine, base, NAMES).version == mine
    assert merge(base, base, mine, NAMES).version == mine
    assert merge(base, mine, mine, NAMES).contested == []
    assert merge(base, mine, base, NAMES).contested == []


@given(base=versions, mine=versions, theirs=versions)
def test_no_text_that_somebody_wrote_is_left_out_unseen(base, mine, theirs):
    merged = merge(base, mine, theirs, NAMES)

    before = {block["id"]: block["value"] for block in base["body"]}
    after = {block["id"]: block["value"] for block in merged.version["body"]}
    for version in (mine, theirs):
        for block in version["body"]:
            if block["value"] != before.get(block["id"]):
                is_seen = any(path[:2] == ("body", block["id"]) for path in merged.contested)
                assert is_seen or after[block["id"]] == block["value"]


@pytest.mark.parametrize("number", ["²", "9" * 40, "none", "-1"])
def test_a_form_that_names_no_revision_is_answered_all_the_same(admin_client, subject, number):
    form = opened(admin_client, subject)

    response = admin_client.post(edit_url(subject), form | {"loaded_revision_id": number})

    assert response.status_code in (200, 302)
