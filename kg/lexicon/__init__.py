"""What the ontology folder knows about words: how things are said and what they are called.

frames     frames as example sentences, cues of status, word classes
gazetteer  names known beforehand, job titles, nationalities
values     how amounts, dates, shares and rounds are written
furniture  what a page holds besides its article
class_words which class a noun phrase names
naming     what of a name counts when names are compared
ontology   all of it, loaded from one folder
"""
