"""What an editor does with pages, in the editor, in either interface language."""

import pytest
from django.urls import reverse
from django.utils import translation
from pytest_django.asserts import assertContains, assertRedirects
from wagtail.test.utils.form_data import inline_formset, nested_form_data, rich_text, streamfield

from cooperation.models import AreaPage, Participant, ProjectPage
from portal import languages
from portal.models import BasePage, InformationPage, OverviewPage
from portal.texts import column
from tests.changing import codes
from tests.forms import filled


def posted(page=None, **changes):
    """Return what the edit form of an area sends, with changes."""
    fields = ("title", "slug", "seo_title", "search_description", "introduction")
    data = {
        column(name, code): (page and page.in_language(name, code)) or ""
        for name in fields
        for code in languages.codes()
    }
    data |= {column("published_in", code): "on" for code in languages.codes()}
    data |= {"picture": "", "body": streamfield([]), "comments": inline_formset([])}
    return nested_form_data(data | changes)


def project_posted(**changes):
    streams = {name: streamfield([]) for name in ("key_figures", "resources")}
    programme = {column("programme", code): "" for code in languages.codes()}
    project = {"status": "", "period": "", "participants": inline_formset([]), **streams, **programme}
    return posted(**(project | changes))


def add_url(model, parent):
    return reverse("wagtailadmin_pages:add", args=[model._meta.app_label, model._meta.model_name, parent.pk])


def edit_url(page):
    return reverse("wagtailadmin_pages:edit", args=[page.pk])


def use_interface(user, code):
    from wagtail.users.models import UserProfile

    profile = UserProfile.get_for_user(user)
    profile.preferred_language = code
    profile.save()


@pytest.mark.names_languages
@pytest.mark.parametrize("interface", languages.codes())
def test_a_sentence_changed_in_both_languages_is_published(admin_client, editor, client, area, interface):
    use_interface(editor, interface)
    changes = {
        "introduction_fr": "Phrase neuve.",
        "introduction_en": "New sentence.",
        "body": streamfield(
            [("paragraph", {"fr": rich_text("<p>Corps.</p>"), "en": rich_text("<p>Body.</p>")})]
        ),
        "action-publish": "1",
    }

    response = admin_client.post(edit_url(area), posted(area, **changes))

    assert response.status_code == 302
    assertContains(client.get("/fr/deminage/"), "Phrase neuve.")
    assertContains(client.get("/fr/deminage/"), "Corps.")
    assertContains(client.get("/en/mine-action/"), "New sentence.")
    assertContains(client.get("/en/mine-action/"), "Body.")
    area.refresh_from_db()
    assert (area.title_fr, area.title_en) == ("Déminage", "Mine action")


@pytest.mark.names_languages
def test_the_rows_saved_are_alike_whichever_the_interface_language(admin_client, editor, overview):
    rows = []
    for interface in languages.codes():
        use_interface(editor, interface)
        data = posted(title_fr=f"Œuvre {interface}", title_en="", published_in_en=None)
        data = {name: value for name, value in data.items() if value is not None}
        admin_client.post(add_url(AreaPage, overview), data | {"action-publish": "1"})
        page = AreaPage.objects.last()
        raw = AreaPage.objects.rewrite(False).filter(pk=page.pk)
        rows.append(
            raw.raw_values(
                "title_fr", "title_en", "introduction_fr", "introduction_en", "slug", "title"
            ).get()
        )
        assert page.slug_fr == page.slug_en == f"oeuvre-{interface}"

    first, second = ({key: (value or "").replace("fr", "en") for key, value in row.items()} for row in rows)
    assert first == second


@pytest.mark.names_languages
def test_an_empty_slug_is_made_from_the_title_of_its_language(admin_client, overview):
    admin_client.post(add_url(AreaPage, overview), posted(title_fr="L’été à l'Œuvre", title_en="Summer"))

    page = AreaPage.objects.get()
    assert (page.slug_fr, page.slug_en) == ("l-ete-a-l-oeuvre", "summer")


def test_a_title_of_signs_alone_still_gets_an_address(admin_client, overview):
    for _time in range(2):
        admin_client.post(
            add_url(AreaPage, overview), posted(**{column("title", languages.default()): "!!!"})
        )

    assert sorted(AreaPage.objects.values_list(column("slug", languages.default()), flat=True)) == [
        "page",
        "page-2",
    ]


