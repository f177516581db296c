"""List common parts of Swedish compounds, so that compounds are split in a small wiki too.

The words are listed as they are written alone, plus the linking forms that stemming does not give
("kvinno-", "gatu-", "sjuk-"). Words of three letters or fewer count as parts only if listed here.
"""

# The field: society, welfare, work, learning, democracy, innovation.
_FIELD = """
    affär aktör aktivitet ansvar anställning arbete arbetslös arbetsgivare arbetstagare asyl
    avfall avtal barn behov behandling bemötande beslut bidrag bibliotek bistånd boende bostad
    brott brist brukare budget bygd by byrå bolag cirkel cykel data delaktighet delning
    demokrati deltagare dialog design digital distrikt domstol drift effekt ekonomi elev energi
    etik export familj fattigdom finansiär finansiering fond forskare forskning forum framtid
    fråga fritid fritids funktion funktionshinder föreläsning förening förebyggande företag
    företagande förskola försäkring förvaltning förändring gemenskap grannskap grupp gymnasie
    gymnasium handel handling handikapp hem hemlös historia hjälp hushåll hälsa hälso högskola
    idé idrott idéburen ide inflytande inkludering inkomst inköp innovation insats institut
    integration intresse invånare jämlikhet jämställdhet journalistik jord jordbruk kapital
    kategori klimat kommun kompetens konferens konsument kontakt kooperativ kooperation kost
    kostnad krav kraft kris kultur kunskap kurs kvalitet kvinna kvinno labb laboratorium lag
    land landsbygd landskap ledare ledning lektion liv lokal lära lärande lärare läro läkare
    lärosäte makt marknad material medborgare medlem mentor metod miljö minoritet mission modell
    moral mottagning myndighet mål mångfald människa människo mänsklig möte mötes mötesplats
    nation natur nod näring närings nätverk offentlig omsorg omställning ordning organisation
    ohälsa område ombud omvårdnad opinion pension person plan plats plattform polis politik
    politiker praktik process produkt produktion program projekt psykisk rapport region
    rehabilitering resurs resultat rike riksdag roll rådgivning rätt rättighet rörelse råd
    samarbete samhälle samhälls samordning samtal samverkan satsning sektor seminarium service
    sjuk sjukdom sjukhus sjukvård skapande skatt skola skola skydd social socialtjänst
    solidaritet spridning stad stads statistik stat statlig strategi strategisk stöd styre
    styrning studie studier student sysselsättning system samskapande teknik teknologi teori
    tillväxt tillgänglighet tjänst tradition trafik trygghet tvätt tvättmaskin undersökning
    undervisning union universitet ungdom ungdoms uppdrag uppgift uppsökande uppföljning
    utanförskap utbildning utmaning utredning utsatthet utveckling utvärdering verksamhet
    verkstad verktyg vetenskap vuxen vård väg välfärd värde värld våld växt webb yrke äldre
    ålder ålders återbruk återvinning öppen överenskommelse
"""
# Everyday words that are common in compounds.
_EVERYDAY = """
    affisch arm avgift bad bak ban band bank bas bibel bil bild bio biljett blad blod blom
    blomma bok bord brand brev bro bruk buss bygg byggnad byggande bygge båt bär cell central
    centrum chef dag dags dam del djur dokument dricks dryck dröm dörr el elektro fabrik fader
    fall far fart fel fest film fisk flicka flick flod flyg flykting folk form fot foto fred
    frivillig fru frukt fråge fysik fågel fält fängelse färg fäste född fönster förbud förbund
    förslag förlag förlust gata gatu glas gods grad grund gräns gräs gud gård gäst gås gång
    handels hand hav havs hjul hjärt hjärta hund hus huvud höjd hög höst industri information
    internet is jakt jul järn järnväg kamp kammare karta kassa katt kemi kläder klass klubb
    klocka kol kollektiv konst kontor kontrakt kontroll kor kort krig kropp kung kust kyrka
    kyrko kök källa kött kör lager lampa led lek lista lik linje ljud ljus luft lås lån låg läge
    läger läkemedel längd läs lön lönn löpa maskin mat material medel medicin meter militär
    minister ministerium minne mobil moder mor morgon mos motor museum musik mynt mäns män mark
    mjölk mur mått nyhet natt namn nord nummer nät nöd olja olycka ord ort ost ostkust papper
    park parti partner pass peng pengar period pjäs plast port post prat pris prov präst punkt
    rad radio rand regel regering rekord ren rena resa rese resor ris rot rum rygg rymd ränta
    rättegång sak salt samling sand sats sekel serie sida sido sits sjö skada skede skepp
    skift skog skrift skriv skådespelare skott skuld slag slott slut små smak sol soldat son
    sort sova spel språk spår stam start station steg sten stil stjärna stol stor storm stort
    strid ström stund stycke styrelse ställe storlek svar svart svamp syd syn syster sång sätt
    söder sömn tal tavla tak tand te teater telefon tid tids tidning tidskrift timme titel tjej
    tåg toalett torg torn total trä träd träff träning tull turist turism tur tvåla tyg tält
    uppsats uppslag vagn vakt val vatten vecka vecko ved vin vind vinter vit vän väst väder vägg
    värme väska vår yta åker år års åsikt äpple ö öga ögon öl öst övning
"""
COMMON_PARTS = frozenset((_FIELD + _EVERYDAY).split())
