"""A year in the life of an editor, in its order: what was written in January comes due in autumn.

Eva is an editor in Umeå, Mia one in Malmö; Anna writes in Umeå. Adam looks after the wiki.
"""

import pytest

from tests.builders import make_article, make_tag
from tests.entrance.test_forgotten_password import choose, mailed_path
from tests.journeys.year import YEAR, Year
from tests.page import Page

BRIDGES = "/sv/articles/bryggor"
LAUNDRY = "/en/articles/the-laundry"
WORDS = "Tvätten.\n\n## Mål\n\nAlla i byn träffas varje vecka.\n\n## Medel\n\nEn brygga."
QUEUE = "#queue"
CHANGED = "section[aria-labelledby^=part-]"
PUBLISH = "main form[action$=publication]"


@pytest.mark.long
def test_a_year_of_an_editor(year: Year) -> None:
    begin(year)
    january_puts_what_has_no_topic_in_order(year)
    february_returns_a_draft_and_another_university_publishes_it(year)
    march_merges_two_topics_and_takes_it_back(year)
    april_translates_and_may_mends_the_translation(year)
    june_announces_the_holidays(year)
    september_checks_what_has_come_due(year)
    november_sets_a_time_and_december_publishes(year)
    the_year_is_reported(year)


def begin(year: Year) -> None:
    umea = make_tag("umea", "university", app=year.app, label_sv="Umeå universitet")
    malmo = make_tag("malmo", "university", app=year.app, label_sv="Malmö universitet")
    for name, role, university in (
        ("Eva", "editor", umea),
        ("Mia", "editor", malmo),
        ("Anna", "author", umea),
        ("Adam", "admin", malmo),
    ):
        year.invite(name, role, university)
    for slug, label in (("odling", "Odling"), ("lantbruk", "Lantbruk"), ("vatten", "Vatten")):
        make_tag(slug, app=year.app, label_sv=label)


def january_puts_what_has_no_topic_in_order(year: Year) -> None:
    adam = year.people["Adam"]
    made = [make_article(f"Fall {number}", adam, app=year.app) for number in range(20)]
    make_article("Byken", adam, body=WORDS, app=year.app)
    year.go_to(1, 9)
    listed = year.read("/sv/desk/without/topic", "Eva")
    assert len(listed.all("[data-rows] tbody tr")) == 21
    terms = "Odling, Vatten, Umeå universitet"
    done = year.send("Eva", "/sv/desk/without/topic", QUEUE, articles=made, terms=terms)
    assert "20 artiklar fick" in done.one(".notice[role=status]").text
    assert len(year.read("/sv/desk/without/topic", "Eva").all("[data-rows] tbody tr")) == 1
    # Somebody looks after the first of them, and it is to be read again in September.
    upkeep = "/sv/articles/fall-0/upkeep"
    anna = year.people["Anna"].user_id
    year.send("Eva", upkeep, "form[action$=plan]", owner=anna, day=f"{YEAR}-09-01")
    # A colleague is invited, and does not come within the week.
    new = {"name": "Bo Lind", "email": "bo@example.org", "role": "author"}
    year.send("Adam", "/sv/admin/invitations/new", "main form[method=post]", **new)
    path = mailed_path(year.app, year.sink)
    year.go_to(1, 20)
    assert choose(year.browser(), path) == 404
    year.letters()


