"""The entry point for any WSGI server: `gunicorn wsgi:app`."""

import os

from mentormatch.config import Settings
from mentormatch.usecases.demo_database import as_marked
from mentormatch.web import create_app

app = create_app(as_marked(Settings.from_environment(os.environ)))
