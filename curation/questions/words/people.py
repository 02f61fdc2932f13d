"""Wordings of relations of people and gods (see `curation/questions/wordings.py` for the format)."""

TABLE = """
birth-date
- When was {s} born?
- What is {s's} date of birth?
- On what date was {s} born?
= {s} was born {on v}
? Was {s} born {on v}?
birth-place
- Where was {s} born?
- What is {s's} birthplace?
- In which place was {s} born?
= {s} was born {in v}
? Was {s} born {in v}?
death-date
- When did {s} die?
- What is the date of {s's} death?
- On what date did {s} die?
= {s} died {on v}
? Did {s} die {on v}?
death-place
- Where did {s} die?
- What was {s's} place of death?
- In which place did {s} die?
= {s} died {in v}
? Did {s} die {in v}?
death-cause
- How did {s} die?
- What was the cause of {s's} death?
resting-place
- Where is {s} buried?
- What is {s's} final resting place?
= {s} is buried {at v}
? Is {s} buried {at v}?
birth-name
- What was {s's} birth name?
- What was {s's} name at birth?
- Under what name was {s} born?
= {s's} name at birth was {v}
? Was {s's} name at birth {v}?
spouse
- Who {was} {s's} spouse?
- Who {was} {s} married to?
- Whom did {s} marry?
+ Whom did {s} marry?
+ Who {were} the spouses of {s}?
+ Which people {was} {s} married to?
= {s} married {v}
? Did {s} marry {v}?
children
- Who {is} {s's} child?
- What is the name of {s's} child?
+ Who {were} {s's} children?
+ What are the names of {s's} children?
+ Name the children of {s}.
= {v} {was} a child of {s}
? {Was} {v} a child of {s}?
parents
- Who {was} {s's} parent?
+ Who {were} {s's} parents?
+ What are the names of {s's} parents?
+ Name the parents of {s}.
= {v} {was} a parent of {s}
? {Was} {v} a parent of {s}?
father
- Who {was} {s's} father?
- Who {was} the father of {s}?
= {v} {was} the father of {s}
? {Was} {v} the father of {s}?
mother
- Who {was} {s's} mother?
- Who {was} the mother of {s}?
= {v} {was} the mother of {s}
? {Was} {v} the mother of {s}?
alma-mater
- Where did {s} study?
- What is {s's} alma mater?
- Which institution did {s} attend?
+ Where did {s} study?
+ Which institutions did {s} attend?
+ Name the institutions where {s} studied.
= {s} studied at {v}
? Did {s} study at {v}?
education
- Where was {s} educated?
- Where did {s} study?
+ Where was {s} educated?
+ At which institutions did {s} study?
= {s} studied at {v}
? Did {s} study at {v}?
occupation
- What {was} {s's} occupation?
- What did {s} do for a living?
+ What {were} {s's} occupations?
+ What {was} {s} by profession?
+ Which professions did {s} have?
nationality
- What {was} {s's} nationality?
- What nationality {was} {s}?
= {s} {was} {v} by nationality
? {Was} {s} {v} by nationality?
doctoral-advisor
- Who {was} {s's} doctoral advisor?
- Who supervised {s's} doctoral thesis?
- Under whom did {s} write a doctoral thesis?
+ Who {were} {s's} doctoral advisors?
= {s's} doctoral advisor was {v}
? Was {v} {s's} doctoral advisor?
doctoral-students
- Who {was} {s's} doctoral student?
+ Who {were} {s's} doctoral students?
+ Name some doctoral students of {s}.
= {v} was a doctoral student of {s}
? Was {v} a doctoral student of {s}?
fields
- In which field {was} {s} active?
+ In which fields {was} {s} active?
+ Which fields did {s} work in?
+ What {were} {s's} main fields of interest?
workplaces
- Where did {s} work?
- At which institution did {s} work?
+ At which institutions did {s} work?
+ Where did {s} work?
+ Name the institutions where {s} worked.
= {s} worked at {v}
? Did {s} work at {v}?
known-for
- What {is} {s} known for?
+ What {is} {s} known for?
+ Name some things that {s} {is} known for.
awards
- Which award did {s} receive?
- What award was given to {s}?
+ Which awards did {s} receive?
+ What prizes did {s} win?
+ List some awards of {s}.
= {s} received the {v}
? Did {s} receive the {v}?
notable-works
- What is {s's} most notable work?
+ What are some notable works by {s}?
+ Which works is {s} best known for?
+ Name some of {s's} notable works.
= {v} is one of {s's} notable works
? Is {v} one of {s's} notable works?
influences
- Who influenced {s}?
+ Who influenced {s}?
+ Which thinkers influenced {s}?
+ Whose ideas influenced {s}?
= {s} was influenced by {v}
? Was {s} influenced by {v}?
school
- Which school of thought {does} {s} belong to?
+ Which schools of thought {is} {s} associated with?
= {s} {is} associated with {v}
? {Is} {s} associated with {v}?
political-party
- Which political party did {s} belong to?
- What {was} {s's} political party?
+ Which political parties did {s} belong to?
+ Of which parties was {s} a member?
religion
- What {was} {s's} religion?
military-rank
- What military rank did {s} hold?
military-branch
- In which military force did {s} serve?
- Which branch of the military did {s} serve in?
= {s} served in the {v}
? Did {s} serve in the {v}?
house
- To which royal house did {s} belong?
- Which dynasty did {s} belong to?
= {s} belonged to the {v} dynasty
? Did {s} belong to the {v} dynasty?
turned-professional
- When did {s} turn professional?
- In which year did {s} turn pro?
= {s} turned professional {on v}
? Did {s} turn professional {on v}?
retired
- When did {s} retire?
- In which year did {s} retire?
= {s} retired {on v}
? Did {s} retire {on v}?
singles-titles
- How many career singles titles did {s} win?
- How many singles titles did {s} win?
= {s} won {v} singles titles
? Did {s} win {v} singles titles?
height
- How tall {is} {s}?
- What {is} {s's} height?
= {s} {is} {v} tall
? {Is} {s} {v} tall?
abode
- Where does {s} live in mythology?
- What is the abode of {s}?
= {s} lives on {v}
symbols
- What is the symbol of {s}?
+ What are the symbols of {s}?
+ Which symbols is {s} associated with?
"""
