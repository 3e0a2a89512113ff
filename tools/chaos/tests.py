"""All tests by name."""

from tools.chaos import clock, database, disk, office, races, web, worker
from tools.chaos.outcome import Test

TESTS: dict[str, Test] = {
    "R1": database.r1,
    "R2": web.r2,
    "R3": disk.r3,
    "R4": worker.r4,
    "R5": database.r5,
    "R6": races.r6,
    "R10": web.r10,
    "R14": disk.r14,
    "R18": clock.r18,
    "LO": office.lo,
}
