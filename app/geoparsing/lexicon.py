"""Closed lists of English words that the rules read: who speaks, what tells a place, how organisations are named."""

from __future__ import annotations

from typing import Final


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


ACTS: Final = _words(
    """
    said says say saying told tells announced announces announce vowed vows vow promised promises
    pledged pledges asked asks ask urged urges urge warned warns warn wants want wanted demanded
    demands demand insisted insists insist denied denies deny rejected rejects reject refused
    refuses refuse agreed agrees agree accepted accepts accused accuses accuse blamed blames blame
    condemned condemns condemn criticised criticized criticises criticizes backed backs back
    supported supports support opposed opposes oppose signed signs sign sold sells sell supplied
    supplies supply provided provides provide offered offers offer gave gives decided decides decide
    declared declares declare declined declines decline ruled proposed proposes propose considered
    considers considering weighed weighs weighing mulled mulls mulling hoped hopes expressed
    expresses expelled expels recalled recalls retaliated retaliates imposed imposes impose lifted
    lifts banned bans approved approves approve ratified ratifies threatened threatens threaten
    responded responds respond reacted reacts replied replies maintains maintained argues argued
    believes believed fears feared suspects suspected negotiated negotiates negotiating voted votes
    vetoed vetoes intervened intervenes expects expected seeks sought accelerated boosted boosts
    summoned summons invaded invades invade recognised recognized recognises recognizes permitted
    permits allowed allows welcomed welcomes welcome spends spent pays paid wields withdrew
    withdraws confirmed confirms acknowledged acknowledges claimed claims called calls needs needed
    plans planned tried tries knows knew thinks thought regards regarded views hosted hosts won lost
    beat defeated unveiled unveils unveil unveiling endorsed endorses endorse deployed deploys deploy
    exported exports imported imports encouraged encourages encourage adopted adopts adopt acted acts
    appreciates appreciated hope hopes shares strengthen strengthens pursued pursues joined joins
    initiated initiates purchased purchases buy buys bought conducting conducted worked cooperated
    cooperates boycotted boycotts annexed annexes retaliate respond send sends sent recalls launched
    launches prepares prepared seeking seek pushing pushed pushes pressing presses stopped
    moved vowing warning sees saw prefers preferred aims aimed committed commits
    answer answers answered wait waits waited
    """
)
"""Verbs whose subject speaks, decides or acts: a place there stands for its government or team."""

AUXILIARIES: Final = _words(
    """
    has have had is was are were will would may might must should could can shall did does do be
    been being also now then still already repeatedly later earlier never always again recently
    reportedly formally officially quickly yesterday today not n't didn't doesn't don't hasn't
    hadn't wasn't isn't won't wouldn't cannot can't couldn't itself previously publicly privately
    strongly initially largely eventually immediately
    """
)
"""What may stand between a subject and its verb."""

LOCATIVES: Final = _words(
    """
    in at from near outside inside into across around throughout toward towards through via within
    beyond over off under leaving left entered entering reached visited visiting northern southern
    eastern western central
    """
)
"""A place after one of these is where something is, whatever verb follows."""

SEATS: Final = frozenset(
    {
        "white house",
        "pentagon",
        "kremlin",
        "downing street",
        "10 downing street",
        "whitehall",
        "capitol hill",
        "foggy bottom",
        "elysee",
        "elysee palace",
        "blue house",
        "zhongnanhai",
        "quai d'orsay",
        "langley",
        "westminster",
    }
)
"""Buildings and quarters that stand for the power that sits in them; written without accents."""

HEADS: Final = _words(
    """
    academy administration agency airport army assembly association attorney authority bank basin
    board borough bridge bureau cathedral cemetery center centre chamber church city clinic club
    college commission commissioners committee community company cooperative corporation corps
    council county court courthouse daily department diocese district division elementary embassy
    fair festival fire foundation general government guard high historical hospital housing humane
    institute jail journal junior library mall medical memorial metro middle ministry municipal
    museum national news office park parks parliament planning police port post public regional
    school schools sheriff state station supreme symphony theater theatre township transit tribune
    united university utilities utility village water youth zoo parish heights open marathon
    chronicle gazette herald times observer
    """
)
"""What comes after a place's name in the name of an organisation that sits there."""

