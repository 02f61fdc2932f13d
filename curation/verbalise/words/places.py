"""Where `the` stands, and where nothing does: places, and nouns after certain words. Lists of ours."""

from __future__ import annotations

# After `go to`, `in`, `at` and the like: institutions and meals without an article.
BARE_PLACES = frozenset(
    """
    bed bedtime breakfast camp church class college court dinner heaven hell home jail kindergarten lunch
    market prison school sleep space supper town university war work
    """.split()
)

# `go to the …`, `at the …`: places one knows, the definite article sounds better than the indefinite.
DEFINITE_PLACES = frozenset(
    """
    afternoon air airport arctic atmosphere attic autumn back bakery bank bar barber basement bathroom
    beach bottom casino cellar center centre cinema circus city club computer corner country countryside
    court dark dentist desert doctor east edge end evening fall farm field floor forest freeway freezer
    fridge front future garage ground gym hairdresser highway hospital house internet jungle kitchen lake
    laundromat library mail mall market middle mirror moon morning mountains movies museum newspaper north
    ocean office opera oven park past pharmacy phone playground polls pool pub radio rain refrigerator
    restroom river road sea shop side sidewalk sky snow south spring stage station store street suburbs
    summer sun supermarket theater theatre toilet top tropics universe vet water web west wild winter
    woods world yard zoo
    bloodstream body brain heart head mouth nose stomach throat womb
    """.split()
)

# Of the things around one there is mostly one: `answer the phone`, `mow the lawn`, `play the piano`.
THE_AFTER: dict[str, frozenset[str]] = {
    word: frozenset(nouns.split())
    for word, nouns in {
        "against": "law",
        "answer": "phone telephone door question",
        "play": """
            piano guitar violin drum drums harp flute accordion trumpet saxophone cello organ clarinet
            fiddle lottery
        """,
        "open": "door window refrigerator fridge mail",
        "close": "door window refrigerator fridge",
        "shut": "door window",
        "lock": "door",
        "clean": "house room kitchen bathroom floor",
        "cross": "street road river bridge ocean",
        "mow": "lawn grass",
        "wash": "car floor",
        "sweep": "floor",
        "mop": "floor",
        "win": "game war election lottery race match battle",
        "lose": "game war election race match battle",
        "pay": "bill rent check price",
        "set": "table",
        "on": "light television radio stove computer heater oven",
        "off": "light television radio stove computer heater oven",
        "out": "trash garbage window door light",
        "read": "newspaper paper manual menu news",
        "surf": "web net internet",
        "see": "doctor dentist",
        "call": "police doctor",
        "visit": "doctor dentist",
        "walk": "dog",
        "obey": "law",
        "break": "law ice",
        "follow": "law recipe",
        "ride": "bus train subway",
        "catch": "bus train ball",
        "take": "bus train subway blame stand",
        "tell": "truth",
        "start": "car engine",
        "hit": "ball bottle road",
        "join": "army navy military",
        "serve": "country",
        "climb": "stairs",
        "enter": "room building",
        "leave": "house room building",
        "through": "air window",
        "around": "world corner neck sun earth house neighborhood",
        "down": "street road stairs",
        "up": "stairs",
    }.items()
}

