"""The impact of the draft: asked for, watched, stopped, read."""

from uuid import UUID

from flask import request
from flask.wrappers import Response

from mentormatch.accounts.roles import StaffRole
from mentormatch.i18n import Locale, day_and_time
from mentormatch.storage.jobs import Job, JobState
from mentormatch.usecases import edit_bank, jobs
from mentormatch.usecases.edit_bank import Editing
from mentormatch.usecases.staff_sessions import SignedIn
from mentormatch.web.accounts.frame import button, check_key, frame
from mentormatch.web.accounts.guard import staff_only
from mentormatch.web.admin import addresses, present_impact
from mentormatch.web.admin import speech as names
from mentormatch.web.admin.blueprint import admin
from mentormatch.web.admin.frame import admin_page
from mentormatch.web.admin.impact_pages import ImpactPage, ImpactRow, ImpactsPage
from mentormatch.web.rendering import see_other
from mentormatch.web.services import services
from mentormatch.web.visitor.speech import Speech

_IMPACT = "/<locale:locale>/admin/bank/impact"
_REFRESH_SECONDS = "2"


@admin.post(_IMPACT)
@staff_only(StaffRole.ADMIN)
def ask_for_impact(me: SignedIn, locale: Locale) -> Response:
    """Measure what the draft would do, in a process of its own."""
    check_key(me, locale)
    served = services()
    with served.database.transaction() as tx:
        job = jobs.ask_for_impact(tx, edit_bank.look(tx), by=me.member.id, now=served.now())
    served.start_jobs()
    return see_other(addresses.job(locale, job.id))


@admin.get(_IMPACT)
@staff_only(StaffRole.ADMIN)
def impacts(me: SignedIn, locale: Locale) -> Response:
    """The measurements that there are, and the way to another."""
    speech = Speech(locale)
    with services().database.reading() as tx:
        found, editing = jobs.impacts(tx), edit_bank.look(tx)
    page = ImpactsPage(
        frame=frame(me, locale),
        back=names.back_to_bank(speech),
        ask=button(me, locale, addresses.impact(locale)) if jobs.can_be_measured(editing) else None,
        rows=tuple(_row(speech, job) for job in found),
    )
    return admin_page("impacts", locale, page, speech.say("What the draft would change"))


@admin.get(f"{_IMPACT}/<uuid:job_id>")
@staff_only(StaffRole.ADMIN)
def impact(me: SignedIn, locale: Locale, job_id: UUID) -> Response:
    """How far the measurement is, and what it came to."""
    with services().database.reading() as tx:
        job, editing = jobs.one(tx, str(job_id), jobs.IMPACT), edit_bank.look(tx)
    page = _page(me, locale, job, editing)
    response = admin_page("impact", locale, page, Speech(locale).say("What the draft would change"))
    if job.is_open and "still" not in request.args:
        response.headers["Refresh"] = _REFRESH_SECONDS
    return response


@admin.post(f"{_IMPACT}/<uuid:job_id>/cancel")
@staff_only(StaffRole.ADMIN)
def cancel_impact(me: SignedIn, locale: Locale, job_id: UUID) -> Response:
    """Stop the measurement."""
    check_key(me, locale)
    served = services()
    with served.database.transaction() as tx:
        jobs.cancel(tx, str(job_id), jobs.IMPACT, by=me.member.id, now=served.now())
    return see_other(addresses.job(locale, str(job_id)))


def _row(speech: Speech, job: Job) -> ImpactRow:
    when = day_and_time(job.created, speech.locale)
    return ImpactRow(
        href=addresses.job(speech.locale, job.id),
        words=speech.say("Asked for on %(when)s (UTC)", when=when),
        about=present_impact.state(speech, job),
    )


def _page(me: SignedIn, locale: Locale, job: Job, editing: Editing) -> ImpactPage:
    speech = Speech(locale)
    share = min(1.0, job.done / job.total) if job.total else 0.0
    done = job.state is JobState.DONE
    stopped = job.state in (JobState.CANCELLED, JobState.FAILED)
    moved = job.subject["revision"] != editing.revision
    retry = (done or stopped) and jobs.can_be_measured(editing) and (moved or stopped)
    return ImpactPage(
        frame=frame(me, locale),
        state=job.state.value,
        words=present_impact.state(speech, job),
        share=share,
        percent=speech.percent(share),
        reload_href=addresses.job(locale, job.id),
        cancel=button(me, locale, addresses.cancel(locale, job.id)) if job.is_open else None,
        again=button(me, locale, addresses.impact(locale)) if retry else None,
        outdated=speech.say("The draft has changed since this was measured.") if moved else "",
        past=present_impact.past(speech, job.result["past"]) if done else None,
        simulated=present_impact.simulated(speech, job.result["simulated"]) if done else None,
        back_href=addresses.impact(locale),
    )
