"""`{% load look %}`: dates, lights, the path, fields and the frames of `templates/components/`."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any

from django import forms, template
from django.forms.boundfield import BoundField
from django.template.context import Context
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import pgettext_lazy

from rectification.web import dates
from rectification.web.evidence import evidence_remarks
from rectification.web.kept import WRITER, writer_mark
from rectification.web.parts import COUNT_CAP, Cell, Column, Light, Tab, Text
from rectification.web.path import CasePath
from rectification.web.rules import rule_url

register = template.Library()

WORK_LISTS = {
    "inbox": ("rectification:inbox", pgettext_lazy("work list", "To do")),
    "week": ("rectification:week", pgettext_lazy("work list", "My week")),
    "done": ("rectification:done", pgettext_lazy("work list", "Done")),
    "submitted": ("rectification:submitted", pgettext_lazy("work list", "Submitted")),
    "copies": ("rectification:copies", pgettext_lazy("work list", "Copied to me")),
}


def _dated(function: Any) -> Any:
    """A missing date is shown as nothing, not as an error."""

    def shown(value: date | datetime | None) -> str:
        return function(value) if isinstance(value, date) else ""

    return shown


register.filter("full_date", _dated(dates.full_date))
register.filter("list_date", _dated(dates.list_date))
register.filter("moment", _dated(dates.moment))
register.filter("time_of_day", _dated(dates.time_of_day))
register.filter("due_words", _dated(dates.due_words))


@register.filter
def iso(value: date | datetime) -> str:
    return value.isoformat()


@register.filter
def is_date(value: object) -> bool:
    return isinstance(value, date)


register.filter("rule_url", rule_url)
register.filter("evidence_remarks", evidence_remarks)


@register.filter
def capped(count: int, cap: int = COUNT_CAP) -> str:
    """A count that was not counted to the end: 99+, 10 000+."""
    return f"{count:,}".replace(",", " ") if count <= cap else f"{cap:,}+".replace(",", " ")


@register.simple_block_tag(takes_context=True)
def card(
    context: Context,
    content: str,
    *,
    title: Text = "",
    label: str = "",
    link: Text = "",
    url: str = "",
    kind: str = "",
) -> SafeString:
    """`{% card title=… %} … {% endcard %}`: a sheet around whatever stands between."""
    return _frame(
        context,
        "components/card.html",
        {
            "body": content,
            "title": title,
            "label": label,
            "link": link,
            "url": url,
            "kind": kind,
        },
    )


@register.inclusion_tag("components/light.html")
def light(colour: str | Light, word: Text = "") -> dict[str, Any]:
    return {"light": colour if isinstance(colour, Light) else Light(colour, word)}


@register.inclusion_tag("components/path.html")
def case_path(path: CasePath) -> dict[str, Any]:
    return {"path": path}


@register.inclusion_tag("components/tabs.html")
def work_tabs(current: str, counts: Mapping[str, int] | None = None) -> dict[str, Any]:
    """The lists of one's own work; `counts` by key, for those that were counted."""
    return {
        "label": pgettext_lazy("work list", "Work lists"),
        "tabs": [
            Tab(label, reverse(name), key == current, (counts or {}).get(key))
            for key, (name, label) in WORK_LISTS.items()
        ],
    }


@register.inclusion_tag("components/table.html")
def table(
    columns: Sequence[Column], rows: Sequence[Sequence[Cell | Text]], caption: Text = ""
) -> dict[str, Any]:
    """The first cell of a row is its heading; on a phone it heads a card."""
    return {
        "columns": columns,
        "caption": caption,
        "rows": [
            [
                (column, cell if isinstance(cell, Cell) else Cell(cell))
                for column, cell in zip(columns, row, strict=True)
            ]
            for row in rows
        ],
    }


@register.inclusion_tag("components/field.html")
def field(bound: BoundField) -> dict[str, Any]:
    """A form field with label, mark, help, errors and the widget dressed for its kind."""
    kind = _field_kind(bound.field.widget)
    return {
        "field": bound,
        "kind": kind,
        "control": "" if kind == "options" else _control(bound, kind),
        "group": kind == "options" or bound.use_fieldset,
        "describedby": bound.aria_describedby,
    }


@register.simple_tag(takes_context=True)
def written_by(context: Context) -> str:
    """Hidden in a form, so that what is typed outlives the session; nothing without an account."""
    mark = writer_mark(context["request"]) if "request" in context else ""
    return format_html('<input type="hidden" name="{}" value="{}">', WRITER, mark) if mark else ""


@register.filter
def anchor(bound: BoundField) -> str:
    """The id an error in the summary leads to."""
    return bound.auto_id if bound.use_fieldset else bound.id_for_label


@register.filter
def error_count(form: forms.BaseForm) -> int:
    return sum(len(errors) for errors in form.errors.values())


def _field_kind(widget: forms.Widget) -> str:
    if isinstance(widget, forms.CheckboxInput):
        return "check"
    if isinstance(widget, (forms.RadioSelect, forms.CheckboxSelectMultiple)):
        return "options"
    if isinstance(widget, forms.ClearableFileInput):
        return "file"
    return "select" if isinstance(widget, forms.Select) else "input"


def _control(bound: BoundField, kind: str) -> SafeString:
    css = {"check": "", "select": "form-select"}.get(kind, "form-control")
    widget = bound.field.widget
    attrs: dict[str, str | bool] = {}
    if css:
        attrs["class"] = f"{widget.attrs.get('class', '')} {css}".strip()
    if isinstance(widget, forms.DateInput) and widget.input_type == "text":
        # The browser's own calendar wants ISO dates; the widget is this form's own copy.
        widget.input_type, widget.format = "date", "%Y-%m-%d"
    return bound.as_widget(attrs=attrs)


def _frame(context: Context, name: str, values: dict[str, Any]) -> SafeString:
    engine = context.template.engine  # type: ignore[union-attr]
    return engine.get_template(name).render(context.new(values))
