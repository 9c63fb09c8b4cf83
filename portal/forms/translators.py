"""Forms in which a translator changes the texts of their languages, and nothing else."""

import logging

from django.utils import translation
from django.utils.functional import cached_property
from modelcluster.models import ClusterableModel
from wagtail.admin.forms import WagtailAdminModelForm
from wagtail.log_actions import log

from portal import languages, translators
from portal.children import child_relations
from portal.labels import field_label
from portal.merging import differences
from portal.versions import put_into, revision_named, texts_of, version, version_of, with_texts

DROPPED_ACTION = "portal.dropped"
logger = logging.getLogger("portal.translators")


class KeepsToLanguages:
    """Takes from a translator the texts in their languages alone, whatever was posted.

    What is no such text has no field: its panel shows it to read, or nothing. Bodies and children, which hold
    texts of every language, are put together again from what is stored and those texts. What a forged form
    holds beyond that is dropped and logged.
    """

    # codes of the languages that may be changed here; None: all, and the structure
    only_in = None
    # a version to save in place of the form's own, with what somebody else has saved meanwhile
    merged = None

    def __init__(self, *args, **kwargs):
        self.editor = kwargs.get("for_user") or kwargs.get("user")
        self._dropped = set()
        super().__init__(*args, **kwargs)
        if self.editor and self.instance.pk:
            self.only_in = translators.languages_of(self.editor, self.instance)
        if self.only_in is not None:
            self._names = texts_of(type(self.instance), self.only_in)
            self._stored = version_of(self.instance) if self._is_cluster else {}
            self._dropped |= set(self._leave_out(self))
            for name, formset in self._children():
                for form in formset.forms:
                    if any(self._leave_out(form)):
                        self._dropped.add(name)

    @property
    def _is_cluster(self):
        return isinstance(self.instance, ClusterableModel)

    def _children(self):
        relations = child_relations(type(self.instance))
        return [each for each in getattr(self, "formsets", {}).items() if each[0] in relations]

    def _leave_out(self, form):
        """Take away the fields that a translator may not change; yield those that were posted changed."""
        model_fields = {field.name for field in form.instance._meta.get_fields()}
        for name in list(form.fields):
            field = form.fields[name]
            if name in self._names or name not in model_fields or hasattr(field, "block"):
                continue
            posted = form.add_prefix(name)
            if form.is_bound and posted in form.data:
                value = field.widget.value_from_datadict(form.data, form.files, posted)
                if field.has_changed(form.get_initial_for_field(field, name), value):
                    yield name
            if name != "id":
                del form.fields[name]

    @cached_property
    def version(self):
        """What the form makes of its object, as a version (:mod:`portal.versions`); once it is valid."""
        posted = version_of(super().save(commit=False))
        if self.only_in is None:
            return posted
        self._dropped |= self._forged(posted)
        return with_texts(self._stored, posted, self._names)

    def save(self, commit=True):
        if self.merged is None and (self.only_in is None or not self._is_cluster):
            self._log()
            return super().save(commit)
        put_into(self.instance, self.merged or self.version)
        self._log()
        if commit:
            self.instance.save()
            self.save_m2m()
        return self.instance

    def _forged(self, posted):
        """Return the names of bodies and of children in which more was changed than a translator may.

        A form that was opened before somebody else saved holds what stood there then.
        """
        names = [name for name, field in self.fields.items() if hasattr(field, "block")]
        names += [name for name, _formset in self._children()]
        number = self.data.get("overwrite_revision_id") or self.data.get("loaded_revision_id") or ""
        seen = [self._stored]
        if opened := revision_named(self.instance, number):
            seen.append(version(type(self.instance), opened.content))
        return set.intersection(
            *(
                {name for name, *_ in differences(posted, with_texts(each, posted, self._names), names)}
                for each in seen
            )
        )

    def _log(self):
        if not self._dropped:
            return
        model, names, fields = type(self.instance), sorted(self._dropped), {}
        for code in languages.codes():
            with translation.override(code):
                fields[code] = ", ".join(field_label(model, name) for name in names)
        logger.warning(
            "Dropped from a form of user %s for %s %s: %s",
            self.editor.pk,
            self.instance._meta.label,
            self.instance.pk,
            ", ".join(names),
        )
        log(self.instance, DROPPED_ACTION, user=self.editor, data={"fields": fields})


class TextsForm(KeepsToLanguages, WagtailAdminModelForm):
    """The form of a snippet or of settings."""
