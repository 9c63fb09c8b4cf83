"""Two people on one page: whoever saves second is told what the first has changed, and no text is lost.

Wagtail's editing sessions show who else is there, and its autosave never saves over a newer version. This
does the same for every other way to save: what only one of them changed is brought together; what both
changed is shown to the second one before anything is saved.
"""

from django.contrib.contenttypes.models import ContentType
from django.core.exceptions import ValidationError
from django.template.loader import render_to_string
from django.utils.functional import cached_property
from wagtail.admin import messages
from wagtail.admin.models import EditingSession

from portal.editor import meanwhile
from portal.merging import merge
from portal.models import BasePage
from portal.tree import tree_lock
from portal.versions import as_object, revision_named, version, version_of

BASE = "base_revision_id"  # in a form that is shown again: the revision that it began with
NONE = "none"


class BringsTogether:
    """An edit view in which nobody saves over what somebody else has saved meanwhile."""

    def dispatch(self, request, *args, **kwargs):
        if request.method != "POST":
            return super().dispatch(request, *args, **kwargs)
        refusal = None
        with tree_lock():  # from looking for a newer version until saving, nobody makes one
            self.look_again(request, *args, **kwargs)
            try:
                response = super().dispatch(request, *args, **kwargs)
            except ValidationError as error:  # it is not published; the draft that was saved before stays
                refusal = error
        if refusal:
            raise refusal
        return response

    def look_again(self, request, *args, **kwargs):
        """Read the object anew, if it was read before the lock."""

    @cached_property
    def is_out_of_date(self):
        if self.latest_revision and (base := self.request.POST.get(BASE)):
            return base != str(self.latest_revision.pk)
        return super().is_out_of_date

    def post(self, request, *args, **kwargs):
        if self.expects_json_response:
            if not self.is_out_of_date and self._is_open_elsewhere():
                self._save_anew()
        elif self.is_out_of_date and self.locked_for_user:
            self._keep_base()
        elif self.is_out_of_date and (response := self._bring_together()):
            return response
        return super().post(request, *args, **kwargs)

    def _is_open_elsewhere(self):
        """Tell whether somebody may have begun with the revision that autosave is about to write over."""
        obj = self.get_draft()
        content_type = ContentType.objects.get_for_model(BasePage if isinstance(obj, BasePage) else obj)
        sessions = EditingSession.objects.filter(content_type=content_type, object_id=str(obj.pk))
        return sessions.count() > 1

    def _save_anew(self):
        """Have a new revision made, whichever this form has made before."""
        self.request.POST = self.request.POST.copy()
        self.request.POST.pop("overwrite_revision_id", None)

    @cached_property
    def _base(self):
        """The revision that the form began with; ``None`` if it is no more, or was written over."""
        posted = self.request.POST
        number = posted.get(BASE) or posted.get("overwrite_revision_id") or posted.get("loaded_revision_id")
        if number == str(self.latest_revision.pk):
            return None
        return revision_named(self.get_draft(), number)

    def _bring_together(self):
        """Answer with both versions as one, saved or only shown; ``None`` if this holds all of the other."""
        stored = self.get_draft()
        theirs = version_of(stored)
        base = self._base and version(type(stored), self._base.content)
        form = self.make_form(as_object(stored, base or theirs), is_bound=True)
        form.defer_required_fields()
        is_valid = form.is_valid()
        form.restore_required_fields()
        self._save_anew()
        if not is_valid:
            self._keep_base()
            return self.show_invalid(form)
        names = [name for name in (*form.fields, *form.formsets) if name in theirs and name != "comments"]
        merged = merge(base, form.version, theirs, names)
        is_own = self.latest_revision.user_id == self.request.user.pk and not self._is_open_elsewhere()
        if is_own or not (merged.taken or merged.contested):
            return None  # autosave was not done yet when the button was pressed
        is_saved = self.is_saving_draft and not merged.contested
        messages.warning(self.request, meanwhile.tell(stored, merged, self.latest_revision, is_saved))
        if is_saved:
            form.merged = merged.version
            return self.save_draft(form)
        together = self.make_form(as_object(stored, merged.version))
        if comments := form.formsets.get("comments"):
            together.formsets["comments"] = comments  # with those that were written meanwhile
        self.autosave_enabled = False  # nothing is saved until they have looked
        return self.show_unsaved(together)

    def _keep_base(self):
        """Let the form, which is shown again, remember what it began with."""
        context = {
            "form_id": self.form_id,
            "name": BASE,
            "value": self._base.pk if self._base else NONE,
            "revision": self.latest_revision,
        }
        messages.warning(self.request, render_to_string("portal/editor/not_saved_over.html", context))


class BringsPageTogether(BringsTogether):
    """The form of a page."""

    form_id = "page-edit-form"

    @property
    def is_saving_draft(self):
        return self.action_name == "save"

    def get_draft(self):
        return self.page

    def make_form(self, page, is_bound=False):
        data = [self.request.POST, self.request.FILES] if is_bound else []
        return self.form_class(
            *data,
            instance=page,
            subscription=self.subscription,
            parent_page=self.parent,
            for_user=self.request.user,
        )

    def show_invalid(self, form):
        self.form, self.page = form, form.instance
        return self.form_invalid(form)

    def save_draft(self, form):
        self.form, self.page = form, form.instance
        return self.form_valid(form)

    def show_unsaved(self, form):
        self.form, self.page = form, form.instance
        self.has_unsaved_changes = True
        return self.render_to_response(self.get_context_data())


class BringsSnippetTogether(BringsTogether):
    """The form of a snippet."""

    form_id = "w-editor-form"

    def look_again(self, request, *args, **kwargs):
        self.setup(request, *args, **kwargs)

    @property
    def is_saving_draft(self):
        return self.saving_as_draft

    def get_draft(self):
        return self.object

    def make_form(self, obj, is_bound=False):
        kwargs = self.get_form_kwargs() | {"instance": obj}
        if not is_bound:
            kwargs |= {"data": None, "files": None}
        return self.get_form_class()(**kwargs)

    def show_invalid(self, form):
        self.produced_error_message = self.get_error_message()
        return self.form_invalid(form)

    def save_draft(self, form):
        return self.form_valid(form)

    def show_unsaved(self, form):
        self.form, self.object = form, form.instance
        self.has_unsaved_changes = True
        return self.render_to_response(self.get_context_data())
