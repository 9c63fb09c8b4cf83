"""What is left to translate, everywhere it is shown: report, dashboard, lists, command."""

import csv
import io
import json

import pytest
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group, Permission
from django.core.management import CommandError, call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from openpyxl import load_workbook
from pytest_django.asserts import assertContains, assertNotContains
from wagtail.models import GroupPagePermission

from cooperation.models import Participant
from portal import languages
from portal.texts import column
from tests.conftest import in_every_language, with_holes
from tests.editing.test_edit_page import posted, use_interface

REPORT = "/admin/reports/parity/"
COPY = "Le projet a détruit des stocks"
codes = pytest.mark.parametrize("code", languages.codes())


def hole(name, code):
    """Return a text in every language but one."""
    return in_every_language(**{name: "Text"}) | {column(name, code): ""}


def titles(response):
    return [each.title for each in response.context["object_list"]]


@codes
def test_the_report_lists_pages_and_milestones_by_language_and_state(
    admin_client, area, make_area, make_milestone, code
):
    missing = make_area(live=False, **hole("title", code))
    milestone = make_milestone(live=False, **hole("title", code))
    copied = make_area(**dict.fromkeys((column("introduction", each) for each in languages.codes()), COPY))

    def asked(**query):
        return set(titles(admin_client.get(REPORT, query)))

    everything = asked()
    assert {area.text("title").value, copied.text("title").value} < everything
    assert asked(state="missing") == asked(language=code, state="missing")
    assert len(asked(state="missing")) == 1  # of one name, so once
    assert len(titles(admin_client.get(REPORT, {"state": "missing"}))) == 2
    assert asked(type="timeline.milestone") == {milestone.text("title").value}
    assert asked(state="copied") == {copied.text("title").value}
    assert missing.text("title").value in asked(language=code)
    assert copied.text("title").value in asked(language=languages.codes()[-1])


@codes
def test_the_report_finds_what_was_left_out_on_purpose(admin_client, area, make_area, code):
    left_out = make_area(**hole("title", code), **{column("published_in", code): False})

    response = admin_client.get(REPORT, {"state": "left-out", "language": code})

    assert titles(response) == [left_out.text("title").value]
    assert titles(admin_client.get(REPORT, {"state": "missing"})) == []


def test_a_draft_is_judged_as_it_was_last_saved(admin_client, area):
    code = languages.codes()[-1]
    for name, value in hole("introduction", code).items():
        setattr(area, name, value)
    area.save_revision()

    assert titles(admin_client.get(REPORT, {"state": "missing"})) == [area.text("title").value]


@pytest.mark.parametrize("form", ["csv", "xlsx"])
def test_the_report_is_a_spreadsheet_too(admin_client, editor, area, make_area, form):
    use_interface(editor, languages.default())
    code = languages.codes()[-1]
    make_area(live=False, **hole("title", code))

    response = admin_client.get(REPORT, {"export": form, "language": code, "state": "missing"})

    content = b"".join(response.streaming_content)
    if form == "csv":
        heading, *rows = csv.reader(io.StringIO(content.decode()))
    else:
        heading, *rows = load_workbook(io.BytesIO(content)).active.iter_rows(values_only=True)
    assert len(heading) == len(set(heading)) == 3 + 4 * len(languages.codes())
    [row] = rows
    assert row[0].startswith("Text")
    assert str(row[3 + 4 * languages.codes().index(code)]) == "1"


def test_the_report_costs_no_more_queries_for_many_rows(
    admin_client, make_area, make_project, make_milestone
):
    def cost():
        with CaptureQueriesContext(
            connection,
        ) as queries:
            assert admin_client.get(REPORT).status_code == 200
        return len(queries)

    def add(number):
        for _time in range(number):
            draft = make_area()
            draft.introduction_fr = "Changed"
            draft.save_revision()
            project = make_project(live=False)
            project.participants = [Participant(role="lead", country="CA")]
            project.save()
            make_milestone()

    add(1)
    first = cost()
    add(12)
    assert cost() == first


@codes
def test_the_explorer_and_the_milestone_list_show_badges_at_no_cost_a_row(
    admin_client, editor, overview, make_area, make_milestone, code
):
    lists = [reverse("wagtailadmin_explore", args=[overview.pk]), "/admin/snippets/timeline/milestone/"]

    def cost(address):
        with CaptureQueriesContext(connection) as queries:
            response = admin_client.get(address)
        assertContains(response, "parity-badge--missing")
        # those of Wagtail's own columns, which asks for each row, left out
        tables = ("translationmemory", "cooperation_areapage", "timeline_source", "timeline_pagelink")
        return sum(any(table in query["sql"] for table in tables) for query in queries)

    def add():
        make_area(live=False, **hole("title", code))
        make_milestone(live=False, **hole("title", code))

    add()
    for address in lists:
        cost(address)
    first = [cost(address) for address in lists]
    for _time in range(12):
        make_area()
        make_milestone()
    assert [cost(address) for address in lists] == first
    with_badges = admin_client.get(lists[0])
    assert sum(bool(page.standing) for page in with_badges.context["object_list"]) == 13