STREETS: Final = _words(
    """
    street avenue road lane drive boulevard highway parkway crescent terrace turnpike
    expressway freeway motorway rd ave blvd st ln
    """
)
"""What the name of a road ends in."""

LANDFORMS: Final = _words(
    """
    river creek lake island islands bay beach valley mountain mountains hill hills park forest
    canyon falls springs harbor harbour peninsula point cape reservoir ridge wilderness county
    township parish province governorate district municipality borough region territory peak
    bridge dam swamp marsh pond strait channel gulf plateau desert glacier pass ford mill mills
    fort camp station landing ferry crossing grove heights airport neighborhood
    """
)
"""What the name of a piece of land or water, of a division, or of a well-known sort of site ends in."""

BUILDINGS: Final = _words(
    """
    building hall school university college hospital church museum library theater theatre center
    centre mall stadium arena hotel jail prison courthouse cemetery zoo elementary academy plant
    factory tower towers palace cathedral temple mosque monastery castle club apartments gallery
    """
)
"""What the name of a building, or of who uses it, ends in."""

KINDS_FIRST: Final = _words(
    "river lake mount fort camp cape point port isle rue avenue avenida via bayou rio mt ft loch"
)
"""What the name of a place of some sort begins with."""

CONNECTORS: Final = _words("of and the de la del du des le les el al upon on by under in sur am an der den das y e")
"""Small words inside a name of several words."""

DWELLERS: Final = _words(
    """
    resident residents man woman men women native natives couple family teen teenager boy girl
    student students police officials authorities mayor council voters firefighters officers
    businessman attorney lawyer councilman home house area region branch office neighborhood
    suburb community communities businesses neighbourhood
    """
)
"""Nouns before which a place's name tells where somebody or something belongs: "a Tikrit resident"."""

TITLES: Final = _words(
    """
    mr mrs ms miss dr prof professor sir lady lord president minister senator sen rep gov governor
    judge justice sheriff officer detective sgt sergeant lt lieutenant capt captain col colonel gen
    general rev reverend father sister brother king queen prince princess coach mayor chief deputy
    councilman councilwoman commissioner secretary ambassador spokesman spokeswoman chairman
    chairwoman director attorney lawyer actor actress singer author
    """
)
"""A name after one of these is a person's."""

HONORIFICS: Final = _words("mr mrs ms miss dr sir lady lord mme monsieur madame señor señora herr frau")
"""Those that only a person's name follows."""

PERSON_VERBS: Final = _words("said says told added explained recalled joked smiled died wrote laughed testified")

COMMON: Final = _words(
    """
    academy action alliance alpha american art arts asian atlas aurora bank bar bay beach bear
    beaver best bishop black blue board book boston's bridge brown business camp capital care center
    central chapel charity chase church circle citizen citizens city classic clay club coal coast
    college columbia commerce common community concord cook corner council country county court
    cross crown daily day deal dell department diamond division dream eagle earth east economy eden
    education energy enterprise equality eye faith fair fairview family farm federal field fire
    first fish food force ford forest foundation fox freedom friend friendship front fund garden
    general global globe gold golden good grace grand great green group guard hall hand harbor
    harmony health heart heritage hill hills history holiday holy home hope house human imperial
    independence independent industry institute international island journal junction justice king
    labor lake land law leader league legal liberty library life light line lion lodge london's long
    love major mall market master media medical memorial men mercy metro middle military mill mine
    mission mobile model moon mound mountain museum national nature naval new news north northern
    novel ocean office oil old olympic open opera orange order orient pacific palace palm parade
    paradise park parks parliament peace pearl people phoenix pilot pine pioneer plain plains planet
    plant plaza point police pool port post power prairie president press pride princess progress
    project prospect public queen rainbow ranch reading red reform republic research resort rest
    revolution rice right river road rock rose royal rural saint salem's salt school schools science
    sea security senate service services shell show silver sky social society south southern spa
    spirit spring springs square standard star state station steel stone street summer summit sun
    super supreme sweet target temple theater times tower town trade trail transport treasury tree
    tribune trinity triumph trust truth turner union united unity universal university upper valley
    victory view village vision volunteer walk wall war water way welcome well west western white
    wild wilson winter woman women wood world young youth zion marines navy army congress house
    democrats republicans justice nation nations bush interior superior border mound capitol olympic
    olympics gulf pack main north south east west hall lower upper fort monday tuesday wednesday
    thursday friday saturday sunday january february march april may june july august september
    october november december christmas easter i he she we they it the this that these those and but
    for not see all best most more many much some any each every other another such one two three
    four five six seven eight nine ten here there where when why how what who mr mrs ms dr sir lady
    mother father brother sister no yes
    """
)
"""Words that name some place somewhere but hardly ever mean it when nothing else says so."""

