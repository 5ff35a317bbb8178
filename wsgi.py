"""The entry point for any WSGI server: `gunicorn wsgi:app`."""

import os

from mentormatch.config import Settings
from mentormatch.usecases.demo_database import as_marked
from mentormatch.usecases.unsafe_settings import require_safe
from mentormatch.web import caretaker, create_app

settings = as_marked(Settings.from_environment(os.environ))
require_safe(settings)
app = create_app(settings, start_jobs=caretaker.start_jobs)
