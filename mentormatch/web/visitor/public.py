"""The pages that anyone may read: home, guide, how it works, privacy, accessibility."""

from collections.abc import Iterable

from flask.wrappers import Response

from mentormatch.errors import NotFoundError
from mentormatch.guide import Content, Kind
from mentormatch.guide.articles import ARTICLES
from mentormatch.i18n import Locale, Text, percent
from mentormatch.web.rendering import LINKS, Head, render
from mentormatch.web.services import services
from mentormatch.web.sharing import Nature
from mentormatch.web.visitor.blueprint import visitor
from mentormatch.web.visitor.notice import house_notice
from mentormatch.web.visitor.pages import Bar, HomePage, KindCard, ProsePage, Section
from mentormatch.web.visitor.present_article import article_sections, guide_links
from mentormatch.web.visitor.present_method import measured

_SAMPLE = {Kind.INFORMAL: 0.62, Kind.REVERSE: 0.19, Kind.FORMAL: 0.12, Kind.COACHING: 0.07}
PROSE = ("method", "privacy", "accessibility")


@visitor.get("/<locale:locale>/")
def home(locale: Locale) -> Response:
    """What the product is, and the door to the quiz."""
    services().keep_up()
    content = services().content
    page = HomePage(
        kinds=kind_cards(content, locale),
        sample=_sample(content, locale),
        sample_sentence=content["sample.sentence"][locale],
        start_href=LINKS[locale].quiz,
        guide_href=LINKS[locale].guide,
        notice=house_notice(locale),
    )
    title = content["home.title"][locale]
    return render(
        "visitor/home.html", locale, page, Head(title, content["home.lead"][locale], nature=Nature.HOME)
    )


@visitor.get("/<locale:locale>/guide")
def guide(locale: Locale) -> Response:
    """The guide's overview."""
    services().keep_up()
    return _prose("guide", locale, kind="")


@visitor.get("/<locale:locale>/guide/<article>")
def guide_article(locale: Locale, article: str) -> Response:
    """An article of the guide: on a kind, or on one of its other subjects."""
    if article not in tuple(Kind) and article not in ARTICLES:
        raise NotFoundError("page")
    services().keep_up()
    return _prose(f"guide.{article}", locale, kind="" if article in ARTICLES else article)


@visitor.get("/<locale:locale>/<any(method,privacy,accessibility):name>")
def prose(locale: Locale, name: str) -> Response:
    """How the quiz works, what happens with answers, and who can use the site."""
    return _prose(name, locale, kind="")


def _prose(prefix: str, locale: Locale, *, kind: str) -> Response:
    content = services().content
    lead = content[f"{prefix}.lead"][locale]
    of_guide, _, name = prefix.partition(".")
    page = ProsePage(
        title=content[f"{prefix}.title"][locale],
        lead=lead,
        kind=kind,
        sections=(
            article_sections(content, name, locale) if name in ARTICLES else sections(content, prefix, locale)
        ),
        kinds=kind_cards(content, locale) if prefix == "guide" else (),
        start_href=LINKS[locale].quiz if of_guide == "guide" else "",
        more=guide_links(content, locale, but=name) if of_guide == "guide" else (),
    )
    return render("visitor/prose.html", locale, page, _head(content, prefix, page, locale))


def _head(content: Content, prefix: str, page: ProsePage, locale: Locale) -> Head:
    if not prefix.startswith("guide"):
        return Head(page.title, page.lead)
    return Head(
        page.title,
        page.lead,
        nature=Nature.ARTICLE,
        card=page.kind or "home",
        overview="" if prefix == "guide" else content["guide.title"][locale],
    )


def sections(content: Content, prefix: str, locale: Locale) -> tuple[Section, ...]:
    """The sections `prefix.section.1`, `.2`, … of a page of prose."""
    found: list[Section] = []
    while (heading := f"{prefix}.section.{len(found) + 1}.heading") in content:
        part = heading.removesuffix(".heading")
        found.append(
            Section(
                heading=content[heading][locale],
                paragraphs=_filled(content.numbered(f"{part}.paragraph"), locale),
                points=_filled(content.numbered(f"{part}.point"), locale),
            )
        )
    return tuple(section for section in found if section.paragraphs or section.points)


def _filled(texts: Iterable[Text], locale: Locale) -> tuple[str, ...]:
    """The sentences that can be filled, each with what it asks for."""
    said = (text[locale] for text in texts)
    return tuple(sentence for one in said if (sentence := _with_values(one, locale)))


def _with_values(sentence: str, locale: Locale) -> str:
    """A sentence with this installation's days, or with figures measured on simulated people.

    "" when there are no such figures.
    """
    if "%(" not in sentence:
        return sentence
    served = services()
    kept = served.choices()
    days = {
        "unfinished_days": str(kept.unfinished_days),
        "result_days": str(kept.result_days),
        "contact_days": str(kept.contact_days),
    }
    figures = measured(locale, digits=served.settings.digits)
    try:
        return sentence % {**days, **figures}
    except KeyError:
        if figures:
            raise
        return ""


def kind_cards(content: Content, locale: Locale) -> tuple[KindCard, ...]:
    """The four kinds, each leading to its guide page."""
    return tuple(
        KindCard(
            kind=kind.value,
            name=content[f"kind.{kind}.name"][locale],
            tagline=content[f"kind.{kind}.tagline"][locale],
            href=f"{LINKS[locale].guide}/{kind}",
        )
        for kind in Kind
    )


def _sample(content: Content, locale: Locale) -> tuple[Bar, ...]:
    return tuple(
        Bar(
            kind=kind.value,
            name=content[f"kind.{kind}.name"][locale],
            percent=percent(share, locale, digits=services().settings.digits),
            share=share,
            leads=kind is Kind.INFORMAL,
        )
        for kind, share in _SAMPLE.items()
    )
