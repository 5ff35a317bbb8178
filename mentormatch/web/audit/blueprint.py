"""The audit trail's part of the site."""

from flask import Blueprint

audit = Blueprint("audit", __name__)