GIVEN_NAMES: Final = _words(
    """
    aaron adam ahmed alan albert alex alexander alfred ali alice allen amanda amy andrea andrew andy angela
    ann anna anne anthony antonio arthur barbara ben benjamin betty bill billy bob bobby brad brenda brian
    bruce carl carlos carol caroline catherine charles charlie chris christine christopher cindy claire
    claudia colin craig cynthia dan daniel danny dave david dean deborah debra dennis derek diana diane
    don donald donna dorothy doug douglas ed eddie edward elizabeth ellen emily emma eric ernest eugene
    evelyn fatima fernando francisco frank franklin fred frederick gary gavin george gerald gloria gordon
    grace graham greg gregory hannah harold harry hassan heather helen henry howard hugh ian ibrahim isaac
    jack jacob jacques james jamie jane janet jason jean jeff jeffrey jennifer jenny jeremy jerry jesse
    jessica jesus jim jimmy joan joe joel john johnny jonathan jorge jose joseph josh joshua joyce juan
    judith judy julia julian julie justin karen karl kate katherine kathleen kathy keith kelly ken kenneth
    kevin khalid kim kyle larry laura lauren lawrence lee leo leon leonard leslie linda lisa louis louise
    lucas lucy luis luke margaret maria marie mario marilyn mark martha martin mary matt matthew maurice
    max megan melissa michael michelle miguel mike mohamed mohammed mohammad nancy nathan neil nicholas
    nick nicole nigel norman oliver omar oscar pamela patricia patrick paul paula pedro peter phil philip
    phillip rachel ralph ray raymond rebecca richard rick robert roberto robin roger ron ronald rosa rose
    roy russell ruth ryan sam samantha samuel sandra sara sarah scott sean sharon shirley simon sofia
    sophie stanley stephanie stephen steve steven stuart sue susan tamara ted teresa terry theresa thomas
    tim timothy tina todd tom tommy tony tracy tyler vincent walter wayne wendy william yusuf
    """
)
"""First names of persons that also are some places' names; not those that are better known as places'."""

FEATURE_WORDS: Final[dict[str, tuple[str, ...]]] = {
    "city": ("P", "A.ADM2", "A.ADM3"),
    "town": ("P", "A.ADM3"),
    "village": ("P",),
    "capital": ("P.PPLC", "P.PPLA"),
    "suburb": ("P",),
    "settlement": ("P",),
    "hamlet": ("P",),
    "mayor": ("P",),
    "province": ("A.ADM",),
    "governorate": ("A.ADM",),
    "state": ("A.ADM1",),
    "county": ("A.ADM2", "A.ADM1"),
    "parish": ("A.ADM2", "A.ADM1"),
    "district": ("A.ADM", "P"),
    "prefecture": ("A.ADM",),
    "canton": ("A.ADM",),
    "oblast": ("A.ADM",),
    "republic": ("A.PCL", "A.ADM1"),
    "river": ("H",),
    "creek": ("H",),
    "lake": ("H",),
    "sea": ("H",),
    "gulf": ("H",),
    "ocean": ("H",),
    "strait": ("H",),
}
"""Words beside a name that tell what it is, and the GeoNames features that they ask for."""

NAMED_WITH_ARTICLE: Final = ("H.STM", "H.SEA", "H.OCN", "H.CNL", "T.MTS", "T.DSRT", "L.RGN")
"""Features of places that English names with an article."""

GENERIC: Final = frozenset(
    {
        "county",
        "parish",
        "province",
        "governorate",
        "state",
        "river",
        "creek",
        "sea",
        "ocean",
        "strait",
        "oblast",
        "prefecture",
        "canton",
    }
)
"""Those of them that are part of the name or stand right after it."""
