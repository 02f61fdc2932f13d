"""Nouns that do not take the indefinite article in the singular, or take another one. Lists of ours."""

from __future__ import annotations

# The dictionary knows them as verbs only.
ALSO_NOUNS = frozenset("bar pan log vet jog dam tan tin top jab ad act tattoo".split())

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
    bartender beggar beginner biologist bishop blacksmith bodybuilder borrower boss boxer boy boyfriend
    bride brother buddhist builder bully burglar butcher butler buyer camper candidate capitalist
    captain carpenter cashier celebrity chef chemist child christian citizen clerk client climber clown
    coach comedian communist commuter composer conductor consumer cook cop cousin cowboy criminal
    curator customer dad dancer daughter dentist detective director diver doctor dreamer drinker driver
    drunk drunkard dude eater editor electrician employee employer enemy engineer entertainer everybody
    everyone expert farmer father firefighter fireman fisherman follower fool friend gambler gardener
    geek genius gentleman girl girlfriend goalie god governor grandfather grandmother grandparent groom
    guard guest guy hero hiker hippie homeowner homosexual host human hunter husband immigrant infant
    inmate jew jogger journalist judge juggler juror kid killer king knight lady landlord lawyer leader
    learner lender liar librarian listener loser lover magician maid man manager mason mathematician
    mayor mechanic member merchant miner minister mom monk mother murderer musician muslim neighbor
    neighbour nephew nerd niece nobody nun nurse officer orphan owner painter parent partner passenger
    patient pedestrian person philosopher photographer physicist pilot pirate player plumber poet
    policeman politician pope president priest prince princess prisoner producer professional professor
    programmer prostitute psychologist pupil queen questioner rabbi reader referee renter reporter rider
    robber runner sage sailor salesman salesperson saleswoman scholar scientist sculptor secretary
    seller senator servant shepherd shoemaker shopper singer sister skater skier slave smith smoker
    socialist soldier somebody someone son speaker spouse spy stranger student surfer surgeon swimmer
    tailor taxpayer teacher teen teenager tenant therapist thief thinker toddler tourist traveler
    traveller twin umpire uncle user victim viewer villain virgin visitor voter waiter waitress walker
    weightlifter whore widow wife winner witch witness wizard woman worker wrestler writer youth
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
PREPOSITION_OF_PLACE |= dict.fromkeys("bottom university college school stop".split(), "at")

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
