"""Read the forms of a page as a browser does."""

from tests.markup.tree import parse


def read_form(page: str, action: str) -> dict[str, str]:
    """Return what a browser would post to this address."""
    forms = [form for form in parse(page).iter("form") if form.get("method") == "post"]
    [form] = (form for form in forms if form.get("action") == action)
    sent = {one.get("name", ""): one.get("value", "") for one in form.iter("input")}
    sent |= {one.get("name", ""): one.text or "" for one in form.iter("textarea")}
    for select in form.iter("select"):
        chosen = [one for one in select.iter("option") if "selected" in one.attrib]
        sent[select.get("name", "")] = chosen[0].get("value", "") if chosen else ""
    return sent
