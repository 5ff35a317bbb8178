"""The counselors' part of the site: the queue, and a case."""

from flask import Blueprint

counselor = Blueprint("counselor", __name__)