# Nouns that stand bare after a certain word: `take place`, `at night`, `in love`.
BARE_AFTER: dict[str, frozenset[str]] = {
    word: frozenset(nouns.split())
    for word, nouns in {
        "follow": "suit",
        "at": """
            night home work school noon midnight sea rest peace risk war hand first last dawn dusk ease
            stake sunset sunrise gunpoint lunch dinner breakfast lunchtime speed random will once church
            college times birth face play
        """,
        "in": """
            love trouble debt charge bed prison jail order need front fact place time case line danger
            pain control class school church court general public private space town touch shape tears
            turn use power peace summer winter fall spring autumn nature part person life bulk style
            fashion advance common return half detail orbit agreement motion effect captivity hand bloom
            season water number size color height length depth existence exchange stock reality hospital
            theory practice progress response reference search addition fear hell sleep memory contact
            print shock vain secret silence sync tune view conversation competition business conflict cash
            mind group appearance check depth person action question court doubt reverse tow trust uniform
        """,
        "on": """
            time fire foot top purpose earth board stage vacation holiday land duty strike sale television
            tv display guard edge track paper line demand hold loan leave trial credit average cue air
            horseback patrol parole schedule target camera film probation deck shore social ice medication
        """,
        "by": """
            hand car bus train plane bike bicycle boat foot mistake accident mail phone email air sea law
            night day nature choice chance post taxi ship truck subway heart side step virtue way means
            default definition surprise force design radio fax far
        """,
        "for": """
            winter summer sale fun example free work dinner lunch breakfast rent food pleasure money
            instance life hire school exercise love help war sport support sure dessert supper court
            profit use granted breath college comfort decoration class
        """,
        "to": """
            bed school work church town court prison jail college university sleep class death life war
            dinner lunch breakfast market sea power heaven hell home camp date sports music use people
        """,
        "from": """
            home school work scratch memory top head cover start birth experience nature day time place
        """,
        "with": "care ease love respect family",
        "of": """
            taste chance force matter disease poker chess golf tennis weather view mind interest life study
            course age breath control sight date order work use bed money art town type kind sort water
            gas bounds
        """,
        "need": "effort strength reason sense attention access order",
        "require": "effort strength reason sense attention access order",
        "under": "control pressure water arrest attack stress construction ground guard oath sail",
        "into": """
            trouble debt bed space effect action orbit place water pieces tears shape account battle
            consideration line
        """,
        "after": "school work dark dinner lunch breakfast sunset death birth class college",
        "before": """
            dinner lunch breakfast bed work school dark sunrise sunset bedtime death birth class
        """,
        "during": """
            war winter summer spring autumn class dinner lunch breakfast sleep sex childhood pregnancy
            surgery recess
        """,
        "out": "loud front side",
        "take": """
            place part care notice advantage charge action control time turns note offense pride revenge
            shape aim cover effect pleasure responsibility root flight stock pity possession precedence
            refuge sides hold heart issue medication medicine ownership lunch inventory credit shelter
            class
        """,
        "make": """
            sense love sure money fun use peace noise friends room way progress music contact eye war
            conversation time dinner lunch breakfast bread art history profit clay
        """,
        "have": """
            fun sex time trouble faith access hope dinner lunch breakfast food money patience room reason
            fear pity confidence control experience class surgery contact cancer company energy heart
            reference respect
        """,
        "give": """
            birth way rise advice blood permission up head credit notice money thanks consent chase
        """,
        "lose": """
            weight control interest face faith heart hope money patience sight time touch consciousness
            balance track sleep ground
        """,
        "pay": "attention rent cash heed tribute respect tax",
        "play": """
            ball chess cards games sports music soccer football baseball basketball tennis golf hockey
            poker volleyball softball checkers monopoly dead sport frisbee scrabble lacrosse rugby cricket
            badminton pool bridge hopscotch
        """,
        "watch": "television tv football basketball baseball tennis sports soccer golf",
        "go": """
            home crazy insane bankrupt public fishing shopping mad bowling camping sailing jogging surfing
            skiing
        """,
        "get": """
            drunk home married pregnant sick sleep rest exercise money credit permission revenge attention
            traction divorce custody cancer gas work wind
        """,
        "eat": """
            dinner lunch breakfast supper food meat fish bread chicken pizza dessert ice fruit turkey cake
        """,
        "cook": "dinner lunch breakfast supper food curry fish",
        "do": """
            homework housework business research laundry work time exercise math drugs yoga justice karate
        """,
        "earn": "money respect interest trust",
        "keep": "time track quiet company pace watch score house fit",
        "set": "fire sail foot aside free",
        "catch": "fire cold sight fish",
        "say": "hello goodbye sorry thanks thank no yes grace cheese please hi bye prayers",
        "tell": "time jokes",
        "run": "amok aground out late",
        "study": """
            medicine law biology music history art mathematics physics chemistry psychology philosophy
        """,
        "attend": "school class church college university court",
        "leave": "home work school town",
        "start": "work school college war fire",
        "finish": "work school college dinner lunch",
        "move": "house",
        "commit": "suicide murder perjury adultery treason arson fraud",
        "next": "week month year time day door",
        "last": "week month year time night day",
        "all": "day night time week year",
        "plant": "corn grass",
        "as": "food fuel gift",
        "against": "law nature time",
        "ask": "permission forgiveness",
    }.items()
}
