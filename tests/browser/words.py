"""The words of the articles that the browser tests read: every markup, long words, every field."""

from wiki.media.description import Description

# Without a hyphen: a word too long for a phone has to break, or scroll in a box of its own.
LONG_WORD = "samhällsutmaningsdrivenmissionsinriktadinnovationspolitiksutvärdering"

# Every sort of markup, so that each is checked; the text is in both languages.
BODY = f"""Lokala grupper prövade **bryggor** och *samtal*, se [[Beta]]
och [[Ingen har skrivit]].[^1]

## Att börja

1. Lyssna: `fråga först`
2. Pröva

   - i liten skala
   - tillsammans

> Den som frågar får veta.

### Siffror

| Ort | Deltagare | Källa |
|:---|---:|---|
| Malmö | 1 200 | <https://example.org/ett/mycket/langt/sokvagsled/{LONG_WORD}> |
| Luleå | 800 | [Rapport](https://example.org/rapport) |

```
en rad kod som är så lång att den inte får plats på en telefon utan att rutan själv kan rullas
```

Brygga
: En plats vid vattnet.

## {LONG_WORD.capitalize()}

Ordet {LONG_WORD} är långt [@ek2020, s. 4; @nobody].

[^1]: Egna iakttagelser, 2026.
"""

# A page that shows a draft line by line shows little else, and says that it is in English.
ENGLISH = """
The people of the village met at the bridge, and asked each other what they could do for those who
had just come. Some of them had a boat, others had time, and nobody knew yet that this was a method.
They wrote down what they had tried, what went wrong, and what they would do again next summer.
"""

QUAY = Description(alt_sv="En kaj i motljus", caption_sv="Kajen", credit=LONG_WORD, licence="cc-by")
FACTS: dict[str, dict[str, object]] = {
    "concept": {"definition": f"En plats för {LONG_WORD}.", "definition_source": "Ordboken"},
    "case": {
        "challenge": "Grannar möts inte.",
        "forms": ["service", "collaboration"],
        "novelty": "Bryggan är öppen för alla.",
        "beneficiaries": "Grannarna",
        "actors_academia": ["Malmö universitet"],
        "actors_civil": ["Bryggföreningen", "Grannarna"],
        "place": "Malmö",
        "year": "2021",
        "stage": "developing",
        "spread": "Tre hamnar",
        "goals": ["10", "11"],
    },
    "method": {
        "phases": ["understand"],
        "participants": "Åtta till tolv",
        "time_needed": "2 h",
        "lead_picture": "media:kajen",
    },
    "organisation": {
        "website": "https://example.org/",
        "contacts": ["Asta Andersson", "info@example.org"],
        "social_media": [f"https://example.org/{LONG_WORD}"],
        "place": "Örebro",
    },
    "event": {
        "starts_at": "2099-05-04T13:00",
        "ends_at": "2099-05-04T15:00",
        "timezone": "Europe/Stockholm",
        "place": "Umeå",
        "online_url": "https://example.org/mote",
        "organisers": ["Umeå universitet"],
        "speakers": ["Asta Andersson", "Bo Berg"],
    },
}
TITLES = {
    "concept": "Alfa",
    "case": "Beta",
    "method": "Gamma",
    "organisation": "Delta",
    "event": "Epsilon",
}
SUMMARY = "En sammanfattning som står överst och i sökningens träffar."
