"""The colours of a light; a page always sets a word and a shape beside one."""

from django.db.models import TextChoices
from django.utils.translation import pgettext_lazy


class LightColour(TextChoices):
    """The label is the word a light bears when the page has nothing more exact to say."""

    GREEN = "green", pgettext_lazy("light", "On time")
    YELLOW = "yellow", pgettext_lazy("light", "Due soon")
    RED = "red", pgettext_lazy("light", "Overdue")
    BLUE = "blue", pgettext_lazy("light", "Struck off")
    GREY = "grey", pgettext_lazy("light", "Paused")
