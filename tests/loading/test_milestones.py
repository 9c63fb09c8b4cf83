"""What a deployer gets from ``loaddata milestones``."""

import pytest
from django.core.management import CommandError, call_command
from django.db import transaction
from django.utils import translation
from wagtail.models import Revision

from portal import languages
from portal.models import BasePage
from timeline.models import Kind, Milestone

pytestmark = pytest.mark.django_db


def load(*labels):
    call_command("loaddata", *labels, verbosity=0)


def state():
    links = Milestone.objects.values_list(
        "key", "period", "links__page__slug", "live", "title_fr", "title_en"
    )
    return list(links), Revision.objects.count(), Kind.objects.count()


@pytest.mark.names_languages
@pytest.mark.parametrize(
    "steps", [[["belarus", "milestones"]], [["milestones", "belarus"]], [["belarus"], ["milestones"]]]
)
@pytest.mark.parametrize("code", languages.codes())
def test_milestones_load_with_their_pages_in_any_order_and_again_without_change(steps, code):
    with translation.override(code):
        for labels in steps:
            load(*labels)
        before = state()
        for labels in steps:
            load(*labels)

    assert state() == before
    milestones = list(Milestone.objects.shown())
    assert [milestone.period.edtf for milestone in milestones] == [
        "1992",
        "1995",
        "1997",
        "1998-04",
        "2001/..",
        "2007-01",
        "2013/..",
    ]
    for milestone in milestones:
        assert milestone.live
        assert not milestone.has_unpublished_changes
        assert milestone.live_pages
        assert milestone.live_revision.as_object().live_pages == milestone.live_pages
        for each in languages.codes():
            assert milestone.in_language("title", each)
    assert [page.url_in("fr") for page in milestones[5].live_pages] == [
        "/fr/demilitarisation/",
        "/fr/demilitarisation/mines-antipersonnel/",
    ]


def test_what_an_editor_wrote_since_is_left_alone(shipped):
    milestone = Milestone.objects.get(key="ouverture-de-la-mission")
    milestone.title_fr = "Écrit depuis"
    milestone.save_revision().publish()

    load("milestones")

    milestone.refresh_from_db()
    assert milestone.title_fr == "Écrit depuis"


MILESTONE = """
- model: timeline.kind
  fields: {key: essai, name: {fr: Essai, en: Trial}}
- model: timeline.milestone
  fields:
    key: nouveau-jalon
    period: 1998-04
    kind: essai
    title: {fr: Essai, en: Trial}
"""


@pytest.mark.parametrize(
    ("text", "named"),
    [
        (MILESTONE + "    pages: [/, /nowhere/]", "/nowhere/"),
        (MILESTONE.replace("kind: essai", "kind: nothing"), "nothing"),
        (MILESTONE.replace("1998-04", "1998-13"), "1998-13"),
        (MILESTONE + "    importance: huge", "minor"),
        (MILESTONE.replace("title: {fr: Essai, en: Trial}", "title: {}"), "title"),
        (MILESTONE + "    sources: [{label: {fr: x}, url: nonsense}]", "url"),
        (MILESTONE + "    colour: blue", "colour"),
        (MILESTONE + "    pages: [/science/, /science/]", "/science/"),
        (MILESTONE.replace("key: nouveau-jalon", "key: nouveau-jalon!"), "key"),
    ],
)
def test_what_is_wrong_with_a_milestone_is_named_with_it_and_nothing_is_written(
    shipped, tmp_path, text, named
):
    before = state()
    file = tmp_path / "broken.yaml"
    file.write_text(text)

    with pytest.raises(CommandError) as error:
        load(str(file))

    assert "broken.yaml" in str(error.value)
    assert "nouveau-jalon" in str(error.value)
    assert named in str(error.value)
    assert state() == before


NONSENSE = [
    "null",
    "true",
    "5",
    "[]",
    "{}",
    "[null]",
    "[a]",
    "{a: b}",
    "[{a: b}]",
    "[[1]]",
    "'\\0'",
    "x" * 400,
]


