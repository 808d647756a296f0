"""党员意见: as those of residents, from a member."""

from dataclasses import replace
from typing import Final

from rectification.enums import SourceKind
from rectification.sources.public_opinion import PUBLIC_OPINION

MEMBER_OPINION: Final = replace(PUBLIC_OPINION, kind=SourceKind.MEMBER_OPINION)
