"""Settings, all of them from the environment; without any, a demo on this machine.

`HEMVIST_MODE` is `demo` (the default: debug off, plain http on localhost, mail kept on the
machine) or `production` (TLS, strict cookies, a secret that must be given).
"""

import json
import os
from pathlib import Path

from csp.constants import NONCE, NONE, SELF
from django.utils.translation import gettext_lazy as _

from hemvist import database
from hemvist.conversation_settings import *  # noqa: F403

ROOT = Path(__file__).resolve().parent.parent
VAR = database.VAR
# NumPy and the model of the search look at this when they are loaded. More threads than free cores
# make the model many times slower, and every process answers several readers already.
os.environ.setdefault("OMP_NUM_THREADS", "1")

MODE = os.environ.get("HEMVIST_MODE", "demo")
PRODUCTION = MODE == "production"
DEBUG = os.environ.get("HEMVIST_DEBUG") == "1" and not PRODUCTION

if PRODUCTION:
    SECRET_KEY = os.environ["HEMVIST_SECRET_KEY"]
    ALLOWED_HOSTS = os.environ["HEMVIST_HOSTS"].split(",")
    SITE_URL = os.environ.get("HEMVIST_SITE_URL", f"https://{ALLOWED_HOSTS[0]}")
else:
    SECRET_KEY = os.environ.get(
        "HEMVIST_SECRET_KEY", "demo-only-secret-that-is-long-enough-for-every-signature-in-the-demo"
    )
    ALLOWED_HOSTS = ["*"]
    SITE_URL = os.environ.get(
        "HEMVIST_SITE_URL", f"http://localhost:{os.environ.get('PORT', '8000')}"
    )

INSTALLED_APPS = [
    "hemvist.core",
    "hemvist.accounts",
    "hemvist.audit",
    "hemvist.people",
    "hemvist.directory",
    "hemvist.employers",
    "hemvist.replies",
    "hemvist.follow_up",
    "hemvist.happenings",
    "hemvist.vacancies",
    "hemvist.messaging",
    "hemvist.casework",
    "hemvist.texts",
    "hemvist.writing",
    "hemvist.documents",
    "hemvist.bulk",
    "hemvist.waves",
    "hemvist.routing",
    "hemvist.intake",
    "hemvist.referrals",
    "hemvist.guide",
    "hemvist.favourites",
    "hemvist.importing",
    "hemvist.merging",
    "hemvist.inbox",
    "hemvist.registration",
    "hemvist.privacy",
    "hemvist.desk",
    "hemvist.portal",
    "hemvist.upkeep",
    "hemvist.keeping",
    "hemvist.search",
    "hemvist.api",
    "hemvist.demo",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.usersessions",
    "procrastinate.contrib.django",
    "django_htmx",
    "template_partials",
    "csp",
    "wagtail_localize",
    "wagtail_localize.locales",
    "wagtail.documents",  # the editor asks for it; nobody has a right to any
    "wagtail.images",
    "wagtail.search",
    "wagtail.snippets",
    "hemvist.guide.apps.EditorsConfig",
    "hemvist.guide.apps.EditorConfig",
    "wagtail",
    "modelcluster",
    "taggit",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.postgres",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "django.forms",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "hemvist.core.middleware.careful_answers",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "hemvist.core.middleware.readable_requests",
    "django.middleware.common.CommonMiddleware",
    "hemvist.core.uploads.FilesWhereTaken",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "allauth.usersessions.middleware.UserSessionsMiddleware",
    "hemvist.accounts.middleware.end_old_sessions",
    "hemvist.accounts.middleware.lead_to_second_factor",
    "hemvist.accounts.middleware.FormMistakes",
    "django_htmx.middleware.HtmxMiddleware",
    "hemvist.guide.editing.editor_rules",
]
if os.environ.get("HEMVIST_COUNT_QUERIES") == "1":
    MIDDLEWARE.insert(0, "bench.counting.CountQueries")

PROCRASTINATE_ON_APP_READY = "hemvist.core.job_endings.mind_endings"
ROOT_URLCONF = "hemvist.urls"
WSGI_APPLICATION = "hemvist.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.template.context_processors.i18n",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "csp.context_processors.nonce",
                "hemvist.core.context.municipality",
                "hemvist.favourites.browsers.saved",
            ],
            "builtins": ["hemvist.core.templatetags.ui"],
        },
    }
]

