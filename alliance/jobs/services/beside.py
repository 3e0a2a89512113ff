"""Something done again and again in a thread of its own, beside the work of a block."""

import threading
from types import TracebackType
from typing import Self


class Beside:
    """From the start of the block to its end; `keep_on` looks at `is_over` and leaves."""

    def __init__(self, *, name: str) -> None:
        self.is_over = threading.Event()
        self.thread = threading.Thread(target=self.keep_on, name=name, daemon=True)

    def keep_on(self) -> None:
        raise NotImplementedError

    def __enter__(self) -> Self:
        self.thread.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.is_over.set()
        self.thread.join()
