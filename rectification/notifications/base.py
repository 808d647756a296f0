"""A kind of message. It holds no text about a case: words are chosen when it is shown."""

from dataclasses import dataclass

from django.utils.functional import Promise


@dataclass(frozen=True)
class NoticeKind:
    """`text` is shown to the recipient, with the case number and, if he may see it, the title.

    `why` answers “why do I get this?”. A message about a step names it by `step_text`; `page` is
    the name of the address it leads to, where it is about no case. What is `inside` is named in no
    mail: it only counts there as unread.
    """

    name: str
    text: str | Promise
    why: str | Promise
    step_text: str | Promise = ""
    page: str = ""
    inside: bool = False