def february_returns_a_draft_and_another_university_publishes_it(year: Year) -> None:
    year.app.config["REVIEW_BY_ANOTHER_UNIVERSITY"] = True
    year.go_to(2, 1)
    make_article("Bryggor", year.people["Anna"], body="Bryggan revs.", app=year.app)
    year.send("Eva", f"{BRIDGES}/review", "form[action$=return]", words="När revs den?")
    own = year.read("/sv/account/articles", "Anna").one("main").text
    assert "När revs den?" in own
    year.go_to(2, 3)
    mended = {"body": "Bryggan revs 1987.", "intent": "save"}
    year.send("Anna", f"{BRIDGES}/edit", "form[data-editor]", **mended)
    year.send("Anna", f"{BRIDGES}/review", "form[action$=ready]", answer="1987.")
    assert not year.read(f"{BRIDGES}/review", "Eva").all(PUBLISH)  # Anna is of her university
    year.send("Anna", "/sv/account/watches", "main form:has([name=rhythm])", rhythm="weekly")
    year.send("Anna", "/sv/tags/vatten", "form[action$=watches]")
    year.send("Mia", f"{BRIDGES}/review", PUBLISH)
    assert "Granskad av Mia, Malmö universitet" in year.read(BRIDGES).text
    year.go_to(2, 4)
    # She was told that it came back, and is told within the week that it is published.
    assert year.letters() == ["anna@example.org: Bryggor (Eva har lämnat tillbaka utkastet)"]


def march_merges_two_topics_and_takes_it_back(year: Year) -> None:
    year.go_to(3, 11)
    merged = year.send("Eva", "/sv/tags/odling/merge?target=lantbruk", "main form[method=post]")
    assert year.browser().get("/sv/tags/odling").location == "/sv/tags/lantbruk"
    year.undo("Eva", merged)
    assert "Fall 19" in year.read("/sv/tags/odling").text
    assert "Fall 19" not in year.read("/sv/tags/lantbruk").text
    trail = year.read("/sv/admin/journal", "Adam").one("main").text
    assert "11 mars 2030" in trail


def april_translates_and_may_mends_the_translation(year: Year) -> None:
    year.go_to(4, 2)
    page = year.read("/en/articles/byken/untranslated", "Mia")
    begin_here = page.one("main a[href*=translation_of]")["href"]
    english = WORDS.replace("Tvätten", "The laundry").replace("Mål", "Goal")
    sent = {"title": "The laundry", "body": english, "intent": "save"}
    year.send("Mia", begin_here, "form[data-editor]", **sent)
    year.send("Eva", f"{LAUNDRY}/review", PUBLISH)
    assert "The laundry" in year.read(LAUNDRY).one("h1").text
    # In May the original says something else, and Mia is told on the desk.
    year.go_to(5, 6)
    changed = {"body": WORDS.replace("varje vecka", "varje dag"), "intent": "save"}
    year.send("Eva", "/sv/articles/byken/edit", "form[data-editor]", **changed)
    year.send("Mia", "/sv/articles/byken/review", PUBLISH)
    assert "The laundry" in year.read("/sv/desk/translations", "Mia").one("main").text
    stale = year.read(f"{LAUNDRY}/translation/sections", "Mia")
    assert stale.texts(f"{CHANGED} h2") == ["Mål"]
    mended = {"body": english.replace("varje vecka", "every day"), "intent": "save"}
    year.send("Mia", f"{LAUNDRY}/edit", "form[data-editor]", **mended)
    year.send("Mia", f"{LAUNDRY}/translation/sections", f"{CHANGED} form.inline-form")
    year.send("Eva", f"{LAUNDRY}/review", PUBLISH)
    assert "The laundry" not in year.read("/sv/desk/translations", "Mia").one("main").text


def june_announces_the_holidays(year: Year) -> None:
    year.go_to(6, 10)
    said = {
        "announcement_sv": "Redaktionen har semester.",
        "announcement_from": f"{YEAR}-06-20",
        "announcement_until": f"{YEAR}-08-15",
    }
    year.send("Adam", "/sv/admin/site", "form.term-form", **said)
    shown = []
    for month, day in ((6, 19), (6, 20), (8, 15), (8, 16)):
        year.go_to(month, day)
        shown.append(bool(year.read("/sv/").all(".announcement")))
    assert shown == [False, True, True, False]


