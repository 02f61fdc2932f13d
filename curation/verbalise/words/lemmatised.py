"""What a lemmatiser and hurried writers did to CN-100K, and how to undo it. Lists of ours; which form a
compound has was looked up in frequencies of English word pairs (Google Books Ngrams, 2012, as in SymSpell's
list of pairs) and in encyclopaedic text.
"""

from __future__ import annotations

# Verbs before a noun, by the form that the compound has: `swim pool` was a swimming pool.
_BEFORE_NOUNS = """
    living: room thing creature organism area space condition tissue cell fossil object being person quarters
    sporting: event goods equipment good
    swimming: pool trunk hole suit skill
    washing: machine powder
    shopping: complex arcade list mall center centre bag basket cart spree district area trip
    magnifying: glass lens
    dining: room table area hall car chair
    parking: lot space area zone ticket garage meter place facility spot
    vending: machine
    operating: system room table theater
    clothing: store shop
    bowling: alley ball pin shoe lane green
    wedding: ring cake ceremony day reception dress gown photographer party guest invitation band
    steering: wheel
    boiling: water point
    freezing: point
    boarding: pass school house
    marching: band
    cooking: utensil pot oil class skill show pan
    rocking: chair horse
    fishing: pole rod boat line trip lure net hook tackle license reel
    frying: pan
    dressing: room table gown
    changing: room table
    bathing: suit
    wrapping: paper
    building: material block site
    cleaning: supply product lady woman fluid
    cutting: board tool edge
    running: water shoe
    folding: chair table bed
    sparkling: wine water
    tuning: fork
    speeding: ticket
    sleeping: pill bag dog person baby
    sewing: machine kit needle
    moving: part object vehicle picture company truck
    hearing: loss aid
    knitting: needle
    flying: machine fish squirrel lesson saucer
    heating: pad system
    cooling: system fan device
    driving: license licence lesson test range school
    baking: pan powder soda sheet dish
    writing: system instrument utensil implement desk paper skill tool
    drinking: water fountain straw game glass
    flowering: plant
    shooting: star range gallery
    rolling: stone pin
    recording: studio
    petting: zoo
    passing: grade
    measuring: cup tape spoon
    checking: account
    working: condition class day mother
    walking: shoe stick cane
    warning: sign label light
    skating: rink
    staging: area
    spelling: mistake bee error
    printing: press
    masking: tape
    missing: person limb
    leaning: tower
    landing: gear strip
    ironing: board
    hiking: shoe boot trail
    gambling: game industry casino
    curling: iron
    chewing: gum tobacco
    answering: machine
    advertising: agency campaign
    winning: streak combination team
    weeping: willow
    waiting: room list area
    voting: booth record machine
    trading: card
    tipping: point
    starting: point line
    serving: size dish
    rising: tide sun
    rubbing: alcohol
    reading: material skill lamp room light
    refreshing: drink
    reflecting: pool
    performing: art
    nursing: home staff
    opening: ceremony
    melting: pot point
    meeting: place room
    mating: ritual season call
    manufacturing: plant company industry
    loading: dock
    learning: disability experience
    paring: knife
    carving: knife
    hunting: knife rifle dog license season trip
    racing: car horse
    boxing: glove ring match
    camping: trip gear site
    dancing: shoe
    diving: board
    wading: pool
    flashing: light
    setting: sun
    falling: star
    smiling: face
    revolving: door
    spinning: wheel
    welding: torch
    lighting: fixture
    filing: cabinet
    mixing: bowl
    skiing: trip
    surfing: lesson
    turning: signal
    touring: car
    singing: voice bird
    acting: school class
    training: wheel
    breathing: apparatus
    watering: can
    spraying: can
    surrounding: area
    neighboring: country
    united: states state kingdom nation
    domesticated: animal plant cat dog
    frozen: food yogurt pizza lake dinner
    fried: food chicken rice egg
    broken: glass bone leg heart arm tooth neck window furniture
    recycled: paper
    stuffed: animal toy
    armed: force guard robbery
    ground: beef
    grilled: steak cheese
    fermented: juice milk beverage
    iced: tea coffee
    chlorinated: water
    bottled: water
    written: word language document report text form exam information communication
    married: couple woman man person
    compressed: air
    carbonated: water drink beverage
    balanced: diet
    smoked: salmon
    steamed: rice
    sprained: ankle
    printed: text matter page
    paved: road
    modified: food
    injured: person
    finished: product
    enclosed: space
    dried: fruit food flower
    crushed: ice
    crowded: area room place
    boiled: egg
    whipped: cream
    spoken: language word
    roasted: peanut chestnut
    restricted: area
    reserved: seat
    registered: trademark
    processed: food
    mixed: drink nut
    mashed: potato
    scrambled: egg
    stained: glass
    shredded: paper
    melted: cheese butter
    baked: potato good
    haunted: house
    closed: door
    locked: door
    lined: paper
    used: car
    stolen: car
    lost: item
    sunken: ship
    powdered: milk
    purified: water
    polluted: water
    pirated: software
    infected: person
    tired: person
    educated: person
    elected: official
    concerned: citizen
    depressed: person
    drowned: person
    trusted: friend
    trained: dog
    convicted: criminal
    wounded: soldier
    blended: drink
    required: reading
    shaving: gel cream
    polished: stone
"""
COMPOUNDS: dict[tuple[str, str], str] = {}
VERB_OF = {
    "swimming": "swim", "shopping": "shop", "vending": "vend", "dining": "dine", "operating": "operate",
    "clothing": "clothe", "wedding": "wed", "driving": "drive", "baking": "bake", "writing": "write",
    "measuring": "measure", "chewing": "chew", "advertising": "advertise", "winning": "win",
    "voting": "vote",
    "trading": "trade", "tipping": "tip", "starting": "start", "serving": "serve", "rising": "rise",
    "rubbing": "rub", "nursing": "nurse", "manufacturing": "manufacture", "paring": "pare",
    "carving": "carve",
    "racing": "race", "dancing": "dance", "diving": "dive", "wading": "wade", "setting": "set",
    "smiling": "smile", "revolving": "revolve", "spinning": "spin", "filing": "file", "skiing": "ski",
    "breathing": "breathe", "united": "unite", "domesticated": "domesticate", "frozen": "freeze",
    "fried": "fry", "broken": "break", "recycled": "recycle", "ground": "grind", "iced": "ice",
    "chlorinated": "chlorinate", "bottled": "bottle", "written": "write", "married": "marry",
    "carbonated": "carbonate", "balanced": "balance", "smoked": "smoke", "paved": "pave",
    "modified": "modify", "injured": "injure", "enclosed": "enclose", "dried": "dry", "whipped": "whip",
    "spoken": "speak", "reserved": "reserve", "mashed": "mash", "scrambled": "scramble",
    "stained": "stain", "shredded": "shred", "baked": "bake", "closed": "close", "lined": "line",
    "used": "use", "stolen": "steal", "lost": "lose", "sunken": "sink", "purified": "purify",
    "polluted": "pollute", "pirated": "pirate", "tired": "tire", "educated": "educate",
    "skating": "skate",
    "cutting": "cut", "running": "run", "hiking": "hike", "gambling": "gamble", "staging": "stage",
    "changing": "change", "tuning": "tune", "shooting": "shoot", "living": "live", "petting": "pet",
    "ironing": "iron", "reflecting": "reflect", "writ": "write", "refreshing": "refresh",
    "surfing": "surf", "moving": "move", "leaning": "lean", "mating": "mate", "camping": "camp",
    "sparkling": "sparkle", "required": "require", "shaving": "shave",
}  # fmt: skip
for _line in _BEFORE_NOUNS.strip().splitlines():
    _form, _, _nouns = _line.strip().partition(": ")
    _stem = VERB_OF.get(_form) or _form.removesuffix("ing").removesuffix("ed")
    for _noun in _nouns.split():
        COMPOUNDS[_stem, _noun] = _form

