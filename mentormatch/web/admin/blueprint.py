"""The admins' part of the site: the question bank, and what a change of it would do."""

from flask import Blueprint

admin = Blueprint("admin", __name__)