def test_the_dashboard_tells_what_is_left(admin_client, area, make_area):
    assertNotContains(admin_client.get("/admin/"), "parity-badge--missing")
    code = languages.codes()[-1]
    missing = make_area(live=False, **hole("title", code))

    response = admin_client.get("/admin/")

    assertContains(response, "parity-badge--missing")
    assertContains(response, reverse("wagtailadmin_pages:edit", args=[missing.pk]))


@pytest.fixture
def writer(area, make_area):
    """Someone who may edit one area, and sees no other."""
    user = get_user_model().objects.create_user("writer", password="pass")
    group = Group.objects.create(name="Writers")
    group.permissions.add(Permission.objects.get(codename="access_admin"))
    permission = Permission.objects.get(codename="change_basepage")
    GroupPagePermission.objects.create(group=group, page=area, permission=permission)
    user.groups.add(group)
    return user


def test_each_sees_what_they_work_on(client, writer, area, make_area, make_milestone):
    make_area(**in_every_language(title="Somebody else's"))
    make_milestone(**in_every_language(title="Not theirs"))
    client.force_login(writer)

    response = client.get(REPORT)

    assert titles(response) == [area.text("title").value]
    assert client.get("/admin/").status_code == 200


def test_whoever_edits_nothing_has_no_report(client, area):
    user = get_user_model().objects.create_user("guest", password="pass")
    group = Group.objects.create(name="Guests")
    group.permissions.add(Permission.objects.get(codename="access_admin"))
    user.groups.add(group)
    client.force_login(user)

    assert client.get(REPORT).status_code == 302
    assertNotContains(client.get("/admin/"), REPORT)


def test_whoever_edits_milestones_alone_sees_theirs(client, area, make_milestone):
    milestone = make_milestone()
    user = get_user_model().objects.create_user("historian", password="pass")
    group = Group.objects.create(name="Historians")
    names = ["access_admin", "change_milestone", "view_milestone"]
    group.permissions.set(Permission.objects.filter(codename__in=names))
    user.groups.add(group)
    client.force_login(user)

    assertContains(client.get("/admin/"), REPORT)
    assert titles(client.get(REPORT)) == [milestone.text("title").value]


def test_a_title_is_no_formula_in_a_spreadsheet(admin_client, make_area):
    make_area(**in_every_language(title="=HYPERLINK(1)"))

    text = b"".join(admin_client.get(REPORT, {"export": "csv"}).streaming_content).decode()

    assert "'=HYPERLINK" in text
    assert ",=HYPERLINK" not in text


def test_the_dashboard_follows_each_change(admin_client, area):
    code = languages.codes()[-1]
    assertNotContains(admin_client.get("/admin/"), "parity-badge--missing")

    data = posted(area, **hole("introduction", code))
    admin_client.post(reverse("wagtailadmin_pages:edit", args=[area.pk]), data)

    assertContains(admin_client.get("/admin/"), "parity-badge--missing")


# manage.py parity


def run(*options):
    out = io.StringIO()
    call_command("parity", *options, stdout=out)
    return out.getvalue()


@pytest.mark.names_languages
@codes
def test_the_command_lists_what_is_not_fine(area, make_milestone, make_area, code):
    with_holes(area, **{column("title", code): " "})
    make_milestone(
        key="moment",
        **in_every_language(title="T"),
        **dict.fromkeys((column("description", each) for each in languages.codes()), COPY),
    )
    path = f"/{area.in_language('slug', languages.default())}/"

    rows = json.loads(run("--json"))

    assert rows == [
        {"object": f"cooperation.areapage {path}", "field": "title", "language": code, "state": "missing"},
        {
            "object": "timeline.milestone moment",
            "field": "description",
            "language": languages.codes()[-1],
            "state": "copied",
        },
    ]
    assert path in run()


def test_the_command_fails_under_what_is_wanted(area, make_area):
    run("--fail-under", "100")
    with_holes(make_area(), **{column("title", languages.codes()[-1]): ""})

    run("--fail-under", "10")
    with pytest.raises(CommandError) as error:
        run("--fail-under", "99.9")
    assert error.value.returncode == 1


@pytest.mark.names_languages
def test_the_shipped_content_is_whole(shipped):
    assert json.loads(run("--json", "--fail-under", "100")) == []