COMPOUND_FORMS = frozenset(COMPOUNDS.values())
# `swimming pool` is a noun phrase, and no activity.
COMPOUND_PAIRS = frozenset((form, noun) for (_, noun), form in COMPOUNDS.items())

# The noun was a gerund: `a tall build` was a tall building.
GERUND_NOUNS = {
    "build": "building", "draw": "drawing", "meet": "meeting", "wed": "wedding", "feel": "feeling",
    "learn": "learning", "dwell": "dwelling", "greet": "greeting", "bless": "blessing",
    "carve": "carving",
    "teach": "teaching", "begin": "beginning", "read": "reading", "write": "writing", "sing": "singing",
    "understand": "understanding", "happen": "happening", "grind": "ground", "leave": "leaves",
}  # fmt: skip

# Verbs after which another one is a gerund: `stop hear` was stop hearing.
BEFORE_GERUNDS = frozenset(
    "stop start keep enjoy avoid finish quit begin practice consider imagine dislike hate love like".split()
)
# `get hire` was get hired.
AFTER_GET = frozenset(
    "hire arrest marry pay kill catch punish sue injure elect reject promote shoot stab burn".split()
)
# Activities, after `used in` and the like: `used in cook`.
ACTIVITIES = frozenset(
    """
    think cook bake hunt swim sew paint draw read write teach drive clean wash shop sing wrestle knit farm ski
    surf skate sail sleep wrap print build fight gamble race hike camp
    """.split()
)
# Pairs of words that the lemmatiser misread.
MISREAD: dict[tuple[str, str], tuple[str, str]] = {
    ("global", "warm"): ("global", "warming"),
    ("wear", "glass"): ("wear", "glasses"),
    ("lift", "weight"): ("lift", "weights"),
    ("grocery", "shop"): ("grocery", "shopping"),
    ("holiday", "shop"): ("holiday", "shopping"),
    ("window", "shop"): ("window", "shopping"),
    ("high", "heel"): ("high", "heels"),
    ("take", "note"): ("take", "notes"),
    ("sun", "bathe"): ("sun", "bathing"),
    ("play", "dough"): ("playdough", ""),
    ("season", "greeting"): ("season's", "greetings"),
    ("in", "wood"): ("in", "the woods"),
    ("type", "writer"): ("typewriter", ""),
    ("good", "off"): ("better", "off"),
}
# After these a bare infinitive follows: `go see a film`, `help digest food`.
BEFORE_INFINITIVES = frozenset("go come help let make see hear watch have dare feel".split())
# What these do to people: what does it is `exciting`, and whom it is done to is `excited`.
FEELINGS = frozenset(
    """
    amaze amuse annoy bore charm comfort confuse convince depress disappoint disturb embarrass entertain
    excite exhaust fascinate frighten frustrate fulfill humiliate inspire interest intimidate invigorate
    refresh soothe irritate overwhelm please relax reward satisfy scare shock stimulate surprise terrify
    thrill tire worry
    """.split()
)

