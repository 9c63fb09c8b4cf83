"""One object of a content file each, as ``loaddata`` wants to save it."""

from django.apps import apps
from django.core.exceptions import ObjectDoesNotExist, ValidationError
from django.core.files import File
from django.core.management.base import CommandError
from django.utils.translation import gettext as _
from wagtail.models import DraftStateMixin, Site

from portal import languages
from portal.bilingual import column
from portal.content.media import check_sha256, find_by_file, path_beside
from portal.content.values import Reader, lines_of, page_at
from portal.keys import Keyed
from portal.models import BasePage, PortalDocument, PortalImage


def entry_for(row, folder, where):
    """Return the entry for one object of a file.

    :param row: mapping with ``model`` and ``fields``
    :param folder: of the file, where its pictures and documents are
    :param where: how to name the object when something is wrong with it
    :raises CommandError: no such model, or one that content files do not carry
    """
    if (
        not isinstance(row, dict)
        or not isinstance(row.get("fields"), dict)
        or not isinstance(row.get("model"), str)
    ):
        raise CommandError(f"{where}: " + _("Write “model” and “fields”."))
    try:
        model = apps.get_model(row["model"])
    except (LookupError, ValueError) as error:
        raise CommandError(f"{where}: " + _("There is no model %s.") % row["model"]) from error
    for base, entry in ENTRIES.items():
        if issubclass(model, base):
            return entry(model, row["fields"], folder, where)
    raise CommandError(f"{where}: " + _("Content files do not carry %s.") % row["model"])


class Entry:
    """An object of a file that is created where it does not exist yet, and else left alone."""

    def __init__(self, model, fields, folder, where):
        self.fields = dict(fields)
        self.folder = folder
        self.where = where
        self.reader = Reader(folder)
        self.object = model()
        self.is_new = False
        self.deferred_fields = {}

    def save(self, using=None, **_kwargs):
        """Give the object its place, or all it has where it needs nothing of others."""
        self._reporting(self.create)

    def save_deferred_fields(self, using=None):
        """Give the object what may point at others, now that every file is read."""
        self._reporting(self.complete)

    def _required(self, name):
        if name not in self.fields:
            raise ValidationError({name: _("This is missing.")})
        return self.fields.pop(name)

    def _reporting(self, step):
        try:
            step()
        except ObjectDoesNotExist as error:
            raise CommandError(f"{self.where}: {error}") from error
        except ValidationError as error:
            raise CommandError("\n".join(f"{self.where}: {line}" for line in lines_of(error))) from error


class FileEntry(Entry):
    """An image or document; its file is its identity."""

    def create(self):
        path, sha256 = self._required("file"), self._required("sha256")
        full = path_beside(self.folder, path)
        check_sha256(full, sha256)
        try:
            self.object = find_by_file(type(self.object), self.folder, path)
        except ValidationError:
            self.reader.set_fields(self.object, self.fields)
            with full.open("rb") as file:
                self.object.file = File(file, name=full.name)
                if hasattr(self.object, "_set_image_file_metadata"):
                    self.object._set_image_file_metadata()
                else:
                    self.object._set_document_file_metadata()
                self.object.save()


class PageEntry(Entry):
    """A page; its address in the default language is its identity. One without parent is the front page."""

    def create(self):
        self.deferred_fields = {"content": self.fields}
        address = self.fields.pop("parent", None)
        if not isinstance(address, str | None):
            raise ValidationError({"parent": _("Write the address of a page, such as /deminage/.")})
        slugs = self.reader.per_language(self._required("slug"))
        if not slugs.get(languages.default()):
            raise ValidationError(
                {"slug": _("Write it in %s at least.") % languages.name_of(languages.default())}
            )
        parent = BasePage.objects.get(depth=1) if address is None else page_at(address)
        name = column("slug", languages.default())
        existing = parent.get_children().filter(**{name: slugs[languages.default()]}).first()
        if existing:
            self.object = existing.specific
            return
        self.is_new = True
        self.object.live = False
        if not type(self.object).can_create_at(parent.specific):
            raise ValidationError({"parent": _("Such a page may not stand there.")})
        self.reader.set_fields(self.object, {"title": self.fields.get("title"), "slug": slugs})
        parent.add_child(instance=self.object)
        if address is None:
            self._become_front_page()

    def complete(self):
        if self.is_new:
            self.object.refresh_from_db()
            self.reader.set_fields(self.object, self.fields)
            self.object.save_revision(log_action=True).publish()

    def _become_front_page(self):
        """Make this the default site's root; Wagtail's welcome page goes if nobody touched it."""
        site = Site.objects.get(is_default_site=True)
        welcome = site.root_page
        site.root_page = self.object
        site.save()
        if welcome.specific_class is BasePage and welcome.is_leaf() and not welcome.latest_revision_id:
            BasePage.objects.get(pk=welcome.pk).delete()


class KeyedEntry(Entry):
    """An object whose key is its identity; made once the pages that it may point at have their place."""

    def create(self):
        self.deferred_fields = {"content": self.fields}
        key = self.fields.get("key")
        if not key or not isinstance(key, str):
            raise ValidationError({"key": _("Give it a key.")})
        self.where = f"{self.where} ({key})"
        existing = type(self.object).objects.filter(key=key).first()
        self.is_new = existing is None
        self.object = existing or self.object
        if self.is_new and not self._points_elsewhere:
            self._make()
            self.is_new = False

    def complete(self):
        if self.is_new:
            self._make()

    @property
    def _points_elsewhere(self):
        return any(field.is_relation and field.concrete for field in self.object._meta.get_fields())

    def _make(self):
        self.reader.set_fields(self.object, self.fields)
        self.object.full_clean()
        if not isinstance(self.object, DraftStateMixin):
            self.object.save()
            return
        self.object.live = False
        self.object.save()
        self.object.save_revision(log_action=True).publish()


ENTRIES = {
    BasePage: PageEntry,
    PortalImage: FileEntry,
    PortalDocument: FileEntry,
    Keyed: KeyedEntry,
}
