"""Loading content files: what :mod:`.plan` says, in one transaction, pictures and documents included."""

from contextlib import contextmanager
from itertools import groupby

from django.apps import apps
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import translation
from django.utils.translation import get_language
from modelcluster.models import get_all_child_relations

from portal import languages
from portal.content import publication
from portal.content.atoms import fingerprint, key
from portal.content.families import Pages, family_for
from portal.content.fields.base import LaterField
from portal.content.fields.objects import put_fields
from portal.content.media import Storing
from portal.content.memory import remember
from portal.content.placing import place
from portal.content.plan import batches, make_plan, put_changes
from portal.content.problems import ContentError, Place, described
from portal.content.three_way import Action, three_way
from portal.models import BasePage
from portal.tree import tree_lock


class ConflictError(Exception):
    """Editors and a file changed the same texts; nothing was written. ``plan`` lists them."""

    def __init__(self, plan):
        self.plan = plan
        super().__init__()


def apply(paths, user=None, prefer=None, progress=lambda done, total: None):
    """Load content files; return the :class:`~portal.content.plan.Plan` that was carried out.

    :param user: who made the changes, in the history of each page
    :param prefer: ``"site"`` or ``"file"`` to settle conflicts
    :param progress: called with how much is done, and of how much
    :raises ContentError: something is wrong in the files; nothing was written
    :raises ConflictError: editors changed what the files change, and nothing is preferred
    """
    with Storing() as storing, transaction.atomic(), tree_lock():
        _lock_rows()
        plan = make_plan(paths, prefer)
        if plan.conflicts:
            raise ConflictError(plan)
        load = _Load(plan, user, storing, progress)
        with translation.override(languages.default()):
            load.run()
        if load.noted:  # what only the database or the storage could tell
            raise ContentError(described(load.noted))
    return plan


def _lock_rows():
    """Let editors wait: what they save meanwhile comes after the load, and is not lost in it."""
    for model in apps.get_models():
        if family_for(model):
            list(model._base_manager.select_for_update(of=("self",)).values_list("pk", flat=True))


