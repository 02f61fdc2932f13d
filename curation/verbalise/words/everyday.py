"""Everyday words that the dictionary, which was made for medicine, lacks. Lists of ours.

A word that is neither here nor there, nor a name, is taken for a slip of the pen.
"""

from __future__ import annotations

EVERYDAY = frozenset(
    """
    abs ad ads affective afterlife amidst anyways arrhythmia backflip badass battlements bedrest
    beholden belittlement bestie birdcalls birdhouse birthdate blindspot bowtie braggart breadcrumbs bye
    bygones ca cabinetry camaraderie carpool cashback catchup cheerleading chemo coattails connectedness
    cookware cops cornhole craigslist curbside dishware dodgeball duffel dustpan ebay endorphins etc
    facebook fajitas fanboy fashionista fistfight fruitcake fundraiser gameplay getaway gigolo goalpost
    goalposts gonna goodnight goosebumps gossiper granddad gravestone hairdo hangout hankie hardball
    hardworker hath heave- hedonic hey hi ho homebody homeschooled hooray hungover hurray icky igloo
    info instagram jackpot jello jitters kickball kickstand laidback lbs lifejacket lockdown lollygag
    lunchbox marguerita matchbook memorabilia mindset mooch mudguard mugshot netflix newfound offline ok
    overspent overstaffed parka payback peephole playdate playlist pokemon popsicle porno premade
    quick-witted rebook rebooked redemptive reenergized rehab rehydrate rehydrated reinvigorated
    relatable reposition revelatory rewarder rockfall runaround sangria satiation screentime shopaholic
    showoff skateable skincare skydive skype smoothie smoothies smores snarky snowbird spiderman
    stagefright stepdad stepmom stonemason storyboard stovetop swimwear tabs tattletale tattoo tattoos
    tech teddy teleprompter thru tightwad tiptop topper touristy transformative transgender trendsetting
    unathletic unenthused unfazed unfriend unhassled unhygienic unlikeable unlovable unmoving unsafely
    unsocial unstuck unto untreatable wayside weirdly wheelie wingman workspace worrywart yardwork yay
    yummy
    """.split()
)


# Everyday words that the dictionary, which was made for medicine, lacks, and that are nothing but nouns.
MORE_NOUNS = frozenset(
    """
    airlock alleyway ballgown barista beachside bodybuilder bookend bullseye bungee calligraphy calorie
    cappuccino carafe cityscape cornfield curveball detector endpoint epiphany fairytale fiance fiancee
    filmmaker fishmonger gavel grasper hatchback henhouse homeschool hymnal inbox juicer keyring lab
    limbo macaque makeover mandala margarine moistener mountaintop newsagent nightstand outboard
    outfield paycheck ping playdough playtime pong printmaking processor punchline quetzal rapper
    reflection roadmap scuba shortstop sideshow silverspot spacewalk speakeasy starship stuntman
    subwoofer sumo sysadmin tambourine telemarketer thruway turtleneck typo warplane webcam webpage
    winemaker zest
    """.split()
)
