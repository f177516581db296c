"""Make the hits of a page: the text and snippet of each, and a translation beside its article."""

from collections.abc import Sequence
from dataclasses import replace

from wiki.search.index.documents import title_key
from wiki.search.language.analysis import LANGUAGES, is_stop_word
from wiki.search.language.compounds import Split
from wiki.search.language.marking import Marker
from wiki.search.queries.texts import FoundText, find_texts, list_pairs
from wiki.search.ranking.plan import Plan
from wiki.search.ranking.query import Question
from wiki.search.ranking.request import PAGE_SIZE, SearchRequest
from wiki.search.ranking.selection import Audience
from wiki.search.results import Hit, HitPage
from wiki.search.snippets import make_snippet
from wiki.search.vocabulary import TagIndex

# Shorter pieces are halves of names, such as "co-".
_LONGEST_FRAGMENT = 2
# As many words as fit on one line of a phone.
_MOST_ALSO_SEARCHED = 6

# (article id, revision id)
HitId = tuple[int, int]
# A hit, or an article and its translation.
Group = Sequence[HitId]


def group_translations(
    hit_ids: Sequence[HitId], left_out: Sequence[HitId] = ()
) -> list[list[HitId]]:
    """Return the hits in order, a translation moved up to its article, whichever ranks higher.

    A translation that was left out is shown all the same when its article is.
    """
    pairs = list_pairs([article_id for article_id, _ in (*hit_ids, *left_out)])
    groups: dict[int, list[HitId]] = {}
    for hit_id in hit_ids:
        article_id = hit_id[0]
        partner_group = groups.get(pairs.get(article_id, 0))
        if partner_group is None:
            groups[article_id] = [hit_id]
        else:
            partner_group.append(hit_id)
    others = {hit_id[0]: hit_id for hit_id in left_out}
    for article_id, group in groups.items():
        partner = others.get(pairs.get(article_id, 0))
        if partner is not None:
            group.append(partner)
    return list(groups.values())


class HitMaker:
    """Make the hits of one answer; words analysed for one text are reused for the next."""

    def __init__(
        self, question: Question, plan: Plan, tags: TagIndex, split: Split, audience: Audience
    ) -> None:
        self._tags = tags
        self._audience = audience
        self._alternatives = plan.alternatives()
        self._markers = {
            language: Marker(
                [word for word in question.all_words if not is_stop_word(word, language)],
                language,
                split,
                {
                    term: word
                    for (known, term), (word, _) in self._alternatives.items()
                    if known == language
                },
                plan.unaccented,
            )
            for language in LANGUAGES
        }

    def make_page(self, groups: Sequence[Group], total: int, request: SearchRequest) -> HitPage:
        """Return the page asked for; `groups` hold the hits that can be paged to, of `total`."""
        empty = HitPage((), request.page, PAGE_SIZE, total, len(groups))
        number = min(request.page, empty.count)
        shown = groups[(number - 1) * PAGE_SIZE : number * PAGE_SIZE]
        revision_ids = dict(hit_id for group in shown for hit_id in group)
        texts = find_texts(revision_ids, self._tags.known, self._audience.viewer)
        # What the viewer may not see any more is missing from the texts.
        found = ([texts[article] for article, _ in group if article in texts] for group in shown)
        wanted_title = title_key(request.q)
        items = [self._make_hit(group, wanted_title) for group in found if group]
        return replace(empty, items=items, number=number)

    def _make_hit(self, texts: Sequence[FoundText], wanted_title: str) -> Hit:
        """Return one hit for a text, or for a text and its translation."""
        shown = _choose_shown(texts, wanted_title, self._audience.page_language)
        translation = next((text for text in texts if text is not shown), None)
        hit = self._hit_of(shown)
        return replace(hit, translation=self._hit_of(translation)) if translation else hit

    def _hit_of(self, text: FoundText) -> Hit:
        marker = self._markers[text.language]
        snippet = make_snippet(text.text, marker, summary=text.summary)
        # Answers are cached, so the long texts are dropped.
        return Hit(replace(text, text=""), snippet)

    def list_also_searched(self, hits: Sequence[Hit]) -> tuple[str, ...]:
        """Return the words that were found though nobody typed them, as the hits write them.

        A capital letter is shown only where every hit has it; fragments such as "co-" are left out.
        """
        shown: dict[str, str] = {}
        for _, written in self._find_alternatives(hits):
            if written.islower() or written.lower() not in shown:
                shown[written.lower()] = written
        words = [word for word in shown.values() if len(word) > _LONGEST_FRAGMENT]
        return tuple(words[:_MOST_ALSO_SEARCHED])

    def find_corrections(self, hits: Sequence[Hit]) -> dict[str, str]:
        """Return for misspelt words of the question the right word, as the hits write it."""
        written = dict(reversed(self._find_alternatives(hits)))
        corrected = [
            (word, key)
            for key, (word, is_correction) in self._alternatives.items()
            if is_correction
        ]
        return {word: written[key] for word, key in reversed(corrected) if key in written}

    def _find_alternatives(self, hits: Sequence[Hit]) -> list[tuple[tuple[str, str], str]]:
        """Return ((language, term), word as written) for alternatives in titles and snippets."""
        return [
            ((part.found.language, term), written)
            for hit in hits
            for part in (hit, hit.translation)
            if part
            for text in (
                part.found.title,
                *(piece.text for piece in part.snippet if piece.is_marked),
            )
            for term, written in self._markers[part.found.language].find_alternatives(text)
        ]


def _choose_shown(texts: Sequence[FoundText], wanted_title: str, page_language: str) -> FoundText:
    """Return which of a text and its translation is shown.

    First the one whose title was typed, then the one in the language of the page, then the better.
    """
    titled = [text for text in texts if title_key(text.title) == wanted_title]
    candidates = titled or texts
    return next((text for text in candidates if text.language == page_language), candidates[0])