DATABASES = {"default": database.django_settings(os.environ.get("DATABASE_URL", "postgresql:///"))}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.db.DatabaseCache",
        "LOCATION": "core_cache",
        # Counts of wrong passwords lie here. With few places a stranger who tries many addresses
        # would push them out, and so begin to count anew.
        "OPTIONS": {"MAX_ENTRIES": 1_000_000},
    }
}

AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "desk:home"
AUTH_PASSWORD_VALIDATORS = [
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 12},
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
]
PASSWORD_RESET_TIMEOUT = 60 * 60 * 24
REQUIRE_MFA = os.environ.get("HEMVIST_REQUIRE_MFA", "1" if PRODUCTION else "0") == "1"
STAFF_SESSION_MINUTES = 60 * 10
STAFF_IDLE_MINUTES = 60
ACCOUNT_ADAPTER = "hemvist.accounts.adapter.StaffAdapter"
ACCOUNT_FORMS = {
    "login": "hemvist.accounts.door_forms.SignInForm",
    "reset_password": "hemvist.accounts.door_forms.ForgottenPasswordForm",
    "reset_password_from_key": "hemvist.accounts.door_forms.NewPasswordForm",
    "change_password": "hemvist.accounts.door_forms.ChangePasswordForm",
}
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*", "password2*"]
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_EMAIL_VERIFICATION = "none"  # an address is proved by the link in the invitation
ACCOUNT_EMAIL_UNKNOWN_ACCOUNTS = False
ACCOUNT_EMAIL_NOTIFICATIONS = True
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_REAUTHENTICATION_REQUIRED = True
ACCOUNT_REAUTHENTICATION_TIMEOUT = 60 * 10
ACCOUNT_SESSION_REMEMBER = False
ACCOUNT_LOGOUT_REDIRECT_URL = "account_login"
ACCOUNT_RATE_LIMITS = {
    # `key` is the address together with the network it is tried from, so that a stranger
    # cannot lock a colleague out; the second is the address tried from anywhere.
    "login_failed": "30/15m/ip,5/15m/key",
    "login_failed_anywhere": "50/h/key",
    "reset_password": "20/h/ip,3/15m/key",
}
ALLAUTH_TRUSTED_PROXY_COUNT = int(os.environ.get("HEMVIST_PROXIES", "1" if PRODUCTION else "0"))
MFA_ADAPTER = "hemvist.accounts.adapter.SecondFactorAdapter"
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_ALLOW_UNVERIFIED_EMAIL = True
MFA_TOTP_TOLERANCE = 1
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = not PRODUCTION
SESSION_COOKIE_AGE = 60 * 60 * 10
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
SAVED_COOKIE_NAME = "__Host-saved" if PRODUCTION else "saved"  # set when somebody saves a page

# How long a public page made for one reader may be given to others; 0 makes each anew.
KEEP_PAGES_SECONDS = 0 if DEBUG else int(os.environ.get("HEMVIST_KEEP_PAGES", "3600"))
KEEP_PAGES_BYTES = int(os.environ.get("HEMVIST_KEEP_PAGES_MB", "64")) * 1024 * 1024
# Room in the database for pages that all processes have in common; 0 has none there.
KEEP_SHARED_PAGES_BYTES = int(os.environ.get("HEMVIST_KEEP_SHARED_PAGES_MB", "512")) * 1024 * 1024
# How long a page may be given as it was after something has changed, while it is made anew.
KEEP_OLD_PAGES_SECONDS = float(os.environ.get("HEMVIST_KEEP_OLD_PAGES", "10"))
# And how long while other readers of the process already wait for pages to be made.
KEEP_OLD_PAGES_IN_A_CROWD_SECONDS = float(os.environ.get("HEMVIST_KEEP_OLD_PAGES_CROWD", "10"))
# Whether a worker calls the addresses that pages name, to see if they still answer.
LOOK_AT_LINKS = os.environ.get("HEMVIST_LOOK_AT_LINKS", "1" if PRODUCTION else "0") == "1"
# How long a number beside the staff's menu may be given as it was.
KEEP_COUNTS_SECONDS = 20
# What these apps hold is read by everybody; a change there makes kept pages void.
EDITION_APPS = ["core", "directory", "happenings", "vacancies", "guide"]
# Publishing and moving change `guide` too.
EDITION_MODELS = {"wagtailcore.PageViewRestriction": "guide"}
# Of these it is told by page what changed on one alone.
EDITION_BY_PAGE = ["guide", "directory"]

