"""What an editor does with milestones and their kinds, in the editor, in either interface language."""

from datetime import timedelta

import pytest
from django.core.management import call_command
from django.urls import reverse
from django.utils import timezone
from pytest_django.asserts import assertContains, assertRedirects
from wagtail.models import WorkflowContentType
from wagtail.test.utils.form_data import inline_formset, nested_form_data

from portal import languages
from portal.texts import column
from tests.editing.test_edit_page import use_interface
from timeline.models import Kind, Milestone


def url(name, *args, model="milestone"):
    return reverse(f"wagtailsnippets_timeline_{model}:{name}", args=args)


def posted(kind, milestone=None, **changes):
    """Return what the form of a milestone sends, with changes."""
    data = {
        column(name, code): (milestone and milestone.in_language(name, code)) or ""
        for name in ("title", "description")
        for code in languages.codes()
    }
    data |= {column("published_in", code): "on" for code in languages.codes()}
    data |= {"period": "1998", "kind": kind.pk, "importance": "normal", "picture": ""}
    data |= {"sources": inline_formset([]), "links": inline_formset([]), "comments": inline_formset([])}
    return nested_form_data(data | changes)


@pytest.mark.names_languages
@pytest.mark.parametrize("interface", languages.codes())
def test_a_milestone_written_in_both_languages_is_published(
    admin_client, editor, client, timeline, area, make_kind, interface
):
    use_interface(editor, interface)
    changes = {
        "title_fr": "Ouverture de l’Œuvre",
        "title_en": "Opening",
        "description_fr": "Une ligne.",
        "description_en": "A line.",
        "period": "avril 1998",
        "importance": "major",
        "sources": inline_formset(
            [{"label_fr": "Texte", "label_en": "Text", "url": "https://example.org/", "ORDER": "1"}]
        ),
        "links": inline_formset([{"page": area.pk, "ORDER": "1"}]),
        "action-publish": "1",
    }

    response = admin_client.post(url("add"), posted(make_kind(), **changes))

    assertRedirects(response, url("list"))
    milestone = Milestone.objects.get()
    assert (milestone.key, milestone.period.edtf, milestone.live) == (
        "ouverture-de-l-oeuvre",
        "1998-04",
        True,
    )
    for code, texts in (("fr", ["Ouverture", "Une ligne.", "Texte"]), ("en", ["Opening", "A line.", "Text"])):
        for text in texts:
            assertContains(client.get(timeline.url_in(code)), text)
        assertContains(client.get(area.url_in(code)), texts[0])


@pytest.mark.names_languages
def test_the_rows_saved_are_alike_whichever_the_interface_language(admin_client, editor, make_kind):
    rows = []
    for interface in languages.codes():
        use_interface(editor, interface)
        Milestone.objects.all().delete()
        texts = {"title_fr": "Essai", "title_en": "Trial", "description_fr": "", "description_en": ""}
        admin_client.post(url("add"), posted(make_kind(), **texts, **{"action-publish": "1"}))
        raw = Milestone.objects.rewrite(False)
        names = ("key", "title", "title_fr", "title_en", "description", "description_fr", "description_en")
        rows.append(raw.raw_values(*names).get())

    assert rows[0] == rows[1]
    assert rows[0]["title"] == "Essai"


def test_the_key_stays_when_the_title_changes(admin_client, make_milestone):
    milestone = make_milestone()
    key = milestone.key
    titles = {column("title", code): f"Quite another {code}" for code in languages.codes()}

    admin_client.post(
        url("edit", milestone.pk),
        posted(milestone.kind, **titles, key="forged", **{"action-publish": "1"}),
    )

    milestone.refresh_from_db()
    assert milestone.title.startswith("Quite another")
    assert milestone.key == key


