"""Settings, from the environment. Nothing insecure is a default; no secret, no start."""

from pathlib import Path

from django.core.exceptions import ImproperlyConfigured
from environs import Env

from alliance.web.content_policy import POLICY
from alliance.web.databases import databases
from alliance.web.log_lines import logging_settings
from alliance.web.mailers import mail_folder, mail_server

BASE_DIR = Path(__file__).resolve().parent.parent

env = Env()
# Everything that this installation keeps, unless it is told of another place for a part of it.
VAR_DIR = Path(env.str("VAR_FOLDER", str(BASE_DIR / "var")))


def secret(name: str, *, kept_in: Path) -> str:
    """A secret from the variable `name`, from the file that `name`_FILE names, or `kept_in`."""
    file = Path(env.str(f"{name}_FILE", str(kept_in)))
    value = env.str(name, "") or (file.read_text().strip() if file.exists() else "")
    if not value:
        raise ImproperlyConfigured(
            f"{name} is not set. `make run` makes one; for a clinic see docs/operations.md."
        )
    return value


DEBUG = env.bool("DEBUG", False)
SECRET_KEY = secret("SECRET_KEY", kept_in=VAR_DIR / "keys" / "secret_key")
SECRET_KEY_FALLBACKS: list[str] = env.list("SECRET_KEY_FALLBACKS", [])
# Where the key that wraps every data key is: never in the database, never in a backup of it.
VAULT_KEYS = env.str("VAULT_KEYS", "")
VAULT_KEY_FILE = Path(env.str("VAULT_KEY_FILE", str(VAR_DIR / "keys" / "vault_key")))

# Whose keys were destroyed: kept apart from the database, so that a restore can't bring them back.
ERASURE_LEDGER = Path(env.str("ERASURE_LEDGER", str(VAR_DIR / "erasures.ledger")))

ALLOWED_HOSTS = env.list("ALLOWED_HOSTS", ["localhost", "127.0.0.1", "[::1]"])
SITE_URL = env.str("SITE_URL", "http://localhost:8000")
CSRF_TRUSTED_ORIGINS: list[str] = env.list("CSRF_TRUSTED_ORIGINS", [])

INSTALLED_APPS = [
    "alliance.home.apps.HomeConfig",
    "alliance.upkeep.apps.UpkeepConfig",
    "alliance.privacy.apps.PrivacyConfig",
    "alliance.reports.apps.ReportsConfig",
    "alliance.progress.apps.ProgressConfig",
    "alliance.reviews.apps.ReviewsConfig",
    "alliance.logbook.apps.LogbookConfig",
    "alliance.people.apps.PeopleConfig",
    "alliance.jobs.apps.JobsConfig",
    "alliance.audit.apps.AuditConfig",
    "alliance.vault.apps.VaultConfig",
    "alliance.walls.apps.WallsConfig",
    "alliance.web.apps.WebConfig",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "crispy_forms",
    "crispy_bootstrap5",
    "django_htmx",
]

MIDDLEWARE = [
    "alliance.web.watching.WatchMiddleware",
    "django.middleware.csp.ContentSecurityPolicyMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "alliance.web.middleware.AnswerHeadersMiddleware",
    "alliance.web.middleware.OwnSiteOnlyMiddleware",
    "alliance.people.pace.EvenPaceMiddleware",
    "alliance.web.middleware.Utf8OnlyMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.middleware.gzip.GZipMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "alliance.home.locked.LockedMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "alliance.people.gate.KeptWordsMiddleware",
    "django.contrib.auth.middleware.LoginRequiredMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "alliance.people.middleware.ClinicMiddleware",
    "alliance.people.trail.TrailMiddleware",
    "alliance.people.gate.SignInGate",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
]

ROOT_URLCONF = "alliance.urls"
WSGI_APPLICATION = "alliance.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.template.context_processors.csp",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "alliance.web.context.shell",
            ],
        },
    },
]
CRISPY_ALLOWED_TEMPLATE_PACKS = "bootstrap5"
CRISPY_TEMPLATE_PACK = "bootstrap5"
CRISPY_FAIL_SILENTLY = False

# --- database ---------------------------------------------------------------------------