# On which terms the municipality gives its own data away: CC0, or an address of CC BY.
OPEN_DATA_LICENCE = os.environ.get(
    "HEMVIST_OPEN_DATA_LICENCE", "https://creativecommons.org/publicdomain/zero/1.0/"
)
# How often one network may ask the API of a process within a minute; 0 sets no limit.
API_REQUESTS_A_MINUTE = int(os.environ.get("HEMVIST_API_REQUESTS_A_MINUTE", "600"))

LANGUAGE_CODE = "sv"
LANGUAGES = [
    ("sv", _("Swedish")),
    ("en", _("English")),
    ("fi", _("Finnish")),
    ("ar", _("Arabic")),
    ("uk", _("Ukrainian")),
]
# Ours, and what the editor's own catalogues leave out.
LOCALE_PATHS = [ROOT / "hemvist" / "locale", ROOT / "hemvist" / "editor_locale"]
USE_I18N = True
USE_TZ = True
TIME_ZONE = "Europe/Stockholm"

# The editors' pages, at /editor/. What has its own place here is not offered there a second time.
WAGTAIL_SITE_NAME = "Hemvist"
WAGTAIL_I18N_ENABLED = True
WAGTAIL_CONTENT_LANGUAGES = LANGUAGES
WAGTAILADMIN_BASE_URL = SITE_URL
WAGTAILADMIN_LOGIN_URL = LOGIN_URL
WAGTAILADMIN_PERMITTED_LANGUAGES = LANGUAGES
WAGTAIL_PASSWORD_MANAGEMENT_ENABLED = False
WAGTAIL_PASSWORD_RESET_ENABLED = False
WAGTAIL_EMAIL_MANAGEMENT_ENABLED = False
WAGTAIL_ENABLE_UPDATE_CHECK = False
WAGTAIL_ENABLE_WHATS_NEW_BANNER = False
WAGTAIL_GRAVATAR_PROVIDER_URL = None
WAGTAILADMIN_COMMENTS_ENABLED = False
WAGTAIL_ALLOW_UNICODE_SLUGS = False
WAGTAILLOCALIZE_SYNC_LIVE_STATUS_ON_TRANSLATE = False
WAGTAILIMAGES_IMAGE_MODEL = "guide.Picture"
WAGTAILIMAGES_IMAGE_FORM_BASE = "hemvist.guide.uploads.PictureForm"
WAGTAILIMAGES_EXTENSIONS = ["gif", "jpg", "jpeg", "png", "webp"]
WAGTAILIMAGES_MAX_UPLOAD_SIZE = 10 * 1024 * 1024
WAGTAILIMAGES_MAX_IMAGE_PIXELS = 40_000_000
# The editor finds pages by their titles without an index; the public's search has its own.
WAGTAILSEARCH_BACKENDS = {
    "default": {"BACKEND": "wagtail.search.backends.database.fallback", "AUTO_UPDATE": False}
}

# Pictures that editors put up: in a folder, or in a store that all web processes share.
MEDIA_URL = "/media/"  # where `guide.media` serves them from, wherever they are kept
MEDIA_STORE = os.environ.get("HEMVIST_MEDIA_STORE", "")
MEDIA_OPTIONS = json.loads(os.environ.get("HEMVIST_MEDIA_OPTIONS", "{}"))

# Files in cases: in a folder no address leads to, or in a store that all processes share.
PRIVATE_STORE = os.environ.get("HEMVIST_PRIVATE_STORE", "")
PRIVATE_OPTIONS = json.loads(os.environ.get("HEMVIST_PRIVATE_OPTIONS", "{}"))
# A ClamAV that scans them: host:port, or the path of its socket. Without it nobody does.
CLAMAV = os.environ.get("HEMVIST_CLAMAV", "")

