"""What the audit chain's actions, subjects and details are called, in the reader's words."""

from collections.abc import Mapping

from mentormatch.storage.actions import Action
from mentormatch.web.visitor.speech import Speech


def action_names(speech: Speech) -> Mapping[str, str]:
    """Every action, in words."""
    return {**_work(speech), **_program(speech), **_staff(speech)}


def area_name(speech: Speech, area: str) -> str:
    """An area of actions."""
    return {
        "staff": speech.say("Accounts and sign-in"),
        "cases": speech.say("Cases and counsel"),
        "bank": speech.say("Question bank"),
        "texts": speech.say("Texts"),
        "models": speech.say("Models"),
        "data": speech.say("Data kept and deleted"),
        "running": speech.say("Settings and long tasks"),
    }[area]


def _work(speech: Speech) -> dict[str, str]:
    _ = speech.say
    return {
        Action.BANK_PUBLISHED: _("Question bank published"),
        Action.BANK_DRAFT_IMPORTED: _("Draft replaced by a file"),
        Action.BANK_DRAFT_DISCARDED: _("Draft discarded"),
        Action.BANK_VERSION_RESTORED: _("Earlier version made the draft"),
        Action.BANK_TITLE_SAVED: _("Title of the bank saved in the draft"),
        Action.QUESTION_SAVED: _("Question saved in the draft"),
        Action.QUESTION_ADDED: _("Question added"),
        Action.QUESTION_DUPLICATED: _("Question duplicated"),
        Action.QUESTION_MOVED: _("Question moved"),
        Action.QUESTION_RETIRED: _("Question taken out"),
        Action.QUESTION_BROUGHT_BACK: _("Question brought back"),
        Action.TEXT_SAVED: _("Text saved in the draft"),
        Action.TEXTS_PUBLISHED: _("Texts published"),
        Action.TEXTS_DRAFT_DISCARDED: _("Draft of the texts discarded"),
        Action.TEXTS_VERSION_RESTORED: _("Earlier version of the texts made the draft"),
        Action.CASE_CLAIMED: _("Case claimed"),
        Action.CASE_LET_GO: _("Case let go"),
        Action.CASE_JUDGED: _("Judgement written down"),
        Action.CASE_REVIEWED: _("Answer to a visitor written"),
        Action.CASE_RELEASED: _("Answer released to the visitor"),
        Action.CASE_UNDONE: _("Answer taken back"),
        Action.CASES_EXPORTED: _("Cases taken away as a file"),
        Action.COUNSEL_ASKED: _("Question put to the counselors"),
        Action.COUNSEL_WITHDRAWN: _("Question to the counselors taken back"),
        Action.COUNSEL_OPENED: _("Counselor’s answer opened"),
    }


def _program(speech: Speech) -> dict[str, str]:
    _ = speech.say
    return {
        Action.ATTEMPT_ERASED: _("Data erased at the visitor’s wish"),
        Action.ATTEMPTS_PURGED: _("Data deleted because its time was over"),
        Action.DATABASE_RESTORED: _("Database restored from a backup"),
        Action.DEMO_MADE: _("Database made a demonstration"),
        Action.DEMO_FILLED: _("Demonstration filled"),
        Action.JOB_ASKED: _("Long task asked for"),
        Action.JOB_CANCELLED: _("Long task stopped"),
        Action.MODEL_TRAINED: _("Model trained"),
        Action.MODEL_PROMOTED: _("Model promoted"),
        Action.MODEL_ROLLED_BACK: _("Earlier model brought back"),
        Action.RESULTS_RESCORED: _("Past results scored by another model"),
        Action.SETTINGS_CHANGED: _("Settings changed"),
    }


def _staff(speech: Speech) -> dict[str, str]:
    _ = speech.say
    return {
        Action.STAFF_ADDED: _("Account made on the command line"),
        Action.STAFF_INVITED: _("Invitation made"),
        Action.STAFF_INVITATION_WITHDRAWN: _("Invitation withdrawn"),
        Action.STAFF_JOINED: _("Invitation taken, account made"),
        Action.STAFF_SIGNED_IN: _("Signed in"),
        Action.STAFF_SIGNED_OUT: _("Signed out"),
        Action.STAFF_CONFIRMED: _("Identity shown again"),
        Action.STAFF_PASSWORD_CHANGED: _("Password changed"),
        Action.STAFF_PASSWORD_RESET: _("New password chosen by a link"),
        Action.STAFF_RESET_OFFERED: _("Link for a new password made"),
        Action.STAFF_SECOND_FACTOR_SET: _("Second factor set up"),
        Action.STAFF_SECOND_FACTOR_REMOVED: _("Second factor removed"),
        Action.STAFF_RECOVERY_CODES_MADE: _("New recovery codes made"),
        Action.STAFF_SESSION_ENDED: _("One session ended"),
        Action.STAFF_SESSIONS_ENDED: _("All sessions ended"),
        Action.STAFF_ROLE_CHANGED: _("Role changed"),
        Action.STAFF_DISABLED: _("Account closed"),
        Action.STAFF_ENABLED: _("Account opened again"),
    }
