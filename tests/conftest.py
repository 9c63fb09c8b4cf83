"""What most tests begin with: an empty portal, pages made in one line, an editor."""

import os
from io import BytesIO
from itertools import count

import pytest
from django.conf import settings
from django.contrib.auth import get_user_model
from django.core.cache import cache
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import call_command
from django.utils import timezone, translation
from hypothesis import HealthCheck, Phase
from hypothesis import settings as hypothesis
from PIL import Image
from wagtail.models import GroupApprovalTask, Revision, Site, Workflow, WorkflowTask
from wagtail.signals import published
from wagtail.test.utils.form_data import inline_formset, nested_form_data, streamfield

from cooperation.models import AreaPage, ProjectPage
from portal import languages
from portal.dates import Period
from portal.models import BasePage, InformationPage, OverviewPage, PortalDocument, PortalImage
from portal.texts import column
from timeline.models import Kind, Milestone, PageLink, TimelinePage

# quick: the same examples every time, and a failure as it was met; full: many, and the smallest one
_common = {"deadline": None, "suppress_health_check": list(HealthCheck)}
hypothesis.register_profile(
    "quick", max_examples=12, derandomize=True, phases=[Phase.explicit, Phase.generate], **_common
)
hypothesis.register_profile("full", max_examples=100, **_common)
hypothesis.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "quick"))

_numbers = count(1)


@pytest.fixture(scope="session")
def django_db_modify_db_settings(django_db_modify_db_settings_parallel_suffix, django_db_blocker):
    """With a third language (tests/settings_three_languages.py), make the migrations it needs."""
    if settings.MIGRATION_MODULES:
        with django_db_blocker.unblock():
            call_command("makemigrations", verbosity=0, interactive=False)


@pytest.fixture(autouse=True)
def default_language():
    """Begin in the default language, whatever another test left active, and with an empty cache."""
    cache.clear()
    with translation.override(languages.default()):
        yield


def in_every_language(**texts):
    """Return field values per language: ``title="Area"`` gives ``title_fr="Area fr"`` and so on."""
    return {
        column(name, code): f"{value} {code}" for name, value in texts.items() for code in languages.codes()
    }


def make(model, parent, live=True, **fields):
    """Add a page below another, with a title in every language unless one is given."""
    if not any(name.startswith("title_") for name in fields):
        fields |= in_every_language(title=f"{model.__name__} {next(_numbers)}")
    page = parent.add_child(instance=model(live=live, **fields))
    if live:
        _leave_revision(page)
        published.send(sender=model, instance=page, revision=page.live_revision)
    return page


def _leave_revision(page):
    """Leave a page as its publication would, for a fifth of what that costs."""
    now = timezone.now()
    page.live_revision = page.latest_revision = Revision.objects.create(
        content_object=page,
        base_content_type=page.get_base_content_type(),
        created_at=now,
        content=page.serializable_data(),
        object_str=str(page),
    )
    page.first_published_at = page.last_published_at = page.latest_revision_created_at = now
    left = ("live_revision", "latest_revision", "first_published_at", "last_published_at")
    left = {name: getattr(page, name) for name in (*left, "latest_revision_created_at")}
    BasePage.objects.filter(pk=page.pk).update(**left)
    page.refresh_from_db()


def with_holes(obj, **fields):
    """Return a live object of which texts are missing, as it stood before the portal was given a language."""
    type(obj).objects.filter(pk=obj.pk).rewrite(False).update(**fields)
    return type(obj).objects.get(pk=obj.pk)


def settings_posted(links=(), notices=(), **changes):
    """Return what the form of the settings sends, with changes.

    :param links: the fields of each link in the footer
    :param notices: the value of each notice
    """
    texts = dict.fromkeys(
        column(name, code) for name in ("name", "tagline", "postal_address") for code in languages.codes()
    )
    shared = dict.fromkeys(("email", "telephone", "accessibility_page", "social_picture"), "")
    children = {
        "footer_links": inline_formset(links),
        "notices": streamfield([("notice", notice) for notice in notices]),
    }
    data = dict.fromkeys(texts, "") | shared | {"accessibility": "none"} | children
    return nested_form_data(data | changes)


