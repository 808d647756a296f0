"""Files handed in with a step: opened before the case is locked, refused beside their field."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from rectification.exceptions import CaseError
from rectification.policies.uploads import (
    CONTENT_TYPES,
    MAX_BYTES,
    MAX_FILES,
    SoundFile,
    sound_files,
)
from rectification.services.scanning import refuse_infected


@dataclass(frozen=True)
class HandedIn:
    """The files of one field, or why they are refused."""

    files: tuple[SoundFile, ...] = ()
    refusal: str = ""


class FilesInput(forms.ClearableFileInput):
    """A file input that hands over all files chosen, not the last one."""

    allow_multiple_selected = True

    def value_from_datadict(self, data: Any, files: Any, name: str) -> HandedIn:
        given = files.getlist(name) if hasattr(files, "getlist") else files.get(name)
        if isinstance(given, HandedIn):
            return given
        uploads = given if isinstance(given, (list, tuple)) else [given] if given else []
        try:
            files = tuple(sound_files(uploads))
            for file in files:
                refuse_infected(file.name, file.original)
            return HandedIn(files)
        except CaseError as error:
            return HandedIn(refusal=str(error.message))


FILES_HELP = _("Up to 5 files of 20 MB: PDF, Word, Excel, JPEG, PNG.")


def file_input() -> FilesInput:
    """With the limits of one note, so that the page can refuse before anything is sent."""
    return FilesInput(
        attrs={
            "accept": ",".join(CONTENT_TYPES),
            "data-max-bytes": MAX_BYTES,
            "data-max-files": MAX_FILES,
        }
    )


class FilesField(forms.FileField):
    """Several files; what is in them is judged by `policies.uploads`."""

    widget = FilesInput

    def clean(self, data: HandedIn, initial: Any = None) -> list[SoundFile]:
        if data.refusal:
            raise ValidationError(data.refusal, code="unsound")
        if self.required and not data.files:
            raise ValidationError(self.error_messages["required"], code="required")
        return list(data.files)


def opened(form_class: type[forms.Form], files: Any) -> Mapping[str, HandedIn]:
    """What was handed in for the file fields of the form, and nothing else, judged now.

    Opening a picture takes seconds; under the lock of the case everybody else would wait for it.
    """
    return {
        name: FilesInput().value_from_datadict({}, files, name)
        for name, field in form_class.base_fields.items()
        if isinstance(field, FilesField)
    }
