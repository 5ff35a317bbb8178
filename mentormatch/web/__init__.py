"""Flask: pages and forms around the deeds of `usecases`."""

from mentormatch.web.app import create_app

__all__ = ["create_app"]
