"""Every view of the editor, opened by each group: none fails, and none shows what the group must not see."""

import re

import pytest
from django.contrib.auth.models import Group
from django.urls import URLResolver, get_resolver
from wagtail.contrib.redirects.models import Redirect
from wagtail.models import Collection, Site, Task

from portal import languages
from portal.models import BasePage, PortalSettings, User
from tests.conftest import in_every_language

pytestmark = [pytest.mark.names_languages, pytest.mark.long]
GROUPS = ["Editors", "Translators into French", "Translators into English", "Publishers"]
# for nobody in particular; the last fails on purpose, to show how that looks
ABROAD = r"admin/(login|logout|password_reset|api|jsi18n|sprite|icons|failwhale)"

# what only some of the groups may open, by the beginning of the address; the first that fits
CLOSED = [
    (r"users/(?!\d+/$)|groups/|sites/|collections/", []),
    # a chooser tells the names of tasks, which everybody meets in a review
    (r"workflows/(?!list/|usage/|task_index/|tasks/index/|task_chooser/)", []),
    (r"reports/(site-history|aging-pages)", GROUPS),
    (r"redirects/", ["Publishers"]),
    (r"settings/", ["Translators into French", "Translators into English", "Publishers"]),
    (r"snippets/timeline/milestone/(add|copy)", ["Editors"]),
    (r"snippets/timeline/milestone/(delete|unpublish)", ["Publishers"]),
    (r"snippets/timeline/kind/(add|copy|delete)", ["Publishers"]),
    (r"pages/add/|pages/\d+/add_subpage/", ["Editors"]),
    (r"pages/\d+/(delete|unpublish|move|privacy)/", ["Publishers"]),
    (r"pages/\d+/copy/", ["Editors", "Publishers"]),
    (r"images/(add|multiple/add)|documents/(add|multiple/add)", ["Editors"]),
    (r"images/\d+/delete/|documents/delete/", ["Publishers"]),
]


def routes(resolver=None, before=""):
    for pattern in (resolver or get_resolver()).url_patterns:
        route = before + str(pattern.pattern)
        if isinstance(pattern, URLResolver):
            yield from routes(pattern, route)
        elif route.startswith("admin/") and not re.match(ABROAD, route):
            yield route.removeprefix("admin/")


@pytest.fixture
def there(newsroom, area, make_milestone, make_kind, make_image, make_document):
    """What the addresses name: the beginning of an address, and the values of its parts."""
    milestone, image, document = make_milestone(), make_image(), make_document()
    settings = PortalSettings.objects.create(**in_every_language(name="Portal"))
    redirect = Redirect.objects.create(old_path="/before", redirect_link="/after/")
    state = newsroom.start(area.specific, User.objects.create_superuser("first"))
    page = {
        "content_type_app_name": "cooperation",
        "content_type_model_name": "areapage",
        "app_label": "cooperation",
        "model_name": "areapage",
        "action_name": "approve",
        "task_state_id": state.current_task_state.pk,
        "task_id": state.current_task_state.task_id,
        "workflow_state_id": state.pk,
        "revision_id": area.latest_revision_id,
        "destination_id": area.get_parent().pk,
        "parent_page_id": area.get_parent().pk,
        "default": area.pk,
    }
    task = {"app_label": "wagtailcore", "model_name": "groupapprovaltask"}
    drafted = {"default": milestone.pk, "revision_id": milestone.latest_revision_id}
    return [
        ("snippets/timeline/milestone", drafted),
        ("snippets/choose/timeline/milestone", drafted),
        ("snippets", {"default": make_kind().pk}),
        ("sites", {"default": Site.objects.get().pk}),
        ("users", {"default": User.objects.get(username="first").pk}),
        ("groups", {"default": Group.objects.first().pk}),
        ("collections", {"default": Collection.objects.first().pk}),
        ("redirects", {"default": redirect.pk}),
        ("settings", {"default": settings.pk, "app_name": "portal", "model_name": "portalsettings"}),
        ("images", {"default": image.pk, "filter_spec": "width-100"}),
        ("documents", {"default": document.pk}),
        ("workflows/task", {"default": Task.objects.first().pk} | task),
        ("workflows", {"default": newsroom.pk, "page_pk": area.get_parent().pk}),
        ("tag-autocomplete", {"app_name": "taggit", "model_name": "tag"}),
        ("bulk", {"app_label": "portal", "model_name": "basepage", "action": "publish"}),
        ("editing-sessions", {"app_label": "portal", "model_name": "basepage", "default": area.pk}),
        ("", page),
    ]


def addresses(there):
    """Yield the address of each view, with what is there in the place of its parts."""
    for route in routes():
        parts = next(values for begin, values in there if route.startswith(begin))
        if "revisions/compare" in route:
            before = re.sub(r"\^?\(\?P<pk>.*", "", route)
            yield f"{before}{parts['default']}/revisions/compare/earliest...latest/"
            continue
        names = re.findall(r"<(?:\w+:)?(\w+)>", route)
        address = re.sub(r"<(?:\w+:)?\w+>", "{}", route.replace("^", "").replace("$", ""))
        yield address.format(*(parts.get(name, parts.get("default", 1)) for name in names))


@pytest.mark.parametrize("interface", languages.codes())
@pytest.mark.parametrize("group", [*GROUPS, None])
def test_each_view_opens_or_is_refused_in_words(there, member, admin_client, group, interface):
    client = member(group, interface=interface) if group else admin_client
    client.raise_request_exception = False
    failed, seen = [], []
    for address in addresses(there):
        query = {"id": BasePage.objects.last().pk} if address.startswith("bulk/") else {}
        response = client.get(f"/admin/{address}", query)
        if response.status_code >= 500:
            failed.append(address)
        if group and response.status_code == 200 and not may_open(group, address):
            seen.append(address)
    assert (failed, seen) == ([], [])


def may_open(group, address):
    return next((group in groups for begin, groups in CLOSED if re.match(begin, address)), True)
