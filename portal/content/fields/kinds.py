"""The sorts of field: texts per language, references, blocks, tags, whether it is public."""

from django.core.exceptions import ValidationError
from django.core.validators import validate_slug
from django.db.models import SlugField
from django.utils.translation import gettext as _
from wagtail.models import Collection

from portal import languages
from portal.content.fields import blocks
from portal.content.fields.base import Field, LaterField, has_row
from portal.content.fields.blocks import not_a_text
from portal.texts import column

LONGEST_TAG = 100


class TextField(Field):
    """A text per language, each in its own column: ``{fr: …, en: …}``."""

    def __init__(self, name, model):
        super().__init__(name)
        self.columns = {code: model._meta.get_field(column(name, code)) for code in languages.codes()}

    def read(self, value, place, names):
        if not isinstance(value, dict):
            place.wrong(not_a_text(value))
            return {}
        texts = {}
        for code, text in value.items():
            here = place / code
            if code not in self.columns:
                here.wrong(_("No language of the portal: %s.") % code)
            elif self._fits(text, here):
                texts[code] = self._clean(code, text, here)
        return texts

    def _fits(self, text, place):
        if not isinstance(text, str | None):
            place.wrong(not_a_text(text))
            return False
        return True

    def _clean(self, code, text, place):
        text = (text or "").strip()
        try:
            if text and isinstance(self.columns[code], SlugField):
                validate_slug(text)
            return self.columns[code].clean(text, None) if text else text
        except ValidationError as error:
            place.wrong_by(error)
            return ""

    def written(self, value, names):
        return {code: text or "" for code, text in value.items()}

    def atoms(self, value, names):
        return super().atoms(value, names) if value else {}

    def taken(self, obj):
        return {code: getattr(obj, field.attname) or "" for code, field in self.columns.items()}

    def put(self, obj, value):
        for code, text in value.items():
            setattr(obj, self.columns[code].attname, text)

    def grafted(self, old, new, kept, names):
        return {code: text for code, text in new.items() if ((), code) not in kept}

    def check_default(self, obj, place):
        """Say nothing: which texts must be there is the object's to check."""


class LanguagesField(TextField):
    """The languages that an object is meant for: ``{en: false}`` where one is left out on purpose."""

    def _fits(self, text, place):
        if not isinstance(text, bool):
            place.wrong(_("Write true or false."))
            return False
        return True

    def _clean(self, code, text, place):
        return text

    def written(self, value, names):
        return value

    def taken(self, obj):
        return {code: getattr(obj, field.attname) for code, field in self.columns.items()}

    def left_out(self, value):
        return all(value.values())


class ReferenceField(Field):
    """Another object, by its name: an address, a key, a path."""

    def read(self, value, place, names):
        if value is None:  # what was there was deleted; one may say so, but not leave it out
            if not self.field.null:
                place.wrong(_("This is missing."))
            return None
        return names.pk(self.field.related_model, value, place)

    def written(self, value, names):
        return value and names.name(self.field.related_model, value)

    def put(self, obj, value):
        if value is not None or self.field.null:  # else it keeps its default: what was named was deleted
            super().put(obj, value)

    def left_out(self, value):
        return value == "/" and issubclass(self.field.related_model, Collection)


class StreamField(Field):
    """Blocks, each with its texts in every language."""

    def read(self, value, place, names):
        return blocks.read(self.field.stream_block, value, place, names)

    def written(self, value, names):
        return blocks.written(self.field.stream_block, value, names)

    def taken(self, obj):
        return list(getattr(obj, self.name).raw_data)

    def put(self, obj, value):
        setattr(obj, self.name, self.field.stream_block.to_python(value))

    def grafted(self, old, new, kept, names):
        return blocks.grafted(self.field.stream_block, old, new, kept, names)


class TagsField(LaterField):
    """Words by which editors find a picture or document."""

    def read(self, value, place, names):
        if not isinstance(value, list | None) or not all(isinstance(tag, str) for tag in value or []):
            place.wrong(_("Write a list of words: [a, b]."))
            return []
        for tag in value or []:
            if len(tag) > LONGEST_TAG:
                place.wrong(_("A word may have %s characters at most.") % LONGEST_TAG)
        return sorted({tag.strip() for tag in value or []} - {""})

    def usual(self):
        return []

    def written(self, value, names):
        return value

    def taken(self, obj):
        return sorted(obj.tags.names()) if has_row(obj) else []

    def left_out(self, value):
        return not value

    def save(self, obj, value):
        obj.tags.set(value)


class LiveField(Field):
    """Whether visitors may read it; what a file does not call otherwise is published."""

    is_drafted = False

    def taken(self, obj):
        """Count what is scheduled as public: nothing but its time is missing."""
        return obj.live or has_row(obj) and obj.scheduled_revision is not None

    def left_out(self, value):
        return value is True

    def put(self, obj, value):
        obj.content_live = value