# A machine that translates, for editors who ask it to; off unless one is named.
TRANSLATORS = {
    "libretranslate": (
        "wagtail_localize.machine_translators.libretranslate.LibreTranslator",
        {
            "LIBRETRANSLATE_URL": os.environ.get("HEMVIST_TRANSLATOR_URL", ""),
            "API_KEY": os.environ.get("HEMVIST_TRANSLATOR_KEY", ""),
        },
    ),
    "deepl": (
        "wagtail_localize.machine_translators.deepl.DeepLTranslator",
        {"AUTH_KEY": os.environ.get("HEMVIST_TRANSLATOR_KEY", "")},
    ),
}
if os.environ.get("HEMVIST_TRANSLATOR"):
    _class, _options = TRANSLATORS[os.environ["HEMVIST_TRANSLATOR"]]
    WAGTAILLOCALIZE_MACHINE_TRANSLATOR = {
        "CLASS": "hemvist.upkeep.machine.CarefulTranslator",
        "OPTIONS": {"CLASS": _class, "OPTIONS": _options},
    }

STATIC_URL = "/static/"
STATIC_ROOT = VAR / "static"
STORAGES = {
    "default": {
        "BACKEND": MEDIA_STORE or "django.core.files.storage.FileSystemStorage",
        "OPTIONS": MEDIA_OPTIONS if MEDIA_STORE else {"location": VAR / "media"},
    },
    "private": {
        "BACKEND": PRIVATE_STORE or "django.core.files.storage.FileSystemStorage",
        "OPTIONS": PRIVATE_OPTIONS
        if PRIVATE_STORE
        else {
            "location": VAR / "private",
            "file_permissions_mode": 0o600,
            "directory_permissions_mode": 0o700,
        },
    },
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}
WHITENOISE_MANIFEST_STRICT = True

# Pictures of a map service beneath the map, like https://tiles.example/{z}/{x}/{y}.png, and what
# must be said of where they are from. Without it nothing is fetched from anybody.
TILES = os.environ.get("HEMVIST_TILES", "")
TILES_SOURCE = os.environ.get("HEMVIST_TILES_SOURCE", "")

CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF, NONCE],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],
        "font-src": [SELF],
        "connect-src": [SELF],
        "manifest-src": [SELF],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
        "base-uri": [NONE],
        "object-src": [NONE],
    }
}
if TILES:
    CONTENT_SECURITY_POLICY["DIRECTIVES"]["img-src"].append("/".join(TILES.split("/")[:3]))
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
CSRF_FAILURE_VIEW = "hemvist.core.errors.csrf_failure"
# The number on the error pages when the database, which knows the municipality's, is down.
PHONE = os.environ.get("HEMVIST_PHONE", "")
if PRODUCTION:
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    SECURE_SSL_REDIRECT = True
    SECURE_HSTS_SECONDS = 60 * 60 * 24 * 365
    SECURE_HSTS_INCLUDE_SUBDOMAINS = True
    SECURE_HSTS_PRELOAD = True
    SESSION_COOKIE_SECURE = True
    CSRF_COOKIE_SECURE = True
    SESSION_COOKIE_NAME = "__Host-session"
    CSRF_COOKIE_NAME = "__Host-csrf"

DATA_UPLOAD_MAX_MEMORY_SIZE = 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 500
FILE_UPLOAD_HANDLERS = ["hemvist.core.uploads.NoFiles"]
FORM_RENDERER = "hemvist.core.forms.Renderer"
TEST_RUNNER = "django.test.runner.DiscoverRunner"

LOGGING = {  # to standard error, which systemd or the container keeps
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "%(asctime)s %(levelname)s %(name)s: %(message)s"}},
    "handlers": {
        "stderr": {"class": "logging.StreamHandler", "formatter": "line"},
        "nowhere": {"class": "logging.NullHandler"},
    },
    "root": {"handlers": ["stderr"], "level": "WARNING"},
    "loggers": {
        "django.request": {"level": "ERROR"},  # a page not found is not our mistake
        "django.security.DisallowedHost": {"handlers": ["nowhere"], "propagate": False},
    },
}
