"""Which texts must be there in which languages."""

from enum import StrEnum
from functools import cache

from wagtail.fields import StreamField

from portal import languages
from portal.texts import column


class Rule(StrEnum):
    """What a field asks of the languages: a class says otherwise than usual in its ``parity_rules``."""

    BOTH = "both"  # there in each language, or, where the field may be empty, in none
    EITHER = "either"  # one language is enough: the others show that one, marked
    SHARED = "shared"  # one value for every language, or one that follows from others


@cache
def rule_of(model, field_name):
    """Return the :class:`Rule` of a field of a model."""
    for base in model.__mro__:
        if field_name in (rules := vars(base).get("parity_rules", {})):
            return rules[field_name]
    is_translated = hasattr(model, "translated_fields") and field_name in model.translated_fields()
    holds_blocks = isinstance(model._meta.get_field(field_name), StreamField)
    return Rule.BOTH if is_translated or holds_blocks else Rule.SHARED


def published_in(obj, content=None):
    """Return the codes of the languages that an object is meant for: all, unless editors chose otherwise.

    :param content: the content of a revision; ``None`` for the object as it is
    """
    said = vars(obj) if content is None else content
    return [code for code in languages.codes() if said.get(column("published_in", code), True)]
