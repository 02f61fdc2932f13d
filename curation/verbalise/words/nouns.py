"""Nouns that do not take the indefinite article in the singular, or take another one. Lists of ours."""

from __future__ import annotations

# Usually without an article and without a plural, where the lexicon knows both uses (water, waters).
MASS = frozenset(
    """
    abuse acclaim acne admiration adultery advice age aid aids air alcohol algebra aluminium aluminum
    ambition ammo ammunition amnesia amusement anarchy anemia anger anime anxiety archery arithmetic arson
    art arthritis artwork asthma attention awareness bacon baggage ballet bankruptcy barley baseball
    basketball bedding beef beer beige biology black blame bleach blindness bliss blood blue blues boredom
    brass bravery bread breakfast breath broccoli broth brown business butane butter caffeine calcium
    calculus calm camping cancer candy carbohydrate carbon cardboard carelessness cash celery cement
    cereal chalk chaos charcoal charity cheese chemistry chess childbirth childcare chlorine chlorophyll
    chocolate cider citizenship clay cleaning cleanliness closeness cloth clothes clothing clutter coal
    cocaine cocoa coffee coke comedy comfort communication communism company compassion competition
    computing concern concrete confidence confusion consciousness contact content control cooking
    cooperation copper corn corruption cotton cough courage courtesy crap cream creativity credit cricket
    crime cuisine culture curiosity custard cutlery damage dancing danger darkness data death debris debt
    decay decor defense dementia democracy deodorant dependence depression design desire despair
    destruction detergent dew diabetes diarrhea diet dinner dirt disappointment discipline discomfort
    disgust distress diversity dopamine dough driving drizzle dry dust dynamite earth economics ecstasy
    education electricity embarrassment employment energy engineering enjoyment entertainment envy
    equipment ethanol evidence evil excitement exercise exhaustion existence experience exposure fabric
    faith fame fashion fat fatigue fear feces feedback fencing fertilizer fiber fiction fighting fire fish
    fishing flesh flour flu foam fog food football footwear freedom freight frequency friendship frost
    fruit frustration fuel fun fur furniture gambling garbage gardening garlic gas gasoline gear gelatin
    geography geometry gin glass glory glue gold golf good gossip graffiti granite granola graphite grass
    gratitude gravel gravity gray grease greed green grey grief growth guilt hail hair ham happiness
    hardware harm hate hatred hay health heartache heartbreak heartburn heat heaven heavy helium hell help
    hemp heroin hexane hiking history hiv hockey homeschooling homework honesty honey hope hospitality
    housework housing hummus humor humour hunger hunting hydration hydrogen hygiene ice identity ignorance
    imagination immigration importance income independence industry infection inflammation inflation
    influence influenza information injury ink innocence insomnia inspiration insurance intelligence
    interest inventory iron ivory jam jazz jealousy jelly jewelry joy juice junk justice jute karaoke
    karate ketchup kimchi kindness knitting knowledge labor labour lace land laughter laundry lava law
    lead learning leather legislation leisure lemonade leprosy lettuce leukemia liberty light lighting
    lightning linen liquor literature livestock living logic loneliness lotion love loyalty luck luggage
    lumber lunch lust luxury machinery magic mail makeup malaria malnutrition marble marijuana marriage
    math mathematics maths mayonnaise measles meat medicine memory merchandise mercy mess metal meth
    methane milk mischief misery modesty moisture molasses mold money morality moss motion motivation mud
    music mustard nature nausea navigation neckwear news nicotine nitrogen noise nonsense nourishment
    nutrition nylon obedience obesity odor oil opium ore ornamentation oxygen pain paint painting paper
    paperwork parking participation passion pasta patience patriotism pay peace pee pepper perfume perjury
    permission personality philosophy physics pink plaster plastic playing pleasure plumbing plywood
    pneumonia poetry poison police politics pollen pollution poop popcorn population porcelain pork porn
    porridge possession pottery poultry poverty power practice praise prayer precision pregnancy prejudice
    pressure prestige pride printing privacy produce profit programming progress proof propane property
    prosperity protection protein puberty publicity punishment purity purple pus racing radiation rage
    rain rainwater ramen reading reality recess recognition recovery recreation recycling red refreshment
    regret rehearsal relaxation relief religion rent reproduction research resentment resistance respect
    responsibility rest revenge rice rock romance rubber rubbish rugby rum running rust rye sadness safety
    sailing salsa salt sand sanitation sanity sarcasm satisfaction sauce scenery science scurvy seafood
    seawater seaweed security self-esteem sewage sewing sex shade shame shampoo shelter shipping shit
    shopping sickness silence silk silver sincerity singing skating skiing skill skin slang slavery sleep
    sleet slime sludge smog smoke smoking snow soap soccer socialism soda software soil solitude sorrow
    soup soy space spam speech speed spending spinach spirituality stability stamina starch starvation
    static stealing steam steel storage straw strength stress stuff styrofoam success suffering
    sugar suicide sunlight sunscreen sunshine support surfing surgery sushi sweat sweetness swimming
    sympathy syrup talent talking tape tar tea teaching teamwork technology television temptation tennis
    tension terror terrorism tetanus theft therapy thinking thirst thought thread time tin toast tobacco
    tofu tolerance toothpaste torture tourism trade traffic training transport transportation trash travel
    treason trivia trouble trust truth tuberculosis turmoil turquoise uncertainty understanding underwear
    unemployment uranium urine value vanity vapor vapour variety vegetation velvet ventilation vermin
    victory vinegar violence vision vitality vodka volleyball vomit voting walking wallpaper war warfare
    warmth waste wastewater water wax wealth weather weaving weight welfare well-being wellbeing wheat
    whiskey white widespread wilderness wildlife wind wine wiring wisdom wood wool work worry worship
    wrath wrestling writing yarn yeast yelling yellow yoga yogurt youth zeal zinc bromine constancy
    freshwater iodine neon argon cobalt lithium
    potassium magnesium radium radon custody eyesight outdoors indoors cyanide care thunder dioxide monoxide
    tissue marrow plaque anthrax vapor acceleration acceptance accuracy addiction admission affection
    aggression anatomy animation appreciation approval archaeology architecture aspirin automation bamboo
    behavior behaviour bronze calligraphy cauliflower champagne chatter childhood cholesterol cinnamon
    citrus clarity combat combustion completion complexity compression conformity conservation construction
    consumption convenience coordination coverage criticism cruelty curry dairy deception dedication
    dehydration denim development digestion discrimination disposal ecology engagement enthusiasm epilepsy
    equality erosion espresso essence excellence expertise farmland fraud fructose fulfillment gender
    genocide geology glassware glucose grace grammar gravy guidance harmony hemoglobin heritage homicide
    honor horror humidity hypocrisy imprisonment infrastructure innovation insanity intimacy intoxication
    isolation latex leadership limestone locomotion longevity maize management manipulation manslaughter
    manufacture melanoma mercury merit mint mobility momentum mythology nationality nutmeg offspring
    oppression paranoia perception petroleum photography plasma platinum polyethylene popularity
    precipitation prevention productivity psychology quartz rainfall refraction relativity removal
    repetition restraint retirement royalty saliva sexuality shellfish significance simplicity sodium solace
    stigma stimulation sulfur survival symmetry terrain testimony torque traction tuition usage vanilla
    visibility
    """.split()
)

