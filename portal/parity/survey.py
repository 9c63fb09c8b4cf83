"""How texts stand in each language, object by object, as they were last saved."""

from collections import Counter, defaultdict
from dataclasses import dataclass
from functools import cached_property

from django.apps import apps
from django.db.models import prefetch_related_objects
from django.utils.text import capfirst
from wagtail.models import DraftStateMixin, Revision

from portal import languages
from portal.bilingual import BilingualDraft
from portal.children import child_relations
from portal.models import BasePage, DescribedFile
from portal.parity.judging import judge_all
from portal.parity.memory import recall
from portal.parity.rules import published_in
from portal.parity.states import State
from portal.texts import Text, column


@dataclass
class Standing:
    """How the texts of one object stand.

    ``passages`` are :class:`~.judging.Judged`; ``published_in`` lists the languages that the object is meant
    for.
    """

    obj: object
    title: str
    published_in: list
    passages: list

    @cached_property
    def counts(self):
        """How many texts are in each state, by code of language."""
        return {
            code: Counter(each.states[code] for each in self.passages if code in each.states)
            for code in languages.codes()
        }

    @property
    def type(self):
        """What it is, as editors know it."""
        return capfirst(self.obj._meta.verbose_name)

    @property
    def status(self):
        """Whether readers see it, in Wagtail's words, without reviews: it would ask for them one by one."""
        if isinstance(self.obj, DescribedFile):
            return ""
        return DraftStateMixin.status_string.fget(self.obj)

    @property
    def name(self):
        """What content files call it: the address of a page, else its key or file."""
        if isinstance(self.obj, BasePage):
            return "/" + self.obj.in_language("url_path", languages.default()).split("/", 2)[2]
        return getattr(self.obj, "key", None) or getattr(self.obj, "filename", None) or str(self.obj.pk)

    def state(self, code):
        """Return the worst state of a language, ``None`` where the object is not meant for it."""
        if code not in self.published_in:
            return None
        counts = self.counts[code]
        return next((state for state in State if counts[state]), State.FINE)

    @property
    def unsettled(self):
        """The texts that are not fine: (passage, code, state) each."""
        return [(each.passage, code, state) for each in self.passages for code, state in each.unsettled]


def kinds():
    """Return the models of what is judged: drafted in every language, or files; pages are one."""
    models = [model for model in apps.get_models() if issubclass(model, (BilingualDraft, DescribedFile))]
    return [BasePage, *(model for model in models if not issubclass(model, BasePage))]


def survey(querysets=None):
    """Return the :class:`Standing` of everything, in as many queries however much there is.

    :param querysets: what to look at, of :func:`kinds`; all by default
    """
    if querysets is None:
        querysets = [model.objects.all() for model in kinds()]
    found = []
    for objects in querysets:
        if issubclass(objects.model, BasePage):
            objects = objects.filter(depth__gt=1).order_by("path").specific()
        elif not objects.ordered:
            objects = objects.order_by("pk")
        found += standings(list(objects))
    return found


def standings_by_pk(model, pks):
    """Return the :class:`Standing` of some objects of a model by primary key, as the database has them."""
    objects = model.objects.filter(pk__in=pks)
    objects = objects.specific() if issubclass(model, BasePage) else objects
    return {each.obj.pk: each for each in standings(list(objects))}


def standings(objects):
    """Return the :class:`Standing` of objects of one of :func:`kinds`, pages as their own type."""
    drafts = _drafts(objects)
    by_model = defaultdict(list)
    for obj in objects:
        if obj.pk not in drafts:
            by_model[type(obj)].append(obj)
    for model, public in by_model.items():
        prefetch_related_objects(public, *child_relations(model))
    _know_schedules(objects)
    memories = recall(objects)
    return [_stand(obj, drafts.get(obj.pk), memories[obj.pk]) for obj in objects]


def _know_schedules(objects):
    """Let each object know the revision that is scheduled, which its status asks for."""
    planned = Revision.objects.filter(approved_go_live_at__isnull=False).defer("content")
    if objects:
        planned = planned.filter(base_content_type=objects[0].get_base_content_type())
    by_object = {revision.object_id: revision for revision in planned} if objects else {}
    for obj in objects:
        obj.scheduled_revision = by_object.get(str(obj.pk))


def _drafts(objects):
    """Return the content of the draft of each object that has one, by primary key."""
    latest = {obj.latest_revision_id: obj.pk for obj in objects if obj.has_unpublished_changes}
    revisions = Revision.objects.filter(pk__in=[pk for pk in latest if pk])
    return {latest[pk]: content for pk, content in revisions.values_list("pk", "content")}


def _stand(obj, draft, memory):
    wanted = published_in(obj, draft)
    titles = {
        code: getattr(obj, column("title", code)) if draft is None else draft.get(column("title", code))
        for code in languages.codes()
    }
    return Standing(obj, Text.choose(titles).value, wanted, judge_all(obj, memory, draft))