DATABASE_URL = env.str("DATABASE_URL", f"sqlite:///{VAR_DIR / 'alliance.sqlite3'}")
# A standby that reports read from, unless it is too far behind or away.
REPLICA_MOST_BEHIND_SECONDS = env.int("REPLICA_MOST_BEHIND_SECONDS", 60)
DATABASES = databases(DATABASE_URL, env=env)
DATABASE_ROUTERS = ["alliance.web.replica.Router"]
# A folder with the passwords of the database's roles, one file each: see `manage.py make_roles`.
DATABASE_ROLES = env.str("DATABASE_ROLES", "")
# A web server whose role can walk around the wall between clinics starts only if told to.
DATABASE_OWNER_ALLOWED = env.bool("DATABASE_OWNER_ALLOWED", False)

# --- backups ----------------------------------------------------------------------------

BACKUP_FOLDER = Path(env.str("BACKUP_FOLDER", str(VAR_DIR / "backups")))
# How many nightly backups stay there.
BACKUP_KEEP = env.int("BACKUP_KEEP", 14)
# Who is told when one is late; empty: the admins of the clinics.
OPERATOR_MAIL = env.str("OPERATOR_MAIL", "")

# --- the trail --------------------------------------------------------------------------

# How far each clinic's trail had come, hour by hour: outside the database, best on another disk.
AUDIT_CHECKPOINTS = env.str("AUDIT_CHECKPOINTS", str(VAR_DIR / "audit" / "checkpoints.log"))
# Who gets the same lines by mail every hour, best elsewhere; empty: nobody.
AUDIT_CHECKPOINT_MAIL = env.str("AUDIT_CHECKPOINT_MAIL", "")

# --- people -----------------------------------------------------------------------------

AUTH_USER_MODEL = "people.User"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
PASSWORD_HASHERS = env.list(
    "PASSWORD_HASHERS", ["django.contrib.auth.hashers.Argon2PasswordHasher"]
)
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "alliance.people.passwords.LongEnough"},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "alliance.people.passwords.NothingKnown"},
]
LOGIN_URL = "/accounts/login/"
LOGIN_REDIRECT_URL = "/"
PASSWORD_RESET_TIMEOUT = 60 * 60
ACCOUNT_ADAPTER = "alliance.people.adapter.AccountAdapter"
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_FORMS = {"reset_password": "alliance.people.forms.way_back.WayBackForm"}
ACCOUNT_SIGNUP_FORM_CLASS = "alliance.people.forms.own.PracticeForm"
ACCOUNT_EMAIL_VERIFICATION = "none"
# A mail either way: an answer that came sooner would tell who has an account.
ACCOUNT_EMAIL_UNKNOWN_ACCOUNTS = True
ACCOUNT_PREVENT_ENUMERATION = True
# No answer about a new password comes sooner: longer than any of them takes, mail included.
WAY_BACK_SECONDS = env.float("WAY_BACK_SECONDS", 0.5)
ACCOUNT_EMAIL_SUBJECT_PREFIX = ""
ACCOUNT_LOGOUT_ON_PASSWORD_CHANGE = True
ACCOUNT_REAUTHENTICATION_REQUIRED = True
ACCOUNT_REAUTHENTICATION_TIMEOUT = 15 * 60
ACCOUNT_SESSION_REMEMBER = False
# Tries per address and per account. The longer window makes who goes on trying wait longer; none
# lasts, and a device that is known to the account has tries of its own.
ACCOUNT_RATE_LIMITS = {
    "login": "30/m/ip",
    "login_failed": "10/m/ip,60/h/ip,5/300s/key,20/2h/key",
    "reset_password": "10/m/ip,40/h/ip,3/10m/key",
    "reset_password_from_key": "10/m/ip",
    "reauthenticate": "10/m/user",
    "signup": "10/m/ip",
}
INVITATION_RATE = "10/m/ip"
ACCOUNT_EMAIL_NOTIFICATIONS = True
MFA_ADAPTER = "alliance.people.mfa_adapter.MFAAdapter"
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_TOTP_ISSUER = "Alliance"
# A code holds for its own half minute, and once.
MFA_TOTP_TOLERANCE = 0
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_WEBAUTHN_USER_VERIFICATION = "required"
# No address is confirmed before one is inside, and some must have a factor before they are.
MFA_ALLOW_UNVERIFIED_EMAIL = True
# Who may sign up: the first account only, anyone, or nobody.
SIGNUP = env.str("SIGNUP", "first", validate=lambda value: value in {"first", "open", "closed"})

# --- answers ----------------------------------------------------------------------------

