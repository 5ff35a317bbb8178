"""An article of the guide in the reader's words, with the sentences that it shares with the plan."""

from mentormatch.guide import Content
from mentormatch.guide.articles import ARTICLES, ArticleSection
from mentormatch.i18n import Locale
from mentormatch.web.rendering import LINKS
from mentormatch.web.visitor.pages import Section, SectionPart
from mentormatch.web.visitor.plan_page import GuideLink


def article_sections(content: Content, name: str, locale: Locale) -> tuple[Section, ...]:
    """The sections of an article."""
    return tuple(_section(content, f"guide.{name}.{it.name}", it, locale) for it in ARTICLES[name])


def _section(content: Content, prefix: str, section: ArticleSection, locale: Locale) -> Section:
    own = tuple(text[locale] for text in content.numbered(f"{prefix}.point"))
    return Section(
        heading=content[f"{prefix}.heading"][locale],
        paragraphs=tuple(text[locale] for text in content.numbered(f"{prefix}.paragraph")),
        points=(*own, *(content[text_id][locale] for text_id in section.text_ids)),
        parts=tuple(
            SectionPart(
                key=part.key,
                name=content[part.name_id][locale],
                points=tuple(content[text_id][locale] for text_id in part.text_ids),
            )
            for part in section.parts
        ),
    )


def guide_links(content: Content, locale: Locale, *, but: str = "") -> tuple[GuideLink, ...]:
    """The guide's articles, without the one that is being read."""
    return tuple(
        GuideLink(content[f"guide.{name}.title"][locale], f"{LINKS[locale].guide}/{name}")
        for name in ARTICLES
        if name != but
    )
