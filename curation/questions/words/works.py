"""Wordings of relations of works (see `curation/questions/wordings.py` for the format)."""

TABLE = """
author
- Who wrote {s}?
- Who is the author of {s}?
- By whom was {s} written?
+ Who wrote {s}?
+ Who are the authors of {s}?
= {s} was written by {v}
? Was {s} written by {v}?
director
- Who directed {s}?
- Who is the director of {s}?
- Who was {s} directed by?
+ Who directed {s}?
+ Who are the directors of {s}?
= {s} was directed by {v}
? Was {s} directed by {v}?
producer
- Who produced {s}?
- Who was the producer of {s}?
+ Who produced {s}?
+ Who were the producers of {s}?
= {s} was produced by {v}
? Was {s} produced by {v}?
screenwriter
- Who wrote the screenplay of {s}?
- Who was the screenwriter of {s}?
+ Who wrote the screenplay of {s}?
= the screenplay of {s} was written by {v}
? Was the screenplay of {s} written by {v}?
starring
- Who starred in {s}?
- Which actor played the lead in {s}?
+ Who starred in {s}?
+ Which actors starred in {s}?
+ Name the main cast of {s}.
= {v} starred in {s}
? Did {v} star in {s}?
composer
- Who composed {m}?
- Who wrote the music of {s}?
- Who was the composer of {m}?
+ Who composed {m}?
+ Who wrote the music of {s}?
= the music of {s} was composed by {v}
? Was the music of {s} composed by {v}?
lyricist
- Who wrote the lyrics of {s}?
- Who was the lyricist of {s}?
+ Who wrote the lyrics of {s}?
= the lyrics of {s} were written by {v}
? Were the lyrics of {s} written by {v}?
cinematographer
- Who was the cinematographer of {s}?
- Who did the cinematography for {s}?
+ Who did the cinematography for {s}?
= the cinematographer of {s} was {v}
? Was {v} the cinematographer of {s}?
film-editor
- Who edited {s}?
- Who was the editor of {s}?
+ Who edited {s}?
= {s} was edited by {v}
? Was {s} edited by {v}?
editor
- Who is the editor of {s}?
- Who edits {s}?
+ Who are the editors of {s}?
= the editor of {s} is {v}
? Is {v} the editor of {s}?
illustrator
- Who illustrated {s}?
- Who is the illustrator of {s}?
- By whom was {s} illustrated?
+ Who illustrated {s}?
= {s} was illustrated by {v}
? Was {s} illustrated by {v}?
cover-artist
- Who designed the cover of {s}?
- Who was the cover artist of {s}?
+ Who designed the cover of {s}?
= the cover of {s} was designed by {v}
? Was the cover of {s} designed by {v}?
production-company
- Which company produced {s}?
- Which studio made {s}?
+ Which companies produced {s}?
+ Name the production companies of {s}.
distributor
- Which company distributed {s}?
- Who distributed {s}?
= {s} was distributed by {v}
? Was {s} distributed by {v}?
publisher
- Who published {s}?
- Who is the publisher of {s}?
+ Who published {s}?
= the publisher of {s} is {v}
? Is {v} the publisher of {s}?
release-date
- When was {s} released?
- On what date was {s} released?
- When did {s} come out?
= {s} was released {on v}
? Was {s} released {on v}?
publication-date
- When was {s} published?
- When was {s} first published?
- When did {s} first appear?
= {s} was first published {on v}
? Was {s} first published {on v}?
runtime
- How long is {s}?
- What is the running time of {s}?
- How many minutes long is {s}?
= {s} runs for {v}
? Does {s} run for {v}?
pages
- How many pages does {s} have?
- How many pages long is {s}?
= {s} has {v} pages
? Does {s} have {v} pages?
country
- What is the country of origin of {s}?
- Which country does {s} come from?
+ Which countries does {s} come from?
= {s} is from {v}
? Is {s} from {v}?
language
- What is the original language of {s}?
+ What are the languages of {s}?
+ Which languages are used in {s}?
= the original language of {s} is {v}
? Is {v} the original language of {s}?
genre
- What is the genre of {s}?
- What genre is {s}?
- To which genre does {s} belong?
+ What are the genres of {s}?
+ Which genres does {s} belong to?
followed-by
- Which work followed {s}?
- What did the author publish after {s}?
= {s} was followed by {v}
? Was {s} followed by {v}?
preceded-by
- Which work came before {s}?
- What did the author publish before {s}?
= {s} was preceded by {v}
? Was {s} preceded by {v}?
premiere-date
- When was {s} first performed?
- When did {s} have its premiere?
- On what date did {s} premiere?
= {s} was first performed {on v}
? Was {s} first performed {on v}?
premiere-place
- Where was {s} first performed?
- Where did {s} have its premiere?
= {s} was first performed at {v}
? Was {s} first performed at {v}?
premiere-conductor
- Who conducted the premiere of {s}?
- Who was the conductor at the first performance of {s}?
= the premiere of {s} was conducted by {v}
? Was the premiere of {s} conducted by {v}?
developer
- Who developed {s}?
- Which company developed {s}?
- Who is the developer of {s}?
+ Who developed {s}?
+ Who are the developers of {s}?
= {s} was developed by {v}
? Was {s} developed by {v}?
designer
- Who designed {s}?
- Who is the designer of {s}?
+ Who designed {s}?
+ Who were the designers of {s}?
= {s} was designed by {v}
? Was {s} designed by {v}?
platforms
- On which platform was {s} released?
+ On which platforms was {s} released?
+ For which platforms is {s} available?
+ Name the platforms of {s}.
= {s} was released for {v}
? Was {s} released for {v}?
game-modes
- Which mode can {s} be played in?
+ Which modes can {s} be played in?
+ What game modes does {s} have?
date-created
- When {was} {s} created?
- When {was} {s} drawn up?
= {s} {was} created {on v}
? {Was} {s} created {on v}?
date-ratified
- When {was} {s} ratified?
- On what date {was} {s} ratified?
= {s} {was} ratified {on v}
? {Was} {s} ratified {on v}?
date-effective
- When did {s} come into force?
- When did {s} take effect?
= {s} came into force {on v}
? Did {s} come into force {on v}?
document-location
- Where {is} {s} kept?
- Where {is} {s} held today?
= {s} {is} kept in the {v}
? {Is} {s} kept in the {v}?
frequency
- How often is {s} published?
- What is the publication frequency of {s}?
first-appeared
- When did {s} first appear?
- When was {s} first released?
= {s} first appeared {on v}
? Did {s} first appear {on v}?
programming-language
- In which programming language is {s} written?
+ In which programming languages is {s} written?
= {s} is written in {v}
? Is {s} written in {v}?
"""
