"""Labels of the mentions that a tagger finds; the ontology says what class each stands for."""

PERSON, ORGANIZATION, PLACE, WORK = "PERSON", "ORG", "LOC", "WORK"
PRODUCT, EVENT = "PRODUCT", "EVENT"
REFERENCE = "REF"  # a noun or pronoun for a thing named elsewhere
TITLE, MONEY, PERCENT, DATE, ROUND = "TITLE", "MONEY", "PERCENT", "DATE", "ROUND"

THINGS = (PERSON, ORGANIZATION, PLACE, WORK, PRODUCT, EVENT, REFERENCE)
QUALIFYING = (TITLE, MONEY, PERCENT, DATE, ROUND)
