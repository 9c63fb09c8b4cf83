"""What a deployer gets from ``loaddata milestones``."""

import pytest
from django.core.management import CommandError, call_command
from django.utils import translation
from wagtail.models import Revision

from portal import languages
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
        (MILESTONE + "    importance: huge", "huge"),
        (MILESTONE.replace("title: {fr: Essai, en: Trial}", "title: {}"), "title"),
        (MILESTONE + "    sources: [{label: {fr: x}, url: nonsense}]", "url"),
        (MILESTONE + "    colour: blue", "colour"),
        (MILESTONE + "    pages: [/science/, /science/]", "Science"),
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


def test_a_milestone_without_key_is_refused(shipped, tmp_path):
    file = tmp_path / "broken.yaml"
    file.write_text(MILESTONE.replace("    key: nouveau-jalon\n", ""))

    with pytest.raises(CommandError, match=r"broken.yaml.*key"):
        load(str(file))


def test_sources_are_read_in_order(shipped, tmp_path):
    file = tmp_path / "good.yaml"
    sources = "\n    sources:\n" + "".join(
        f"      - {{label: {{fr: Texte {number}}}, url: 'https://example.org/{number}'}}\n"
        for number in range(12)
    )
    file.write_text(MILESTONE.rstrip() + sources)

    load(str(file))

    urls = [source.url for source in Milestone.objects.get(key="nouveau-jalon").sources.all()]
    assert urls == [f"https://example.org/{number}" for number in range(12)]