def test_a_page_without_any_title_is_refused_at_the_title(admin_client, overview):
    response = admin_client.post(add_url(AreaPage, overview), posted())

    form = response.context["form"]
    assert {column("title", code) for code in languages.codes()} <= set(form.errors)
    assert not AreaPage.objects.exists()


@pytest.mark.parametrize("code", languages.codes())
def test_a_slug_that_a_sibling_has_is_refused_at_its_field(admin_client, area, make_area, code):
    other = make_area()
    taken = {column("slug", code): area.in_language("slug", code)}

    response = admin_client.post(edit_url(other), posted(other, **taken, **{"action-publish": "1"}))

    assert set(response.context["form"].errors) == {column("slug", code)}
    assertContains(response, area.in_language("slug", code))
    new = admin_client.post(
        add_url(AreaPage, area.get_parent()), posted(**{column("title", code): "New"}, **taken)
    )
    assert set(new.context["form"].errors) == {column("slug", code)}


@pytest.mark.parametrize("slug", ["pas un slug !", "a/b", "x" * 300, "../..", "été"])
def test_a_slug_that_does_not_fit_is_refused_and_nothing_is_lost(admin_client, area, slug):
    name = column("slug", languages.codes()[-1])
    introduction = column("introduction", languages.default())

    response = admin_client.post(edit_url(area), posted(area, **{name: slug, introduction: "Kept as typed."}))

    assert response.status_code == 200
    assert name in response.context["form"].errors
    assertContains(response, "Kept as typed.")


@pytest.mark.names_languages
@pytest.mark.parametrize(
    ("interface", "why"), [("fr", "il n’y a pas de mois 13"), ("en", "there is no month 13")]
)
def test_a_date_that_does_not_exist_is_refused_in_the_editor_s_language(
    admin_client, editor, area, interface, why
):
    use_interface(editor, interface)

    response = admin_client.post(
        add_url(ProjectPage, area), project_posted(title_fr="Projet", period="1998-13")
    )

    assertContains(response, why)
    assertContains(response, "1998-13")
    assert not ProjectPage.objects.exists()


@pytest.mark.names_languages
def test_a_project_is_kept_with_its_participants(admin_client, client, area):
    participants = inline_formset(
        [
            {"role": "lead", "country": "CA", "name_fr": "", "name_en": ""},
            {"role": "partner", "country": "", "name_fr": "Centre", "name_en": "Centre"},
        ]
    )
    data = project_posted(
        title_fr="Mines",
        title_en="Mines",
        status="closed",
        period="../2007-01",
        programme_fr="Fonds",
        programme_en="Fund",
        participants=participants,
    )

    admin_client.post(add_url(ProjectPage, area), data | {"action-publish": "1"})

    french = client.get("/fr/deminage/mines/")
    assertContains(french, "jusqu’en janvier 2007")
    assertContains(french, "Chef de file")
    assertContains(french, "Clos")
    assertContains(french, "Fonds")
    english = client.get("/en/mine-action/mines/")
    assertContains(english, "until January 2007")
    assertContains(english, "Canada")
    assertContains(english, "Fund")


@pytest.mark.parametrize(
    "participant",
    [
        {"role": "lead", "country": "", "name_fr": "", "name_en": ""},
        {"role": "lead", "country": "CA", "name_fr": "Organisation", "name_en": ""},
    ],
)
def test_a_participant_is_a_country_or_an_organisation(admin_client, area, participant):
    title = {column("title", languages.default()): "Project"}

    response = admin_client.post(
        add_url(ProjectPage, area),
        project_posted(**title, participants=inline_formset([participant])) | {"action-publish": "1"},
    )

    assert response.context["form"].formsets["participants"].errors[0].keys() == {"country"}


@pytest.mark.names_languages
@pytest.mark.parametrize("action", ["action-publish", "action-draft"])
def test_a_country_has_a_role_once_and_nothing_is_lost(admin_client, editor, area, action):
    twice = [{"role": "lead", "country": "CA", "name_fr": "", "name_en": ""}] * 2
    for interface, why in (
        ("fr", "Ce pays a déjà ce rôle dans le projet"),
        ("en", "already has that role in the project"),
    ):
        use_interface(editor, interface)
        data = project_posted(title_fr="Gardé tel quel", participants=inline_formset(twice))

        response = admin_client.post(add_url(ProjectPage, area), data | {action: "1"})

        errors = response.context["form"].formsets["participants"].errors
        assert [set(each) for each in errors] == [set(), {"country"}]
        assertContains(response, why)
        assertContains(response, "Gardé tel quel")
        assert not ProjectPage.objects.exists()


