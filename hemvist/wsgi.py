"""The door that the application server calls."""

import os

from django.core.wsgi import get_wsgi_application
from django.urls import get_resolver

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "hemvist.settings")

application = get_wsgi_application()
_ = get_resolver().url_patterns  # read the pages now, so that the first reader need not wait
