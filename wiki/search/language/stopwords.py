"""List the words that are too common to search for, and those that count less."""

# The lists of the Snowball project (BSD), plus question words and abbreviations that readers type.
SWEDISH = frozenset(
    """
    alla allt att av blev bli blir blivit bland de dem den denna deras dess dessa det detta dig din
    dina ditt du där då efter ej eller en er era ert ett finns från för genom ha hade han hans har
    henne hennes hon honom hos hur här i icke ingen inga inget inom inte jag ju kan kunde man med
    mellan men mig min mina mitt mot mycket ni nu när någon något några och också om oss på samma
    sedan sig sin sina ska skall skulle som så sådan sådana sådant till under upp ut utan vad var
    vara varför varit varje vars vart vem vi vid vilka vilkas vilken vilket vår våra vårt än är åt
    över t ex bl etc dvs
    """.split()
)
ENGLISH = frozenset(
    """
    a about above after again against all am an and any are as at be because been before being
    below between both but by can could did do does doing don down during each few for from further
    had has have having he her here hers herself him himself his how i if in into is it its itself
    just me more most my myself no nor not now of off on once only or other our ours ourselves out
    over own s same she should so some such t than that the their theirs them themselves then there
    these they this those through to too under until up very was we were what when where which
    while who whom whose why will with would you your yours yourself yourselves e g etc ie eg
    """.split()
)
# Stop words of one language that are words of the other: a reader who types "men" may want the
# English word. They are ignored in their own language only.
MEANINGFUL_IN_ENGLISH = frozenset(
    {"bland", "den", "dig", "era", "ex", "ha", "hon", "man", "men", "min", "sin", "till"}
)
MEANINGFUL_IN_SWEDISH = frozenset({"be", "by", "is", "it", "not", "same"})
# In capitals these are operators of other search engines, and no abbreviations as IT and WHO are.
OPERATORS = frozenset({"AND", "OR", "NOT", "OCH", "ELLER", "INTE"})

# Words of asking, which hardly tell what is asked about. They count less, because a text that
# answers "Vad heter staden?" seldom holds "heter".
WEAK_IN_SWEDISH = frozenset(
    """
    andra annan annat anser anses ansågs använda används använde betyda betyder betydde bra del
    delar egentligen exempel fick flera flesta får få fått ge ger gav gjorde gjort gälla gäller
    gällde gör göra görs hette heter hända händer hände hänt idag innebär innebar innebära kallas
    kallades kom kommer ligger ligga låg länge menar menas mycket många namn namnet namnge ofta sade
    sak saker ske sker skedde slags snart sort sorts störst största sägs säger sätt ta tar tog typ
    typen typer ungefär vanlig vanliga vanligaste vanligt vill ville viktig viktiga viktigaste
    kosta kostar nästa
    """.split()
)
WEAK_IN_ENGLISH = frozenset(
    """
    according another called come comes came considered done example examples get gets give given
    gives gave got happen happened happens kind kinds know known lot main many mean means meant
    most name named names often one part parts said say says see seen sort sorts take taken takes
    term thing things took type types use used uses using usually want wanted way ways
    cost costs next
    """.split()
)
