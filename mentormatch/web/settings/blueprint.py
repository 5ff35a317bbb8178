"""The settings' part of the site."""

from flask import Blueprint

settings = Blueprint("settings", __name__)
