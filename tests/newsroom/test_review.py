"""The bilingual review: written, read in each language, published."""

import pytest
from django.core import mail
from django.urls import reverse
from wagtail.models import TaskState

from cooperation.models import AreaPage
from portal.models import BasePage
from tests.conftest import in_every_language, with_holes
from tests.editing.test_edit_page import add_url, edit_url, posted
from tests.editing.test_milestones import posted as milestone_posted
from tests.editing.test_milestones import url as milestone_url
from timeline.models import Milestone

pytestmark = pytest.mark.names_languages
WORDS = in_every_language(title="New")
SUBMIT = {"action-submit": "1"}


@pytest.fixture
def people(member):
    """One of each group; those who read French use the editor in French."""
    return {
        "editor": member("Editors", interface="en"),
        "french": member("Translators into French", interface="fr"),
        "english": member("Translators into English", interface="en"),
        "publisher": member("Publishers", interface="fr"),
    }


def form_url(obj):
    return milestone_url("edit", obj.pk) if isinstance(obj, Milestone) else edit_url(obj)


def act(client, obj, action):
    """Press a button of the review in progress, and return the answer."""
    state = TaskState.objects.filter(status="in_progress").get()
    if isinstance(obj, Milestone):
        address = milestone_url("workflow_action", obj.pk, action, state.pk)
    else:
        address = reverse("wagtailadmin_pages:workflow_action", args=[obj.pk, action, state.pk])
    return client.post(address, {"comment": ""}, follow=True)


def step():
    """Return who is to look at what is in review."""
    return TaskState.objects.get(status="in_progress").task.name.rpartition("· ")[2]


@pytest.fixture(params=["page", "milestone"])
def submitted(request, people, overview, make_kind):
    """A page or milestone that an editor has written and handed in."""
    if request.param == "page":
        people["editor"].post(add_url(AreaPage, overview), posted(**WORDS, **SUBMIT))
        return AreaPage.objects.get()
    people["editor"].post(milestone_url("add"), milestone_posted(make_kind(), **WORDS, **SUBMIT))
    return Milestone.objects.get()


def test_it_is_read_in_french_then_in_english_then_published(people, submitted):
    steps = []
    for reader in ("french", "english", "publisher"):
        steps.append(step())
        assert not type(submitted).objects.get().live
        act(people[reader], submitted, "approve")

    assert steps == ["Review of the French", "Review of the English", "Approval and publication"]
    assert type(submitted).objects.get().live
    assert not TaskState.objects.filter(status="in_progress").exists()


def test_nobody_approves_out_of_turn(people, submitted):
    for reader in ("editor", "english", "publisher"):
        act(people[reader], submitted, "approve")

    assert step() == "Review of the French"


def test_an_editor_waits_while_others_read(people, submitted):
    """What is in review is closed to its author until somebody asks for changes."""
    is_page = isinstance(submitted, BasePage)
    data = posted if is_page else lambda **texts: milestone_posted(submitted.kind, submitted, **texts)
    form = people["editor"].get(form_url(submitted))
    people["editor"].post(form_url(submitted), data(**in_every_language(title="Later")))
    during = type(submitted).objects.get().latest_revision_id

    act(people["french"], submitted, "reject")
    people["editor"].post(form_url(submitted), data(**in_every_language(title="Later")))

    assert form.status_code == 200
    assert during == submitted.latest_revision_id
    assert type(submitted).objects.get().get_latest_revision_as_object().title_fr == "Later fr"


def test_the_last_approval_is_refused_in_words_while_a_text_is_missing(people, submitted):
    for reader in ("french", "english"):
        act(people[reader], submitted, "approve")
    draft = submitted.get_latest_revision_as_object()
    draft.title_en = ""
    with_holes(submitted, title_en="")
    revision = submitted.latest_revision
    revision.content = draft.serializable_data()
    revision.save()

    response = act(people["publisher"], submitted, "approve")

    assert response.status_code == 200
    assert "Il manque" in " ".join(str(message) for message in response.context["messages"])
    assert step() == "Approval and publication"
    assert not type(submitted).objects.get().live


def test_each_mail_speaks_the_language_of_who_receives_it(people, submitted):
    act(people["french"], submitted, "approve")
    act(people["english"], submitted, "approve")
    act(people["publisher"], submitted, "approve")

    subjects = {}
    for message in mail.outbox:
        subjects.setdefault(message.to[0].partition("@")[0], []).append(message.subject)
    assert "soumis" in subjects["Translators-into-French"][0]
    assert "submitted" in subjects["Translators-into-English"][0]
    assert "New en" in subjects["Translators-into-English"][0]
    assert "soumis" in subjects["Publishers"][0]
    assert "approved" in subjects["Editors"][-1]


def test_reviews_are_listed_for_who_is_to_read_them(people, submitted):
    title = "New fr"

    assert title in people["french"].get(reverse("wagtailadmin_home")).text
    report = people["publisher"].get(reverse("wagtailadmin_reports:workflow"))
    tasks = people["publisher"].get(reverse("wagtailadmin_reports:workflow_tasks"))

    for response in (report, tasks):
        assert response.status_code == 200
        assert title in response.text
