"""The staff's own part of the site: signing in, one's account, and who works here."""

from flask import Blueprint

accounts = Blueprint("accounts", __name__)
