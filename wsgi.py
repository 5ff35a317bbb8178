"""The entry point for any WSGI server: `gunicorn wsgi:app`."""

import os

from mentormatch.config import Settings
from mentormatch.web import caretaker, create_app

app = create_app(Settings.from_environment(os.environ), start_jobs=caretaker.start_jobs)
