"""The part of the admins' site about learned models."""

from flask import Blueprint

models = Blueprint("models", __name__)