class _Load:
    """One load: makes what is new, in the order of what refers to what, then changes what is there."""

    def __init__(self, plan, user, storing, progress):
        self.names = plan.names
        self.names.is_writing = True
        self.items = plan.items
        self.language = get_language()
        self.user = user
        self.storing = storing
        self.noted = []
        self.later = []
        self.total = len(plan.pending)
        self.done = 0
        self.progress = progress

    def run(self):
        new = [item for item in self.items if item.action is Action.CREATE]
        pages = [item for item in new if isinstance(item.family, Pages)]
        others = [item for item in new if not isinstance(item.family, Pages)]
        self._make([item for item in others if not item.family.needs_pages])
        if pages:
            place(pages, pages[0].family, self._read)
        self._make([item for item in others if item.family.needs_pages])
        self._fill(pages)
        changed = [item for item in self.items if item.action is Action.CHANGE]
        for family, batch in batches(changed):
            family.prepare(batch)
        for family, batch in batches(changed):
            objects = family.objects([item.pk for item in batch])
            for item in batch:
                self._change(item, objects[item.pk])
        for item, obj, name in self.later:
            field = item.fields[name]
            field.save(obj, field.read(item.row.fields[name], self._place(item) / name, self.names))
        remember(self.items, self.names)

    def _read(self, obj, item, fields):
        """Set fields of an object from what the file says."""
        given = {name: value for name, value in item.given.items() if name in fields}
        put_fields(obj, fields, given, self._place(item), self.names)

    def _place(self, item):
        return Place(item.row, self.noted) / "fields"

    @contextmanager
    def _noting(self, item):
        """Note what is refused, in the language of who loads."""
        try:
            yield
        except ValidationError as error:
            with translation.override(self.language):
                self._place(item).wrong_by(error)

    # What is new

    def _make(self, items):
        for family, batch in batches(items):
            made = []
            for item in batch:
                obj = item.model()
                self._read(obj, item, item.fields)
                publication.set_dates(obj)
                with self._noting(item):
                    family.make(item, obj, self.storing)
                    item.pk = self.names.settle(family, item.name, obj.pk, item.pk)
                    made.append((item, obj))
            self._finish(made)

    def _fill(self, pages):
        """Give the pages that have their place what is in them."""
        for model, group in groupby(sorted(pages, key=_label), key=lambda item: item.model):
            for _family, batch in batches(list(group)):
                rows = BasePage.objects.in_bulk([item.pk for item in batch])
                made = []
                for item in batch:
                    page = model()
                    page.__dict__.update(rows[item.pk].__dict__)
                    page.basepage_ptr_id = item.pk
                    self._read(page, item, item.fields)
                    page.save_base(raw=True, force_insert=True)
                    made.append((item, page))
                self._save_children(model, [page for _item, page in made])
                self._finish(made)

    def _save_children(self, model, pages):
        for relation in get_all_child_relations(model):
            children = []
            for page in pages:
                for child in getattr(page, relation.get_accessor_name()).all():
                    setattr(child, relation.field.attname, page.pk)
                    children.append(child)
            relation.related_model.objects.bulk_create(children)

    def _finish(self, made):
        """Write what needs a saved object; the history of each file's objects names it."""
        for item, obj in made:
            self._put_off(item, obj, item.given)
        for file, group in groupby(made, key=lambda pair: pair[0].row.file.name):
            group = list(group)
            publication.record([obj for _item, obj in group], self.user, file)
            for item, obj in group:
                self._remember_rest(item, obj)
                if item.takes_draft:
                    self._add_draft(item, obj)
        self._advance(len(made))

    def _remember_rest(self, item, obj):
        """Remember too what a new object has that its file does not say: a later file may say it."""
        for name, field in item.fields.items():
            is_later = isinstance(field, LaterField) and name not in item.given
            value = field.usual() if is_later else field.taken(obj)
            said = field.atoms(value, self.names)
            item.hashes = {key(*at): fingerprint(text) for at, text in said.items()} | item.hashes

    def _add_draft(self, item, obj):
        """Keep as a draft what the file tells apart from what is public."""
        draft = obj.get_latest_revision_as_object()
        put_fields(draft, item.fields, item.row.draft, Place(item.row, self.noted) / "draft", self.names)
        draft.save_revision(user=self.user, clean=False)

    def _put_off(self, item, obj, names):
        """Note what is written once every object is there."""
        self.later += [(item, obj, name) for name in names if isinstance(item.fields[name], LaterField)]

    def _advance(self, number):
        self.done += number
        self.progress(self.done, self.total)

    # What changes

    def _change(self, item, obj):
        fields = {name: item.fields[name] for name in item.changed if item.fields[name].is_drafted}
        before = self._atoms(obj, fields)
        put_changes(item, obj, item.kept, self._place(item), self.names)
        after = self._atoms(obj, fields)

        def rebase(draft):
            kept = {}
            for name, written in self._atoms(draft, fields).items():
                base = {key(*at): fingerprint(value) for at, value in before[name].items()}
                changes, kept[name] = three_way(name, after[name], written, base, prefer="site")
                if all(change.action is Action.KEEP for change in changes):
                    kept.pop(name)
            put_changes(item, draft, kept, self._place(item), self.names)

        with self._noting(item):
            if item.changed:
                item.family.change(obj, self.storing)
                publication.change(obj, self.user, item.row.file.name, rebase)
                self._put_off(item, obj, item.changed)
            if item.takes_draft:
                self._add_draft(item, obj)
        self._advance(1)

    def _atoms(self, obj, fields):
        return {name: field.atoms(field.taken(obj), self.names) for name, field in fields.items()}


def _label(item):
    return item.row.label