def test_two_countries_may_change_places(admin_client, area, make_project):
    project = make_project(parent=area)
    names = {column("name", code): "" for code in languages.codes()}
    project.participants = [Participant(role="lead", country="FR"), Participant(role="partner", country="CA")]
    project.save_revision().publish()
    project = ProjectPage.objects.get(pk=project.pk)
    rows = [
        {"id": each.pk, "role": each.role, "country": other, **names}
        for each, other in zip(project.participants.all(), ["CA", "FR"], strict=True)
    ]
    titles = {column("title", code): project.in_language("title", code) for code in languages.codes()}

    admin_client.post(
        edit_url(project),
        project_posted(**titles, participants=inline_formset(rows, initial=2)) | {"action-publish": "1"},
    )

    project.refresh_from_db()
    assert [each.country.code for each in project.participants.all()] == ["CA", "FR"]


@pytest.mark.parametrize("field", ["new_title", "new_slug"])
def test_a_copy_s_name_that_is_too_long_is_refused_at_its_field(admin_client, area, overview, field):
    data = {"new_title": "Copy", "new_slug": "copy", "new_parent_page": overview.pk, "publish_copies": "on"}

    response = admin_client.post(
        reverse("wagtailadmin_pages:copy", args=[area.pk]), data | {field: "x" * 300}
    )

    assert set(response.context["form"].errors) == {field}
    assert AreaPage.objects.count() == 1


@pytest.mark.parametrize("parent", ["99999999", "abc", "", "9" * 30])
def test_a_copy_to_a_page_that_is_not_there_says_so(admin_client, area, parent):
    url = reverse("wagtailadmin_pages:copy", args=[area.pk])

    response = admin_client.post(url, {"new_title": "x", "new_slug": "x", "new_parent_page": parent})

    assertRedirects(response, url)
    assert AreaPage.objects.count() == 1


@pytest.mark.parametrize("question", ['"', 'a"b', "\x00", '"mine action"', "' OR *", "(" * 100])
def test_any_question_can_be_asked_of_the_editor(admin_client, area, question):
    for name in ("wagtailadmin_pages:search", "wagtailimages:index", "wagtaildocs:index"):
        assert admin_client.get(reverse(name), {"q": question}).status_code == 200
    explorer = reverse("wagtailadmin_explore", args=[area.get_parent().pk])
    assert admin_client.get(explorer, {"q": question}).status_code == 200


def test_what_was_found_can_be_sorted_by_title(admin_client, editor, area):
    for code in languages.codes():
        use_interface(editor, code)
        for ordering in ("title", "-title"):
            for name, args in (("wagtailadmin_explore", [area.get_parent().pk]), ("wagtailimages:index", [])):
                answer = admin_client.get(reverse(name, args=args), {"q": "a", "ordering": ordering})
                assert answer.status_code == 200


@pytest.mark.parametrize(
    ("model", "parent"),
    [
        (ProjectPage, OverviewPage),
        (AreaPage, AreaPage),
        (OverviewPage, AreaPage),
        (InformationPage, AreaPage),
        (BasePage, OverviewPage),
    ],
)
def test_a_page_under_a_parent_it_may_not_have_is_refused(admin_client, overview, area, model, parent):
    below = {OverviewPage: overview, AreaPage: area}[parent]

    response = admin_client.get(add_url(model, below))

    assert response.status_code in {302, 403, 404}
    assert not below.get_children().type(model).exclude(pk=area.pk).exists()


def test_the_form_shows_each_text_in_every_language(admin_client, area):
    response = admin_client.get(edit_url(area))

    for code, name in [(code, languages.name_of(code)) for code in languages.codes()]:
        assertContains(response, f'name="{column("title", code)}"')
        assertContains(response, f'name="{column("introduction", code)}"')
        assertContains(response, f'lang="{code}"')
        assertContains(response, name)


def test_a_draft_is_previewed_in_each_language(admin_client, area):
    url = reverse("wagtailadmin_pages:preview_on_edit", args=[area.pk])
    texts = {code: f"Draft in {code}" for code in languages.codes()}
    admin_client.post(
        url, posted(area, **{column("introduction", code): text for code, text in texts.items()})
    )

    for code, text in texts.items():
        response = admin_client.get(url, {"mode": code})
        assertContains(response, f'<html lang="{code}">')
        assertContains(response, text)
    assert admin_client.get(url, {"mode": "xx"}).status_code == 404


