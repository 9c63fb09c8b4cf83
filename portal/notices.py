"""What the portal tells every reader for a while, on top of each page."""

from datetime import UTC

from django.core.exceptions import ValidationError
from django.db.models import TextChoices
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.blocks.struct_block import StructBlockValidationError

from portal.blocks import CheckedBlock, ProseBlock
from portal.caching import clock


class Level(TextChoices):
    """How much a notice matters; said in words before it."""

    INFORMATION = "information", _("Information")
    WARNING = "warning", _("Warning")


class MomentBlock(blocks.DateTimeBlock):
    """A date with its time of day, stored in UTC to the second, as content files have it."""

    def to_python(self, value):
        return self.field.to_python(value) if isinstance(value, str) else value

    def get_prep_value(self, value):
        return value and value.astimezone(UTC).replace(microsecond=0).isoformat()


class BriefBlock(ProseBlock):
    """A sentence or two, with what is important and where to read on."""

    child_options = {"features": ["bold", "link"]}


class NoticeBlock(CheckedBlock):
    """Something that every reader is told, from one moment until another."""

    level = blocks.ChoiceBlock(choices=Level.choices, default=Level.INFORMATION, label=_("Level"))
    text = BriefBlock(label=_("Text"))
    starts = MomentBlock(required=False, label=_("From"), help_text=_("Left empty: at once."))
    ends = MomentBlock(required=False, label=_("Until"), help_text=_("Left empty: until it is taken away."))

    def check_value(self, value):
        starts, ends = (self.child_blocks[name].to_python(value[name]) for name in ("starts", "ends"))
        if starts and ends and ends <= starts:
            message = ValidationError(_("It must end after it begins."))
            raise StructBlockValidationError(block_errors={"ends": message})

    def get_context(self, value, parent_context=None):
        return super().get_context(value, parent_context) | {"level": Level(value["level"])}

    class Meta:
        icon = "warning"
        label = _("Notice")
        template = "components/banner.html"


def shown_notices(notices, coming=False):
    """Return the notices for now that say something, in their order.

    :param coming: with those that have not begun yet
    """
    now = timezone.now()
    for notice in notices:
        for moment in (notice.value["starts"], notice.value["ends"]):
            if moment and moment > now:
                clock.until(moment.timestamp())
    return [
        notice
        for notice in notices
        if notice.value["text"]
        and (coming or not notice.value["starts"] or notice.value["starts"] <= now)
        and (not notice.value["ends"] or now < notice.value["ends"])
    ]
