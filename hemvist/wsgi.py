"""The door that the application server calls."""

import gc
import os
import sys

from django.core.wsgi import get_wsgi_application
from django.urls import get_resolver

from hemvist.core.release import this_release

# Threads take turns each millisecond instead of every five: a kept page, which takes less than
# one, then need not wait for pages that others are having made.
sys.setswitchinterval(0.001)
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "hemvist.settings")

application = get_wsgi_application()
_ = get_resolver().url_patterns  # read the pages now, so that the first reader need not wait
this_release()  # of the files that were read now, not of those an update has put in their place

# What was read for good need not be gone through again each time memory is tidied up: an answer of
# many objects takes half the time.
gc.collect()
gc.freeze()
