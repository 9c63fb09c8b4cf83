"""What pages and snippets with a text in every language share."""

import re

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.http import Http404
from django.template.response import TemplateResponse
from django.utils import timezone, translation
from django.utils.translation import gettext_lazy as _
from modeltranslation.translator import translator

from portal import languages
from portal.children import child_relations
from portal.parity import gate, memory
from portal.parity.rules import Rule, rule_of
from portal.texts import Text, column

SIDE_BY_SIDE = "side-by-side"


def public_now():
    """Return the condition of a query for what is published, due, and not expired."""
    now = timezone.now()
    is_due = models.Q(go_live_at=None) | models.Q(go_live_at__lte=now)
    is_not_expired = models.Q(expire_at=None) | models.Q(expire_at__gt=now)
    return models.Q(is_due, is_not_expired, live=True)


def published_here(page=""):
    """Return the condition of a query for what is meant for readers of the active language.

    :param page: what leads there from what the query is for, such as ``"page__"``
    """
    return models.Q(**{page + column("published_in", languages.current()): True})


class Bilingual:
    """A page or snippet whose texts exist in every language of the portal.

    ``parity_rules`` of its class says which fields are under another :class:`~portal.parity.rules.Rule` than
    ``BOTH``, ``parity_unless`` which are not read at all where another field is true.
    """

    parity_unless = {}
    # whether only what is shown of it was read (see :class:`~portal.children.ReadChildren`)
    is_for_show = False

    @classmethod
    def translated_fields(cls):
        """Return the names of the fields that hold a text per language."""
        return sorted(translator.get_options_for_model(cls).all_fields)

    def in_language(self, field_name, code):
        """Return a field's own value in one language, without falling back."""
        return getattr(self, column(field_name, code))

    def text(self, field_name, code=None):
        """Return a field as a :class:`Text` in a language, else in one that has it."""
        return Text.choose({code: self.in_language(field_name, code) for code in languages.codes()}, code)

    def is_suggestion(self, text):
        """Tell whether nobody wrote a text: it was put there so that there is one."""
        return False

    def check_is_there(self, field_name):
        """Check that a text is there in some language.

        :raises ValidationError: at its field in each
        """
        if not self.text(field_name):
            message = _("Write this in at least one language.")
            raise ValidationError({column(field_name, code): message for code in languages.codes()})

    def save(self, *args, **kwargs):
        """Save; the columns without a language are the default language's, whoever saves.

        :raises TypeError: it was read for visitors, with no more of its children than they are shown
        """
        if self.is_for_show:
            raise TypeError(f"{self!r} was read to be shown; to save it, read it without its details")
        self._drop_control_characters()
        with translation.override(languages.default()):
            return super().save(*args, **kwargs)

    def _drop_control_characters(self):
        """Drop signs that no page and no feed may hold; word processors leave some in what is pasted."""
        if type(self) not in translator.get_registered_models():
            return  # a model as a migration knows it
        for name in self.translated_fields():
            for code in languages.codes():
                text = self.in_language(name, code)
                if isinstance(text, str):
                    text = text.replace("\x0b", "\n")
                    setattr(self, column(name, code), re.sub(r"[\x00-\x08\x0c\x0e-\x1f]", "", text))


class Previewed:
    """Previewed in each language, and in all of them beside each other; stands before Wagtail's own mixin."""

    @property
    def preview_modes(self):
        return [*settings.LANGUAGES, (SIDE_BY_SIDE, _("Side by side"))]

    @property
    def default_preview_mode(self):
        return languages.current()

    def serve_preview(self, request, mode_name):
        if mode_name == SIDE_BY_SIDE:
            return self._preview_side_by_side(request)
        if mode_name not in languages.codes():
            raise Http404
        with translation.override(mode_name):
            response = self.preview_in(request, mode_name)
            return response.render() if hasattr(response, "render") else response

    def preview_in(self, request, code):
        """Answer as readers of a language would see it; that language is the active one."""
        return super().serve_preview(request, code)

    def _preview_side_by_side(self, request):
        previews = [
            {"code": code, "name": name, "html": self.serve_preview(request, code).content.decode()}
            for code, name in settings.LANGUAGES
        ]
        return TemplateResponse(request, "portal/preview_side_by_side.html", {"previews": previews}).render()


class BilingualDraft(Previewed, Bilingual):
    """A page or snippet that is drafted, previewed and revised in every language at once.

    Its model has a field ``published_in``, made by :meth:`published_in_field`.
    """

    parity_rules = {"published_in": Rule.SHARED}

    @classmethod
    def published_in_field(cls):
        """Return the field with which editors leave a language out on purpose: true or false for each."""
        return models.BooleanField(_("published in"), default=True)

    @classmethod
    def latest(cls, root, most):
        """Return what was published last for every reader of the active language, the latest first.

        A snippet is in no feed of the portal unless its model says where it is to be read; then it has a
        ``feed_entry()`` too (see :class:`portal.feeds.Feed`).

        :param root: the front page of the portal
        :return: at most so many pairs of object and address, from ``/``
        """
        return []

    @classmethod
    def listed_on(cls):
        """Return the pages that show every object of the model, those apart that an object refers to."""
        return []

    def is_published_in(self, code):
        """Tell whether an object is meant for readers of a language."""
        return self.in_language("published_in", code)

    def save(self, *args, update_fields=None, **kwargs):
        """Save; what is live must be there in each language that it is meant for, and is learnt from.

        :raises HoleError: a text is missing that visitors had, or never had
        """
        if not self.live or (update_fields is not None and not self._publishes_texts(update_fields)):
            return super().save(*args, update_fields=update_fields, **kwargs)
        gate.check_saved(self)
        with memory.learning(self):
            return super().save(*args, update_fields=update_fields, **kwargs)

    def _publishes_texts(self, update_fields):
        fields = [self._meta.get_field(name) for name in update_fields]
        names = {getattr(field, "translated_field", field).name for field in fields}
        by_rule = any(rule_of(type(self), name) is Rule.BOTH for name in names)
        return by_rule or not names.isdisjoint({"live", "published_in"})

    def preview_in(self, request, code):
        if self.is_published_in(code):
            return super().preview_in(request, code)
        return self.serve_left_out(request)

    def serve_left_out(self, request):
        """Show what readers of a language get that was left out."""
        return TemplateResponse(request, "portal/other_language.html", {"subject": self})

    def with_content_json(self, content):
        """Return the object as a revision has it, a language that it did not know left empty.

        A child that was removed since is a new one; a form would not find it under its old number.
        """
        with translation.override(languages.default()):
            obj = super().with_content_json(content)
        for name, relation in child_relations(type(self)).items():
            children = relation.related_model.objects.filter(**{relation.field.name: self.pk})
            there = set(children.values_list("pk", flat=True))
            for child in getattr(obj, name).all():
                if child.pk not in there:
                    child.pk = None
        return obj
