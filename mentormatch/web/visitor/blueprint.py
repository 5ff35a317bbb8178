"""The visitor's part of the site, under a language prefix."""

from flask import Blueprint

visitor = Blueprint("visitor", __name__)