SECURE_CSP = POLICY
# Plain http is for one laptop on its own loopback address, and for developing.
HTTP_ALLOWED = env.bool("HTTP_ALLOWED", DEBUG)
# `make run`: no other machine reaches it, so a practice of one may sign in by password alone.
ONE_LAPTOP = env.bool("ONE_LAPTOP", False)
SECURE_SSL_REDIRECT = not HTTP_ALLOWED
SECURE_PROXY_SSL_HEADER = (
    ("HTTP_X_FORWARDED_PROTO", "https") if env.bool("BEHIND_PROXY", False) else None
)
# Who asks is the last address that our own proxies wrote; what a browser claims counts for nothing.
ALLAUTH_TRUSTED_PROXY_COUNT = env.int("PROXY_COUNT", 1) if env.bool("BEHIND_PROXY", False) else 0
SECURE_REDIRECT_EXEMPT = [r"^livez$", r"^readyz$"]
SECURE_HSTS_SECONDS = 0 if HTTP_ALLOWED else 31_536_000
SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE_HSTS_PRELOAD = not HTTP_ALLOWED
SECURE_REFERRER_POLICY = "same-origin"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = not HTTP_ALLOWED
SESSION_COOKIE_NAME = "sessionid" if HTTP_ALLOWED else "__Host-sessionid"
DEVICE_COOKIE_NAME = "device" if HTTP_ALLOWED else "__Host-device"
CSRF_COOKIE_NAME = "csrftoken" if HTTP_ALLOWED else "__Host-csrftoken"
SESSION_COOKIE_HTTPONLY = CSRF_COOKIE_HTTPONLY = True
SESSION_ENGINE = "alliance.people.session_store"
# From the sign-in on, however busy one is.
SESSION_COOKIE_AGE = 12 * 60 * 60
SESSION_EXPIRE_AT_BROWSER_CLOSE = True
X_FRAME_OPTIONS = "DENY"
CSRF_FAILURE_VIEW = "alliance.web.errors.csrf_failure"
MESSAGE_STORAGE = "django.contrib.messages.storage.session.SessionStorage"
DATA_UPLOAD_MAX_MEMORY_SIZE = 4 * 1024 * 1024
# Tables to import and files of one's own data are the only uploads: in memory, and none larger than
# such a file may be.
FILE_UPLOAD_HANDLERS = ["alliance.web.table_file.SmallFileHandler"]

# --- files, mail, language --------------------------------------------------------------

STATIC_URL = "/static/"
STATIC_ROOT = BASE_DIR / "staticfiles"
STATICFILES_DIRS = [BASE_DIR / "static"]
STATICFILES_FINDERS = [
    "django.contrib.staticfiles.finders.FileSystemFinder",
    "alliance.web.assets.PackageFinder",
]
STATIC_STORAGE = env.str(
    "STATIC_STORAGE",
    "django.contrib.staticfiles.storage.StaticFilesStorage"
    if DEBUG
    else "whitenoise.storage.CompressedManifestStaticFilesStorage",
)
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": STATIC_STORAGE},
}
# Sealed files of exports; web and worker both reach it, no web server serves it.
EXPORT_FOLDER = Path(env.str("EXPORT_FOLDER", str(VAR_DIR / "exports")))
MAIL_HOST = env.str("MAIL_HOST", "")
MAILERS = (
    mail_server(
        MAIL_HOST,
        port=env.int("MAIL_PORT", 587),
        user=env.str("MAIL_USER", ""),
        password=env.str("MAIL_PASSWORD", ""),
        uses_tls=env.bool("MAIL_TLS", True),
    )
    if MAIL_HOST
    else mail_folder(Path(env.str("MAIL_FOLDER", str(VAR_DIR / "mail"))))
)
DEFAULT_FROM_EMAIL = env.str("MAIL_FROM", "alliance@localhost")

LANGUAGE_CODE = "en-gb"
LANGUAGES = [("en-gb", "English")]
LOCALE_PATHS = [BASE_DIR / "locale"]
USE_TZ = True
TIME_ZONE = env.str("TIME_ZONE", "Europe/London")

CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.db.DatabaseCache",
        "LOCATION": "cache",
        # Limits are counted here: a flood must not push out what it is counted by.
        "OPTIONS": {"MAX_ENTRIES": 100_000},
    }
}

LOGGING = logging_settings(
    is_json=env.str("LOG_FORMAT", "") == "json", level=env.str("LOG_LEVEL", "WARNING")
)
# Where the worker answers Prometheus, such as 127.0.0.1:9101; web has METRICS_ADDRESS for itself.
WORKER_METRICS_ADDRESS = env.str("WORKER_METRICS_ADDRESS", "")