def test_a_copy_has_addresses_of_its_own_and_opens_for_editing(admin_client, area, overview):
    url = reverse("wagtailadmin_pages:copy", args=[area.pk])
    data = {"new_title": "Copy", "new_slug": "copy", "new_parent_page": overview.pk, "publish_copies": "on"}

    response = admin_client.post(url, data)

    copy = AreaPage.objects.exclude(pk=area.pk).get()
    assertRedirects(response, edit_url(copy))
    for code in languages.codes():
        assert copy.in_language("slug", code) != area.in_language("slug", code)
        assert admin_client.get(copy.url_in(code)).status_code == 200


def test_a_move_to_where_any_slug_is_taken_is_refused(admin_client, area, make_area, make_project):
    other, code = make_area(), languages.codes()[-1]
    title = {column("title", each): f"Same {each}" for each in languages.codes()}
    project = make_project(parent=area, **title)
    make_project(
        parent=other,
        **title,
        **{column("slug", each): "unlike" for each in languages.codes() if each != code},
    )

    response = admin_client.post(reverse("wagtailadmin_pages:move_confirm", args=[project.pk, other.pk]))

    assertRedirects(response, reverse("wagtailadmin_pages:move", args=[project.pk]))
    project.refresh_from_db()
    assert project.get_parent().pk == area.pk


@pytest.mark.names_languages
@pytest.mark.parametrize("interface", languages.codes())
def test_a_rename_in_one_language_redirects_in_that_one(
    admin_client, editor, area, make_project, django_capture_on_commit_callbacks, interface
):
    use_interface(editor, interface)
    project = make_project(parent=area, title_fr="Fonds", title_en="Fund")
    with django_capture_on_commit_callbacks(execute=True):
        admin_client.post(edit_url(area), posted(area, slug_en="clearance", **{"action-publish": "1"}))

    assertRedirects(admin_client.get("/en/mine-action/"), "/en/clearance/", status_code=301)
    assertRedirects(admin_client.get("/en/mine-action/fund/"), "/en/clearance/fund/", status_code=301)
    assert admin_client.get("/fr/deminage/").status_code == 200
    assert admin_client.get("/fr/deminage/fonds/").status_code == 200
    project.refresh_from_db()
    with translation.override("en"):
        assert project.url == "/en/clearance/fund/"


def test_titles_are_listed_in_the_editor_s_own_language(admin_client, editor, area):
    for code in languages.codes():
        use_interface(editor, code)
        response = admin_client.get(reverse("wagtailadmin_explore", args=[area.get_parent().pk]))
        assertContains(response, area.in_language("title", code))


def test_a_preview_may_stand_in_a_frame_of_the_editor_and_a_page_in_none(admin_client, client, area):
    url = reverse("wagtailadmin_pages:preview_on_edit", args=[area.pk])
    admin_client.post(url, posted(area))

    assert admin_client.get(url, {"mode": languages.default()})["X-Frame-Options"] == "SAMEORIGIN"
    assert client.get(area.url_in(languages.default()))["X-Frame-Options"] == "DENY"


@codes
def test_an_address_is_made_from_the_title_of_its_language_once_that_is_there(admin_client, make_area, code):
    page = make_area(live=False, **{column("title", code): "Premier titre"})
    other = next(each for each in languages.codes() if each != code)

    data = filled(admin_client.get(edit_url(page)))
    admin_client.post(edit_url(page), data | {column("title", other): "Second"})

    page.refresh_from_db()
    assert data[column("slug", other)] == ""
    assert page.in_language("slug", code) == "premier-titre"
    assert page.in_language("slug", other) == "second"


@pytest.mark.parametrize(
    "forged",
    [
        {"body-1-order": "0"},
        {"body-0-order": "x"},
        {"body-0-order": ""},
        {"body-1-order": "-1"},
        {"body-1-order": "9" * 5000},
        {"body-count": "9" * 9},
        {"body-count": "x"},
    ],
)
def test_blocks_in_no_order_are_no_failure(admin_client, area, forged):
    texts = [dict.fromkeys(languages.codes(), f"<p>Text {number}</p>") for number in range(2)]
    data = posted(area, body=streamfield([("paragraph", text) for text in texts]))

    response = admin_client.post(edit_url(area), data | forged)

    assert response.status_code in {200, 302}
    draft = type(area).objects.get(pk=area.pk).get_latest_revision_as_object()
    assert len(draft.body) == 2
