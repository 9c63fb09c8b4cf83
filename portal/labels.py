"""What people call a field, or a part of one, where the form that shows it is not in sight."""

from django.utils.text import capfirst

from portal import languages
from portal.children import child_relations


def field_label(model, name):
    """Return what people call a field, a text in a language, or children: “Title – English”."""
    relation = child_relations(model).get(name)
    if relation:
        return str(capfirst(relation.related_model._meta.verbose_name_plural))
    field = model._meta.get_field(name)
    if original := getattr(field, "translated_field", None):
        return f"{capfirst(original.verbose_name)} – {languages.name_of(field.language)}"
    return str(capfirst(field.verbose_name))
