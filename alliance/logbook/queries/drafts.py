"""What stands in a draft."""

import json
from collections.abc import Mapping, Sequence

from alliance.logbook.models import Draft
from alliance.logbook.sealing import key_of, opened


def draft_fields(draft: Draft) -> Mapping[str, Sequence[str]]:
    """Its fields as they were posted. `draft` comes with its client's key. Raises Unreadable."""
    fields: Mapping[str, Sequence[str]] = json.loads(
        opened(draft, column="content", key=key_of(draft.client))
    )
    return fields