def png(name="plan.png", size=(40, 20), paint=None):
    """Return a picture to upload, painted by a function of it."""
    picture, content = Image.new("RGB", size, "navy"), BytesIO()
    if paint:
        paint(picture)
    picture.save(content, "PNG")
    return SimpleUploadedFile(name, content.getvalue(), "image/png")


@pytest.fixture
def make_image(db):
    """Put a picture into the library, described in every language."""

    def make_image(file=None, **fields):
        texts = in_every_language(title=f"Image {next(_numbers)}", description="What it shows")
        return PortalImage.objects.create(file=file or png(), **texts | fields)

    return make_image


@pytest.fixture
def make_document(db):
    def make_document(**fields):
        texts = in_every_language(title=f"Document {next(_numbers)}")
        return PortalDocument.objects.create(file=SimpleUploadedFile("a.pdf", b"%PDF-1.4"), **texts | fields)

    return make_document


@pytest.fixture
def overview(db):
    """An empty portal: its overview is the front page of the default site."""
    root = BasePage.objects.get(depth=1)
    page = make(OverviewPage, root, slug_fr="belarus", slug_en="belarus")
    site = Site.objects.get(is_default_site=True)
    site.root_page = page
    site.save()
    BasePage.objects.get(slug="home", depth=2).delete()
    page.refresh_from_db()
    return page


@pytest.fixture
def area(overview):
    titles = in_every_language(title="Area") | {"title_fr": "Déminage", "title_en": "Mine action"}
    return make(AreaPage, overview, **titles)


@pytest.fixture
def make_area(overview):
    return lambda parent=overview, **fields: make(AreaPage, parent, **fields)


@pytest.fixture
def make_project(area):
    return lambda parent=area, **fields: make(ProjectPage, parent, **fields)


@pytest.fixture
def make_information(overview):
    return lambda **fields: make(InformationPage, overview, **fields)


@pytest.fixture
def timeline(overview):
    titles = in_every_language(title="Timeline") | {"title_fr": "Chronologie", "title_en": "Timeline"}
    return make(TimelinePage, overview, **titles)


@pytest.fixture
def make_kind(db):
    def make_kind(key="event", **fields):
        fields = fields or in_every_language(name=key)
        return Kind.objects.get_or_create(key=key, defaults=fields)[0]

    return make_kind


@pytest.fixture
def make_milestone(make_kind):
    """Make a milestone, published unless ``live=False``, linked with pages."""

    def make_milestone(period="1998", pages=(), live=True, kind="event", **fields):
        if not any(name.startswith("title_") for name in fields):
            fields |= in_every_language(title=f"Milestone {next(_numbers)}")
        milestone = Milestone(live=False, period=Period.parse(period), kind=make_kind(kind), **fields)
        milestone.links = [PageLink(page=page) for page in pages]
        milestone.save()
        if live:
            milestone.save_revision().publish()
            milestone.refresh_from_db()
        return milestone

    return make_milestone


@pytest.fixture
def committed(django_capture_on_commit_callbacks):
    """Do something as a request does it: what waits for the commit is done with it."""

    def committed(act, *args, **kwargs):
        with django_capture_on_commit_callbacks(execute=True):
            return act(*args, **kwargs)

    return committed


@pytest.fixture
def editor(db):
    return get_user_model().objects.create_superuser("editor", "editor@example.org", "pass")


@pytest.fixture
def admin_client(client, editor):
    client.force_login(editor)
    return client


@pytest.fixture
def review(db):
    """A workflow of one step, which is assigned to nothing."""
    workflow, task = Workflow.objects.create(name="Review"), GroupApprovalTask.objects.create(name="Read")
    WorkflowTask.objects.create(workflow=workflow, task=task)
    return workflow


@pytest.fixture
def shipped(db):
    """The portal as it is shipped."""
    call_command("loaddata", "newsroom", "belarus", "milestones", verbosity=0)