def test_the_key_is_made_from_the_title_that_is_published(admin_client, make_kind):
    titles = [column("title", code) for code in languages.codes()]
    admin_client.post(url("add"), posted(make_kind(), **dict.fromkeys(titles, "Ouv")))
    milestone = Milestone.objects.get()
    assert milestone.key is None

    changes = dict.fromkeys(titles, "Ouverture") | {"action-publish": "1"}
    admin_client.post(url("edit", milestone.pk), posted(make_kind(), **changes))
    milestone.refresh_from_db()
    assert milestone.key == "ouverture"

    milestone.revisions.order_by("pk").first().publish()
    milestone.refresh_from_db()
    assert (milestone.in_language("title", languages.default()), milestone.key) == ("Ouv", "ouverture")


def test_a_copy_gets_a_key_of_its_own(admin_client, area, make_milestone):
    milestone = make_milestone(key="first", pages=[area])

    form = admin_client.get(url("copy", milestone.pk))
    data = posted(milestone.kind, milestone, links=inline_formset([{"page": area.pk, "ORDER": "1"}]))
    admin_client.post(form.context["action_url"], data | {"action-publish": "1"})

    copy = Milestone.objects.exclude(pk=milestone.pk).get()
    assert copy.key not in {None, "first"}
    assert [page.pk for page in copy.live_pages] == [area.pk]


@pytest.mark.parametrize("action", ["action-publish", "action-submit", "action-draft"])
def test_a_milestone_without_a_date_is_not_even_kept_as_a_draft(admin_client, make_kind, action):
    title = {column("title", code): "No date" for code in languages.codes()}

    response = admin_client.post(url("add"), posted(make_kind(), period="", **title, **{action: "1"}))

    assert set(response.context["form"].errors) == {"period"}
    assert admin_client.get(url("list")).status_code == 200
    assert not Milestone.objects.exists()


def test_two_milestones_of_one_title_have_keys_of_their_own(admin_client, make_kind):
    for text in ("Same", "Same", "!!!"):
        title = {column("title", code): text for code in languages.codes()}
        admin_client.post(url("add"), posted(make_kind(), **title, **{"action-publish": "1"}))

    assert sorted(Milestone.objects.values_list("key", flat=True)) == ["milestone", "same", "same-2"]


@pytest.mark.names_languages
@pytest.mark.parametrize(
    ("period", "french", "english"),
    [
        ("29 février 2001", "pas de jour 29", "no day 29"),
        ("1998-13", "pas de mois 13", "no month 13"),
        ("2001/1998", "La fin précède le début", "The end lies before the start"),
        ("10000", "n’est pas une date", "is not a date"),
        ("0000", "comprise entre 1 et 9999", "between 1 and 9999"),
        ("soon", "n’est pas une date", "is not a date"),
        ("1" * 500, "n’est pas une date", "is not a date"),
    ],
)
def test_a_date_that_cannot_be_is_refused_at_its_field_and_nothing_is_lost(
    admin_client, editor, make_kind, period, french, english
):
    for interface, why in (("fr", french), ("en", english)):
        use_interface(editor, interface)
        texts = {"title_fr": "Gardé comme écrit", "period": period}

        response = admin_client.post(url("add"), posted(make_kind(), **texts))

        assert list(response.context["form"].errors) == ["period"]
        assertContains(response, why)
        assertContains(response, "Gardé comme écrit")
        assertContains(response, period)
        assert not Milestone.objects.exists()


def test_a_milestone_without_title_is_refused_at_the_title(admin_client, make_kind):
    response = admin_client.post(url("add"), posted(make_kind()))

    assert set(response.context["form"].errors) == {column("title", code) for code in languages.codes()}


def test_a_draft_is_previewed_in_each_language(admin_client, timeline, make_milestone):
    milestone = make_milestone()
    texts = {code: f"Draft in {code}" for code in languages.codes()}
    titles = {column("title", code): text for code, text in texts.items()}
    preview = url("preview_on_edit", milestone.pk)
    admin_client.post(preview, posted(milestone.kind, **titles))

    for code, text in texts.items():
        response = admin_client.get(preview, {"mode": code})
        assertContains(response, f'<html lang="{code}">')
        assertContains(response, text)
        assert response["X-Frame-Options"] == "SAMEORIGIN"