# Compounds whose first word is mostly a verb: `pet store` is no petting.
ATTESTED = frozenset(
    tuple(pair.split("_"))
    for pair in """
    train_station train_track train_ticket train_wreck train_line train_travel train_seat train_window
    train_depot
    train_engine train_simulator post_office vacuum_cleaner mail_box mail_room mail_bag jump_rope race_track
    race_driver stop_sign stop_light heat_source heat_lamp phone_book phone_number phone_call phone_cord
    phone_booth
    double_bass pet_store pet_shop pet_food pet_owner pet_dog pet_cat pet_snake travel_agent travel_agency
    travel_industry travel_kit contact_sport contact_lens dance_club dance_floor search_engine search_tool
    store_shelf
    store_room store_window tape_recorder tape_measure tape_player tape_dispenser waste_paper waste_product
    waste_material waste_water waste_bin waste_basket taste_bud lead_singer lead_pencil test_tube
    test_equipment
    test_score test_paper text_book text_editor slide_rule slide_show slide_projector file_folder
    file_format file_box
    study_room study_group study_session record_store record_industry research_laboratory research_group
    research_project leap_year leap_second chat_room pay_phone pay_day transport_system land_mass hang_glider
    sleep_disorder sleep_problem repair_shop dump_truck tap_water tap_dance return_address return_ticket
    vacation_destination sign_language graduate_school graduate_student cast_member question_mark
    support_structure
    call_center print_shop report_card swing_set skate_park spray_paint panic_disorder google_map
    smoke_detector
    press_conference love_letter love_seat express_lane start_button rest_area rest_room push_pin
    display_cabinet
    tackle_box park_bench park_ranger produce_section produce_department produce_store show_horse paint_brush
    dream_catcher welcome_mat drag_queen crash_cymbal work_shop check_book punch_bag guard_dog guard_station
    lie_detector fly_swatter chew_toy ski_boot ski_slope break_room spray_hose sound_hole share_market
    fall_season
    judge_bench press_key cross_country volunteer_work watch_store drink_bottle drink_machine cook_book
    call_box lug_wrench lug_nut
    """.split()
)

# What is somebody's: `friend house` was a friend's house.
OWNED = frozenset("house home office room desk bedroom apartment purse pocket head mouth face name".split())

# Said of several at once, more often than of one: `divide thing`, `give detail`.
MOSTLY_PLURAL = frozenset(
    """
    heel note taco waffle fry chip bean berry mushroom noodle carrot potato tomato onion
    accomplishment activity ailment baby candidate enemy germ wound zombie crime snack
    animal ailment ancestor animal appliance artefact athlete belonging benefit book bruise
    byte card chemical child chopstick citizen coin comic component condiment consumer coupon crop crumb
    customer
    detail diamond dimension disease disorder document drug earring egg emotion employee errand event expense
    eyeglass feature file finger flower friend game germ glove grape guest hobby human idea ingredient
    insect instruction
    instrument item jewel joke kid leaf letter lyric mile molecule mollusc movie muscle musician neighbour
    noodle nut
    obstacle option parent passenger patient people person pea petal photograph picture pill plant poem
    politician present
    product recipe record resource result rule scientist secret service shoe shoelace skill soldier song sore
    speciality spectator stair stamp statistic sticker story student symptom tear teenager test textbook
    thing tip
    tool tooth toy trait vegetable victim visitor voter weapon whisker window woman word worker
    """.split()
)
