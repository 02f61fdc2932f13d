"""Wordings of what pages say nothing about (see `curation/questions/wordings.py` for the format)."""

TABLE = """
favourite-food
- What {was} {s's} favourite food?
- What {does} {s} like to eat most?
eye-colour
- What colour {were} {s's} eyes?
- What {was} {s's} eye colour?
first-pet
- What was the name of {s's} first pet?
height
- How tall {was} {s}?
weight
- How much {does} {s} weigh?
siblings
- How many siblings {does} {s} have?
- {Does} {s} have any brothers or sisters?
spouse
- Who {was} {s's} spouse?
- Whom did {s} marry?
children
- How many children {does} {s} have?
- {Does} {s} have any children?
grandparents
- Who were {s's} grandparents?
- What were the names of {s's} grandparents?
school
- Where did {s} go to school?
- Which school did {s} attend as a child?
hour-of-birth
- At what time of day was {s} born?
favourite-music
- What {was} {s's} favourite piece of music?
- What kind of music {does} {s} like?
handedness
- {Was} {s} left-handed or right-handed?
bridges
- How many bridges are there in {s}?
hospitals
- How many hospitals are there in {s}?
libraries
- How many public libraries are there in {s}?
traffic-lights
- How many traffic lights are there in {s}?
cinemas
- How many cinemas are there in {s}?
house-prices
- What is the average price of a house in {s}?
tallest-building
- What is the tallest building in {s}?
flag-designer
- Who designed the flag of {s}?
sister-cities
- Which cities are twinned with {s}?
dog-ownership
- How many dogs live in {s}?
fire-stations
- How many fire stations are there in {s}?
budget
- What was the budget of {s}?
- How much did it cost to make {s}?
copies-sold
- How many copies of {s} have been sold?
chapters
- How many chapters does {s} have?
dedication
- To whom is {s} dedicated?
first-price
- What did the first edition of {s} cost?
audiobook-narrator
- Who narrated the audiobook of {s}?
writing-time
- How long did it take to write {s}?
typeface
- Which typeface was the first edition of {s} set in?
salary-of-head
- How much does the head of {s} earn?
logo-designer
- Who designed the logo of {s}?
weather
- What was the weather like during {s}?
cost
- How much did {s} cost?
chromosomes
- How many chromosomes {does} {s} have?
heart-rate
- What is the resting heart rate of {s}?
top-speed
- How fast can {s} run or swim?
lifespan
- How long {does} {s} live?
brain-weight
- How much does the brain of {s} weigh?
coiner
- Who coined the term {q}?
- Who was the first to use the word {q}?
"""