def test_a_milestone_not_yet_saved_is_previewed(admin_client, make_kind):
    title = {column("title", languages.default()): "Not saved"}
    admin_client.post(url("preview_on_add"), posted(make_kind(), **title))

    for code in languages.codes():
        assertContains(admin_client.get(url("preview_on_add"), {"mode": code}), "Not saved")


def test_a_saved_draft_changes_nothing_for_visitors_until_it_is_published(
    admin_client, client, timeline, make_milestone
):
    milestone = make_milestone()
    titles = {column("title", code): f"New {code}" for code in languages.codes()}

    admin_client.post(url("edit", milestone.pk), posted(milestone.kind, **titles))
    assert "New " not in client.get(timeline.url).text
    revision = milestone.revisions.order_by("-pk").first()
    for name, arguments in [
        ("history", [milestone.pk]),
        ("revisions_view", [milestone.pk, revision.pk]),
        ("revisions_revert", [milestone.pk, revision.pk]),
        ("revisions_compare", [milestone.pk, "live", revision.pk]),
        ("usage", [milestone.pk]),
        ("copy", [milestone.pk]),
        ("delete", [milestone.pk]),
        ("unpublish", [milestone.pk]),
    ]:
        assert admin_client.get(url(name, *arguments)).status_code == 200, name

    revision.publish()
    for code in languages.codes():
        assertContains(client.get(timeline.url_in(code)), f"New {code}")


def test_a_milestone_goes_live_and_expires_on_time(admin_client, client, timeline, make_kind):
    tomorrow = timezone.localtime() + timedelta(days=1)
    title = {column("title", code): "Planned" for code in languages.codes()}
    dates = {"go_live_at": tomorrow.strftime("%Y-%m-%d %H:%M"), "expire_at": ""}
    admin_client.post(url("add"), posted(make_kind(), **title, **dates, **{"action-publish": "1"}))
    milestone = Milestone.objects.get()
    assert milestone.approved_schedule

    revision, due = milestone.scheduled_revision, timezone.now() - timedelta(minutes=1)
    revision.approved_go_live_at = revision.content["go_live_at"] = due
    revision.save()
    call_command("publish_scheduled", verbosity=0)
    milestone.refresh_from_db()
    assert milestone.live
    Milestone.objects.update(go_live_at=None, expire_at=timezone.now() - timedelta(minutes=1))
    call_command("publish_scheduled", verbosity=0)

    milestone.refresh_from_db()
    assert not milestone.live
    assert milestone.expired


def test_a_locked_milestone_is_not_changed_by_others(admin_client, editor, make_milestone, django_user_model):
    milestone = make_milestone()
    milestone.locked, milestone.locked_by, milestone.locked_at = True, editor, timezone.now()
    milestone.save()
    other = django_user_model.objects.create_superuser("other", "other@example.org", "pass")
    admin_client.force_login(other)
    titles = {column("title", code): "Changed" for code in languages.codes()}

    admin_client.post(url("edit", milestone.pk), posted(milestone.kind, **titles))

    assert milestone.get_latest_revision_as_object().title != "Changed"


def test_a_milestone_goes_through_a_workflow(admin_client, make_milestone, review):
    milestone = make_milestone(live=False)
    content_type = milestone.get_content_type()
    WorkflowContentType.objects.create(workflow=review, content_type=content_type)
    title = {column("title", code): "For review" for code in languages.codes()}

    admin_client.post(url("edit", milestone.pk), posted(milestone.kind, **title, **{"action-submit": "1"}))
    state = milestone.current_workflow_task_state
    admin_client.post(url("workflow_action", milestone.pk, "approve", state.pk), {"comment": ""})

    milestone.refresh_from_db()
    assert milestone.live
    assert milestone.title == "For review"


