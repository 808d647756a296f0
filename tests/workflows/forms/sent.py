"""What the holders send with the steps from the proposal to the verification."""

from typing import Any, Final

from tests.factories import PASSWORD
from tests.published import TEXT, TITLE

PUBLISH: Final = {
    "decision": "publish",
    "scope": "S3",
    "title": TITLE,
    "text": TEXT,
    "working_days": "5",
    "necessity": "涉及全镇党支部的组织生活。",
}

WAIVE: Final = {
    "decision": "waive",
    "ground": "privacy",
    "reason": "公开后可推断出当事人及家庭情况。",
}

SIGNATURE: dict[str, Any] = {
    "decision": "sign",
    **{f"V{n}-answer": "yes" for n in range(1, 7)},
    "V7-answer": "na",
    "V7-reason": "非群众反映事项",
    "V8-answer": "na",
    "V8-reason": "问题不突出",
    "methods": ["files"],
    "on_site": "on",
    "conclusion": "passed",
    "statement": "查阅记录并到村核对，问题已解决。",
    "signing_password": PASSWORD,
}
