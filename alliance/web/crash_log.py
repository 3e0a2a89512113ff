"""What the log says of a crash: where it happened and of which kind, never what anybody wrote.

The message of an exception may quote a row or a form (PostgreSQL's DETAIL does), so it is left out.
"""

import logging
import traceback
from types import TracebackType

type Raised = (
    tuple[type[BaseException], BaseException, TracebackType | None] | tuple[None, None, None]
)


class WordlessFormatter(logging.Formatter):
    """Tracebacks without messages and without the values of variables."""

    def formatException(self, ei: Raised) -> str:
        if ei[1] is None:
            return ""
        return "\n".join(_told(ei[1]))


def _told(error: BaseException) -> list[str]:
    """The chain of exceptions, the first cause on top."""
    before = error.__cause__ or (None if error.__suppress_context__ else error.__context__)
    lines = [*_told(before), "and then:"] if before else []
    frames = traceback.extract_tb(error.__traceback__)
    lines += [f'  File "{f.filename}", line {f.lineno}, in {f.name}' for f in frames]
    return [*lines, f"{type(error).__module__}.{type(error).__qualname__}"]