@pytest.mark.names_languages
def test_milestones_are_listed_in_order_and_found_in_every_language(admin_client, editor, make_milestone):
    make_milestone("2001", title_fr="Plus tard", title_en="Later")
    make_milestone("1998-04", title_fr="Plus tôt", title_en="Earlier")

    for interface, first, second, words in [
        ("fr", "Plus tôt", "Plus tard", "avril 1998"),
        ("en", "Earlier", "Later", "April 1998"),
    ]:
        use_interface(editor, interface)
        response = admin_client.get(url("list"))
        assertContains(response, words)
        assert response.text.index(first) < response.text.index(second)
        for asked in ("Earlier", "Plus tôt"):
            found = admin_client.get(url("list"), {"q": asked})
            assertContains(found, first)
            assert second not in found.text


@pytest.mark.names_languages
def test_kinds_are_kept_in_the_editor(admin_client, client, timeline, make_milestone):
    admin_client.post(url("add", model="kind"), {"name_fr": "Accord", "name_en": "Agreement"})

    kind = Kind.objects.get()
    assert kind.key == "accord"
    make_milestone(kind="accord")
    assertContains(client.get(timeline.url_in("en")), "Agreement")
    assertContains(admin_client.get(url("usage", kind.pk, model="kind")), Milestone.objects.get())


def test_a_draft_outlives_the_kind_that_it_was_given(
    admin_client, client, timeline, make_milestone, make_kind
):
    milestone, other = make_milestone(), make_kind("temporary")
    admin_client.post(url("edit", milestone.pk), posted(other, milestone))

    admin_client.post(url("delete", other.pk, model="kind"))

    assert not Kind.objects.filter(pk=other.pk).exists()
    assert admin_client.get(url("edit", milestone.pk)).status_code == 200
    milestone.get_latest_revision().publish()
    for code in languages.codes():
        assertContains(client.get(timeline.url_in(code)), milestone.anchor)
        for form in ("atom", "calendar", "csv", "timelinejs"):
            assert client.get(f"{timeline.url_in(code)}data/{form}/").status_code == 200


def test_what_was_removed_since_comes_back_with_an_old_revision(
    admin_client, area, make_area, make_milestone
):
    other = make_area()
    milestone = Milestone.objects.get(pk=make_milestone(pages=[area, other]).pk)
    old = milestone.save_revision()
    gone, kept = milestone.links.all()
    milestone.links = [kept]
    milestone.save_revision().publish()

    form = admin_client.get(url("revisions_revert", milestone.pk, old.pk)).context["form"]
    rows = [
        {"id": each["id"].value() or "", "page": each.initial["page"], "ORDER": str(place)}
        for place, each in enumerate(form.formsets["links"].initial_forms)
    ]
    links = inline_formset(rows, initial=len(rows))
    data = posted(milestone.kind, milestone, links=links, revision=old.pk)
    admin_client.post(url("edit", milestone.pk), data | {"action-publish": "1"})

    assert [link.page_id for link in Milestone.objects.get().links.all()] == [area.pk, other.pk]


def test_a_page_is_linked_once(admin_client, area, make_kind):
    title = {column("title", languages.default()): "Twice"}
    links = inline_formset([{"page": area.pk, "ORDER": "1"}, {"page": area.pk, "ORDER": "2"}])

    response = admin_client.post(url("add"), posted(make_kind(), links=links, **title))

    assert response.context["form"].formsets["links"].errors[1].keys() == {"page"}
    assert not Milestone.objects.exists()


def test_two_linked_pages_may_change_places(admin_client, area, make_area, make_milestone):
    other = make_area()
    milestone = make_milestone(pages=[area, other])
    rows = [
        {"id": link.pk, "page": page.pk, "ORDER": str(place)}
        for place, (link, page) in enumerate(zip(milestone.links.all(), [other, area], strict=True))
    ]

    admin_client.post(
        url("edit", milestone.pk),
        posted(milestone.kind, milestone, links=inline_formset(rows, initial=2), **{"action-publish": "1"}),
    )

    assert [link.page_id for link in Milestone.objects.get().links.all()] == [other.pk, area.pk]
