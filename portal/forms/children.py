"""Forms with children that may stand there once only."""

from portal.children import repeated


class DistinctChildren:
    """Refuses a child that repeats another, at its field."""

    def clean(self):
        cleaned_data = super().clean()
        for formset in self.formsets.values():
            forms = {id(form.instance): form for form in formset.forms if _is_kept(form)}
            for child in list(repeated(form.instance for form in forms.values())):
                forms[id(child)].add_error(child.repeated_at, child.repeated_message)
        return cleaned_data


def _is_kept(form):
    is_filled = form.has_changed() or form.instance.pk
    return is_filled and form.is_valid() and not form.cleaned_data.get("DELETE")
