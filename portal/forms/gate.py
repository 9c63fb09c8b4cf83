"""Forms that say at its field what is missing in a language, when somebody publishes."""

from django.core.exceptions import ValidationError
from wagtail import blocks
from wagtail.blocks.list_block import ListBlockValidationError
from wagtail.blocks.stream_block import StreamBlockValidationError
from wagtail.blocks.struct_block import StructBlockValidationError

from portal.parity import gate
from portal.parity.passages import Item
from portal.parity.rules import published_in
from portal.texts import column


class AsksGate:
    """Refuses to publish while a text is missing; a draft is saved as it is."""

    @property
    def goes_live(self):
        """Whether readers have at once what is saved."""
        return "action-publish" in self.data

    def _post_clean(self):
        super()._post_clean()
        if self.goes_live and not self.is_deferred_validation:
            self._refuse_holes()

    def _refuse_holes(self):
        if not published_in(self.instance):
            self._add(gate.no_language())
        holes = [hole for hole in gate.holes(self.instance) if not hole.passage.is_child]
        for hole in holes:
            if not hole.passage.is_block:
                self._add({column(hole.passage.path[0], hole.code): hole.message})
        for name in dict.fromkeys(hole.passage.path[0] for hole in holes if hole.passage.is_block):
            block = self.instance._meta.get_field(name).stream_block
            self._add(
                {name: _as_block_error(block, [hole for hole in holes if hole.passage.path[0] == name])}
            )
        for formset in self.formsets.values():
            for form in formset.forms:
                self._refuse_holes_of_child(form)

    def _add(self, errors):
        for name, error in errors.items():
            if name in self.fields and name not in self.errors:
                self.add_error(name, error)
            elif name not in self.fields:  # a translator's form has no field for other languages
                self.add_error(None, error)

    def _refuse_holes_of_child(self, form):
        is_kept = form.is_valid() and not form.cleaned_data.get("DELETE") and hasattr(form, "instance")
        if is_kept and hasattr(form.instance, "translated_fields"):
            for hole in gate.holes(form.instance, wanted=published_in(self.instance)):
                form.add_error(column(hole.passage.path[0], hole.code), hole.message)


def _as_block_error(block, holes, depth=1):
    """Return the error of a block, nested as its parts are, down to each text."""
    if len(holes[0].passage.path) == depth:
        errors = {hole.code: ValidationError(hole.message) for hole in holes}
        return StructBlockValidationError(block_errors=errors)
    by_step = {}
    for hole in holes:
        by_step.setdefault(hole.passage.path[depth], []).append(hole)
    errors = {}
    for step, within in by_step.items():
        key = step.number if isinstance(step, Item) else step
        errors[key] = _as_block_error(_child(block, step), within, depth + 1)
    if isinstance(block, blocks.StreamBlock):
        return StreamBlockValidationError(block_errors=errors)
    error = ListBlockValidationError if isinstance(block, blocks.ListBlock) else StructBlockValidationError
    return error(block_errors=errors)


def _child(block, step):
    if isinstance(block, blocks.ListBlock):
        return block.child_block
    return block.child_blocks[step.type if isinstance(step, Item) else step]
