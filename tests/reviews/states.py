"""The pages of supervision, in groups, and what each group answers in each state of it.

Written out by hand: it says what is meant, not what the code does.
"""

# Pages about one log: who reads it.
LOG_READS = (
    ("GET", "/log/{log}/"),
    ("GET", "/reviews/{log}/"),
    ("GET", "/ruptures/{rupture}/"),
    ("GET", "/signals/{signal}/"),
)
LOG_WRITES = (
    ("POST", "/reviews/{log}/comment/"),
    ("POST", "/reviews/{log}/discuss/"),
    ("POST", "/reviews/{log}/discuss/undo/"),
    ("POST", "/reviews/{log}/recommend/"),
    ("POST", "/reviews/{log}/sign-off/"),
    ("POST", "/reviews/{log}/sign-off/undo/"),
)
# Pages about the client and the trainee: they tell of what may be read.
CLIENT_READS = (
    ("GET", "/clients/{client}/"),
    ("GET", "/clients/{client}/brief/"),
    ("GET", "/clients/{client}/report/"),
    ("GET", "/trainees/{trainee}/"),
)
# The agenda is of the two, and not of a deputy.
PAIR = (
    ("GET", "/agenda/{trainee}/"),
    ("POST", "/agenda/{trainee}/"),
    ("GET", "/agenda/{trainee}/pdf/"),
    ("GET", "/agenda/{trainee}/log/"),
    ("POST", "/agenda/{trainee}/log/"),
)
ITEM = (
    ("POST", "/agenda/items/{item}/tick/"),
    ("POST", "/agenda/items/{item}/carry-over/"),
)
# Never anyone's but the author's.
AUTHORS = (
    ("POST", "/recommendations/{recommendation}/aside/"),
    ("GET", "/log/{trashed}/"),
    ("GET", "/reviews/{trashed}/"),
    ("POST", "/reviews/{trashed}/sign-off/"),
)
LISTS = ("/", "/reviews/", "/reviews/past/", "/trainees/", "/agenda/", "/clients/", "/supervision/")
GROUPS = {
    "log": LOG_READS + LOG_WRITES,
    "client": CLIENT_READS,
    "pair": PAIR,
    "item": ITEM,
    "authors": AUTHORS,
}
NOTHING = dict.fromkeys(GROUPS, "404")
READS_ALL = {"log": "ok", "client": "ok", "pair": "ok", "item": "ok", "authors": "404"}
# A colleague's agenda item is not theirs, nor is the agenda of whom they stand in for.
DEPUTY = {"log": "ok", "client": "ok", "pair": "404", "item": "404", "authors": "404"}

# State → what each group of pages answers to the member whom the state is about.
STATES = {
    "asked for, not agreed": NOTHING,
    "declined": NOTHING,
    "begins tomorrow": NOTHING,
    # The session was held before: what is about it stays shut, the agenda begins.
    "began after the session": NOTHING | {"client": "ok", "pair": "ok"},
    "began after the session, which is shown": READS_ALL | {"item": "404"},
    "running": READS_ALL,
    "last day": READS_ALL,
    "in a group": READS_ALL,
    "ended today": NOTHING,
    "ended, and begun again tomorrow": NOTHING,
    "handed over, both overlap: the former": READS_ALL,
    "handed over, both overlap: the new": READS_ALL | {"item": "404"},
    "handed over, over for the former": NOTHING,
    "deputy from today": DEPUTY,
    "deputy from tomorrow": NOTHING,
    "deputy until yesterday": NOTHING,
    "deputy withdrawn": NOTHING,
    "deputy of one whose supervision ended": NOTHING,
    "deputy of one who was deactivated": NOTHING,
    "running, no longer a supervisor": NOTHING,
    "running, deactivated": NOTHING,
    "running, account closed": "sign in",
    "running, held back": NOTHING | {"client": "ok", "pair": "ok", "item": "ok"},
    "running, held back until today": READS_ALL,
    "supervisor of somebody else": NOTHING,
    "admin": NOTHING,
    "peer": NOTHING,
    "of another clinic": NOTHING,
}