def attempt(file):
    """Load a file and take it back; return what was told if it was refused, else the file's name."""
    try:
        with transaction.atomic():
            load(str(file))
            transaction.set_rollback(True)
    except CommandError as error:
        return str(error)
    return file.name


@pytest.mark.parametrize("value", NONSENSE)
def test_nonsense_in_a_content_file_is_told_with_the_object_never_a_failure(shipped, tmp_path, value):
    """A value that fits by chance loads; any other is an error of the command, which writes nothing."""
    lines = [line for line in MILESTONE.splitlines() if line.startswith("    ")]
    fields = {line.split(":")[0].strip() for line in lines} | {
        "pages",
        "sources",
        "links",
        "picture",
        "importance",
        "description",
        "go_live_at",
        "revisions",
        "id",
    }
    file = tmp_path / "broken.yaml"
    before = state()
    for field in sorted(fields):
        kept = "\n".join(line for line in MILESTONE.splitlines() if not line.startswith(f"    {field}:"))
        file.write_text(f"{kept}\n    {field}: {value}\n")
        assert "broken.yaml" in attempt(file), field
        assert state() == before, field


@pytest.mark.parametrize("value", NONSENSE)
def test_nonsense_about_a_page_is_told_with_the_object_never_a_failure(shipped, tmp_path, value):
    page = {
        "parent": "/science/",
        "slug": "{fr: essai, en: trial}",
        "title": "{fr: Essai, en: Trial}",
        "body": "[]",
        "participants": "[]",
        "status": "closed",
        "period": "1998",
        "picture": "images/science.png",
        "path": None,
        "title_fr": None,
        "translation_key": None,
    }
    file = tmp_path / "broken.yaml"
    before = BasePage.objects.count()
    for field in page:
        written = page | {field: value}
        lines = [f"    {name}: {text}" for name, text in written.items() if text is not None]
        file.write_text("\n".join(["- model: cooperation.projectpage", "  fields:", *lines]))
        assert "broken.yaml" in attempt(file), field
        assert BasePage.objects.count() == before, field


@pytest.mark.parametrize("value", NONSENSE)
def test_nonsense_for_a_picture_s_file_is_told(shipped, tmp_path, value):
    file = tmp_path / "broken.yaml"
    file.write_text(f"- model: portal.portalimage\n  fields: {{file: {value}, sha256: x, title: {{fr: x}}}}")

    with pytest.raises(CommandError, match="broken.yaml"):
        load(str(file))


@pytest.mark.parametrize(
    ("model", "parent"),
    [
        ("portal.overviewpage", "/science/"),
        ("timeline.timelinepage", "/"),
        ("portal.basepage", "/"),
        ("cooperation.projectpage", "/"),
    ],
)
def test_a_page_is_loaded_only_where_it_may_stand(shipped, tmp_path, model, parent):
    file = tmp_path / "broken.yaml"
    file.write_text(
        f"- model: {model}\n  fields: {{parent: {parent}, slug: {{fr: x, en: x}}, title: {{fr: x, en: x}}}}"
    )

    with pytest.raises(CommandError, match="broken.yaml.*parent"):
        load(str(file))


def test_a_milestone_without_key_is_refused(shipped, tmp_path):
    file = tmp_path / "broken.yaml"
    file.write_text(MILESTONE.replace("    key: nouveau-jalon\n", ""))

    with pytest.raises(CommandError, match=r"broken.yaml.*key"):
        load(str(file))


@pytest.mark.names_languages
def test_sources_are_read_in_order(shipped, tmp_path):
    file = tmp_path / "good.yaml"
    sources = "\n    sources:\n" + "".join(
        f"      - {{label: {{fr: Texte {number}, en: Text {number}}}, url: 'https://example.org/{number}'}}\n"
        for number in range(12)
    )
    file.write_text(MILESTONE.rstrip() + sources)

    load(str(file))

    urls = [source.url for source in Milestone.objects.get(key="nouveau-jalon").sources.all()]
    assert urls == [f"https://example.org/{number}" for number in range(12)]
