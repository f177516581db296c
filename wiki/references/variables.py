"""The types and variables of CSL 1.0.2 that a source may have."""

TYPES = tuple(
    """
    article article-journal article-magazine article-newspaper bill book broadcast chapter classic
    collection dataset document entry entry-dictionary entry-encyclopedia event figure graphic
    hearing interview legal_case legislation manuscript map motion_picture musical_score pamphlet
    paper-conference patent performance periodical personal_communication post post-weblog
    regulation report review review-book software song speech standard thesis treaty webpage
    """.split()
)
# What services write instead.
OTHER_TYPES = {
    "journal-article": "article-journal",
    "proceedings-article": "paper-conference",
    "book-chapter": "chapter",
    "book-section": "chapter",
    "book-part": "chapter",
    "monograph": "book",
    "edited-book": "book",
    "reference-book": "book",
    "dissertation": "thesis",
    "posted-content": "article",
    "reference-entry": "entry",
    "component": "document",
}
NAMES = tuple(
    """
    author chair collection-editor compiler composer container-author contributor curator director
    editor editorial-director executive-producer guest host illustrator interviewer narrator
    organizer original-author performer producer recipient reviewed-author script-writer
    series-creator translator
    """.split()
)
DATES = ("accessed", "available-date", "event-date", "issued", "original-date", "submitted")
TEXTS = tuple(
    """
    abstract annote archive archive-place archive_collection archive_location authority call-number
    chapter-number citation-label collection-number collection-title container-title container-
    title-short dimensions division DOI edition event-place event-title genre ISBN ISSN issue
    jurisdiction keyword language license locator medium note number number-of-pages number-of-
    volumes original-publisher original-publisher-place original-title page page-first part-number
    part-title PMCID PMID printing-number publisher publisher-place references reviewed-genre
    reviewed-title scale section source status supplement-number title title-short URL version
    volume volume-title volume-title-short year-suffix
    """.split()
)
# Those that may be longer than the rest.
LONG = frozenset({"abstract", "annote", "note", "references"})
