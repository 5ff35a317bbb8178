"""What oTree asks of a project; the key signs cookies of a server that lives for one measurement."""

SECRET_KEY = "on loopback, for a measurement"
LANGUAGE_CODE = "fr"
USE_POINTS = True
SESSION_CONFIG_DEFAULTS = {"real_world_currency_per_point": 1.0, "participation_fee": 0.0}
SESSION_CONFIGS = [{"name": "survey", "app_sequence": ["survey"], "num_demo_participants": 1}]