# There is one of it, or people speak of it as if there were: `look at the sky`.
DEFINITE = frozenset(
    """
    army atmosphere beginning countryside earth economy environment equator future government ground
    horizon internet media middle military moon navy ocean past police press rest sea sky sun truth
    universe weather web wind world
    """.split()
)

# The dictionary, which was made for medicine, lacks these everyday words, or the use of them as adjectives.
COUNT_NOUNS = frozenset(
    """
    app archway armoire backseat backyard bandaid banknote barbershop battleship beanie bellhop billfold
    blog blowfish bookcase bookshop breadbox burger cabriolet cafe campsite cassowary castanet catwalk
    cellphone censer cherub clarinet clavichord cliche clownfish coathanger condo county cymbal daycare
    doormat dreadlock driveway duvet email entranceway farecard firebomb firetruck fridge frisbee frypan
    gallery geek hairdryer hairstyle handgun hardhat harmonica harpsichord highlighter hotdog keypad
    kimono kitchenette laptop laundromat lawnmower lego lifeform lightbulb livingroom mailbox mandolin
    minibar minivan mole motherboard motorcycle omnivore otoscope paperclip petshop pickup pizzeria pub
    pushpin raptor restaurant roboter rollercoaster sandcastle satchel scooter seagull seatbelt selfie
    sideboard sitcom skateboard skink smartphone snowman soundstage speedboat stethoscope superhero
    taxiway teakettle tearoom terrier toolbox townhouse toybox trashcan treehouse trunk website windowsill
    yo-yo
    """.split()
)

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
    """.split()
)

# Of the things around one there is mostly one: `answer the phone`, `mow the lawn`, `play the piano`.
THE_AFTER: dict[str, frozenset[str]] = {
    word: frozenset(nouns.split())
    for word, nouns in {
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
            mind group appearance
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

# What comes in pairs or numbers: `a car has wheels`, `brush your teeth`.
COMES_IN_NUMBERS = frozenset(
    """
    animal antenna antler arm atom blade bone book brake branch bristle button cell chair chapter child
    citizen claw corner desk door drawer dream ear edge emotion employee eye eyelash fang feather feeling
    fin finger fish flower foot friend gill hair hand headlight hinge hoof horn idea key kidney knee lake
    law leaf leg letter line lip lung member molecule mountain muscle need nostril opinion page paragraph
    parent part passenger paw pedal petal picture plant player problem resident river room root rule scale
    seat seed sentence shelf shoe side sleeve sock spine spot star step string stripe student teacher
    tentacle thorn thought tire toe tool tooth toy tree wall wheel whisker window wing word
    """.split()
)
# `brush your tooth`: what one does to all of one's own at once.
OWN_PLURALS = {
    "tooth": "teeth",
    "eye": "eyes",
    "hand": "hands",
    "foot": "feet",
    "leg": "legs",
    "arm": "arms",
    "clothe": "clothes",
    "shoe": "shoes",
    "sock": "socks",
    "finger": "fingers",
    "friend": "friends",
    "parent": "parents",
    "belonging": "belongings",
    "option": "options",
    "skill": "skills",
    "muscle": "muscles",
    "emotion": "emotions",
    "feeling": "feelings",
    "fingernail": "fingernails",
    "lip": "lips",
    "ear": "ears",
    "thought": "thoughts",
    "dream": "dreams",
    "opponent": "opponents",
    "bill": "bills",
    "child": "children",
    "glass": "glasses",
    "good": "goods",
    "kid": "kids",
    "ingredient": "ingredients",
    "tax": "taxes",
    "finance": "finances",
    "thing": "things",
    "groceries": "groceries",
    "grocery": "groceries",
    "limb": "limbs",
    "wing": "wings",
    "lung": "lungs",
    "vegetable": "vegetables",
    "dish": "dishes",
}
# A lemmatiser took the plural from these: `clothe` is no noun.
LOST_PLURALS = {
    "clothe": "clothes",
    "pant": "pants",
    "scissor": "scissors",
    "jean": "jeans",
    "trouser": "trousers",
    "short": "shorts",
    "sunglass": "sunglasses",
    "stair": "stairs",
    "goggle": "goggles",
    "plier": "pliers",
    "tweezer": "tweezers",
    "pajama": "pajamas",
    "mathematic": "mathematics",
    "physic": "physics",
    "economic": "economics",
    "politic": "politics",
    "athletic": "athletics",
    "lense": "lenses",
    "headquarter": "headquarters",
    "mean": "means",
    "fry": "fries",
    "binocular": "binoculars",
    "suburb": "suburbs",
    "refreshment": "refreshments",
    "grocery": "groceries",
    "good": "goods",
    "supply": "supplies",
}
PLURAL_ONLY = frozenset(
    """
    animals bacteria belongings binoculars cards cattle children clothes dice dishes earnings feet
    fireworks geese glasses goggles goods groceries headphones humans jeans lenses lice men mice outskirts
    oxen pajamas pants people pliers police refreshments remains riches savings scissors shorts stairs
    suburbs sunglasses supplies surroundings teeth thanks trousers tweezers women
    """.split()
)
# End in s and are singular.
SINGULAR_S = frozenset(
    """
    access actress address aids apparatus asparagus ass athletics atlas basis bass billiards bonus boss
    bus business cactus campus canvas census checkers chess christmas circus class compass crisis cross
    darts diabetes dress economics electronics ethics focus fungus gas genetics genius glass grass
    gymnastics happiness headquarters hippopotamus hostess hummus iris kiss lens linguistics loss lotus
    mass mathematics maths mattress means measles mess moss mumps news nucleus oasis octopus pass pelvis
    penis physics platypus politics press princess process progress rabies radius rhinoceros series
    species statistics status stress success syllabus tennis thesis virus waitress walrus
    """.split()
)

# Whom `it` does not suit.
HUMAN = frozenset(
    """
    accountant actor actress addict adolescent adult agent alcoholic amateur anarchist angel anyone
    architect artist assassin astronaut athlete attorney aunt author baby bachelor baker banker barber
    bartender beginner biologist bishop blacksmith boss boy boyfriend bride brother buddhist builder bully
    burglar butcher butler buyer candidate capitalist captain carpenter cashier celebrity chef chemist
    child christian citizen clerk client clown coach comedian communist composer conductor consumer cook
    cop cousin cowboy criminal curator customer dad dancer daughter dentist detective director doctor
    driver drunk drunkard dude editor electrician employee employer enemy engineer everybody everyone
    expert farmer father firefighter fireman fisherman follower fool friend gambler gardener geek genius
    gentleman girl girlfriend goalie god governor grandfather grandmother grandparent groom guard guest
    guy hero hippie homeowner homosexual host human hunter husband immigrant infant inmate jew journalist
    judge juror kid killer king knight lady landlord lawyer leader liar librarian lover magician maid man
    manager mason mathematician mayor mechanic member merchant miner minister mom monk mother murderer
    musician muslim neighbor neighbour nephew nerd niece nobody nun nurse officer orphan owner painter
    parent partner passenger patient pedestrian person philosopher photographer physicist pilot pirate
    player plumber poet policeman politician pope president priest prince princess prisoner producer
    professional professor programmer prostitute psychologist pupil queen rabbi referee reporter robber
    runner sage sailor salesman salesperson saleswoman scholar scientist sculptor secretary seller senator
    servant shepherd shoemaker singer sister slave smith socialist soldier somebody someone son spouse spy
    stranger student surgeon swimmer tailor taxpayer teacher teen teenager tenant therapist thief toddler
    tourist traveler traveller twin umpire uncle victim villain virgin visitor voter waiter waitress whore
    widow wife witch witness wizard woman worker writer youth
    """.split()
)
# What lives, so that `they` can stand for several and a habit is theirs.
HUMAN_ENDINGS = ("man", "woman", "person", "ologist", "ist", "ician", "people")

PREPOSITION_OF_PLACE = {
    word: preposition
    for preposition, words in {
        "on": """
            table desk shelf wall floor ground street road highway freeway farm beach island roof ceiling
            plate menu internet web earth planet moon ship boat bus train plane bicycle motorcycle horse
            head face finger hand arm leg foot tree branch stage counter countertop coast shore stove
            sidewalk page map sofa couch ranch deck porch balcony patio bench runway railroad lawn surface
            board mountain body dog cat campus screen television tv radio card keyboard nightstand skin
            hill dock pier bridge playground track windowsill ladder rug carpet dashboard chessboard back
            flagpole clothesline pizza sandwich edge side top bottom motorway interstate driveway dresser
        """,
        "at": """
            party concert airport meeting wedding funeral conference school work home game event show fair
            circus fairground carnival station picnic restaurant bar doctor dentist movies theater theatre
            opera zoo store shop mall supermarket market grocery-store end university college church
            synagogue gym bank barbecue top bottom hotel desk casino pub bakery pharmacy demonstration
            festival pool bookstore lake beach night crossroads intersection auction dinner lunch
            breakfast
        """,
    }.items()
    for word in words.split()
}
PREPOSITION_OF_PLACE |= dict.fromkeys(
    """
        bakery bank bar bookstore church gym hand hotel lake mall mountain pharmacy pool restaurant shop
        store supermarket theater theatre tree
    """.split(),
    "in",
)
PREPOSITION_OF_PLACE |= dict.fromkeys("beach desk top computer".split(), "on")
PREPOSITION_OF_PLACE |= dict.fromkeys("bottom university college school".split(), "at")

# Things of which one has or uses one: in text that people wrote, a missing article before these is a slip
# (`get phone`), while before other nouns it may be an idiom.
CONCRETE = frozenset(
    """
    account alarm ambulance answer apartment apple appointment baby babysitter backpack bag ball balloon
    banana bandage bandaid bank bar barber basement bat bathroom beach bear bed bedroom belt bicycle bike
    bill bird birthday blanket blender boat book boot boss bottle bowl box boyfriend bracelet branch broom
    brother bucket building burger bus cab cafe cake calendar camera candle cap car card carpenter cast
    cat cellphone certificate chair check chicken child cigar cigarette cinema clinic clock coat compass
    computer concert contract cookie cop costume couch coupon cow coworker crutch cup curtain date
    daughter decision deer degree dentist desk dictionary diploma doctor dog doll door drawing dress drill
    drum duck egg electrician elephant engine envelope farm film firefighter flag flashlight flower flute
    forest fork fox freezer fridge friend funeral game garage garden gift girlfriend glove goat guitar gun
    gym hairdresser hammer hat helmet hill horse hose hospital hotdog hotel house husband idea interview
    jacket job joke kettle key kid kitchen kite knife ladder lake lamp laptop lawsuit lawyer leaf letter
    library license lie lighter lion list loan machine magazine mall map market mask match mattress
    mechanic medal meeting menu microwave mirror mistake monkey mop mortgage motel mountain mouse movie
    mug museum nail necklace neighbor newspaper note notebook novel nurse office orange oven painting pan
    park party passport password pen pencil phone photo piano picture pie pig pillow pipe pizza plan plane
    plant plate play plumber poem policeman pool poster pot present printer prize problem promise pub
    purse puzzle question rabbit racket radio rake rat receipt recipe refrigerator reservation restaurant
    ring river room rug salad sandwich scarf screw screwdriver seat secret sheep sheet ship shirt shoe
    shop shovel show sign sister skirt snake sock sofa son song spider sponge spoon stamp statue steak
    store story stove stranger suit suitcase supermarket sweater sword table tablet taxi teacher
    television tent theater ticket tie tiger tire toaster tool towel toy train tree trophy truck trumpet
    turtle umbrella uniform van violin visa wallet watch weapon website wedding wheel wheelchair wife wig
    window wolf yard zoo
    """.split()
)
ADJECTIVES = frozenset(
    """
    absentminded accessible accommodating adventurous annoying antsy assistive audible avoidant awestruck
    bookish bouyant caring charming commanding compatible complete credible creditworthy daring eastern
    edible eligible fallible feasible flexible flirty forgiving fun funloving girly giving goofy gullible
    handsy hardworking horrible impactful impossible incredible inedible invisible irresponsible
    knowledgeable legible negligible northern noticeable nurturing openminded outdoorsy overjoyed peckish
    plausible possible prideful responsible reversible sensible southern standoffish stinky susceptible
    tangible terrible trusting uncreative understanding unfocused unmotivated vegan visible welcoming
    western
    """.split()
)
# A noun that is a mass, but not as the last part of these.
COUNTED_COMPOUNDS = frozenset(
    """
    beer_glass champagne_glass drink_glass drinking_glass electric_light flash_light good_time great_time
    hard_time hour_glass long_time looking_glass magnifying_glass martini_glass news_paper night_light
    sea_shell short_time shot_glass street_light tail_light traffic_light wine_glass
    """.split()
)
# Things and events, and no activities.
COUNTED_ING = frozenset(
    """
    bearing beginning being blessing building carving ceiling clearing coating covering crossing cutting
    drawing dressing earring ending engraving etching evening feeling filling gathering happening hearing
    helping king meeting morning offering opening painting railing ranking rating reading recording ring
    saying setting sibling spring stocking string swing thing warning wedding wing wrapping
    """.split()
)

# Masses of which there are kinds: what is one of them is `a fruit`.
HAS_KINDS = frozenset(
    """
    alcohol beer bread business candy cereal cheese cloth crime currency dessert disease drug exercise fabric
    fish food fruit fuel gas grain industry language liquor meat medicine metal oil paint pasta poison
    religion sauce science soap soup sport stone technology tea vegetable virtue weapon wine wood
    """.split()
)
