"""Read the forms of a page as a browser does."""

from tests.markup.tree import parse


def read_form(page: str, action: str) -> dict[str, str]:
    """Return the fields that a browser would post to the URL `action`."""
    forms = [form for form in parse(page).iter("form") if form.get("method") == "post"]
    [form] = (form for form in forms if form.get("action") == action)
    sent = {field.get("name", ""): field.get("value", "") for field in form.iter("input")}
    sent |= {field.get("name", ""): field.text or "" for field in form.iter("textarea")}
    for select in form.iter("select"):
        chosen = [option for option in select.iter("option") if "selected" in option.attrib]
        sent[select.get("name", "")] = chosen[0].get("value", "") if chosen else ""
    return sent
