"""Work that is due every so often, and work that somebody asked for."""

from alliance.jobs.services.schedule import AGAIN_AFTER, Done, Work, run_due

__all__ = ["AGAIN_AFTER", "Done", "Work", "run_due"]
