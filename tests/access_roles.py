"""Who asks in tests/access_table.py, and what each kind of page answers them."""

OK, NO, MISSING, SIGN_IN, NOT_SO = "ok", "403", "404", "sign in", "405"
ROLES = (
    "author",
    "supervisor",
    "ended",
    "admin",
    "peer",
    "stranger",
    "left",
    "closed",
    "anonymous",
)
"""`ended`: a supervisor until today. `stranger`: of another clinic. `left`: no longer a member.
`closed`: an account that was closed. All ask for what belongs to `author`."""
OUT = (MISSING, SIGN_IN, SIGN_IN)

# In the order of ROLES.
MEMBERS = (OK, OK, OK, OK, OK, OK, *OUT)
CLINICIANS = (OK, NO, NO, NO, OK, OK, *OUT)
READERS = (OK, OK, MISSING, MISSING, MISSING, MISSING, *OUT)
WRITER = (OK, NO, MISSING, MISSING, MISSING, MISSING, *OUT)
AUTHOR = (OK, MISSING, MISSING, MISSING, MISSING, MISSING, *OUT)
ADMINS = (NO, NO, NO, OK, NO, OK, *OUT)
ADMIN_OF_IT = (NO, NO, NO, OK, NO, MISSING, *OUT)
ASKERS = (OK, OK, OK, NO, OK, OK, *OUT)
SUPERVISORS = (NO, OK, OK, NO, NO, OK, *OUT)
# The supervision in question is that of `author` with `supervisor`, and was agreed long ago.
SIDES = (OK, OK, MISSING, MISSING, MISSING, MISSING, *OUT)
NOT_WAITING = (NO, NO, MISSING, MISSING, MISSING, MISSING, *OUT)
ITS_SUPERVISOR = (MISSING, OK, MISSING, MISSING, MISSING, MISSING, *OUT)
REVIEWER = (NO, OK, MISSING, MISSING, MISSING, MISSING, *OUT)
# The agenda with `author`: of the one who supervises them.
SIDE_OF_AGENDA = (MISSING, OK, MISSING, MISSING, MISSING, MISSING, *OUT)
# Those who answer for a client: their clinician and the clinic's admins.
ANSWERS = (OK, MISSING, MISSING, OK, MISSING, MISSING, *OUT)
NAMED = (MISSING, MISSING, MISSING, MISSING, OK, MISSING, *OUT)
MAY_REFUSE = (OK, MISSING, MISSING, OK, NO, MISSING, *OUT)
SEES_ACCESS = (NO, MISSING, MISSING, NO, NO, MISSING, *OUT)
NOBODY_HERE = (MISSING,) * 6 + OUT
WRITER_NOT_ADMIN = (OK, MISSING, MISSING, NO, MISSING, MISSING, *OUT)
# The one in question was asked for by `author`, and is no order.
SECOND_PERSON = (NO, MISSING, MISSING, NO, MISSING, MISSING, *OUT)
ADMIN_ANSWERS = (NO, MISSING, MISSING, OK, MISSING, MISSING, *OUT)
# Of the client whom `author` handed over to somebody who isn't among those asking.
RECEIVER = (MISSING, MISSING, MISSING, MISSING, MISSING, MISSING, *OUT)
THREAD = (OK, OK, MISSING, MISSING, MISSING, MISSING, *OUT)
NAMELESS = (MISSING, NO, MISSING, MISSING, MISSING, MISSING, *OUT)
ANYONE = (OK,) * 9
SIGNED_IN = (OK, OK, OK, OK, OK, OK, OK, SIGN_IN, SIGN_IN)
NOBODY = (MISSING,) * 9
# An export that `author` asked for and that waits for a second person.
DECIDER = (MISSING, MISSING, MISSING, OK, MISSING, MISSING, *OUT)
# Nobody in this clinic has set a password; those who must have an authenticator app have one.
WITH_FACTOR = (NO, OK, OK, OK, NO, OK, NO, SIGN_IN, SIGN_IN)
OF_FACTOR = (MISSING, OK, OK, OK, MISSING, OK, MISSING, SIGN_IN, SIGN_IN)
# Of a passkey that nobody has.
NO_PASSKEY = (MISSING,) * 7 + (SIGN_IN, SIGN_IN)
