"""A kind of message. It holds no text about a case: words are chosen when it is shown."""

from dataclasses import dataclass

from django.utils.functional import Promise


@dataclass(frozen=True)
class NoticeKind:
    """`text` is shown to the recipient, with the case number and, if he may see it, the title.

    `why` answers “why do I get this?”. A message about a step names it by `step_text`; one that is
    about no case may lead to the page named `page`.
    """

    name: str
    text: str | Promise
    why: str | Promise
    step_text: str | Promise = ""
    page: str = ""
