"""Nouns usually without an article and without a plural. Lists of ours."""

from __future__ import annotations

# Usually without an article and without a plural, where the lexicon knows both uses (water, waters).
MASS = frozenset(
    """
    abuse acceleration acceptance access acclaim accuracy acid acne acrylic addiction admiration
    admission adultery advice affection age aggression ai aid aids air alcohol ale algebra aluminium
    aluminum ambience ambition ammo ammunition amnesia amusement anarchy anatomy anemia anger animation
    anime anthrax anticipation anxiety appreciation approval aqua archaeology archery architecture argon
    arithmetic arousal arson art arthritis artwork asphyxiation aspirin asthma attainment attention
    automation awareness bacon baggage balance ballet bamboo bankruptcy barbecue barley baseball basil
    basketball batten batter bedding beef beer behavior behaviour beige bile biology black blame bleach
    blindness bliss blood blue blues boredom brandy brass bravery bread breakfast breath broccoli
    bromine bronze broth brown buoyancy bureaucracy business butane butter cacao caffeine calcium
    calculus calligraphy calm camping cancer candy carbohydrate carbon cardboard care carelessness cargo
    cartilage cash cauliflower cedar celery cellulose cement cereal chalk champagne chaos charcoal
    charity chatter cheese chemistry chess chicory childbirth childcare childhood chlorine chlorophyll
    chocolate cholesterol cider cilantro cinnamon circulation citizenship citrus clarity clay cleaning
    cleanliness clockwork closeness cloth clothes clothing clutter coal cobalt cocaine cocoa codeine
    coffee coke combat combustion comedy comfort commotion communication communism company compassion
    competition completion complexity comprehension compression computing concentration concern concrete
    confetti confidence conformity confusion connectivity consciousness conservation constancy
    construction consumption contact content control convenience cooking cooperation coordination copper
    corn corrosion corruption cotton cough courage courtesy coverage crap cream creativity credit
    cremation cricket crime criticism cruelty cuisine culture cumin curiosity curry custard custody
    cutlery cyanide cytoplasm dairy damage dancing dandruff danger darkness data death debris debt decay
    deceleration deception decor dedication defense dehydration dementia democracy denim deodorant
    dependence depression design desire despair destruction detergent deuterium development dew
    dexterity diabetes diarrhea diesel diet digestion dinner dioxide dirt disappointment discipline
    discomfort discourse discrimination disgust disinfectant disloyalty disposal distress diversity
    dopamine dope dough driving drizzle dry dust dynamite earth ecology economics ecstasy education
    efficiency electricity electrocution embarrassment embroidery employment energy engagement
    engineering enjoyment entertainment enthusiasm envy epilepsy epoxy equality equipment erosion
    espresso essence ethanol euphoria evidence evil evolution excellence excitement exercise exhaustion
    existence experience experimentation expertise exposure extravagance eyesight fabric faith fame
    farmland fashion fat fatigue fear feces feedback fencing fertilizer fiber fiberglass fiction
    fighting fire fish fishing flannel flattery flatulence flesh flour flu fluoride foam fog foil food
    football footwear fraud freedom freight frequency freshwater friction friendship frisbee frost
    fructose fruit frustration fuel fulfillment fun fur furniture gambling garbage gardening garlic gas
    gasoline gauze gear gelatin gender genocide geography geology geometry gin glass glassware glory
    glucose glue gold golf gonorrhea good gossip grace graffiti grammar granite granola graphite grass
    gratification gratitude gravel gravity gravy gray grease greed green grey grief growth guidance
    guilt gum hail hair ham happiness hardware harm harmony hash hate hatred hay health heartache
    heartbreak heartburn heat heaven heavy helium hell help hemoglobin hemp heritage heroin hexane
    hiking history hiv hockey homeschool homeschooling homework homicide homosexuality honesty honey
    honor hope hopscotch horror hospitality hospitalization housework housing humidity hummus humor
    humour hunger hunting hydration hydrogen hydrolysis hygiene hypocrisy ibuprofen ice identity
    ignorance illumination imagination immigration importance imprisonment incarceration income
    independence indigo indoors industry inertia infection infinity inflammation inflation inflection
    influence influenza info information infrastructure injury ink innocence innovation insanity
    insomnia inspiration insulation insulin insurance intelligence interest intimacy intolerance
    intoxication inventory iodine iron isolation ivory jam jasmine jazz jealousy jelly jewelry joy
    judgement judgment juice junk justice jute karaoke karate keratin kerosene ketamine ketchup kimchi
    kindness knitting knowledge labor labour lace land latex laughter laundry lava law lead leadership
    learning leather legislation leisure lemonade leprosy lettuce leukemia liberty light lighting
    lightning limestone linen liquor literature lithium livestock living locomotion logic loneliness
    longevity lotion love loyalty lubrication luck luggage lumber lunch lust luxury machinery magenta
    magic magnesium mahogany mail maize makeup malaria malnutrition malt management mandarin
    manipulation manslaughter manufacture marble margarine marijuana marriage marrow mastication math
    mathematics maths mayonnaise measles meat medicine meditation melanoma memory merchandise mercury
    mercy merit mess metal meth methane methanol milk mint mischief misery mobility modesty moisture
    moisturizer molasses mold momentum money monoxide morality morphine moss motion motivation mud
    murder music mustard mythology nationality nature nausea navigation neckwear neon news nicotine
    nitrogen noise nonsense nourishment nutmeg nutrition nylon obedience obesity odor offense offspring
    oil opium opposition oppression ore oregano ornamentation outdoors oxidation oxygen pain paint
    painting paper paperwork paprika paranoia parking parsley participation passion pasta patience
    patriotism pay peace pee pepper peppermint perception percussion perfume perjury permission
    personality petroleum philosophy photography physics pink plaque plasma plaster plastic platinum
    playdough playing pleasure plumbing plywood pneumonia poetry poison police polio politics pollen
    pollution polyester polyethylene poop popcorn popularity population porcelain pork porn porridge
    possession potassium pottery poultry poverty power practice praise prayer precipitation precision
    pregnancy prejudice pressure prestige prevention pride printing privacy procrastination produce
    productivity profit programming progress proof propane property prosperity protection protein
    protoplasm psychology puberty publicity punishment purity purple pus quartz racing radiation radium
    radon rage rain rainfall rainwater ramen ration rayon reading reality rebirth recess recognition
    recovery recreation recycling red refraction refreshment regret rehabilitation rehearsal
    rejuvenation relativity relaxation relief religion removal rent repetition reproduction research
    resentment resin resistance respect respiration responsibility rest restraint retaliation retirement
    revenge rice rock romance royalty rubber rubbish rugby rum running rust rye sadness safety sailing
    saliva salsa salt sand sanitation sanity sarcasm satire satisfaction sauce scenery schizophrenia
    science scurvy seafood seawater seaweed security self-esteem sewage sewing sex sexuality shade shame
    shampoo shellfish shelter shipping shit shopping shrinkage sickness significance silence silica silk
    silver simplicity sincerity singing skating skiing skill skin slang slavery sleep sleet slime sludge
    smog smoke smoking snow soap soccer socialism socialization sod soda sodium software soil solace
    solitude sonar sorrow soup soy space spam spearmint speech speed spending spinach spirituality
    stability stamina starch starvation static stealing steam steel stigma stimulation storage straw
    strength strep stress stuff styrofoam success suffering sugar suicide sulfur sunlight sunscreen
    sunshine support surfing surgery survival sushi sweat sweetness swimming symbiosis symmetry sympathy
    syndrome syrup talent talking tape tar tea teaching teamwork technology television temptation tennis
    tension terrain terror terrorism testimony testosterone tetanus theft therapy thinking thirst
    thought thread thunder thyme time tin tinfoil tissue toast tobacco tofu tolerance toothpaste torque
    torture tourism traction trade traffic training transport transportation trash travel treason trivia
    trouble trust truth tuberculosis tuition turmoil turquoise tweed uncertainty understanding underwear
    unemployment uranium urbanization urination urine usage value vanilla vanity vapor vapour variety
    vegetation velvet ventilation vermin vertigo victory vinegar vinyl violence visibility vision
    vitality vodka volleyball vomit voting walking wallpaper war warfare warmth waste wastewater water
    wax wealth weather weaving weight welfare well-being wellbeing wheat whiskey whisky white widespread
    wilderness wildlife wind wine wiring wisdom wood wool work worry worship wrath wrestling writing
    xenon yarn yeast yelling yellow yoga yogurt youth zeal zinc
    """.split()
)