def september_checks_what_has_come_due(year: Year) -> None:
    year.go_to(8, 31)
    assert "Fall 0" not in year.read("/sv/desk/due", "Eva").one("main").text
    year.go_to(9, 1)
    assert "Fall 0" in year.read("/sv/desk/due", "Eva").one("main").text
    assert (
        "Fall 0"
        in year.read("/sv/account/articles", "Anna").one("[aria-labelledby=due-title]").text
    )
    next_year = {"check_by": f"{YEAR + 1}-09-01"}
    year.send("Anna", "/sv/articles/fall-0/upkeep", "form[action$=upkeep]", **next_year)
    assert "Fall 0" not in year.read("/sv/desk/due", "Eva").one("main").text
    # She was reminded too. What she watches is published three times, and comes once a week; Eva,
    # who wrote it, is told each day of what Mia published.
    got: dict[str, list[list[str]]] = {"anna": [], "eva": []}
    for number, day in ((1, 9), (2, 11), (3, 12), (4, 17)):
        publish_anew(year, number)
        year.go_to(9, day)
        letters = year.letters()
        for name, theirs in got.items():
            start = f"{name}@example.org: "
            theirs.append([line.removeprefix(start) for line in letters if line.startswith(start)])
    due = f"Fall 0 (väntar på kontroll sedan 1 september {YEAR})"
    assert got == {
        "anna": [[due, "Fall 1 (ny version)"], [], [], ["3 artiklar som du bevakar"]],
        "eva": [
            ["Fall 1 (det du har skrivit är publicerat)"],
            ["Fall 2 (det du har skrivit är publicerat)"],
            [],
            ["2 aviseringar"],
        ],
    }


def publish_anew(year: Year, number: int) -> None:
    address = f"/sv/articles/fall-{number}"
    year.send("Eva", f"{address}/edit", "form[data-editor]", body="Nytt.", intent="save")
    year.send("Mia", f"{address}/review", PUBLISH)


def november_sets_a_time_and_december_publishes(year: Year) -> None:
    year.go_to(11, 4)
    make_article("Marknaden", year.people["Anna"], body="Den öppnar.", app=year.app)
    at = {"at": f"{YEAR}-12-01 09:00"}
    year.send("Mia", "/sv/articles/marknaden/time", "form[action$=time]", **at)
    year.go_to(11, 30)
    assert year.browser().get("/sv/articles/marknaden").status_code == 404
    year.go_to(12, 1)
    assert "Den öppnar." in year.read("/sv/articles/marknaden").one("main").text


def the_year_is_reported(year: Year) -> None:
    year.go_to(12, 31)
    assert "Året är inte slut" in year.read(f"/sv/figures/report/{YEAR}", "Eva").text
    year.go_to(1, 8, YEAR + 1)
    changed = {"body": f"{WORDS} Och en till.", "intent": "save"}
    year.send("Eva", "/sv/articles/byken/edit", "form[data-editor]", **changed)
    year.send("Mia", "/sv/articles/byken/review", PUBLISH)
    report = year.read(f"/sv/figures/report/{YEAR}", "Eva")
    assert "Året är inte slut" not in report.text
    # Those of January, the laundry twice, the bridges and the market; and four people wrote.
    assert figures(report) == ["24", "0", "24", "4"]
    later = year.read(f"/sv/figures/report/{YEAR + 1}", "Eva")
    assert figures(later) == ["0", "1", "24", "1"]
    named = [set(each.texts(".report-list a")) for each in (report, later)]
    assert named[0] >= {"Bryggor", "Byken", "Fall 0", "Marknaden", "The laundry"}
    assert named[1] == {"Byken"}
    # What was checked in September is to be checked again, a year after.
    year.go_to(9, 1, YEAR + 1)
    assert "Fall 0" in year.read("/sv/desk/due", "Eva").one("main").text


def figures(report: Page) -> list[str]:
    """Return how many articles were new, changed, and there, and how many people wrote."""
    numbers = report.texts(".stats .stat-value")
    return [*numbers[:3], numbers[-1]]
